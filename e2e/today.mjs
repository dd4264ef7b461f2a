/**
 * `npm run bench:today`: the jobs of bench/ done as people do them now, with n8n's own HTTP Request node, in the real
 * n8n. Writes e2e/output/today.json, which `npm run bench` reads (bench/today.ts has its form).
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './install.mjs';

installPackages();
const { flow, manual, node, source } = await import('./flow.mjs');
const { endChildren } = await import('./n8n.mjs');
const { root, World } = await import('./world.mjs');

const here = dirname(fileURLToPath(import.meta.url));
const { rowsFor, seedsFor } = createRequire(join(root, 'package.json'))('tsx/cjs/api').require(
	'./bench/people.ts',
	join(root, 'package.json'),
);

/** Bridge's published limit, in calls a second. */
const LIMIT = 5;
const CONCURRENCY = 4;
const LATENCY_MS = 50;
const BRIDGE_ROWS = Number(process.env.TODAY_BRIDGE_ROWS ?? 500);
const REQUESTOR_ROWS = Number(process.env.TODAY_REQUESTOR_ROWS ?? 2000);

const basic = (name, secret) => `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;

async function header(server, value) {
	return { httpHeaderAuth: await server.addCredential('httpHeaderAuth', { name: 'Authorization', value }) };
}

const request = (name, credentials, parameters) =>
	node(
		name,
		'base.httpRequest',
		{ authentication: 'genericCredentialType', genericAuthType: 'httpHeaderAuth', ...parameters },
		{ typeVersion: 4.2, credentials, retryOnFail: true },
	);

/** Look each person up, keep those who differ, write them; *Batching* keeps to the limit. */
async function bridge(world) {
	const changed = BRIDGE_ROWS / 100;
	const simulator = await world.simulate('bridge', {
		users: seedsFor('bridge', BRIDGE_ROWS),
		rateLimit: { perSecond: LIMIT },
	});
	const {
		baseUrl,
		credentials: { apiKey, apiSecret },
	} = simulator;
	const credentials = await header(world.server, basic(apiKey, apiSecret));
	const user = `${baseUrl}/api/author/users/{{ encodeURIComponent('uid:' + $('Source').item.json.uid).replaceAll('.', '%2E') }}`;
	// A little slower than the limit: one 429 makes n8n repeat the whole node, with every call that had gone well.
	const options = { batching: { batch: { batchSize: LIMIT, batchInterval: 1100 } } };
	const workflow = flow(
		[
			manual(),
			source(rowsFor('bridge', BRIDGE_ROWS, changed)),
			request('Look Up', credentials, { url: `=${user}`, options }),
			node(
				'Changed',
				'base.filter',
				{
					conditions: {
						options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
						conditions: [
							{
								id: '1',
								leftValue: "={{ $json.users[0].job_title ?? '' }}",
								rightValue: "={{ $('Source').item.json.job_title ?? '' }}",
								operator: { type: 'string', operation: 'notEquals' },
							},
						],
						combinator: 'and',
					},
					options: {},
				},
				{ typeVersion: 2.2 },
			),
			request('Update', credentials, {
				method: 'PATCH',
				url: `=${user}`,
				sendBody: true,
				specifyBody: 'json',
				jsonBody: "={{ { user: { job_title: $('Source').item.json.job_title } } }}",
				options,
			}),
		],
		['Start > Source', 'Source > Look Up', 'Look Up > Changed', 'Changed > Update'],
	);
	const took = await timed(world, workflow);
	const updated = new Set(
		simulator
			.calls({ method: 'PATCH' })
			.filter(({ status }) => status === 200)
			.map(({ path }) => path),
	);
	assert.equal(updated.size, changed, 'people updated');
	return { rows: BRIDGE_ROWS, calls: simulator.requests.length, ...took };
}

/** One import for each person, four at a time by *Loop Over Items*. */
async function requestor(world) {
	const simulator = await world.simulate('requestor', { users: seedsFor('requestor', 1), latencyMs: LATENCY_MS });
	const {
		baseUrl,
		credentials: { username, password },
	} = simulator;
	const credentials = await header(world.server, basic(username, password));
	const operations =
		'{{ Object.entries($json).filter(([name]) => name !== "Email").map(([name, Value]) => ({ Operation: 2, FromPath: null, ParsedFromPath: null, Path: "/" + name, ParsedPath: null, Value })) }}';
	const workflow = flow(
		[
			manual(),
			source(rowsFor('requestor', REQUESTOR_ROWS, 0)),
			node('Loop Over Items', 'base.splitInBatches', { batchSize: CONCURRENCY, options: {} }, { typeVersion: 3 }),
			request('Import', credentials, {
				method: 'POST',
				url: `${baseUrl}/api/Import/SyncRequestorUsers`,
				sendBody: true,
				specifyBody: 'json',
				options: {},
				jsonBody: operations
					.replace('{{ ', '={{ [{ ExternalId: $json.ExternalId, Email: $json.Email, Operations: ')
					.replace(' }}', ' }] }}'),
			}),
		],
		['Start > Source', 'Source > Loop Over Items', 'Loop Over Items.1 > Import', 'Import > Loop Over Items'],
	);
	const took = await timed(world, workflow);
	const made = simulator.calls({ method: 'POST' }).filter(({ status }) => status === 200).length;
	// The first of the rows is the administrator, who is there already and is written all the same.
	assert.equal(made, REQUESTOR_ROWS, 'people imported');
	return { rows: REQUESTOR_ROWS, calls: simulator.requests.length, ...took };
}

/** Wall time as n8n itself notes it. */
async function timed(world, workflow) {
	const execution = await world.server.runWorkflow(workflow, { seconds: 1800 });
	assert.equal(execution.status, 'success', execution.error?.message);
	return { wallMs: Date.parse(execution.stoppedAt) - Date.parse(execution.startedAt) };
}

const world = new World();
try {
	await world.startServer();
	const scenarios = {};
	for (const [id, job] of Object.entries({ 'bridge-limit': bridge, requestor })) {
		scenarios[id] = await job(world);
		console.log(
			`${id}: ${scenarios[id].rows} rows, ${scenarios[id].calls} calls, ${(scenarios[id].wallMs / 1000).toFixed(1)} s`,
		);
	}
	mkdirSync(join(here, 'output'), { recursive: true });
	writeFileSync(
		join(here, 'output/today.json'),
		`${JSON.stringify({ at: new Date().toISOString(), scenarios }, null, '\t')}\n`,
	);
} finally {
	await endChildren();
	await world.end();
}
process.exit(0);
