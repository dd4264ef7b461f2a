import { generatePeople } from '../simulators/shared/people';
import type { Person } from '../simulators/shared/people';

/** An employee as the HR system knows them, before a vendor's shape is given to them. */
export interface Employee {
	/** Such as `E-1042`. */
	readonly number: string;
	readonly firstName: string;
	readonly lastName: string;
	readonly email: string;
	readonly title: string;
	readonly department: string;
	readonly city: string;
	/** YYYY-MM-DD */
	readonly hired: string;
	/** Number of the manager; '' for none. */
	readonly manager: string;
	readonly costCenter: string;
	readonly phone: string;
	/** Has left, and stays on the list as such: for systems that can't tell who is missing from it. */
	readonly left: boolean;
}

/** What becomes of somebody in the story. */
export type Part =
	| 'stays'
	| 'moves'
	| 'joins'
	| 'returns'
	| 'leaves'
	| 'broken'
	| 'protected'
	| 'administrator'
	| 'byHand';

/** One person of the story: what the learning system holds at first, and what HR says now. */
export interface Member {
	readonly part: Part;
	/** Position among those who play this part, from 0. */
	readonly turn: number;
	/** Undefined: the system has never heard of them. */
	readonly before: Employee | undefined;
	/** Undefined: they are not on the master list. */
	readonly now: Employee | undefined;
}

/** How many play each part. `byHand` were made in the learning system itself, and have no key there. */
export type Sizes = Readonly<Record<Part, number>>;

const CLOSED = 'Call Centre Leipzig';
const FOUNDED = 'AI & Automation 🤖';
const PARTS: readonly Part[] = [
	'protected',
	'stays',
	'moves',
	'broken',
	'returns',
	'joins',
	'administrator',
	'leaves',
	'byHand',
];
/** Titles as people really type them. */
const LIVELY = [
	'Head of “Customer Love” 💙',
	'Engineer; On-Call',
	'Chef d’équipe – Qualité',
	'Sachbearbeiter/in "Löhne & Gehälter"',
	'Début-de-siècle Archivist',
	'Менеджер з продажу',
];

/** What a story depends on. */
export interface Plot {
	readonly sizes: Sizes;
	/** Leavers are just missing from the list; else they stand on it, as people who have left. */
	readonly listed: boolean;
}

/** Tells the story: the same people for the same plot. */
export function castOf({ sizes, listed }: Plot): Member[] {
	const parts = PARTS.flatMap((part) => Array.from({ length: sizes[part] }, (_, turn) => ({ part, turn })));
	const people = generatePeople(parts.length, 7);
	const employed = parts.map(({ part, turn }, index) => employ(people[index] ?? missing(index), part, turn, index));
	const heads = headsOf(employed);
	return parts.map(({ part, turn }, index) => {
		const alone = employed[index] ?? missing(index);
		return memberFor({ part, turn, listed }, { ...alone, manager: managerOf(alone, part, turn, heads) }, heads);
	});
}

function missing(index: number): never {
	throw new Error(`The cast has nobody at ${index}.`);
}

function employ(person: Person, part: Part, turn: number, index: number): Employee {
	const title = part === 'stays' && turn % 9 === 4 ? LIVELY[((turn - 4) / 9) % LIVELY.length] : undefined;
	return {
		number: numberFor(part, turn, index),
		firstName: person.firstName,
		lastName: person.lastName,
		email: person.email,
		title: title ?? person.title,
		department: departmentFor(part, turn, person.department),
		city: person.city,
		hired: part === 'joins' ? `2026-10-${String((turn % 28) + 1).padStart(2, '0')}` : person.hireDate,
		manager: '',
		costCenter: String(4000 + ((index * 7) % 40)),
		phone: person.phone,
		left: false,
	};
}

function numberFor(part: Part, turn: number, index: number): string {
	if (part !== 'protected') return `E-${1000 + index}`;
	return turn === 0 ? 'E-0001' : `SVC-KIOSK-${turn}`;
}

function departmentFor(part: Part, turn: number, usual: string): string {
	if (part === 'leaves' && turn > 1) return CLOSED;
	return part === 'joins' && turn < 3 ? FOUNDED : usual;
}

/** The first of a department who stays, or joins a new one, leads it. */
function headsOf(employees: readonly Employee[]): Map<string, string> {
	const heads = new Map<string, string>();
	for (const { number, department } of employees) {
		if (number.startsWith('E-1') && !heads.has(department)) heads.set(department, number);
	}
	return heads;
}

function managerOf(employee: Employee, part: Part, turn: number, heads: Map<string, string>): string {
	if (part === 'protected' || part === 'administrator' || part === 'byHand') return '';
	if (part === 'leaves' && turn <= 1) return 'E-0001';
	const head = heads.get(employee.department) ?? 'E-0001';
	return head === employee.number ? 'E-0001' : head;
}

function memberFor(
	{ part, turn, listed }: { part: Part; turn: number; listed: boolean },
	now: Employee,
	heads: Map<string, string>,
): Member {
	switch (part) {
		case 'stays':
			return { part, turn, before: now, now };
		case 'moves':
			return { part, turn, before: beforeMove(now, turn, heads), now };
		case 'joins':
			return { part, turn, before: undefined, now };
		case 'returns':
			return { part, turn, before: { ...now, title: 'Working Student', costCenter: '4099' }, now };
		case 'leaves':
			return { part, turn, before: now, now: listed ? undefined : { ...now, left: true } };
		case 'byHand':
			return { part, turn, before: now, now: undefined };
		case 'broken':
			// HR has news of them, which must arrive where one value can't be read, and not where the row can't be right.
			return { part, turn, before: now, now: { ...now, title: `Acting ${now.title}` } };
		case 'protected':
		case 'administrator':
			// The first is on the list too, with a title that the sync must leave alone.
			return {
				part,
				turn,
				before: now,
				now: turn === 0 ? { ...now, title: 'Trainee' } : undefined,
			};
	}
}

/** What was true of a mover before. */
function beforeMove(now: Employee, turn: number, heads: Map<string, string>): Employee {
	const elsewhere = now.department === 'Sales' ? 'Finance' : 'Sales';
	switch (turn % 6) {
		case 0:
			return { ...now, title: `Junior ${now.title}` };
		case 1:
			return { ...now, department: elsewhere, manager: heads.get(elsewhere) ?? '' };
		case 2:
			return { ...now, manager: heads.get(elsewhere) ?? '' };
		case 3:
			return { ...now, lastName: 'Schröder-O’Neill' };
		case 4:
			return { ...now, email: now.email.replace('@company.tld', '@old-company.tld') };
		default:
			return { ...now, costCenter: '4999', hired: '2019-12-31' };
	}
}
