import assert from 'node:assert/strict';
import { flow, manual, node } from '../flow.mjs';
import { startModel } from '../model.mjs';
import { test } from '../suite.mjs';

export const title = 'AI tool: an agent, with a scripted model';

export default async function agent(world) {
	const { server } = world;

	/** Runs an agent with one tool. @returns the execution, what the tool answered, and what the model was sent */
	async function converse(after, vendor, connected, parameters, script, typeVersion = 3.1) {
		const model = await startModel(script, after);
		const openAi = await server.addCredential('openAiApi', { apiKey: 'sk-scripted', url: model.baseUrl });
		const execution = await server.runWorkflow(
			flow(
				[
					manual(),
					node(
						'Agent',
						'langchain.agent',
						{ promptType: 'define', text: 'Do what HR asks.', options: { maxIterations: 8 } },
						{ typeVersion },
					),
					node(
						'Model',
						'langchain.lmChatOpenAi',
						{ model: { __rl: true, mode: 'id', value: 'scripted' }, options: { maxRetries: 0 } },
						{ typeVersion: 1.2, credentials: { openAiApi: openAi } },
					),
					node('People', `${vendor}Tool`, parameters, { credentials: connected.credentials }),
				],
				['Start > Agent', 'Model ai_languageModel> Agent', 'People ai_tool> Agent'],
			),
		);
		const last = model.requests.at(-1)?.messages ?? [];
		const answers = last.filter(({ role }) => role === 'tool').map(({ content }) => content);
		for (const secret of connected.simulator.secrets)
			assert.ok(!JSON.stringify(model.requests).includes(secret), 'the model was told a secret');
		return { execution, model, answers };
	}

	/** What the model reads: one item. */
	const itemOf = (text) => {
		const parsed = JSON.parse(text);
		const items = Array.isArray(parsed) ? parsed : [parsed];
		assert.equal(items.length, 1, `the model is told ${items.length} items: ${text.slice(0, 300)}`);
		return items[0].json ?? items[0];
	};
	const uid = { mode: 'uid', value: "={{ $fromAI('uid', 'UID of the person', 'string') }}" };

	await test('Get Learning Summary: the model is told in one item', async (after) => {
		const bridge = await world.connect('bridge', { users: 12 }, after);
		const person = bridge.simulator.directory.active[5];
		const { execution, model, answers } = await converse(
			after,
			'bridge',
			bridge,
			{ operation: 'getSummary', userId: uid },
			({ results }) => (results.length === 0 ? { call: { uid: person.uid } } : { say: 'done' }),
		);
		assert.equal(execution.status, 'success', execution.error?.message);
		assert.match(model.requests[0].tools[0].function.description, /learning summary/i);
		const told = itemOf(answers[0]);
		assert.equal(told.results.length, 1);
		assert.equal(told.results[0].key, person.uid);
		assert.equal(typeof told.results[0].summary.completed_courses, 'number');
		assert.equal(execution.json('Agent')[0].output, 'done');
	});

	await test('a dry run, and then its apply, in one conversation', async (after) => {
		const bridge = await world.connect('bridge', { users: 30 }, after);
		const stay = bridge.simulator.directory.active.filter(({ roles }) => roles.length === 0).slice(8);
		const users = [
			...stay.map((user) => ({ uid: user.uid, email: user.email })),
			{ uid: 'new-1', first_name: 'Nina', email: 'nina@company.tld' },
		];
		const { execution, answers } = await converse(
			after,
			'bridge',
			bridge,
			{
				operation: 'sync',
				usersFrom: 'json',
				usersJson: "={{ $fromAI('users', 'Array of people', 'json') }}",
				dryRun: "={{ $fromAI('dryRun', 'true for a look without changes', 'boolean') }}",
				missingUsers: 'delete',
				safety: {
					approvedPlan:
						"={{ $fromAI('approvedPlan', 'removalsHash of the dry run that the person approved, or empty', 'string') }}",
				},
				options: { allowInAgents: true },
			},
			({ results }) => {
				if (results.length === 0) return { call: { users, dryRun: true, approvedPlan: '' } };
				if (results.length === 1)
					return { call: { users, dryRun: false, approvedPlan: itemOf(results[0]).removalsHash } };
				return { say: 'done' };
			},
		);
		assert.equal(execution.status, 'success', execution.error?.message);
		const [plan, applied] = answers.map(itemOf);
		assert.equal(plan.status, 'planned', JSON.stringify(plan).slice(0, 500));
		assert.equal(plan.safety.verdict, 'blocked');
		assert.ok(plan.results.length <= 25);
		assert.equal(applied.status, 'ok', JSON.stringify(applied).slice(0, 500));
		assert.equal(applied.safety.verdict, 'approved');
		assert.deepEqual([applied.counts.created, applied.counts.deleted], [1, 8]);
		assert.equal(bridge.simulator.directory.get('uid:new-1').first_name, 'Nina');
	});

	for (const [name, options, allowed, version] of [
		['refused', {}, false, 3.1],
		['refused (older agents)', {}, false, 2],
		['done when allowed', { allowInAgents: true }, true, 3.1],
	]) {
		await test(`Delete: ${name}`, async (after) => {
			const bridge = await world.connect('bridge', { users: 12 }, after);
			const person = bridge.simulator.directory.active.filter(({ roles }) => roles.length === 0)[3];
			const { answers } = await converse(
				after,
				'bridge',
				bridge,
				{ operation: 'delete', userId: uid, options },
				({ results }) => (results.length === 0 ? { call: { uid: person.uid } } : { say: 'done' }),
				version,
			);
			assert.equal(answers.length, 1, 'the model heard nothing');
			assert.equal(bridge.simulator.directory.get(`uid:${person.uid}`).deleted_at !== null, allowed);
			if (allowed) assert.equal(itemOf(answers[0]).counts.deleted, 1);
			else {
				// Agents of version 2 hand no error of any tool to the model; what counts there is that nobody is deleted.
				if (version !== 2) assert.match(answers[0], /Allow in Agents/, answers[0]);
				assert.equal(bridge.simulator.calls({ method: 'DELETE' }).length, 0);
			}
		});
	}

	await test('removals by a sync are refused unless allowed; auto-map is refused with advice', async (after) => {
		const bridge = await world.connect('bridge', { users: 12 }, after);
		const before = bridge.simulator.directory.snapshot();
		const once = ({ results }) => (results.length === 0 ? { call: { users: [{ uid: 'x' }] } } : { say: 'done' });
		const removing = await converse(
			after,
			'bridge',
			bridge,
			{
				operation: 'sync',
				dryRun: false,
				usersFrom: 'json',
				usersJson: "={{ $fromAI('users', 'Array of people', 'json') }}",
				missingUsers: 'delete',
				safety: { maxRemovalPercent: 100 },
			},
			once,
		);
		assert.match(removing.answers[0], /Allow in Agents/, removing.answers[0]);
		const mapping = await converse(
			after,
			'bridge',
			bridge,
			{
				operation: 'sync',
				dryRun: false,
				usersFrom: 'items',
				fields: { mappingMode: 'autoMapInputData', value: null },
			},
			({ results }) => (results.length === 0 ? { call: {} } : { say: 'done' }),
		);
		assert.match(mapping.answers[0], /JSON|fromAI/, mapping.answers[0]);
		assert.deepEqual(bridge.simulator.directory.snapshot(), before);
	});

	await test('define-below with $fromAI: one person through Traliant LMS', async (after) => {
		const traliant = await world.connect('traliant', {}, after);
		const ai = (name) => `={{ $fromAI('${name}', '', 'string') }}`;
		const value = Object.fromEntries(
			['username', 'first_name', 'last_name', 'email'].map((field) => [field, ai(field)]),
		);
		const { answers } = await converse(
			after,
			'traliant',
			traliant,
			{ operation: 'sync', dryRun: false, fields: { mappingMode: 'defineBelow', value, schema: [] } },
			({ results }) =>
				results.length === 0
					? { call: { username: 'nina', first_name: 'Nina', last_name: 'New', email: 'nina@company.tld' } }
					: { say: 'done' },
		);
		assert.deepEqual(itemOf(answers[0]).counts, { created: 1 });
		assert.equal(traliant.simulator.directory.get('nina').last_name, 'New');
	});
}
