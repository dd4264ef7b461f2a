import { isObject, isText, wholeNumber } from '../shared/checks';
import { disturbPage, toldTotal } from '../shared/rows';
import type { Call, Reply } from '../shared/vendor';
import type { ScimDirectory, ScimUser } from './directory';
import { literal } from './patch';
import { MEDIA_TYPE, ScimRefusal } from './resource';
import { LIST_URN } from './schemas';
import type { ScimSwitches } from './switches';

/** One page of the users, or of those whom the filter names. Source: RFC 7644, section 3.4.2. */
export function listReply(
	call: Call,
	directory: ScimDirectory,
	switches: ScimSwitches,
	write: (user: ScimUser) => unknown,
): Reply {
	const filter = call.query.get('filter');
	const all =
		filter === null || switches.filter === 'ignored' ? directory.listed() : filtered(filter, directory, switches);
	const asked = wholeNumber(call.query.get('count'));
	const startIndex = wholeNumber(call.query.get('startIndex')) ?? 1;
	if (Number.isNaN(asked) || Number.isNaN(startIndex)) throw new ScimRefusal(400, 'count is no number', 'invalidValue');
	if (switches.tooManyAsked === 'refused' && (asked ?? 0) > 100)
		throw new ScimRefusal(400, 'count must not be above 100', 'tooMany');
	const count = Math.min(asked ?? switches.maxPage, switches.maxPage);
	const repeated = call.fault?.kind === 'repeatPage' ? count : 0;
	const from = Math.max(0, startIndex - switches.startsAt - repeated);
	const page = all.slice(from, from + count);
	const resources = disturbPage(page, call.fault).map((user) => write(user));
	return {
		status: 200,
		headers: { 'content-type': MEDIA_TYPE },
		json: {
			schemas: [LIST_URN],
			totalResults: toldTotal(all.length, call.fault),
			startIndex,
			itemsPerPage: page.length,
			...(resources.length === 0 && switches.noResources === 'absent' ? {} : { Resources: resources }),
		},
	};
}

function filtered(filter: string, directory: ScimDirectory, switches: ScimSwitches): ScimUser[] {
	if (switches.filter !== 'yes') throw new ScimRefusal(400, 'Filters are not supported', 'invalidFilter');
	const byEmail = /^(emails\.value|emails\[type eq "work"\]\.value) eq (.+)$/s.exec(filter);
	if (byEmail !== null) return withEmail(byEmail[1] === 'emails.value', literal(byEmail[2] ?? ''), directory, switches);
	const parts = /^(userName|externalId) eq (.+)$/s.exec(filter);
	if (parts === null) throw new ScimRefusal(400, `The filter ${filter} is not known`, 'invalidFilter');
	const value = literal(parts[2] ?? '');
	if (!isText(value)) throw new ScimRefusal(400, 'The filter compares with no text', 'invalidFilter');
	return directory
		.named(parts[1] === 'userName' ? 'userName' : 'externalId', value)
		.filter(({ isDeleted }) => !isDeleted);
}

function withEmail(ofAnyType: boolean, value: unknown, directory: ScimDirectory, switches: ScimSwitches): ScimUser[] {
	const { emailFilter } = switches;
	if (emailFilter === 'ignored') return directory.listed();
	if (emailFilter !== (ofAnyType ? 'value' : 'work') || !isText(value))
		throw new ScimRefusal(400, 'This filter is not supported', 'invalidFilter');
	return directory
		.listed()
		.filter(({ resource: { emails } }) =>
			(Array.isArray(emails) ? emails : []).some(
				(email: unknown) =>
					isObject(email) &&
					(ofAnyType || email.type === 'work') &&
					isText(email.value) &&
					email.value.toLowerCase() === value.toLowerCase(),
			),
		);
}
