import { isObject, isText, wholeNumber } from '../shared/checks';
import type { JsonObject } from '../shared/checks';
import { guidFrom, randomFrom } from '../shared/people';
import { Refusal } from '../shared/refusal';
import { disturbPage, toldTotal } from '../shared/rows';
import type { Call, Reply } from '../shared/vendor';
import type { RequestorDirectory, RequestorUser } from './directory';
import { isMissingIn } from './patch';
import type { RequestorSwitches } from './switches';

const MAX_PAGE = 200;
/** Of a tenant that does not heed `pageSize`. */
const FIXED_PAGE = 50;
/** The customer whose people the operator sees. */
const OPERATORS_CUSTOMER = 121;
/** The kind of search that compares addresses. */
const BY_EMAIL = 6;

/** The calls that change nothing. */
export class RequestorReads {
	constructor(
		private readonly directory: RequestorDirectory,
		private readonly switches: RequestorSwitches,
		private readonly names: Readonly<Record<string, string>>,
	) {}

	list(call: Call): Reply {
		if (this.switches.list === 'forbidden') throw new Refusal(403, 'You may not list users.');
		if (this.switches.list === 'notFound') throw new Refusal(404, 'No HTTP resource was found.');
		const index = wholeNumber(call.query.get('pageIndex')) ?? 0;
		const size = wholeNumber(call.query.get('pageSize')) ?? 20;
		if (Number.isNaN(index)) throw new Refusal(400, 'pageIndex is not valid', 'pageIndex');
		const tooLarge = size > MAX_PAGE && this.switches.pageSizeOverMax === 'reject';
		if (Number.isNaN(size) || size < 1 || tooLarge) {
			throw new Refusal(400, `pageSize must be between 1 and ${MAX_PAGE}`, 'pageSize');
		}
		const { pageSizes, mostInPage } = this.switches;
		if (pageSizes === 'round' && size % 10 !== 0) throw new Refusal(400, 'pageSize is not valid', 'pageSize');
		const count = pageSizes === 'fixed' ? FIXED_PAGE : Math.min(size, mostInPage);
		const at = call.fault?.kind === 'repeatPage' ? Math.max(0, index - 1) : index;
		const mine = call.caller === 'administrator' ? undefined : this.seenBy(call);
		const page = mine?.slice(at * count, (at + 1) * count) ?? this.directory.page(at, count);
		const total = toldTotal(mine?.length ?? this.directory.size, call.fault);
		const users = disturbPage(page, call.fault);
		return {
			status: 200,
			json: {
				PagedUsers: {
					PageIndex: index,
					PageSize: count,
					TotalItems: total,
					TotalPages: Math.ceil(total / count),
					Items: users.map((user) => this.shown(user)),
				},
			},
		};
	}

	private seenBy({ caller }: Call): RequestorUser[] {
		const all = this.directory.all();
		return caller === 'administrator' ? all : all.filter((user) => user.CustomerId === OPERATORS_CUSTOMER);
	}

	/** Shows no ExternalId, and no total. */
	search(call: Call): Reply {
		if (this.switches.search === 'forbidden') throw new Refusal(403, 'You may not search users.');
		if (this.switches.search === 'notFound') throw new Refusal(404, 'No HTTP resource was found.');
		if (this.switches.search === 'refused') throw new Refusal(400, 'There is no search here.');
		const { SimpleSearch: asked, ...further } = isObject(call.body) ? call.body : {};
		const [unknown] = Object.keys(further);
		if (unknown !== undefined) throw new Refusal(400, `There is no parameter ${unknown}`, unknown);
		if (!isObject(asked)) throw new Refusal(400, 'SimpleSearch is required', 'SimpleSearch');
		const { PageIndex: index, PageSize: size, Type: type, Value: value, Equality: equality } = asked;
		if (typeof index !== 'number' || typeof size !== 'number' || size < 1) {
			throw new Refusal(400, 'PageIndex and PageSize are required', 'SimpleSearch');
		}
		if (type !== BY_EMAIL) throw new Refusal(400, `There is no search of type ${String(type)}`, 'SimpleSearch.Type');
		if (!isText(value) || typeof equality !== 'boolean') {
			throw new Refusal(400, 'Value and Equality are required', 'SimpleSearch');
		}
		const wanted = value.toLowerCase();
		const isFound = ({ Email }: RequestorUser): boolean => {
			const email = (Email ?? '').toLowerCase();
			return equality && this.switches.equality === 'heeded' ? email === wanted : email.includes(wanted);
		};
		const found = this.seenBy(call).filter(isFound);
		const items = found.slice(index * size, (index + 1) * size).map((user) => ({
			UserProviderKey: user.UserProviderKey,
			UserName: user.UserName,
			FullName: fullName(user),
			Emails: user.Email === null ? [] : [user.Email],
		}));
		return {
			status: 200,
			json: {
				Users: { PageIndex: index, PageSize: size, IsNextPage: found.length > (index + 1) * size, Items: items },
			},
		};
	}

	/** The user that the credential belongs to. */
	own(call: Call): Reply {
		if (this.switches.ownUser === 'forbidden') throw new Refusal(403, 'This call needs another role.');
		if ([...call.query.keys()].length > 0) throw new Refusal(400, 'Only the own user is served here.');
		const name = this.names[call.caller] ?? '';
		const user = this.directory.withUserName(name);
		const shown =
			user === undefined
				? {
						UserProviderKey: guidFrom(randomFrom(name.length)),
						UserName: name,
						Email: name,
						IsEndUser: false,
						IsOperator: call.caller === 'operator',
						IsAdministrator: call.caller === 'administrator',
					}
				: this.shown(user);
		return { status: 200, json: this.switches.ownUser === 'bare' ? shown : { User: shown } };
	}

	read(call: Call): Reply {
		if (this.switches.extended === 'forbidden') throw new Refusal(403, 'You may not read users.');
		if (this.switches.extended === 'notFound') throw new Refusal(404, 'No HTTP resource was found.');
		const name = call.params.name ?? '';
		const user = this.directory.withUserName(name) ?? this.directory.withKey(name);
		if (user === undefined && this.switches.unknownUser === 'notFound') {
			throw new Refusal(404, `User ${name} was not found.`);
		}
		const data = { FieldData: user?.CustomFields ?? [] };
		const { fieldData } = this.switches;
		return {
			status: 200,
			json: {
				User: user === undefined ? null : { ...this.shown(user), ...(fieldData === 'inUser' ? data : {}) },
				...(fieldData === 'besideUser' ? data : {}),
				AccountExists: user !== undefined,
				IsInApprovalProcess: false,
			},
		};
	}

	/** A user as the API shows it: roles under other names than they are written, no CustomFields. */
	private shown(user: RequestorUser): JsonObject {
		const all: JsonObject = {
			UserProviderKey: user.UserProviderKey,
			UserName: user.UserName,
			Email: user.Email,
			FirstName: user.FirstName,
			LastName: user.LastName,
			MiddleName: user.MiddleName,
			DisplayName: user.DisplayName,
			FullName: fullName(user),
			IsApproved: user.IsApproved,
			IsEndUser: user.RoleEndUser,
			IsSmartUser: user.RoleSmartUser,
			IsOperator: user.RoleOperator,
			IsSuperOperator: user.RoleSuperOperator,
			IsAdministrator: user.RoleAdministrator,
			TimeZoneId: user.TimeZoneId,
			ExternalAccount: false,
			EmailAccount: null,
			CustomerId: shownId(user.CustomerId, this.switches),
			Customers: user.CustomerIds.map((id) => ({
				Id: shownId(id, this.switches),
				Name: this.directory.customers.get(id) ?? null,
			})),
			Phones: user.Phones,
			AdditionalInformation: user.AdditionalInformation,
			OperatorGroupIds: user.OperatorGroupIds,
			InternalGroupIds: user.InternalGroupIds,
			Language: shownId(user.Language, this.switches),
			Anonymized: user.Anonymized,
			Tags: user.Tags,
			ExternalId: user.ExternalId,
			ManagerKey: user.ManagerKey,
			Company: user.Company,
			Department: user.Department,
			Division: user.Division,
			EmployeeId: user.EmployeeId,
			AdminNote: user.AdminNote,
			OperatorNote: user.OperatorNote,
			SkypeName: user.SkypeName,
		};
		const { tenant, emptyKeys } = this.switches;
		return Object.fromEntries(
			Object.entries(all).filter(
				([name, value]) => !isMissingIn(tenant, name) && (emptyKeys === 'null' || value !== null),
			),
		);
	}
}

function fullName(user: RequestorUser): string {
	return [user.FirstName, user.MiddleName, user.LastName].filter((part) => part !== null).join(' ');
}

/** An id in a reply: a number, or text. */
export function shownId(id: number | null, switches: Pick<RequestorSwitches, 'ids'>): number | string | null {
	return id === null || switches.ids === 'number' ? id : String(id);
}
