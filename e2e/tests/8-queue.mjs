import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { code, flow, manual, node } from '../flow.mjs';
import { freePort, run, startServer } from '../n8n.mjs';
import { cannotRun, test, until } from '../suite.mjs';

const require = createRequire(import.meta.url);
const { Client } = require('pg');
const { Redis } = require('ioredis');

export const title = 'Queue mode: one main, two workers, one token';

const ROWS = Number(process.env.E2E_QUEUE_ROWS ?? 10_000);
const DEPARTMENTS = 8;
/** What the vendor allows for the token, in calls a second. */
const LIMIT = 40;
const HOST = '127.0.0.1';
const ADMIN = {
	host: HOST,
	port: Number(process.env.E2E_POSTGRES_PORT ?? 5432),
	user: process.env.E2E_POSTGRES_USER ?? 'postgres',
	password: process.env.E2E_POSTGRES_PASSWORD ?? '',
	database: 'postgres',
};
const REDIS_PORT = Number(process.env.E2E_REDIS_PORT ?? 6379);

export default async function queue(world) {
	const name = `${ROWS} rows, split by department, over both workers; one is killed, and a re-run converges`;
	const missing = await whatIsMissing();
	if (missing !== undefined) {
		cannotRun(name, missing);
		return;
	}
	await test(name, (after) => inQueueMode(world, after), { seconds: 420 });
}

async function inQueueMode(world, after) {
	const database = `n8n_e2e_${process.pid}`;
	const admin = new Client(ADMIN);
	await admin.connect();
	after(() => admin.end());
	await admin.query(`CREATE DATABASE ${database}`);
	after(() => admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`));

	after(() => forget(database));
	// A home for each process, as each container has its own: n8n's crash recovery reads the journal it finds there.
	let homes = 0;
	const home = () => world.newHome(`queue-${homes++}`);
	const env = {
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		QUEUE_BULL_REDIS_HOST: HOST,
		QUEUE_BULL_REDIS_PORT: String(REDIS_PORT),
		QUEUE_BULL_PREFIX: database,
		N8N_REDIS_KEY_PREFIX: database,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: HOST,
		DB_POSTGRESDB_PORT: String(ADMIN.port),
		DB_POSTGRESDB_DATABASE: database,
		DB_POSTGRESDB_USER: ADMIN.user,
		DB_POSTGRESDB_PASSWORD: ADMIN.password,
		N8N_ENCRYPTION_KEY: 'only-for-this-test',
	};
	const server = await startServer({ home: home(), env });
	after(() => server.stop());
	const startWorker = async () =>
		run(['worker', '--concurrency=5'], {
			home: home(),
			env: { ...env, N8N_RUNNERS_BROKER_PORT: String(await freePort()) },
		});
	const workers = [await startWorker(), await startWorker()];
	after(() => Promise.all(workers.map((worker) => worker.stop())));
	await until('both workers', () => workers.every((worker) => /ready/i.test(worker.log())), { seconds: 90 });

	const simulator = await world.simulate('traliant', { rateLimit: { perSecond: LIMIT } }, after);
	const credentials = { traliantApi: await server.addCredential('traliantApi', simulator.credentials) };
	// Each of the eight keeps to its share of the limit: they know nothing of each other.
	const path = `sync-department-${process.pid}`;
	const child = await server.addWorkflow({
		...flow(
			[
				node(
					'Department',
					'base.webhook',
					{ httpMethod: 'POST', path, responseMode: 'lastNode', options: {} },
					{ typeVersion: 2, webhookId: 'sync-department' },
				),
				node(
					'LMS',
					'traliant',
					{
						operation: 'sync',
						dryRun: false,
						usersFrom: 'json',
						usersJson: '={{ $json.body.people }}',
						options: { requestsPerSecond: LIMIT / DEPARTMENTS, results: 'failed' },
					},
					{ credentials },
				),
				code(
					'const { status, counts, requests, durationMs } = $input.first().json; return [{ json: { status, counts, requests, durationMs } }];',
					'Told',
				),
			],
			['Department > LMS', 'LMS.1 > Told'],
		),
		name: 'One department',
	});
	await server.activate(child);
	const webhook = `${server.baseUrl}/webhook/${path}`;
	await until('the webhook', async () => /POST request/.test(await (await fetch(webhook)).text()), {
		seconds: 30,
		every: 300,
	});

	const rowsCode = (
		title,
	) => `const people = Array.from({ length: ${ROWS} }, (_, at) => ({ username: 'p' + at, first_name: 'P', last_name: String(at), email: 'p' + at + '@company.tld', title: '${title}', department: 'D' + (at % ${DEPARTMENTS}) }));
const by = {};
for (const person of people) (by[person.department] ??= []).push(person);
return Object.entries(by).map(([department, people]) => ({ json: { department, people } }));`;
	const parent = (title) => ({
		...flow(
			[
				manual(),
				code(rowsCode(title), 'Split by Department'),
				node(
					'Sub-Executions',
					'base.httpRequest',
					{
						method: 'POST',
						url: webhook,
						sendBody: true,
						specifyBody: 'json',
						jsonBody: '={{ JSON.stringify({ people: $json.people }) }}',
						options: { timeout: 300_000 },
					},
					{ typeVersion: 4.2 },
				),
			],
			['Start > Split by Department', 'Split by Department > Sub-Executions'],
		),
		name: `All departments: ${title}`,
	});

	// First run: everybody is created, once.
	const started = Date.now();
	const first = await server.runWorkflow(parent('Clerk'), { seconds: 200 });
	assert.equal(first.status, 'success', first.error?.message);
	const answers = first.json('Sub-Executions');
	assert.equal(answers.length, DEPARTMENTS);
	assert.ok(
		answers.every(({ status }) => status === 'ok'),
		JSON.stringify(answers),
	);
	assert.equal(
		answers.reduce((sum, { counts }) => sum + counts.created, 0),
		ROWS,
		'nobody lost',
	);
	assert.equal(simulator.directory.size, ROWS, 'nobody doubled');
	assert.deepEqual(simulator.failures, []);
	const took = tookPart(workers);
	assert.ok(
		took.every((count) => count >= 2),
		`executions on the workers: ${took}`,
	);
	const { calls, busiest, refused } = pace(simulator);
	assert.ok(busiest <= LIMIT * 2, `${busiest} calls in one second`);
	assert.ok(refused <= calls * 0.05, `${refused} of ${calls} calls were refused for pace`);
	console.log(
		`      ${ROWS} rows, ${DEPARTMENTS} sub-executions (${took.join(' + ')} executions on the two workers): ${((Date.now() - started) / 1000).toFixed(1)} s, ${calls} calls, at most ${busiest} in a second, ${refused} refused with 429`,
	);

	// Second run: everybody changes; one worker is killed in the middle.
	simulator.reset();
	const again = await server.addWorkflow(parent('Manager'));
	await server.start(again, 'Start');
	await until('a third of the calls', () => simulator.requests.length > ROWS / 30, { seconds: 90 });
	workers[1].child.kill('SIGKILL');
	await workers[1].ended;
	await until(
		'the rest to be quiet',
		() => simulator.requests.length > 0 && Date.now() - simulator.requests.at(-1).at > 4000,
		{ seconds: 120 },
	);
	const changed = simulator.directory.all().filter(({ title }) => title === 'Manager').length;
	assert.equal(simulator.directory.size, ROWS);
	workers.push(await startWorker());
	await until('the new worker', () => /ready/i.test(workers[2].log()), { seconds: 90 });

	// Third run: the same list again makes it whole.
	const third = await server.runWorkflow(parent('Manager'), { seconds: 200 });
	assert.equal(third.status, 'success', third.error?.message);
	const everybody = simulator.directory.all();
	assert.equal(everybody.length, ROWS);
	assert.equal(everybody.filter(({ title }) => title === 'Manager').length, ROWS, 'the re-run did not converge');
	const counts = third.json('Sub-Executions').reduce(
		(sum, { counts: { updated = 0, unchanged = 0 } }) => ({
			updated: sum.updated + updated,
			unchanged: sum.unchanged + unchanged,
		}),
		{ updated: 0, unchanged: 0 },
	);
	console.log(
		`      after SIGKILL of one worker ${changed} of ${ROWS} were done; the re-run updated ${counts.updated} and left ${counts.unchanged} unchanged`,
	);
}

/** How many executions each worker says it has finished or begun. */
function tookPart(workers) {
	return workers.map(
		(worker) =>
			new Set([...worker.log().matchAll(/Worker (?:started|finished) execution (\d+)/g)].map(([, id]) => id)).size,
	);
}

function pace(simulator) {
	const seconds = new Map();
	for (const { at } of simulator.requests)
		seconds.set(Math.floor(at / 1000), (seconds.get(Math.floor(at / 1000)) ?? 0) + 1);
	return {
		calls: simulator.requests.length,
		busiest: Math.max(...seconds.values()),
		refused: simulator.calls({ status: 429 }).length,
	};
}

/** Takes this test's keys out of Redis. */
async function forget(prefix) {
	const redis = new Redis({ host: HOST, port: REDIS_PORT, lazyConnect: true });
	await redis.connect();
	const keys = await redis.keys(`*${prefix}*`);
	if (keys.length > 0) await redis.del(keys);
	redis.disconnect();
}

async function whatIsMissing() {
	const listens = (port) =>
		new Promise((resolve) => {
			const socket = connect(port, HOST);
			socket.once('connect', () => {
				socket.destroy();
				resolve(true);
			});
			socket.once('error', () => resolve(false));
		});
	if (!(await listens(REDIS_PORT))) return `no Redis on ${HOST}:${REDIS_PORT} (E2E_REDIS_PORT)`;
	if (!(await listens(ADMIN.port))) return `no Postgres on ${HOST}:${ADMIN.port} (E2E_POSTGRES_PORT, _USER, _PASSWORD)`;
	return undefined;
}
