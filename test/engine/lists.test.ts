import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import type { RunOutcome } from '../../engine/engine';
import { process } from '../../engine/platform';
import lists from '../lists/lists.json';
import { BENCHED_SYSTEMS, type BenchedSystem, type ListBench } from './listBenches';

/**
 * Lists as HR systems export them, in whole runs with one setting, Key Column. 1044 has left, as every list says that has a
 * column for it. What is to arrive is what the list's own page says that its columns hold, cell by cell.
 */

type List = (typeof lists)[number];
const GONE = '1044';
const KEYS = ['1042', '1043', '1044', '1050', '1051'];
const HIRED: Readonly<Record<string, string>> = {
	1042: '2024-03-01',
	1043: '2019-11-12',
	1044: '2015-01-15',
	1050: '2010-02-03',
	1051: '2023-12-31',
};
const MANAGERS: Readonly<Record<string, string>> = { 1042: '1050', 1043: '1042', 1044: '1050', 1051: '1042' };
/** In these lists everybody is their own manager. */
const OWN_MANAGERS = ['HiBob people export', 'Litmos / TalentLMS'];
const CODES: Readonly<Record<string, string>> = { company: 'comp' };

const headingOf = ({ columns }: List, meaning: string): string | undefined =>
	columns.find((column) => column.meaning === meaning)?.heading;
const saysWhoLeft = (list: List): boolean =>
	['status', 'term'].some((meaning) => headingOf(list, meaning) !== undefined);

/** Items as a CSV gives them: texts, and nothing where a cell is blank. */
const itemsOf = ({ columns, rows }: List): IDataObject[] =>
	rows.map((cells) =>
		Object.fromEntries(columns.map(({ heading }, at) => [heading, cells[at]]).filter(([, cell]) => cell !== '')),
	);

/** Which of a system's fields a column fills; undefined: the system has no use for it. */
function fieldOf({ heading, meaning }: List['columns'][number], { fields, key }: BenchedSystem): string | undefined {
	if (meaning === 'key') return key;
	if (meaning === null || meaning.startsWith('alt:')) return undefined;
	if (meaning === 'phone' && /^mobil/i.test(heading) && fields.mob !== undefined) return fields.mob;
	if (meaning === 'full' && heading.startsWith('Last name') && fields.lf !== undefined) return fields.lf;
	return fields[CODES[meaning] ?? meaning];
}

/** What is to stand in the system; null: the value can't be sent, and a warning names its column. */
function expectedOf(list: List, system: BenchedSystem, column: List['columns'][number], row: number): unknown {
	const key = KEYS[row] ?? '';
	const cell = list.rows[row]?.[list.columns.indexOf(column)] ?? '';
	switch (column.meaning) {
		case 'hire':
			return HIRED[key];
		case 'mgr':
			if (OWN_MANAGERS.includes(list.name)) return key;
			// A manager who has left has no account.
			return MANAGERS[key];
		case 'full': {
			if (!cell.includes(', ') || system.fields.lf !== undefined) return cell;
			return cell.split(', ').reverse().join(' ');
		}
		case 'mid':
			return cell;
		case 'phone':
			if (system.name !== 'LMS Collaborator') return cell;
			return cell.startsWith('+') ? cell.replaceAll(' ', '') : null;
		default:
			return cell;
	}
}

const blank = (value: unknown): unknown => (value === null || value === undefined ? '' : value);
const warningsOf = ({ summary }: RunOutcome): string[] => (summary?.json.warnings ?? []) as string[];

interface Case {
	readonly list: List;
	readonly system: BenchedSystem;
	readonly bench: ListBench;
	readonly outcome: RunOutcome;
	/** Called for each cell that is compared. */
	readonly count: () => void;
}

/** Columns that the system takes, and whose cells did not arrive. */
function* unarrived({ list, system, bench, outcome, count }: Case): Generator<string> {
	const warnings = warningsOf(outcome);
	for (const column of list.columns) {
		const field = fieldOf(column, system);
		if (field === undefined) continue;
		for (const [row, key] of KEYS.entries()) {
			const held = bench.held(key);
			if (held === undefined) continue;
			const expected = expectedOf(list, system, column, row);
			count();
			const found = blank(held.values[field]);
			if (expected === null && !warnings.some((warning) => warning.includes(`"${column.heading}"`)))
				yield `no warning names ${column.heading}`;
			if (String(found) !== String(blank(expected)))
				yield `${key}: ${field} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)} (${column.heading})`;
		}
	}
}

/** What must not have arrived: the columns that only look like another. */
function* mistaken({ list, system, bench, outcome }: Case): Generator<string> {
	for (const [at, { heading, meaning }] of list.columns.entries()) {
		const field = meaning?.startsWith('alt:') === true ? system.fields[meaning.slice(4)] : undefined;
		// A column that carries a field's own name fills it.
		const isNamed = heading.toLowerCase().replace(' ', '') === field?.toLowerCase();
		if (field === undefined || isNamed) continue;
		for (const [row, key] of KEYS.entries()) {
			const cell = list.rows[row]?.[at] ?? '';
			const own = list.columns.findIndex((column) => `alt:${column.meaning}` === meaning);
			if (cell === '' || cell === list.rows[row]?.[own]) continue;
			const name = [headingOf(list, 'first'), headingOf(list, 'last')].map(
				(part) => list.rows[row]?.[list.columns.findIndex((column) => column.heading === part)],
			);
			if (cell !== name.join(' ') && bench.held(key)?.values[field] === cell)
				yield `${key}: ${field} is ${cell}, from ${heading}`;
		}
	}
	for (const warning of warningsOf(outcome)) if (/undefined|null|\[object/.test(warning)) yield warning;
}

/** Who is to have an account that lets them in. */
function* misjudged({ list, system, bench, outcome }: Case): Generator<string> {
	const mapping = outcome.summary?.json.mapping as Readonly<Record<string, string>>;
	const lacking = system.needs.filter((field) => mapping[field] === undefined);
	const isBarred = system.state !== undefined && mapping[system.state] !== undefined;
	for (const [row, key] of KEYS.entries()) {
		const result = outcome.results[row]?.json ?? {};
		const held = bench.held(key);
		const told = `${String(result.key)} is ${String(result.operation)} ${String(result.code)}: ${String(result.message)}`;
		if (result.key !== key) yield `row ${row} is ${String(result.key)}, not ${key}`;
		if (key === GONE && saysWhoLeft(list)) {
			// A state that the system has itself is taken as it is: the account is made, and barred.
			if (isBarred ? held?.active !== false : held !== undefined) yield told;
			if (!isBarred && (result.operation !== 'unchanged' || result.code !== 'LEFT')) yield told;
		} else if (lacking.length > 0) {
			const isSaid = lacking.every(
				(field) =>
					String(result.message).includes(`(${field})`) &&
					warningsOf(outcome).some((warning) => warning.includes(`(${field})`)),
			);
			if (result.operation !== 'rejected' || held !== undefined || !isSaid) yield told;
		} else if (result.operation !== 'created' || held?.active !== true) yield told;
	}
}

describe('lists as HR systems export them', () => {
	const clock = useVirtualClock();
	const figures = { runs: 0, cells: 0, arrived: 0, left: 0, warnings: 0 };
	afterAll(() =>
		process.stdout.write(
			`${figures.runs} lists synced with one setting each: ${figures.arrived} people arrived with ${figures.cells} cells, ${figures.left} who left did not, ${figures.warnings} warnings\n`,
		),
	);

	it.each(BENCHED_SYSTEMS)(
		'arrive in $name column by column, and nobody who has left gets in',
		async (system) => {
			const wrong: string[] = [];
			for (const list of lists) {
				const bench = await system.open(clock);
				try {
					const keyColumn = headingOf(list, 'key') ?? '';
					const outcome = await bench.run(itemsOf(list), { keyColumn });
					const say = (what: string): number => wrong.push(`${list.name}: ${what}`);
					if (outcome.error !== undefined) {
						say(outcome.error.message);
						continue;
					}
					const told: Case = { list, system, bench, outcome, count: () => (figures.cells += 1) };
					for (const what of [...misjudged(told), ...unarrived(told), ...mistaken(told)]) say(what);
					figures.runs += 1;
					figures.arrived += KEYS.filter((key) => bench.held(key)?.active === true).length;
					figures.left += Number((outcome.summary?.json.rows as IDataObject).left);
					figures.warnings += warningsOf(outcome).length;
					const before = bench.writes();
					const again = await bench.run(itemsOf(list), { keyColumn });
					if (system.isListed && bench.writes() !== before)
						say(`a second run writes ${JSON.stringify(again.results.map(({ json }) => json.changes))}`);
				} finally {
					await bench.close();
				}
			}
			expect(wrong).toEqual([]);
		},
		180_000,
	);

	it.each(BENCHED_SYSTEMS)(
		'bar in $name exactly those who have left, once Missing Users says so',
		async (system) => {
			const wrong: string[] = [];
			for (const list of lists) {
				const bench = await system.open(clock);
				try {
					const keyColumn = headingOf(list, 'key') ?? '';
					await bench.run(itemsOf(list), { keyColumn, leavers: { detect: 'off' } });
					const before = KEYS.filter((key) => bench.held(key)?.active === true);
					const outcome = await bench.run(itemsOf(list), {
						keyColumn,
						missingUsers: system.missingUsers,
						safety: { maxRemovalPercent: 100 },
					});
					const after = KEYS.filter((key) => bench.held(key)?.active === true);
					const expected = saysWhoLeft(list) ? before.filter((key) => key !== GONE) : before;
					// Rows that lack what the system needs stop the run, as does a list that says nothing where nobody is listed.
					const isRefused = before.length === 0 || !(saysWhoLeft(list) || system.isListed);
					if ((outcome.error !== undefined) !== isRefused)
						wrong.push(`${list.name}: ${outcome.error?.message ?? 'is taken'}`);
					if (after.join() !== expected.join()) wrong.push(`${list.name}: ${after.join()}, not ${expected.join()}`);
				} finally {
					await bench.close();
				}
			}
			expect(wrong).toEqual([]);
		},
		180_000,
	);
});
