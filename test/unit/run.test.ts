import { NodeOperationError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { CallFailed, RunError } from '../../nodes/shared/model/failure';
import { SourceError } from '../../nodes/shared/reading/source';
import { account, acme, API_KEY, row, type Given, type Told } from './acme';

const AGENT = { type: 'acmeTool' };
const ROWS = [row('ann'), row('bob', { email: '#REF!' })];
const sync = async (rest: Given = {}): Promise<Told> => acme({ items: ROWS, ...rest });
const failWith = (error: unknown): Given => ({ node: { connect: async () => Promise.reject(error) } });

describe('a run', () => {
	const clock = useVirtualClock();

	it('gives results on output 0 and one summary on output 1', async () => {
		const told = await sync({
			node: { operationLabels: { sync: 'Align Users' } },
			onCall: async () => clock.sleep(1500),
		});
		expect(told.outputs.map((output) => output.length)).toEqual([2, 1]);
		expect(told.summary).toMatchObject({
			lms: 'acme',
			operation: 'sync',
			status: 'partial',
			dryRun: false,
			startedAt: '2026-01-15T12:00:00.000Z',
			durationMs: 3000,
			runId: expect.stringMatching(/^[0-9a-f-]{36}$/),
			requests: { sent: 0, retried: 0, rateLimited: 0 },
			warnings: [],
		});
		expect(told.summary).not.toHaveProperty('extra');
		expect((told.summary.report as IDataObject).subject).toContain('align');
	});

	it('is told in one line of the log', async () => {
		const { logs, summary } = await sync();
		expect(logs.at(-1)).toBe(`Acme sync, run ${String(summary.runId)}: 1 created, 1 rejected`);
		expect((await sync({ items: [], parameters: { usersFrom: 'json', usersJson: '[]' } })).logs.at(-1)).toMatch(
			/: nothing to do$/,
		);
	});

	it('that was cancelled says so in the log, and returns what was done', async () => {
		const stop = new AbortController();
		const told = await sync({
			items: [row('ann'), row('bob')],
			parameters: { options: { concurrency: 1 } },
			context: { getExecutionCancelSignal: () => stop.signal },
			onCall: (call) => (call === 'create ann' ? stop.abort() : undefined),
		});
		expect(told.results).toMatchObject([{ operation: 'created' }, { operation: 'notAttempted', code: 'CANCELLED' }]);
		expect(told.logs.at(-1)).toMatch(/: cancelled; 1 created, 1 notAttempted$/);
	});

	it('is told by an execution hint in the editor, harmless as HTML, and louder when something is wrong', async () => {
		const hintOf = async (given: Given) =>
			(await sync({ node: { operationLabels: { sync: 'A & B <"C">' } }, ...given })).hints;
		expect(await hintOf({ items: [row('ann')] })).toEqual([
			{ message: 'Acme a &amp; b &lt;&quot;c&quot;&gt;: 1 created.', type: 'info', location: 'outputPane' },
		]);
		expect(await hintOf({})).toMatchObject([{ type: 'warning' }]);
		expect(await hintOf({ items: ROWS.slice(1) })).toMatchObject([{ type: 'warning' }]);
		expect(
			await hintOf({
				items: [row('new')],
				users: [account('ann')],
				parameters: { missingUsers: 'delete', safety: { onLimit: 'report' } },
			}),
		).toMatchObject([{ type: 'warning' }]);
		expect((await sync({ context: { addExecutionHints: undefined } })).error).toBeUndefined();
	});

	it('takes nothing away when the editor can not show a hint', async () => {
		const addExecutionHints = (): never => {
			throw new Error('too deep');
		};
		const { error, results, summary } = await sync({
			items: [row('ann'), row('')],
			context: { addExecutionHints },
		});
		expect(error).toBeUndefined();
		expect(results).toMatchObject([{ operation: 'created' }, { operation: 'rejected' }]);
		expect(summary.counts).toEqual({ created: 1, rejected: 1 });
		expect(JSON.stringify(summary.warnings)).not.toContain('told in full');
	});

	it('tells in short what was done when it can not be told in full', async () => {
		const totals = (): never => {
			throw new Error('too deep');
		};
		const { error, results, summary, logs } = await sync({
			items: [row('ann'), row('')],
			connector: () => ({ totals }),
		});
		expect(error).toBeUndefined();
		expect(results).toMatchObject([
			{ operation: 'created', key: 'ann', success: true },
			{ operation: 'rejected', key: '', success: false },
		]);
		expect(summary).toMatchObject({
			status: 'partial',
			counts: { created: 1, rejected: 1 },
			warnings: [expect.stringContaining('could not be told in full')],
		});
		expect(logs.at(-1)).toContain('too deep');
	});

	it('hands the vendor what it needs', async () => {
		const { input } = await sync({ parameters: { findBy: 'mail', options: { timeout: 99, maxAttempts: 2 } } });
		expect(input).toMatchObject({
			timezone: 'Europe/Rome',
			credential: { apiKey: API_KEY },
			settings: { operation: 'sync' },
		});
		expect([input?.parameter('findBy', 'uid'), input?.parameter('force', 'no')]).toEqual(['mail', 'no']);
		expect(input?.http.settings).toMatchObject({
			lms: 'Acme',
			credential: 'acmeApi',
			address: 'https://acme.tld',
			timeoutMs: 99,
			maxAttempts: 2,
			callsPerSecond: undefined,
		});
		// With the run end its calls.
		expect(input?.http.cancelled).toBe(true);
	});

	it("keeps the vendor's pace unless another is set", async () => {
		const node = { vendor: { name: 'acme', label: 'Acme', credential: 'acmeApi', callsPerSecond: 5 } };
		expect((await sync({ node })).input?.http.settings.callsPerSecond).toBe(5);
		expect(
			(await sync({ node, parameters: { options: { requestsPerSecond: 2 } } })).input?.http.settings.callsPerSecond,
		).toBe(2);
	});

	it('adds what only this vendor has: its numbers and its warnings', async () => {
		const told = await sync({
			connector: () => ({
				totals: () => ({ rules: 3 }),
				warnings: () => [`Mind ${API_KEY}.`],
				cautions: () => ['First.'],
			}),
		});
		expect(told.summary).toMatchObject({ extra: { rules: 3 }, warnings: ['First.', 'Mind [secret].'] });
	});

	it("uses the operation's own name where the vendor has no word for it", async () => {
		expect(((await sync({ node: { operationLabels: {} } })).summary.report as IDataObject).subject).toContain('sync');
	});

	it('takes the secrets of credential and rows out of messages, hints and replies', async () => {
		const told = await sync({
			items: [row('ann', { password: 'open-sesame' })],
			parameters: { options: { includeResponse: true, sendPassword: true } },
			outcome: () => ({
				kind: 'failed',
				code: 'VENDOR_REJECTED',
				message: `No, ${API_KEY} open-sesame`,
				extras: { hints: [API_KEY], response: { [API_KEY]: [API_KEY] } },
			}),
		});
		expect(told.results).toMatchObject([
			{ message: 'No, [secret] [secret]', hints: ['[secret]'], response: { '[secret]': ['[secret]'] } },
		]);
	});

	it('carries the results that are wanted, and counts all', async () => {
		const told = await sync({ parameters: { options: { results: 'failed' } } });
		expect(told.results).toMatchObject([{ operation: 'rejected' }]);
		expect(told.summary.counts).toEqual({ created: 1, rejected: 1 });
	});

	it('sends unsuccessful rows to the error output where the node has one', async () => {
		const told = await sync({ self: { onError: 'continueErrorOutput' } });
		expect(told.results).toMatchObject([{ operation: 'created' }]);
		expect(told.outputs[1]?.slice(1)).toMatchObject([
			{ json: { error: expect.stringContaining('email'), details: { operation: 'rejected' } }, pairedItem: 1 },
		]);
	});

	it("can't be of an operation that does not exist", async () => {
		expect((await sync({ parameters: { operation: 'destroy' } })).error).toMatchObject({
			message: 'There is no operation "destroy".',
			description: 'Choose one of the operations that the node offers.',
		});
	});

	it('of a vendor without calls for single persons takes rows, whatever the operation', async () => {
		expect(
			(await sync({ parameters: { operation: 'hide' }, connector: () => ({ people: undefined }) })).summary,
		).toMatchObject({ operation: 'hide', rows: { received: 2 } });
	});
});

describe("a run that can't begin", () => {
	const clock = useVirtualClock();
	const UNKNOWN = "Nothing more was sent to Acme. If this is not about the node's settings, report it as a defect.";

	it.each<[string, Given, string, string]>([
		[
			'the address is wrong',
			{ credential: { baseUrl: 'acme.tld' } },
			'The Base URL must start with https:// (for example https://acme.example.com). Correct it in the credential.',
			'Correct the Base URL of the Acme credential.',
		],
		[
			'the address is missing',
			{ credential: { baseUrl: undefined } },
			'The credential has no Base URL. Enter the address of your system, such as https://acme.example.com.',
			'Correct the Base URL of the Acme credential.',
		],
		[
			'a setting is wrong',
			{ parameters: { dryRun: 'perhaps' } },
			'Dry Run is "perhaps", but must be true or false.',
			'Correct that setting; if it is an expression, look at its result. Nothing was sent.',
		],
		[
			"something must be read first and can't be",
			failWith(new CallFailed({ kind: 'forbidden', message: `No, ${API_KEY}.` })),
			'Acme could not be read: No, [secret].',
			"Give the account that n8n signs in with the rights for this (an administrator's may be needed), or make the change in Acme itself.",
		],
		[
			'the vendor says why',
			failWith(new RunError(`Not ${API_KEY}.`, `Mend ${API_KEY}.`)),
			'Not [secret].',
			'Mend [secret].',
		],
		['two columns tie', failWith(new SourceError(`Two ${API_KEY}.`)), 'Two [secret].', 'Nothing was sent.'],
		['the program breaks', failWith(new TypeError(`x of ${API_KEY}`)), 'x of [secret]', UNKNOWN],
		['something odd is thrown', failWith('odd'), 'odd', UNKNOWN],
	])('because %s says what happened and what to do', async (_why, given, message, description) => {
		const told = await sync(given);
		expect(told.error).toMatchObject({ name: 'NodeOperationError', message, description });
		expect(told.calls).toEqual([]);
	});

	it("because n8n says why, has n8n's own error", async () => {
		const error = new NodeOperationError(
			{ name: 'Sync' } as ReturnType<IExecuteFunctions['getNode']>,
			'No credential.',
		);
		expect((await sync({ context: { getCredentials: async () => Promise.reject(error) } })).error).toBe(error);
	});

	it("because its credential can't be had is told why", async () => {
		expect(
			(await sync({ context: { getCredentials: async () => Promise.reject(new Error('No access.')) } })).error,
		).toMatchObject({ message: 'No access.', description: UNKNOWN });
	});

	it('goes over plain http only where that is plainly allowed', async () => {
		expect((await sync({ credential: { baseUrl: 'http://acme.tld', allowHttp: 'true' } })).error?.message).toContain(
			'unencrypted',
		);
		expect((await sync({ credential: { baseUrl: 'http://acme.tld', allowHttp: true } })).error).toBeUndefined();
	});

	it.each([
		['continueRegularOutput', 2, 0],
		['continueErrorOutput', 0, 2],
	])(
		'gives a result for every item with On Error at %s, so that no raw row passes as a success',
		async (onError, good, bad) => {
			const told = await sync({ ...failWith(new RunError('Not now.', 'Wait.')), self: { onError } });
			expect(told.error).toBeUndefined();
			expect(told.outputs.map((output) => output.length)).toEqual([good, 1 + bad]);
			const items = [...told.items, ...(told.outputs[1] ?? []).slice(1)];
			const records = items.map(({ json }) => (bad > 0 ? json.details : json));
			expect(records).toMatchObject(
				[0, 1].map(() => ({
					success: false,
					operation: 'notAttempted',
					code: 'NOT_ATTEMPTED',
					message: 'Not now. Wait.',
					key: '',
					dryRun: false,
				})),
			);
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(bad > 0 ? [0, 1] : [{ item: 0 }, { item: 1 }]);
			expect(told.logs).toEqual(['error: Acme: Not now.']);
		},
	);

	it.each(['continueRegularOutput', 'continueErrorOutput'])(
		'gives one summary all the same, first on its output, with On Error at %s',
		async (onError) => {
			const parameters = { operation: 'restore', dryRun: true, safety: { maxRemovals: 7, maxRemovalPercent: 3 } };
			const told = await sync({
				self: { onError },
				parameters,
				node: {
					connect: async () =>
						clock.sleep(1500).then(async () => Promise.reject(new RunError(`Not ${API_KEY}.`, 'Wait.'))),
					operationLabels: { restore: 'Unlock Users' },
				},
			});
			const { report, ...summary } = told.summary;
			expect(told.outputs[1]?.[0]?.pairedItem).toEqual({ item: 0 });
			expect(summary).toEqual({
				lms: 'acme',
				operation: 'restore',
				status: 'failed',
				headline: 'Nothing was sent. Not [secret]. Wait.',
				dryRun: true,
				runId: expect.stringMatching(/^[0-9a-f-]{36}$/),
				startedAt: '2026-01-15T12:00:00.000Z',
				durationMs: 1500,
				planHash: '',
				removalsHash: '',
				planQuality: 'lookup',
				rows: { received: 2, valid: 2, rejected: 0, duplicates: 0, setAside: 0, left: 0, valuesLeftOut: 0 },
				directory: { users: 0, managed: 0, unmanaged: 0, protected: 0 },
				counts: { notAttempted: 2 },
				failures: [
					{
						code: 'NOT_ATTEMPTED',
						count: 2,
						example: 'Not [secret]. Wait.',
						keys: ['item 0, line 2 of a list with a heading', 'item 1, line 3 of a list with a heading'],
					},
				],
				requests: { sent: 0, retried: 0, rateLimited: 0 },
				safety: { removals: 0, removable: 0, limit: 7, limitPercent: 3, groups: [], verdict: 'ok' },
				mapping: {},
				ignoredColumns: [],
				warnings: [],
			});
			expect(report).toMatchObject({
				subject: 'Acme unlock (dry run) FAILED: nothing was sent; 2 not attempted',
				text: expect.stringContaining('Nothing was sent. Not [secret]. Wait.'),
				html: expect.stringContaining('Nothing was sent. Not [secret]. Wait.'),
			});
			const details =
				onError === 'continueErrorOutput' ? told.outputs[1]?.slice(1).map(({ json }) => json.details) : told.results;
			expect(details).toMatchObject([{ dryRun: true }, { dryRun: true }]);
		},
	);

	it.each<[string, Given, IDataObject]>([
		[
			'a setting is wrong',
			{ parameters: { operation: 'hide', dryRun: true, options: { concurrency: 'many' } } },
			{ operation: 'hide', dryRun: true },
		],
		[
			'the dry run itself is not clear',
			{ parameters: { operation: 'hide', dryRun: 'perhaps' } },
			{ operation: 'hide', dryRun: false },
		],
		[
			'no parameter can be read',
			{
				context: {
					getNodeParameter: () => {
						throw new Error('No.');
					},
				},
			},
			{ operation: 'sync', dryRun: false },
		],
		[
			'there is no such operation',
			{ parameters: { operation: 'destroy', dryRun: 'true' } },
			{ operation: 'destroy', dryRun: true },
		],
	])('says in its summary what it was to do as far as that can be read, where %s', async (_why, given, summary) => {
		const told = await sync({ ...given, self: { onError: 'continueRegularOutput' } });
		expect(told.summary).toMatchObject({
			status: 'failed',
			...summary,
			counts: { notAttempted: 2 },
			safety: { limit: 200, limitPercent: 5 },
		});
		expect(told.results).toMatchObject([{ dryRun: summary.dryRun }, { dryRun: summary.dryRun }]);
	});

	it('counts in its summary the calls that were made', async () => {
		const connect: NonNullable<Given['node']>['connect'] = async ({ http }) => {
			http.counts.sent = 3;
			return Promise.reject(new RunError('Not now.', 'Wait.'));
		};
		const told = await sync({ node: { connect }, self: { onError: 'continueRegularOutput' } });
		expect(told.summary).toMatchObject({ requests: { sent: 3, retried: 0, rateLimited: 0 } });
	});

	it.each([
		['a call that failed', new CallFailed({ kind: 'unauthorized', sent: true, message: 'No.' }), 'UNAUTHORIZED'],
		['a stop for one', new RunError('No.', '', { kind: 'timeout', message: 'No.' }), 'TIMEOUT'],
		['a defect', new TypeError('No.'), 'NOT_ATTEMPTED'],
	])('has the code of %s', async (_what, error, code) => {
		expect((await sync({ ...failWith(error), self: { onError: 'continueRegularOutput' } })).results).toMatchObject([
			{ code },
			{ code },
		]);
	});

	it('is told by the message alone where there is no remedy', async () => {
		const error = new NodeOperationError(
			{ name: 'Sync' } as ReturnType<IExecuteFunctions['getNode']>,
			'No credential.',
		);
		expect((await sync({ ...failWith(error), self: { onError: 'continueRegularOutput' } })).results[0]).toMatchObject({
			message: 'No credential.',
		});
		expect((await sync({ ...failWith(error), self: AGENT })).error?.message).toBe('No credential.');
	});
});

describe('an AI agent', () => {
	const tool = async (parameters: Record<string, unknown>, self: IDataObject = {}) =>
		acme({
			users: [account('ann')],
			items: [{}],
			self: { ...AGENT, ...self },
			parameters: { usersFrom: 'json', usersJson: [row('ann')], ...parameters },
		});
	const DELETE = { operation: 'delete', userId: '#ann' };
	const REFUSED =
		'An AI agent asked to remove people, and this node does not allow that. Nothing was sent. A person who wants to allow it can switch on Options → Allow in Agents on this node. A dry run is always possible.';

	it('gets one item with everything it needs', async () => {
		const told = await tool({});
		expect(told.results).toMatchObject([
			{ status: 'ok', counts: { unchanged: 1 }, results: [{ key: 'ann' }], resultsLeftOut: 0 },
		]);
	});

	it('is told the remedy in the message, the only part that it sees, and always by an error', async () => {
		const told = await acme({
			items: [{}],
			self: { ...AGENT, onError: 'continueErrorOutput' },
			...failWith(new RunError('Not now.', 'Wait.')),
		});
		expect(told.error).toMatchObject({ name: 'NodeOperationError', message: 'Not now. Wait.' });
	});

	it.each([DELETE, { ...DELETE, operation: 'hide' }, { missingUsers: 'delete' }])(
		'may not remove people: %j',
		async (parameters) => {
			const told = await tool(parameters);
			expect(told.error?.message).toBe(REFUSED);
			expect(told.calls).toEqual([]);
		},
	);

	it.each([DELETE, { missingUsers: 'delete' }])('may try it as a dry run: %j', async (parameters) => {
		expect((await tool({ ...parameters, dryRun: true })).error).toBeUndefined();
	});

	it('may restore and update people', async () => {
		expect((await tool({ ...DELETE, operation: 'restore' })).error).toBeUndefined();
	});

	it('may remove people where a person has allowed that on the node itself', async () => {
		expect((await tool(DELETE, { parameters: { options: { allowInAgents: true } } })).error).toBeUndefined();
	});

	it.each([
		undefined,
		null,
		'x',
		{},
		{ allowInAgents: false },
		{ allowInAgents: 'true' },
		{ allowInAgents: '={{ true }}' },
	])("may not where the node's own options are %j, whatever an expression makes of them", async (options) => {
		expect(
			(
				await tool(
					{ ...DELETE, options: { allowInAgents: true } },
					{ parameters: options === undefined ? {} : { options } },
				)
			).error?.message,
		).toBe(REFUSED);
	});

	it('is not a person, who needs no leave', async () => {
		expect((await acme({ users: [account('ann')], items: [{}], parameters: DELETE })).results).toMatchObject([
			{ operation: 'deleted' },
		]);
	});
});
