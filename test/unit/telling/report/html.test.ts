import type { Block } from '../../../../nodes/shared/telling/report/blocks';
import { renderHtml } from '../../../../nodes/shared/telling/report/html';
import { seen, times } from './reportFixture';

type Problem = Extract<Block, { kind: 'problem' }>;
type Person = Problem['people'][number];

const HEADLINE = {
	tone: 'good',
	state: 'Finished: everything went <well>',
	title: 'Bridge: Sync & Users',
	paragraphs: ['3 "people" were created.', "1 change 'failed'."],
} as const;

function render(...blocks: Block[]): string {
	const sections = [{ title: 'People & more', blocks }];
	return renderHtml({ headline: HEADLINE, time: '4 March <2026>', sections }, '<Subject>');
}

/** What a reader sees of one section, below its title. */
function shown(...blocks: Block[]): string {
	return seen(render(...blocks)).split('People & more ')[1] ?? '';
}

const person = (name: string, more: Partial<Person> = {}): Person => ({
	name,
	key: '',
	note: '',
	changes: [],
	...more,
});
const people = (list: Person[], more = 0): Block => ({ kind: 'people', people: list, more });
const problem = (more: Partial<Problem> = {}): Problem => ({
	kind: 'problem',
	title: 'Already <in> use',
	code: 'EMAIL_TAKEN',
	count: '2 people',
	advice: 'Correct <it>.',
	message: '',
	people: [],
	also: [],
	more: 0,
	...more,
});
const PROBLEM = 'Already <in> use 2 people · EMAIL_TAKEN';
const TO_DO = 'What to do: Correct <it>.';

describe('the page', () => {
	it('starts with what matters most', () => {
		expect(seen(render({ kind: 'say', text: 'All <is> said.' }))).toBe(
			'Bridge: Sync & Users Finished: everything went <well> 3 "people" were created. 1 change \'failed\'. 4 March <2026> People & more All <is> said.',
		);
	});

	it('has the subject as its title, and is one whole document', () => {
		const html = render();
		expect(html).toContain('<title>&lt;Subject&gt;</title>');
		expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="en"[^]*<\/html>\n$/);
	});
});

describe('a block', () => {
	const list = [
		person('Sally', {
			key: '2-105',
			note: 'Restored',
			changes: [
				{ field: 'title', from: 'Clerk', to: '<b>' },
				{ field: 'active', from: 'no', to: 'yes' },
			],
		}),
		person('Bo & Ada'),
	];

	it.each<[text: string, block: Block]>([
		['Sally 2-105 Restored title : Clerk → <b> active : no → yes Bo & Ada and 1,200 more', people(list, 1200)],
		[
			'Not <used>: Shoe size , <Hat> , and 1,200 more',
			{ kind: 'names', lead: 'Not <used>: ', names: ['Shoe size', '<Hat>'], more: 1200 },
		],
		['Ada , Bo', { kind: 'names', lead: '', names: ['Ada', 'Bo'], more: 0 }],
		['Care & so on. More. and 3 more', { kind: 'points', points: ['Care & so on.', 'More.'], more: 3 }],
		[
			'Rows 2 & 3 Run <b> and 1 more',
			{
				kind: 'facts',
				facts: [
					['Rows', '2 & 3'],
					['Run', '<b>'],
				],
				more: 1,
			},
		],
		['The <plan> sha256:4f', { kind: 'copy', label: 'The <plan>', value: 'sha256:4f' }],
		[
			'Group Out of Verdict Sales 61 <Blocked> Ops 7 OK and 4 more',
			{
				kind: 'table',
				head: ['Group', 'Out of', 'Verdict'],
				rows: [
					['Sales', '61', '<Blocked>'],
					['Ops', '7', 'OK'],
				],
				more: 4,
			},
		],
		['A 1', { kind: 'table', head: ['A', '1'], rows: [], more: 0 }],
	])('reads "%s"', (text, block) => {
		expect(shown(block)).toBe(text);
	});

	it('has no empty parts', () => {
		const html = render(people([person('Bo')]), problem());
		expect(html).not.toMatch(/<bdi><|<table[^>]*><\/table>/);
	});

	it.each<[block: Block, columns: number]>([
		[people([], 5), 1],
		[{ kind: 'facts', facts: [['Rows', '2']], more: 5 }, 2],
		[{ kind: 'table', head: ['A', 'B', 'C'], rows: [['a', 'b', 'c']], more: 5 }, 3],
	])('counts what is left out across the width of its table: %#', (block, columns) => {
		expect(render(block)).toMatch(new RegExp(`<td colspan="${columns}"[^]*and 5 more`));
	});

	it('isolates what others wrote, so that its direction stays its own', () => {
		expect(render(people([person('محمد', { key: '1', note: 'n' })])).match(/<bdi>.*?<\/bdi>/g)).toEqual([
			'<bdi>محمد</bdi>',
			'<bdi>1</bdi>',
			'<bdi>n</bdi>',
		]);
	});

	it('of a table has its numbers to the right: the columns between the first and the last', () => {
		const html = render({
			kind: 'table',
			head: ['Group', 'Removals', 'Out of', 'Verdict'],
			rows: [['Sales', '28', '61', 'Blocked']],
			more: 0,
		});
		const aligned = Array.from(html.matchAll(/<t[hd] align="(left|right)"/g), ([, align]) => align);
		const once = ['left', 'right', 'right', 'left'];
		expect(aligned).toEqual([...once, ...once]);
	});
});

describe('bars', () => {
	const html = (...counts: number[]): string =>
		render({ kind: 'bars', bars: counts.map((count) => ({ label: 'A&B', count, tone: 'info' })) });

	it('have their label and number', () => {
		expect(seen(html(1234, 5))).toMatch(/A&B 1,234 A&B 5$/);
	});

	it('are as wide as their share of the longest, and wide enough to be seen', () => {
		const widths = Array.from(html(1000, 250, 1).matchAll(/<td width="(\d+)%" bgcolor/g));
		expect(widths.map(([, width]) => width)).toEqual(['100', '25', '2']);
	});

	it('leave the rest of their row empty', () => {
		// A row of one cell would stretch it to the whole width.
		const cells = html(1000, 250).match(/bgcolor="#3b7ddd".*?<\/table>/g) ?? [];
		expect(cells.map((row) => row.split('<td').length - 1)).toEqual([0, 1]);
	});
});

describe('a problem', () => {
	it.each<[text: string, more: Partial<Problem>]>([
		[`${PROBLEM} ${TO_DO}`, {}],
		[
			`${PROBLEM} Taken & gone. ${TO_DO} Who: Sally , <Bo> , and 1,200 more`,
			{ message: 'Taken & gone.', also: ['Sally', '<Bo>'], more: 1200 },
		],
		[`${PROBLEM} ${TO_DO} Sally Taken. Also: Bo`, { people: [person('Sally', { note: 'Taken.' })], also: ['Bo'] }],
		[`${PROBLEM} ${TO_DO} Who: and 7 more`, { more: 7 }],
	])('reads "%s"', (text, more) => {
		expect(shown(problem(more))).toBe(text);
	});

	it.each<[what: string, message: string, said: string]>([
		['599 bytes', 'm'.repeat(599), 'm'.repeat(599)],
		['600 bytes', 'm'.repeat(600), `${'m'.repeat(89)}…`],
		['as many when escaped', '"'.repeat(100), `${'"'.repeat(89)}…`],
	])('has its message shortened at 600 bytes: %s', (_what, message, said) => {
		expect(shown(problem({ message }))).toBe(`${PROBLEM} ${said} ${TO_DO}`);
	});
});

describe('the size', () => {
	const LIMIT = 96_000;
	const size = (html: string): number => Buffer.byteLength(html);
	/** How many people of a list are named, and how many are only counted. */
	const told = (html: string, mark: string): [named: number, counted: number] => [
		html.split(mark).length - 1,
		Number(/and ([\d,]+) more/.exec(html)?.[1]?.replace(',', '') ?? 0),
	];

	it.each([
		['letters', 'x'],
		['letters with accents', 'é'],
		['Chinese signs', '王'],
		['emoji', '🎓'],
		['escaped signs', '"'],
	])('stays below the limit and comes close to it: %s', (_what, sign) => {
		const html = render(people(times(9000, () => person(`N${sign.repeat(9)}`))));
		expect(size(html)).toBeLessThanOrEqual(LIMIT);
		expect(size(html)).toBeGreaterThan(LIMIT - 1000);
		const [named, counted] = told(html, '<bdi>N');
		expect(named + counted).toBe(9000);
	});

	it.each<[kind: string, make: (mark: string) => Block]>([
		[
			'people',
			(mark) =>
				people(
					times(2000, () => person(mark.repeat(30))),
					100,
				),
		],
		['names', (mark) => ({ kind: 'names', lead: '', names: times(2000, () => mark.repeat(90)), more: 100 })],
		['points', (mark) => ({ kind: 'points', points: times(2000, () => mark.repeat(90)), more: 100 })],
		[
			'facts',
			(mark) => ({
				kind: 'facts',
				facts: times(2000, (): [string, string] => [mark, 'v'.repeat(90)]),
				more: 100,
			}),
		],
		[
			'a table',
			(mark) => ({
				kind: 'table',
				head: ['A', 'B'],
				rows: times(2000, () => [mark, 'v'.repeat(90)]),
				more: 100,
			}),
		],
		['a problem', (mark) => problem({ people: times(2100, () => person(mark, { note: 'v'.repeat(90) })) })],
		['others of a problem', (mark) => problem({ also: times(2000, () => mark.repeat(90)), more: 100 })],
	])('cuts %s and counts all that is left out', (_kind, make) => {
		const html = render(make('Ж'));
		expect(size(html)).toBeLessThanOrEqual(LIMIT);
		const [named, counted] = told(html, '<bdi>Ж');
		expect(named).toBeGreaterThan(100);
		expect(named + counted).toBe(2100);
	});

	it('leaves each later block its share, however long the first is', () => {
		const long = times(2000, () => person('n'.repeat(60)));
		const html = render(
			people(long),
			...times(9, (at) => problem({ title: `Problem ${at}`, people: long, also: times(99, () => 'Ж') })),
			people(times(2000, () => person('Last'))),
			{ kind: 'say', text: 'The end.' },
		);
		expect(size(html)).toBeLessThanOrEqual(LIMIT);
		const problems = seen(html).split('Problem ').slice(1);
		expect(problems.map((one) => one.includes(TO_DO))).toEqual(times(9, () => true));
		expect(problems.filter((one) => one.split('Ж').length < 10)).toEqual([]);
		expect(told(html, '<bdi>Last')[0]).toBeGreaterThan(10);
		expect(seen(html).endsWith(' The end.')).toBe(true);
	});

	it('gives a later block what earlier ones leave over', () => {
		const html = render(people([person('First')]), people(times(900, () => person('Last'))));
		expect(told(html, '<bdi>Last')[0]).toBeGreaterThan(200);
	});

	it('gives the others of a problem no more than a third of its room', () => {
		const html = render(
			problem({
				people: times(2000, () => person('P'.repeat(60))),
				also: times(9000, () => 'Ж'.repeat(40)),
			}),
		);
		const others = (html.split('<bdi>Ж').length - 1) * 93;
		expect(others).toBeLessThan(LIMIT / 3);
		expect(others).toBeGreaterThan(LIMIT / 3 - 2000);
	});
});

describe('a name from right to left', () => {
	it('stands apart from its key, so that neither moves to the other side', () => {
		const html = render({ kind: 'names', lead: '', names: [{ name: 'عائشة', key: 'rtl-1' }], more: 0 });
		expect(html).toContain('<bdi>عائشة</bdi> (<bdi>rtl-1</bdi>)');
	});
});
