import type { Block } from '../../../../nodes/shared/telling/report/blocks';
import { renderText } from '../../../../nodes/shared/telling/report/text';
import { REMOVALS_HASH, times } from './reportFixture';

type Problem = Extract<Block, { kind: 'problem' }>;
type Person = Problem['people'][number];

const HEADLINE = {
	tone: 'good',
	state: 'Finished: everything went well',
	title: 'Bridge: Sync Users',
	paragraphs: ['3 people were created.', '1 change failed.'],
} as const;

function render(blocks: readonly Block[]): string[] {
	const sections = [{ title: 'Changes', blocks }];
	return renderText({ headline: HEADLINE, time: '4 March 2026', sections }).split('\n');
}

/** The lines of one section, below its title. */
function lines(...blocks: Block[]): string[] {
	return render(blocks).slice(11, -1);
}

const say = (text: string): Block => ({ kind: 'say', text });
const person = (name: string, more: Partial<Person> = {}): Person => ({
	name,
	key: '',
	note: '',
	changes: [],
	...more,
});
const facts = (...pairs: Array<[string, string]>): Block => ({
	kind: 'facts',
	facts: pairs,
	more: 0,
});
const table = (rows: string[][], more = 0): Block => ({
	kind: 'table',
	head: ['Group', 'Out of', 'Verdict'],
	rows,
	more,
});
const problem = (more: Partial<Problem> = {}): Problem => ({
	kind: 'problem',
	title: 'Already in use',
	code: 'EMAIL_TAKEN',
	count: '2 people',
	advice: 'Correct it.',
	message: '',
	people: [],
	also: [],
	more: 0,
	...more,
});

describe('the page', () => {
	it('starts with what matters most, and has a rule under each title', () => {
		expect(render([say('One.')])).toEqual([
			'Bridge: Sync Users',
			'='.repeat(72),
			'FINISHED: EVERYTHING WENT WELL',
			'4 March 2026',
			'',
			'3 people were created.',
			'1 change failed.',
			'',
			'',
			'CHANGES',
			'-'.repeat(72),
			'One.',
			'',
		]);
	});

	it('has an empty line between blocks, but none before facts', () => {
		expect(lines(say('One.'), say('Two.'), facts(['a', 'b']))).toEqual(['One.', '', 'Two.', '  a: b']);
	});
});

describe('a line', () => {
	it.each<[what: string, text: string, expected: string[]]>([
		['72 letters', `${'a'.repeat(35)} ${'b'.repeat(36)}`, [`${'a'.repeat(35)} ${'b'.repeat(36)}`]],
		['73 letters', `${'a'.repeat(35)} ${'b'.repeat(37)}`, ['a'.repeat(35), 'b'.repeat(37)]],
		['a long word', `so ${'x'.repeat(80)}`, ['so', 'x'.repeat(71), 'x'.repeat(9)]],
		['a word after another', `a ${'x'.repeat(71)}`, ['a', 'x'.repeat(71)]],
		['wide signs', '王'.repeat(40), ['王'.repeat(35), '王'.repeat(5)]],
		['wide emoji', '\u{1f393}'.repeat(40), ['\u{1f393}'.repeat(35), '\u{1f393}'.repeat(5)]],
		['accents of their own', 'e\u0301'.repeat(71), ['e\u0301'.repeat(71)]],
		['joiners', 'a\u200d'.repeat(71), ['a\u200d'.repeat(71)]],
		['spaces at its end', `${'a'.repeat(70)}   ${'b'.repeat(9)}`, ['a'.repeat(70), 'b'.repeat(9)]],
	])('has at most 72 columns: %s', (_what, text, expected) => {
		expect(lines(say(text))).toEqual(expected);
	});

	it('has letters for the layout’s signs', () => {
		expect(lines(say('Safety → Approved Plan → so…'))).toEqual(['Safety -> Approved Plan -> so...']);
	});

	it.each([
		['at the start', '=1+1', ["'=1+1"]],
		['after a comma', 'x, @SUM(A1)', ["x, '@SUM(A1)"]],
		['at a line break', `${'a'.repeat(70)} =1+1`, ['a'.repeat(70), "'=1+1"]],
	])('never starts as a formula %s', (_where, text, expected) => {
		expect(lines(say(text))).toEqual(expected);
	});
});

describe('bars', () => {
	const bars = (...counts: Array<[string, number]>): string[] =>
		lines({
			kind: 'bars',
			bars: counts.map(([label, count]) => ({ label, count, tone: 'info' })),
		});

	it('are as long as their share, in line with each other', () => {
		expect(bars(['Created', 540], ['Unchanged', 1080], ['Rejected', 1])).toEqual([
			`Created      540  ${'#'.repeat(27)}`,
			`Unchanged  1,080  ${'#'.repeat(54)}`,
			'Rejected       1  #',
		]);
	});
});

describe('people', () => {
	it('have their key, a note and what changes', () => {
		const changes = [
			{ field: 'title', from: 'Clerk', to: 'Manager' },
			{ field: 'phone', from: '-5', to: '=1' },
		];
		const people = [
			person('Sally', { key: '2-105', note: 'Restored', changes }),
			person('=Bo', { key: '@7' }),
			person('Ada', { note: 'Deleted' }),
		];
		expect(lines({ kind: 'people', people, more: 1200 })).toEqual([
			'  - Sally (2-105): Restored',
			'      title: Clerk -> Manager',
			"      phone: -5 -> '=1",
			"  - '=Bo ('@7)",
			'  - Ada: Deleted',
			'  ... and 1,200 more',
		]);
	});

	it('go on under their names where the line is full', () => {
		const changes = [{ field: 'a', from: 'x'.repeat(40), to: 'y'.repeat(40) }];
		const people = [person('n'.repeat(60), { note: 'Was already gone', changes })];
		expect(lines({ kind: 'people', people, more: 0 })).toEqual([
			`  - ${'n'.repeat(60)}: Was`,
			'    already gone',
			`      a: ${'x'.repeat(40)} ->`,
			`        ${'y'.repeat(40)}`,
		]);
	});
});

describe('names', () => {
	const names = (lead: string, list: string[], more = 0): string[] => lines({ kind: 'names', lead, names: list, more });

	it('follow what is said of them', () => {
		expect(names('Not used: ', ['Shoe size', '=Hat'], 1200)).toEqual(["Not used: Shoe size, '=Hat, and 1,200 more"]);
	});

	it('stand apart where nothing is said of them', () => {
		expect(names('', ['a'.repeat(40), 'b'.repeat(40)])).toEqual([`  ${'a'.repeat(40)},`, `  ${'b'.repeat(40)}`]);
	});
});

describe('points', () => {
	it('have a dash each', () => {
		const points = ['Careful.', `${'a'.repeat(60)} ${'b'.repeat(20)}`];
		expect(lines({ kind: 'points', points, more: 3 })).toEqual([
			'- Careful.',
			`- ${'a'.repeat(60)}`,
			`  ${'b'.repeat(20)}`,
			'  ... and 3 more',
		]);
	});
});

describe('a long word', () => {
	it('is broken where its line ends', () => {
		expect(lines({ kind: 'points', points: ['x'.repeat(80)], more: 0 })).toEqual([
			`- ${'x'.repeat(69)}`,
			`  ${'x'.repeat(11)}`,
		]);
	});
});

describe('facts', () => {
	it('stand in two columns', () => {
		const value = `${'x'.repeat(50)} ${'y'.repeat(20)}`;
		expect(lines(facts(['Rows', '=2'], ['Accounts', value], ['王王', 'wide']))).toEqual([
			"  Rows:     '=2",
			`  Accounts: ${'x'.repeat(50)}`,
			`            ${'y'.repeat(20)}`,
			'  王王:     wide',
		]);
	});

	it('give a line of its own to a label of more than 24 columns', () => {
		expect(lines(facts(['l'.repeat(24), 'a'], ['m'.repeat(25), '=b']))).toEqual([
			`  ${'l'.repeat(24)}: a`,
			`  ${'m'.repeat(25)}:`,
			`${' '.repeat(28)}'=b`,
		]);
	});

	it('keep a hash whole, on a line of its own where there is no room beside its label', () => {
		expect(lines(facts(['Removals hash', REMOVALS_HASH]))).toEqual(['  Removals hash:', REMOVALS_HASH]);
		expect(lines(facts(['id', 'h'.repeat(65)]))).toEqual([`  id: ${'h'.repeat(65)}`]);
		expect(lines(facts(['id', 'h'.repeat(66)]))).toEqual(['  id:', 'h'.repeat(66)]);
	});

	it('count those that are left out', () => {
		expect(lines({ kind: 'facts', facts: [['a', 'b']], more: 1 })).toEqual(['  a: b', '  ... and 1 more']);
	});
});

describe('a table', () => {
	it('has its columns in line, wide signs too', () => {
		const rows = [
			['王王王', '88', 'OK'],
			['=Sales', '1,061', '@'],
			['Ops…', '1', 'Blocked'],
		];
		expect(lines(table(rows, 4))).toEqual([
			'  Group    Out of  Verdict',
			'  王王王   88      OK',
			"  '=Sales  1,061   '@",
			'  Ops...   1       Blocked',
			'  ... and 4 more',
		]);
	});

	it('cuts a long name, so that the numbers stay in line', () => {
		const [head, row] = lines(table([['n'.repeat(99), '7', 'OK']]));
		expect(head).toBe(`  Group${' '.repeat(48)}  Out of  Verdict`);
		expect(row).toBe(`  ${'n'.repeat(53)}  7       OK`);
	});
});

describe('a hash to copy', () => {
	it('stands whole on a line of its own', () => {
		expect(lines({ kind: 'copy', label: 'The removals', value: REMOVALS_HASH })).toEqual([
			'The removals:',
			REMOVALS_HASH,
		]);
	});
});

describe('a problem', () => {
	it('says what it is, how many it concerns and what to do', () => {
		expect(lines(problem())).toEqual(['* Already in use: 2 people (EMAIL_TAKEN)', '  What to do: Correct it.']);
	});

	it('says a message that all share, and who they are', () => {
		expect(lines(problem({ message: '=Taken.', also: ['Sally', '@Bo'], more: 1200 }))).toEqual([
			'* Already in use: 2 people (EMAIL_TAKEN)',
			"  '=Taken.",
			'  What to do: Correct it.',
			"  - Who: Sally, '@Bo, and 1,200 more",
		]);
	});

	it('names those who have a message of their own, and who else', () => {
		const people = [person('Sally', { note: 'Taken.' })];
		expect(lines(problem({ people, also: ['Bo'] }))).toEqual([
			'* Already in use: 2 people (EMAIL_TAKEN)',
			'  What to do: Correct it.',
			'  - Sally: Taken.',
			'  - Also: Bo',
		]);
	});

	it('goes on under its own first word', () => {
		const title = times(12, () => 'title').join(' ');
		const also = times(12, (index) => `person${index}`);
		expect(lines(problem({ title, advice: title, also }))).toEqual([
			`* ${title.slice(0, -6)}`,
			'  title: 2 people (EMAIL_TAKEN)',
			`  What to do: ${title.slice(0, 53)}`,
			'  title title title',
			`  - Who: ${also.slice(0, 7).join(', ')},`,
			`    ${also.slice(7).join(', ')}`,
		]);
	});
});
