import type { IExecuteFunctions } from 'n8n-workflow';
import { sliceReason } from '../../../nodes/shared/reading/slice';

/** A node "Sync" with these nodes before and after it. */
function reason({
	before = ['Source'],
	after = ['Mail'],
	runIndex = 0,
	isTool = false,
}: {
	before?: string[];
	after?: string[];
	runIndex?: unknown;
	isTool?: boolean;
}): string | undefined {
	const named = (names: readonly string[]) => names.map((name) => ({ name }));
	const of = (names: readonly string[]) => (name: string) => (name === 'Sync' ? named(names) : []);
	const context = {
		getNode: () => ({ name: 'Sync' }),
		getParentNodes: of(before),
		getChildNodes: of(after),
		getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
	} as unknown as IExecuteFunctions;
	return sliceReason(context, isTool);
}

const LOOP =
	'This node is inside a loop, where each pass sees only a part of the master list, so everybody else would look missing.';
const AGAIN =
	'This node runs for the second time in one execution, so each run sees only a part of the master list, and everybody else would look missing.';

describe('a run sees the whole master list', () => {
	it.each([
		['in a straight workflow', {}],
		['alone', { before: [], after: [] }],
		['where n8n tells no run index', { runIndex: undefined }],
		["in an agent's second call, which brings a list of its own", { isTool: true, runIndex: 1 }],
	])('%s', (_where, given) => {
		expect(reason(given)).toBeUndefined();
	});
});

describe('a run sees a part of the master list', () => {
	it.each([
		['when some node is both before and after it', { before: ['Source', 'Loop'], after: ['Mail', 'Loop'] }, LOOP],
		['when it leads back to itself', { before: ['Source', 'Sync'] }, LOOP],
		['in a loop that an agent runs', { before: ['Loop'], after: ['Loop'], isTool: true }, LOOP],
		['when it runs for the second time', { runIndex: 1 }, AGAIN],
	])('%s', (_when, given, told) => {
		expect(reason(given)).toBe(told);
	});
});
