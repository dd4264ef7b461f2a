import type { Block, Name } from '../../../../nodes/shared/telling/report/blocks';
import type { Code, Operation, ResultRecord } from '../../../../nodes/shared/model/result';
import { heldBack, input, result, section, times } from './reportFixture';

type Problem = Extract<Block, { kind: 'problem' }>;

function isProblem(block: Block): block is Problem {
	return block.kind === 'problem';
}

const failed = (code: Code, more: Partial<ResultRecord> = {}): ResultRecord => result('failed', { code, ...more });

const lengthsOf = (who: Name | undefined): number[] =>
	typeof who === 'object' ? [who.name.length, who.key.length] : [(who ?? '').length];

/** Person 0, person 1 and so on, each with a key and a message of their own. */
const distinct = (index: number): Partial<ResultRecord> => ({
	key: `k${index}`,
	name: `Person ${index}`,
	message: `Message ${index}.`,
});

describe('Needs attention', () => {
	const problems = (results: readonly ResultRecord[]): Problem[] =>
		(section(input(results, { status: 'partial' }), 'Needs attention') ?? []).filter(isProblem);
	const order = (...groups: ReadonlyArray<[Code, number]>): Code[] =>
		problems(groups.flatMap(([code, count]) => times(count, () => failed(code)))).map(({ code }) => code as Code);

	it('is left out when nothing failed', () => {
		expect(section(input([result('created')]), 'Needs attention')).toBeUndefined();
	});

	it('says a message that all share once, and names the people', () => {
		const message = 'The address sally@company.tld belongs to somebody else.';
		const results = [
			result('created'),
			failed('EMAIL_TAKEN', { message }),
			failed('EMAIL_TAKEN', { message, name: '', email: 'bo@company.tld', key: ' ' }),
		];
		expect(problems(results)).toEqual([
			{
				kind: 'problem',
				title: 'E-mail address already in use',
				code: 'EMAIL_TAKEN',
				count: '2 people',
				advice: 'Find out which of the two people the address belongs to, correct the other one, then run again.',
				message,
				people: [],
				also: [
					{ name: 'Sally Student', key: '2-105' },
					{ name: 'bo@company.tld', key: 'item 2, line 4 of a list with a heading' },
				],
				more: 0,
			},
		]);
	});

	it('gives each person their own message where they differ', () => {
		const results = times(2, (index) => failed('TIMEOUT', distinct(index)));
		expect(problems(results)).toMatchObject([
			{
				message: '',
				people: [
					{ name: 'Person 0', key: 'k0', note: 'Message 0.', changes: [] },
					{ name: 'Person 1', key: 'k1', note: 'Message 1.', changes: [] },
				],
				also: [],
			},
		]);
	});

	it('does not give all the message of the first ones', () => {
		const results = times(26, (index) => failed('TIMEOUT', { message: index < 25 ? 'Slow.' : 'Silent.' }));
		expect(problems(results)[0]?.message).toBe('');
	});

	it.each<[count: string, operations: Operation[]]>([
		['1 row', ['rejected']],
		['2 rows', ['rejected', 'rejected']],
		['1 person', ['failed']],
		['2 people', ['rejected', 'failed']],
	])('counts %s', (count, operations) => {
		const results = operations.map((operation) => result(operation, { code: 'INVALID_ROW' }));
		expect(problems(results)[0]?.count).toBe(count);
	});

	it.each<[named: number, codes: Code[]]>([
		[10, ['NOT_FOUND', 'EMAIL_TAKEN', 'TIMEOUT']],
		[4, ['NOT_FOUND', 'EMAIL_TAKEN', 'TIMEOUT', 'FORBIDDEN']],
	])('names %d people in full when there are also %j', (named, others) => {
		const results = [
			...times(30, (index) => failed('VENDOR_REJECTED', distinct(index))),
			...others.map((code) => failed(code)),
		];
		const [first] = problems(results);
		expect(first?.people.map(({ key }) => key)).toEqual(times(named, (index) => `k${index}`));
		expect(first?.also).toEqual(
			times(25 - named, (index) => ({ name: `Person ${index + named}`, key: `k${index + named}` })),
		);
		expect(first?.more).toBe(5);
	});

	it('names the first ones with their names where all share a message', () => {
		const results = times(30, (index) => failed('TIMEOUT', { ...distinct(index), message: 'Slow.' }));
		const [first] = problems(results);
		expect(first?.also.slice(9, 11)).toEqual([
			{ name: 'Person 9', key: 'k9' },
			{ name: 'Person 10', key: 'k10' },
		]);
		expect(first?.also).toHaveLength(25);
		expect(first?.more).toBe(5);
	});

	it.each<Code>(['REMOVAL_LIMIT', 'SOURCE_DAMAGED'])('leaves those held back by %s to the list of removals', (code) => {
		const results = times(30, (index) => heldBack({ ...distinct(index), code }));
		expect(problems(results)).toMatchObject([{ count: '30 people', people: [], also: [], more: 0 }]);
	});

	it('tells the most frequent first, but the cause before those who were not reached', () => {
		expect(order(['TIMEOUT', 1], ['NOT_FOUND', 3], ['FORBIDDEN', 2])).toEqual(['NOT_FOUND', 'FORBIDDEN', 'TIMEOUT']);
		expect(order(['NOT_ATTEMPTED', 9], ['CANCELLED', 8], ['UNAUTHORIZED', 1])).toEqual([
			'UNAUTHORIZED',
			'NOT_ATTEMPTED',
			'CANCELLED',
		]);
	});

	it.each<[Operation, Code]>([
		['rejected', 'INVALID_ROW'],
		['blocked', 'PROTECTED'],
		['notAttempted', 'NOT_ATTEMPTED'],
		['unknown', 'OUTCOME_UNKNOWN'],
		['failed', 'VENDOR_REJECTED'],
	])('never leaves out a result that is %s without a code', (operation, code) => {
		expect(problems([result(operation)]).map((problem) => problem.code)).toEqual([code]);
	});

	it('shortens a long message by whole sentences, as the advice stands above', () => {
		const message = (who: string): string => `${who} is known by another key. ${'Set what is to be set. '.repeat(20)}`;
		const [own] = problems([failed('KEY_CHANGED'), failed('TIMEOUT', { message: message('Ada') }), failed('TIMEOUT')]);
		expect(own?.people[0]?.note).toMatch(/^Ada is known by another key\..*Set what is to be set\.$/);
		expect(own?.people[0]?.note.length).toBeLessThanOrEqual(240);
	});

	it('does not repeat for each of the held back what the report begins with', () => {
		const results = [heldBack({ code: 'SOURCE_DAMAGED', message: 'Not removed: 5 rows have no key.' })];
		expect(problems(results)[0]?.message).toBe('');
	});

	it('shortens what is long', () => {
		const long = { key: 'k'.repeat(999), name: 'n'.repeat(999), message: 'm'.repeat(999) };
		const [shared] = problems([failed('TIMEOUT', long)]);
		expect(shared?.message).toHaveLength(300);
		expect(lengthsOf(shared?.also[0])).toEqual([60, 60]);
		const [own] = problems([failed('TIMEOUT', long), failed('TIMEOUT')]);
		expect(own?.people[0]?.note).toHaveLength(240);
		const many = problems(times(11, () => failed('TIMEOUT', long)));
		expect(lengthsOf(many[0]?.also[10])).toEqual([60, 60]);
	});
});
