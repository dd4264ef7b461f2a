import type { Meaning } from '../model/meaning';
import { partsOf } from './headings/headings';

type Members = Readonly<Record<string, unknown>>;

/** What a person is known by in an object, as programs give managers: the likeliest first. */
const CALLED: readonly Meaning[] = [
	'employeeNumber',
	'workEmail',
	'email',
	'loginEmail',
	'fullName',
	'lastFirst',
	'name',
	'managerKey',
	'managerEmail',
	'managerName',
];
/** Members that hold the person itself: Personio's `{"label": "Supervisor", "value": {"attributes": {…}}}`. */
const WRAPPERS = ['value', 'attributes', 'data', 'profile', 'user', 'person', 'worker'];
const LEAST = ['descriptor', 'Descriptor', 'name', 'id', 'value'];
const DEEPEST = 4;
const MOST_MEMBERS = 50;

const isMembers = (value: unknown): value is Members =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A person who is given as an object (Graph's `manager`) or a list of one, by what they are called. */
export function personIn(cell: unknown): unknown {
	return textIn(cell, 0) ?? cell;
}

function textIn(cell: unknown, depth: number): unknown {
	if (isText(cell)) return cell;
	if (depth > DEEPEST) return undefined;
	if (Array.isArray(cell)) return cell.length === 1 ? textIn(cell[0], depth + 1) : undefined;
	if (!isMembers(cell)) return undefined;
	const members = Object.entries(cell).slice(0, MOST_MEMBERS);
	const byMeaning = new Map<Meaning | undefined, unknown>();
	for (const [name, member] of members) {
		const { meaning } = partsOf(name);
		const text = valueIn(member);
		if (text !== undefined && !byMeaning.has(meaning)) byMeaning.set(meaning, text);
	}
	const called = CALLED.find((meaning) => byMeaning.has(meaning));
	if (called !== undefined) return byMeaning.get(called);
	const names = [byMeaning.get('givenName'), byMeaning.get('familyName')];
	if (names.every((part) => part !== undefined)) return names.join(' ');
	for (const name of WRAPPERS) {
		const member = Object.hasOwn(cell, name) ? cell[name] : undefined;
		const found = typeof member === 'object' ? textIn(member, depth + 1) : undefined;
		if (found !== undefined) return found;
	}
	return LEAST.map((name) => (Object.hasOwn(cell, name) ? valueIn(cell[name]) : undefined)).find(
		(text) => text !== undefined,
	);
}

const isText = (value: unknown): boolean =>
	(typeof value === 'string' && value.trim() !== '') || typeof value === 'number';

/** A member's value, which may stand in a record of its own: Personio's `{"label": "ID", "value": 7}`, ADP's `{"idValue": "7"}`. */
const valueIn = (member: unknown): unknown =>
	isMembers(member) ? (plainIn(member.value) ?? plainIn(member.idValue)) : plainIn(member);

const plainIn = (value: unknown): unknown => (isText(value) ? value : undefined);
