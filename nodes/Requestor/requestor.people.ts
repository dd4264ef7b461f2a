import type { ConnectInput } from '../shared/vendorNode';
import type { Decision, PersonCalls, PersonOperation, PersonRef } from '../shared/model/connector';
import { Directory, type User } from '../shared/model/directory';
import { CallFailed } from '../shared/model/failure';
import { recordsOf, type JsonRecord } from '../shared/transport/record';
import { askPage, readAll, readSome } from './requestor.directory';
import { answersForOne, orFailure, readAccount, readOwn } from './requestor.lookup';
import type { ReadRules } from './requestor.user';

const FACTS = [
	'UserProviderKey',
	'UserName',
	'FullName',
	'Email',
	'ExternalId',
	'AccountExists',
	'IsInApprovalProcess',
	'IsApproved',
	'Anonymized',
	'ExternalAccount',
	'EmailAccount',
	'Company',
	'Department',
	'Division',
	'EmployeeId',
	'ManagerKey',
	'CustomerId',
	'TimeZoneId',
	'Language',
] as const;
const ROLES = [
	['IsEndUser', 'End User'],
	['IsSmartUser', 'Smart User'],
	['IsOperator', 'Operator'],
	['IsSuperOperator', 'Super Operator'],
	['IsAdministrator', 'Administrator'],
] as const;

/** Calls that concern one person: by Requestor's key or user name, or by external id. */
export class RequestorPeople implements PersonCalls {
	readonly modes = ['list', 'id', 'externalId'] as const;
	readonly words = { delete: 'deleted', hide: 'hidden', restore: 'restored' } as const;
	private listed: Promise<Directory> | undefined;
	private whole: Promise<ReadRules> | undefined;

	constructor(
		private readonly input: ConnectInput,
		private readonly rules: ReadRules,
	) {}

	async locate(ref: PersonRef): Promise<User | undefined> {
		if (ref.mode === 'externalId') return this.withExternalId(ref.value);
		const rules = await this.rulesOf();
		const user = await readAccount(this.input.http, ref.value, rules);
		const isMeant = called(ref.value);
		if (user === undefined)
			return (await answersForOne(this.input.http, rules)) ? undefined : (await this.directory()).users.find(isMeant);
		if (isMeant(user)) return user;
		// Somebody is there: whoever was meant must not be told as gone.
		throw new CallFailed({ kind: 'notFound', message: `Requestor answered with another account (id ${user.id}).` });
	}

	/** The rules, with the credential's own account among them before anybody is deleted. */
	private async rulesOf(): Promise<ReadRules> {
		this.whole ??= this.withOwn();
		return this.whole;
	}

	private async withOwn(): Promise<ReadRules> {
		const rules = { ...this.rules, keepRecord: true };
		if (this.input.settings.operation !== 'delete') return rules;
		const own = await orFailure(readOwn(this.input.http));
		return own === undefined || 'kind' in own ? rules : { ...rules, selfId: own.id };
	}

	/** There is no look-up by external id: the list is read once per run. */
	private async withExternalId(value: string): Promise<User | undefined> {
		const found = (await this.directory()).matching(value);
		if (found.length > 1)
			throw new CallFailed({
				kind: 'refused',
				status: 409,
				message: `Requestor has ${found.length} accounts with the external id "${value}": point at one of them by its id.`,
				body: undefined,
			});
		return found[0];
	}

	private async directory(): Promise<Directory> {
		this.listed ??= this.read();
		return this.listed;
	}

	private async read(): Promise<Directory> {
		const { http, settings } = this.input;
		const rules = await this.rulesOf();
		const first = await askPage(http, 0);
		// No list at that address says nothing about a person.
		if (first.kind === 'failed' && first.failure.kind === 'notFound')
			throw new CallFailed({
				kind: 'unreadable',
				message: `The list of users, in which people are looked for, is not there. ${first.failure.message}`,
			});
		return new Directory(
			await readAll(http, first, { concurrency: settings.concurrency, rules }),
			{ kind: 'text' },
			true,
		);
	}

	decide(operation: PersonOperation): Decision {
		if (operation === 'delete') return { kind: 'act', action: 'delete' };
		return {
			kind: 'settled',
			operation: 'failed',
			code: 'VENDOR_REJECTED',
			message: `Requestor has no call to ${operation} a user.`,
		};
	}

	async summarise(_ref: PersonRef, user: User): Promise<Record<string, unknown>> {
		const known = user.record !== undefined && Object.hasOwn(user.record, 'AccountExists');
		const { record = {} } = known
			? user
			: ((await readAccount(this.input.http, user.id, { ...this.rules, keepRecord: true })) ?? user);
		return factsOf(record);
	}

	async browse(limit: number | undefined): Promise<readonly User[]> {
		const { http, settings } = this.input;
		const rules = { ...this.rules, keepRecord: true };
		return limit === undefined
			? readAll(http, await askPage(http, 0), { concurrency: settings.concurrency, rules })
			: readSome(http, limit, rules);
	}
}

/** Whether an account has this key or user name. */
function called(name: string): (user: User) => boolean {
	const meant = name.toLowerCase();
	return ({ id, record }) => id.toLowerCase() === meant || String(record?.UserName).toLowerCase() === meant;
}

/** An account's facts on one level, ready for a table. */
function factsOf(record: JsonRecord): Record<string, unknown> {
	const facts: Record<string, unknown> = {};
	for (const name of FACTS) if (record[name] !== undefined) facts[name] = record[name];
	facts.Roles = ROLES.filter(([name]) => record[name] === true)
		.map(([, label]) => label)
		.join(', ');
	facts.Customers = recordsOf(record.Customers)
		.map(({ Id, Name }) => String(Name ?? Id))
		.join(', ');
	return facts;
}
