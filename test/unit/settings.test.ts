import type { IExecuteFunctions } from 'n8n-workflow';
import { oneOf, readSettings, text, yesNo, type Settings } from '../../nodes/shared/settings';

/** The settings of a node whose parameters are these; those that are left out are as n8n gives them. */
function settingsOf(parameters: Record<string, unknown>, operation = 'sync'): Settings {
	const context = {
		getNodeParameter: (name: string, _item: number, usual: unknown) => (name in parameters ? parameters[name] : usual),
	} as unknown as IExecuteFunctions;
	return readSettings(context, operation);
}
const safety = (values: unknown): Settings => settingsOf({ safety: values });
const options = (values: unknown): Settings => settingsOf({ options: values });

const USUAL = {
	operation: 'sync',
	dryRun: true,
	missing: undefined,
	missingUsers: 'ignore',
	limits: {
		maxRemovals: 200,
		maxRemovalPercent: 5,
		maxCreatePercent: 50,
		maxIdentityChangePercent: 20,
		groupBy: '',
		onLimit: 'stop',
		approvedPlan: '',
	},
	isProtected: expect.any(Function),
	idleProtected: expect.any(Function),
	scopeField: '',
	scopeValues: [],
	batchSize: undefined,
	requestsPerSecond: undefined,
	concurrency: 4,
	timeoutMs: 30_000,
	maxAttempts: 5,
	blankValues: 'ignore',
	dateFormat: 'auto',
	sendUnknownColumns: false,
	sendPassword: false,
	includeResponse: false,
	results: 'all',
	keyColumn: '',
	leavers: { detect: 'auto', column: '', values: [] },
	knownUsers: undefined,
	keyChanges: 'ask',
	badValues: 'skip',
	rowsWithoutKey: 'reject',
	options: {},
};

describe('the settings of a node', () => {
	it.each([
		['nothing is set', {}],
		[
			'everything is blank',
			{
				safety: { maxRemovals: '', onLimit: null, groupBy: ' ' },
				options: { batchSize: null, requestsPerSecond: '', concurrency: undefined, timeout: null, results: '' },
				dryRun: '',
				missingUsers: '',
			},
		],
		['an optional number is 0', { options: { batchSize: 0, requestsPerSecond: 0 } }],
	])("are the contract's when %s", (_when, parameters) => {
		expect(settingsOf(parameters)).toEqual({ ...USUAL, options: 'options' in parameters ? parameters.options : {} });
	});

	it("are the contract's when a collection is nothing", () => {
		expect(settingsOf({ safety: null, options: '' })).toEqual(USUAL);
	});

	it.each([
		[{ safety: '{"maxRemovals":1}' }, 'Safety is a text, but must be a group of settings.'],
		[{ safety: [{ maxRemovals: 1 }] }, 'Safety is a list, but must be a group of settings.'],
		[{ options: 5 }, 'Options is a number, but must be a group of settings.'],
		[
			{ safety: { protectedusers: 'a' } },
			'Safety has no setting "protectedusers"; "protectedUsers" is probably meant.',
		],
		[{ safety: { 'Max Removals': 1 } }, 'Safety has no setting "Max Removals"; "maxRemovals" is probably meant.'],
		[{ safety: { limit: 1 } }, 'Safety has no setting "limit".'],
	])('refuse %j, which would be ignored', (parameters, told) => {
		expect(() => settingsOf(parameters)).toThrow(told);
	});

	it('are taken as given', () => {
		const given = {
			batchSize: 7,
			requestsPerSecond: 0.5,
			concurrency: 9,
			timeout: 500,
			maxAttempts: 2,
			blankValues: 'clear',
			dateFormat: 'dayFirst',
			sendUnknownColumns: true,
			sendPassword: true,
			includeResponse: true,
			results: 'failed',
			keyChanges: 'follow',
			badValues: 'reject',
			rowsWithoutKey: 'skip',
			ofOneVendor: 1,
		};
		expect(
			settingsOf({
				dryRun: true,
				missingUsers: 'lock',
				keyColumn: ' Employee ID ',
				leavers: { detect: 'off', column: ' Status ', values: 'gone, left' },
				knownUsers: [{ uid: '1' }],
				options: given,
				safety: {
					maxRemovals: 0,
					maxRemovalPercent: 12.5,
					maxCreatePercent: 300,
					maxIdentityChangePercent: 0,
					groupBy: ' city ',
					onLimit: 'report',
					approvedPlan: ' sha256:1 ',
					protectedUsers: 'boss*',
					scopeField: ' city ',
					scopeValues: 'Rome, Oslo',
				},
			}),
		).toEqual({
			operation: 'sync',
			dryRun: true,
			missing: 'lock',
			missingUsers: 'lock',
			limits: {
				maxRemovals: 0,
				maxRemovalPercent: 12.5,
				maxCreatePercent: 300,
				maxIdentityChangePercent: 0,
				groupBy: 'city',
				onLimit: 'report',
				approvedPlan: 'sha256:1',
			},
			keyColumn: 'Employee ID',
			leavers: { detect: 'off', column: 'Status', values: ['gone', 'left'] },
			knownUsers: [{ uid: '1' }],
			keyChanges: 'follow',
			badValues: 'reject',
			rowsWithoutKey: 'skip',
			isProtected: expect.any(Function),
			idleProtected: expect.any(Function),
			scopeField: 'city',
			scopeValues: ['Rome', 'Oslo'],
			batchSize: 7,
			requestsPerSecond: 0.5,
			concurrency: 9,
			timeoutMs: 500,
			maxAttempts: 2,
			blankValues: 'clear',
			dateFormat: 'dayFirst',
			sendUnknownColumns: true,
			sendPassword: true,
			includeResponse: true,
			results: 'failed',
			options: given,
		});
	});

	it('may be text that says the same, as expressions give it', () => {
		expect(settingsOf({ dryRun: 'true' }).dryRun).toBe(true);
		expect(safety({ maxRemovals: ' 12 ' }).limits.maxRemovals).toBe(12);
		expect(options({ batchSize: '3' }).batchSize).toBe(3);
		expect(safety({ scopeValues: ['Rome', 7] }).scopeValues).toEqual(['Rome', '7']);
	});

	it('make a sync a dry run until somebody says otherwise, and nothing else', () => {
		expect(['sync', 'delete', 'hide', 'restore'].map((operation) => settingsOf({}, operation).dryRun)).toEqual([
			true,
			false,
			false,
			false,
		]);
		expect(settingsOf({ dryRun: '' }).dryRun).toBe(true);
		expect(settingsOf({ dryRun: false }).dryRun).toBe(false);
	});

	it('protect the users that are listed', () => {
		const { isProtected } = safety({ protectedUsers: 'boss*' });
		expect([isProtected('Boss-1'), isProtected('clerk')]).toEqual([true, false]);
	});

	it('may be the largest and the smallest allowed', () => {
		expect(options({ concurrency: 100, maxAttempts: 1 })).toMatchObject({ concurrency: 100, maxAttempts: 1 });
	});

	it('count calls and tries in whole numbers', () => {
		expect(options({ concurrency: 2.9, maxAttempts: 3.9 })).toMatchObject({ concurrency: 2, maxAttempts: 3 });
	});

	it.each(['delete', 'deleteAndHide', 'lock'] as const)('remove missing users (%s) in a sync only', (how) => {
		expect(settingsOf({ missingUsers: how }).missing).toBe(how);
		expect(settingsOf({ missingUsers: how }, 'delete')).toMatchObject({
			operation: 'delete',
			missing: undefined,
			missingUsers: how,
		});
	});

	const remedy = 'Correct that setting; if it is an expression, look at its result. Nothing was sent.';
	it.each<[Record<string, unknown>, string]>([
		[{ dryRun: 'yes' }, 'Dry Run is "yes", but must be true or false.'],
		[{ missingUsers: 'destroy' }, 'Missing Users is "destroy", but must be delete, deleteAndHide, lock.'],
		[{ missingUsers: true }, 'Missing Users is true, but must be text.'],
		[{ safety: { maxRemovals: -1 } }, 'Max Removals is -1, but must be a number from 0 to 9007199254740991.'],
		[{ safety: { maxRemovals: NaN } }, 'Max Removals is null, but must be a number from 0 to 9007199254740991.'],
		[{ safety: { maxRemovals: true } }, 'Max Removals is true, but must be a number from 0 to 9007199254740991.'],
		[{ safety: { maxRemovalPercent: 101 } }, 'Max Removal Percent is 101, but must be a number from 0 to 100.'],
		[{ safety: { maxRemovalPercent: 'few' } }, 'Max Removal Percent is "few", but must be a number from 0 to 100.'],
		[
			{ safety: { maxCreatePercent: -1 } },
			'Max Create Percent is -1, but must be a number from 0 to 9007199254740991.',
		],
		[
			{ safety: { maxIdentityChangePercent: 101 } },
			'Max Identity Change Percent is 101, but must be a number from 0 to 100.',
		],
		[{ keyColumn: {} }, 'Key Column is {}, but must be text.'],
		[{ leavers: { detect: 'maybe' } }, 'Leavers → Detect is "maybe", but must be auto, off.'],
		[{ leavers: { column: {} } }, 'Leavers → Column is {}, but must be text.'],
		[{ options: { keyChanges: 'x' } }, 'Key Changes is "x", but must be ask, follow, ignore.'],
		[{ options: { badValues: 'x' } }, 'Bad Values is "x", but must be skip, reject.'],
		[{ options: { rowsWithoutKey: 'x' } }, 'Rows Without Key is "x", but must be reject, skip.'],
		[{ safety: { groupBy: {} } }, 'Group By is {}, but must be text.'],
		[{ safety: { onLimit: 'go' } }, 'On Limit is "go", but must be stop, skipRemovals, report.'],
		[{ safety: { approvedPlan: [null] } }, 'Approved Plan is [null], but must be text.'],
		[{ safety: { protectedUsers: {} } }, 'Protected Users is {}, but must be text.'],
		[{ safety: { scopeField: false } }, 'Scope Field is false, but must be text.'],
		[{ safety: { scopeValues: {} } }, 'Scope Values is {}, but must be text.'],
		[{ options: { batchSize: 0.5 } }, 'Batch Size is 0.5, but must be a number from 1 to 100000.'],
		[{ options: { requestsPerSecond: -1 } }, 'Requests per Second is -1, but must be a number from 0.01 to 10000.'],
		[{ options: { concurrency: 0 } }, 'Concurrency is 0, but must be a number from 1 to 100.'],
		[{ options: { timeout: 0 } }, 'Timeout is 0, but must be a number from 1 to 3600000.'],
		[{ options: { maxAttempts: 101 } }, 'Max Attempts is 101, but must be a number from 1 to 100.'],
		[{ options: { blankValues: 'x' } }, 'Blank Values is "x", but must be ignore, clear.'],
		[{ options: { dateFormat: 'x' } }, 'Date Format is "x", but must be auto, dayFirst, monthFirst.'],
		[{ options: { sendUnknownColumns: 1 } }, 'Send Unknown Columns is 1, but must be true or false.'],
		[{ options: { sendPassword: 0 } }, 'Send Password is 0, but must be true or false.'],
		[{ options: { includeResponse: 'no' } }, 'Include Response is "no", but must be true or false.'],
		[{ options: { results: 'few' } }, 'Results is "few", but must be all, changed, failed.'],
	])("stop the run when they can't be meant: %j", (parameters, message) => {
		expect(() => settingsOf(parameters)).toThrow(expect.objectContaining({ message, remedy }));
	});
});

describe('one setting', () => {
	it.each([
		[true, true],
		[false, false],
		['true', true],
		['false', false],
		[undefined, true],
		[null, true],
		['', true],
	])('%j as a switch that is usually on is %s', (value, on) => {
		expect(yesNo(value, 'Switch', true)).toBe(on);
	});

	it.each([
		[undefined, ''],
		[null, ''],
		['', ''],
		['a', 'a'],
		[5, '5'],
		[['a', 5], 'a\n5'],
		[[], ''],
	])('%j as text is %j', (value, result) => {
		expect(text(value, 'Text')).toBe(result);
	});

	it.each([
		[undefined, 'one'],
		[null, 'one'],
		['', 'one'],
		['two', 'two'],
	])('%j as one of two words is %s', (value, word) => {
		expect(oneOf(value, 'Word', ['one', 'two'])).toBe(word);
	});
});
