import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { autoMap, code, flow, fromCsv, manual, mapped, node, readFile, setFields, source } from '../flow.mjs';
import { test } from '../suite.mjs';
import { VENDORS } from '../world.mjs';

export const title = "Headless: workflows of n8n's own nodes";

/** A spreadsheet for each vendor: three good people, one whose e-mail is none. `Shoe` is nobody's field. */
export const SHEETS = {
	bridge: [
		'uid,First Name,Last Name,E-mail,Job Title,Shoe',
		[
			'u1,Sally,Student,sally@company.tld,Clerk,one',
			'u2,Žofie,"O\'Neil, Jr.",zofie@company.tld,Trainer,two',
			'u3,Bad,Mail,not an address,Clerk,three',
			'u4,John,Doe,john@company.tld,Clerk,four',
		],
	],
	learnifier: [
		'External ID,First Name,Last Name,E-mail,Shoe',
		[
			'u1,Sally,Student,sally@company.tld,one',
			'u2,Žofie,"O\'Neil, Jr.",zofie@company.tld,two',
			'u3,Bad,Mail,not an address,three',
			'u4,John,Doe,john@company.tld,four',
		],
	],
	lmsCollaborator: [
		'UID,Last Name,First Name,Login,Email,Position,Shoe',
		[
			'u1,Student,Sally,sally,sally@company.tld,Clerk,one',
			'u2,"O\'Neil, Jr.",Žofie,zofie,zofie@company.tld,Trainer,two',
			'u3,Mail,Bad,bad,not an address,Clerk,three',
			'u4,Doe,John,john,john@company.tld,Clerk,four',
		],
	],
	requestor: [
		'ExternalId,First Name,Last Name,Email,Department,Shoe',
		[
			'u1,Sally,Student,sally@company.tld,Sales,one',
			'u2,Žofie,"O\'Neil, Jr.",zofie@company.tld,Sales,two',
			'u3,Bad,Mail,not an address,Sales,three',
			'u4,John,Doe,john@company.tld,Sales,four',
		],
	],
	scim: [
		'User Name,First Name,Last Name,E-mail,Department,Shoe',
		[
			'u1,Sally,Student,sally@company.tld,Sales,one',
			'u2,Žofie,"O\'Neil, Jr.",zofie@company.tld,Sales,two',
			'u3,Bad,Mail,not an address,Sales,three',
			'u4,John,Doe,john@company.tld,Sales,four',
		],
	],
	traliant: [
		'username,First Name,Last Name,E-mail,Department,Shoe',
		[
			'u1,Sally,Student,sally@company.tld,Sales,one',
			'u2,Žofie,"O\'Neil, Jr.",zofie@company.tld,Sales,two',
			'u3,Bad,Mail,not an address,Sales,three',
			'u4,John,Doe,john@company.tld,Sales,four',
		],
	],
};

export const SUCCEEDED = {
	conditions: {
		options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
		conditions: [
			{
				id: '1',
				leftValue: '={{ $json.success }}',
				rightValue: '',
				operator: { type: 'boolean', operation: 'true', singleValue: true },
			},
		],
		combinator: 'and',
	},
	options: {},
};

export default async function headless(world) {
	const { server } = world;
	const bridgePeople = [
		{ uid: 'u1', first_name: 'Sally', last_name: 'Student', email: 'sally@company.tld' },
		{ uid: 'u2', first_name: 'Bad', last_name: 'Mail', email: 'nowhere' },
		{ uid: 'u3', first_name: 'John', last_name: 'Doe', email: 'john@company.tld' },
	];

	for (const vendor of world.vendors) {
		const { label } = VENDORS[vendor];
		await test(`${label}: spreadsheet → node → Filter, Set, Merge, Code; a second run`, async (after) => {
			const { simulator, credentials } = await world.connect(vendor, { users: 20 }, after);
			const [head, lines] = SHEETS[vendor];
			const file = join(world.home, `${vendor}.csv`);
			writeFileSync(file, `\uFEFF${head}\r\n${lines.join('\r\n')}\r\n`);
			const workflow = flow(
				[
					manual(),
					readFile(file),
					fromCsv(),
					node(
						'LMS',
						vendor,
						{ operation: 'sync', dryRun: false, fields: autoMap, options: { badValues: 'reject' } },
						{ credentials },
					),
					node('Succeeded', 'base.filter', SUCCEEDED, { typeVersion: 2.2 }),
					setFields('With Note', {
						key: '={{ $json.key }}',
						note: "={{ $('Extract from CSV').item.json.Shoe }}",
						operation: '={{ $json.operation }}',
					}),
					node('Both', 'base.merge', { mode: 'append' }, { typeVersion: 3 }),
					code('return [{ json: { everything: $input.all().map(({ json }) => json) } }];', 'Gather'),
				],
				[
					'Start > Read File',
					'Read File > Extract from CSV',
					'Extract from CSV > LMS',
					'LMS > Succeeded',
					'Succeeded > With Note',
					'With Note > Both',
					'LMS.1 > Both.1',
					'Both > Gather',
				],
			);

			const first = await server.runWorkflow(workflow);
			assert.equal(first.status, 'success', first.error?.message);
			const results = first.json('LMS');
			assert.deepEqual(
				results.map(({ operation }) => operation),
				['created', 'created', 'rejected', 'created'],
				JSON.stringify(results.map(({ message }) => message)),
			);
			assert.deepEqual(
				results.map(({ key }) => key),
				['u1', 'u2', 'u3', 'u4'],
			);
			assert.equal(results[2].code, 'INVALID_ROW');
			const [summary] = first.json('LMS', 1);
			assert.equal(summary.status, 'partial');
			assert.deepEqual(summary.counts, { created: 3, rejected: 1 });
			assert.deepEqual(summary.ignoredColumns, ['Shoe']);
			const [{ everything }] = first.json('Gather');
			assert.deepEqual(
				everything.slice(0, 3).map(({ key, note }) => [key, note]),
				[
					['u1', 'one'],
					['u2', 'two'],
					['u4', 'four'],
				],
				'item links',
			);
			assert.equal(everything[3].runId, summary.runId, 'the summary came through Merge');
			assert.deepEqual(simulator.failures, []);

			simulator.reset();
			const [again] = (await server.runWorkflow(workflow)).json('LMS', 1);
			if (again.planQuality === 'blind')
				assert.equal((again.counts.unchanged ?? 0) + (again.counts.updated ?? 0), 3, JSON.stringify(again.counts));
			else {
				assert.deepEqual(again.counts, { unchanged: 3, rejected: 1 });
				assert.deepEqual(
					simulator.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`),
					[],
					'no write in a run without differences',
				);
			}
		});

		await test(`${label}: the credential's test tells a good key from a wrong one, and a web page from the API`, async (after) => {
			const simulator = await world.simulate(vendor, { users: 5 }, after);
			const type = VENDORS[vendor].credential;
			const good = await server.testCredential(type, simulator.credentials);
			assert.equal(good.status, 'OK', good.message);
			const wrong = await server.testCredential(type, simulator.otherCredentials.wrong);
			assert.equal(wrong.status, 'Error');
			for (const secret of simulator.secrets) assert.ok(!wrong.message.includes(secret), 'a secret in the message');
			simulator.faults.add({ kind: 'html', times: 1 });
			assert.equal((await server.testCredential(type, simulator.credentials)).status, 'Error', 'an HTML page passed');
			simulator.faults.add({ kind: 'redirect', times: 1 });
			assert.equal((await server.testCredential(type, simulator.credentials)).status, 'Error', 'a redirect passed');
			assert.deepEqual(simulator.stranger.requests, [], 'the key went to another host');
			await simulator.close();
			assert.equal((await server.testCredential(type, simulator.credentials)).status, 'Error', 'nobody listens');
		});
	}

	await test("define-below: references, expressions, other nodes' items and constants", async (after) => {
		const { simulator, credentials } = await world.connect('bridge', { users: 5 }, after);
		const workflow = flow(
			[
				manual(),
				source([
					{ id: 7, 'Given Name': ' Sally ', mail: 'SALLY@Company.tld', team: { name: 'Sales' } },
					{ id: 8, 'Given Name': 'Zoë', mail: 'ZOE@company.tld', team: { name: 'IT' } },
				]),
				setFields('Slim', { id: '={{ $json.id }}', 'Given Name': "={{ $json['Given Name'] }}" }),
				node(
					'LMS',
					'bridge',
					{
						operation: 'sync',
						dryRun: false,
						fields: mapped({
							uid: '={{ "P-" + $json.id }}',
							first_name: '={{ $json["Given Name"] }}',
							email: "={{ $('Source').item.json.mail.toLowerCase() }}",
							department: "={{ $('Source').item.json.team.name }}",
							job_title: 'Trainee',
							last_name: null,
						}),
					},
					{ credentials },
				),
			],
			['Start > Source', 'Source > Slim', 'Slim > LMS'],
		);
		const execution = await server.runWorkflow(workflow);
		assert.deepEqual(
			execution.json('LMS').map(({ operation }) => operation),
			['created', 'created'],
			JSON.stringify(execution.json('LMS')) + execution.error?.message,
		);
		const sally = simulator.directory.withUid('P-7');
		const found = Array.isArray(sally) ? sally[0] : sally;
		assert.deepEqual(
			[found.first_name, found.email, found.department, found.job_title, found.last_name],
			['Sally', 'sally@company.tld', 'Sales', 'Trainee', null],
		);
	});

	await test('JSON input: an array from an expression, read once', async (after) => {
		const { simulator, credentials } = await world.connect('traliant', {}, after);
		const people = Array.from({ length: 12 }, (_, at) => ({
			username: `p${at}`,
			first_name: 'P',
			last_name: String(at),
			email: `p${at}@company.tld`,
		}));
		const workflow = flow(
			[
				manual(),
				source([{ people }, { people: [] }]),
				node(
					'LMS',
					'traliant',
					{ operation: 'sync', dryRun: false, usersFrom: 'json', usersJson: '={{ $json.people }}' },
					{ credentials },
				),
				setFields('Linked', { key: '={{ $json.key }}', many: "={{ String($('Source').item.json.people.length) }}" }),
			],
			['Start > Source', 'Source > LMS', 'LMS > Linked'],
		);
		const execution = await server.runWorkflow(workflow);
		assert.equal(execution.status, 'success', execution.error?.message);
		assert.equal(execution.json('Linked').length, 12);
		assert.ok(execution.json('Linked').every(({ many }) => many === '12'));
		// The two calls are under way side by side: whichever arrives first is logged first.
		assert.deepEqual(
			simulator
				.calls({ method: 'POST' })
				.map(({ body }) => body.users.length)
				.sort((a, b) => b - a),
			[10, 2],
		);
	});

	for (const onError of ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput']) {
		await test(`On Error ${onError}, Retry On Fail: a refused row`, async (after) => {
			const { simulator, credentials } = await world.connect('bridge', { users: 5 }, after);
			const workflow = flow(
				[
					manual(),
					source(bridgePeople.map((person, at) => ({ ...person, password: `hidden-${at}`, Note: `note ${at}` }))),
					node(
						'LMS',
						'bridge',
						{ operation: 'sync', dryRun: false, fields: autoMap, options: { badValues: 'reject' } },
						{ credentials, onError, retryOnFail: true, maxTries: 3, waitBetweenTries: 10 },
					),
					setFields('Good', { key: '={{ $json.key }}', note: "={{ $('Source').item.json.Note }}" }),
					setFields('Bad', { key: '={{ $json.details.key }}', note: "={{ $('Source').item.json.Note }}" }),
				],
				['Start > Source', 'Source > LMS', 'LMS > Good', ...(onError === 'continueErrorOutput' ? ['LMS.2 > Bad'] : [])],
			);
			const execution = await server.runWorkflow(workflow);
			assert.equal(execution.status, 'success', execution.error?.message);
			assert.equal(execution.runs('LMS').length, 1);
			assert.equal(execution.json('LMS', 1).length, 1, 'exactly one summary');
			assert.equal(
				simulator.calls({ method: 'POST' }).length,
				2,
				'each person is created once: no repeat by Retry On Fail',
			);
			if (onError === 'continueErrorOutput') {
				assert.deepEqual(
					execution.json('Good').map(({ key, note }) => [key, note]),
					[
						['u1', 'note 0'],
						['u3', 'note 2'],
					],
				);
				assert.deepEqual(
					execution.json('Bad').map(({ key, note }) => [key, note]),
					[['u2', 'note 1']],
				);
				const [bad] = execution.json('LMS', 2);
				assert.deepEqual(Object.keys(bad).sort(), ['details', 'error', 'message']);
				assert.equal(bad.details.operation, 'rejected');
				assert.ok(
					!JSON.stringify([execution.json('LMS'), execution.json('LMS', 1), bad]).includes('hidden-'),
					'a password in the output',
				);
			} else {
				assert.deepEqual(
					execution.json('Good').map(({ key, note }) => [key, note]),
					[
						['u1', 'note 0'],
						['u2', 'note 1'],
						['u3', 'note 2'],
					],
				);
			}
		});

		await test(`On Error ${onError}, Retry On Fail: a wrong key stops the run before anything is sent`, async (after) => {
			const simulator = await world.simulate('bridge', { users: 5 }, after);
			const credential = await server.addCredential('bridgeApi', simulator.otherCredentials.wrong);
			const workflow = flow(
				[
					manual(),
					source(bridgePeople),
					node(
						'LMS',
						'bridge',
						{ operation: 'sync', dryRun: false, fields: autoMap },
						{ credentials: { bridgeApi: credential }, onError, retryOnFail: true, maxTries: 2, waitBetweenTries: 10 },
					),
					setFields('Good', { key: '={{ $json.key }}' }),
					setFields('Bad', { why: '={{ $json.error }}' }),
				],
				['Start > Source', 'Source > LMS', 'LMS > Good', ...(onError === 'continueErrorOutput' ? ['LMS.2 > Bad'] : [])],
			);
			const execution = await server.runWorkflow(workflow);
			assert.equal(simulator.requests.filter(({ method }) => method !== 'GET').length, 0);
			if (onError === 'stopWorkflow') {
				assert.equal(execution.status, 'error');
				const error = execution.errorOf('LMS');
				assert.match(error.message, /Bridge|key|credential/i);
				assert.ok((error.description ?? '').length > 10, 'the error does not say what to do');
				for (const secret of simulator.secrets) assert.ok(!JSON.stringify(error).includes(secret));
			} else {
				// If the node threw, n8n would pass the raw rows on as if they had succeeded.
				assert.equal(execution.status, 'success', execution.error?.message);
				if (onError === 'continueErrorOutput') {
					assert.equal(execution.json('Good').length, 0);
					assert.equal(execution.json('Bad').length, 3);
				} else {
					assert.deepEqual(
						execution.json('LMS').map(({ success, operation }) => [success, operation]),
						Array(3).fill([false, 'notAttempted']),
					);
				}
			}
		});
	}

	await test('a failed first write is told, and Retry On Fail repeats the run as a whole', async (after) => {
		const { simulator, credentials } = await world.connect('bridge', { users: 5 }, after);
		simulator.faults.add({ kind: 'status', status: 500, match: { method: 'GET' }, times: 1 });
		const workflow = flow(
			[
				manual(),
				source([bridgePeople[0]]),
				node(
					'LMS',
					'bridge',
					{ operation: 'sync', dryRun: false, fields: autoMap, options: { maxAttempts: 1 } },
					{ credentials, retryOnFail: true, maxTries: 2, waitBetweenTries: 10 },
				),
			],
			['Start > Source', 'Source > LMS'],
		);
		const execution = await server.runWorkflow(workflow);
		assert.equal(execution.status, 'success', execution.error?.message);
		assert.deepEqual(
			execution.json('LMS').map(({ operation }) => operation),
			['created'],
		);
		assert.equal(simulator.calls({ method: 'POST' }).length, 1);
	});

	await test('removals: the limit stops the run; one pass of a loop never removes', async (after) => {
		const { simulator, credentials } = await world.connect('bridge', { users: 30 }, after);
		const before = simulator.directory.snapshot();
		const lms = node(
			'LMS',
			'bridge',
			{ operation: 'sync', dryRun: false, fields: autoMap, missingUsers: 'delete' },
			{ credentials },
		);
		const stopped = await server.runWorkflow(
			flow([manual(), source([bridgePeople[0]]), lms], ['Start > Source', 'Source > LMS']),
		);
		assert.equal(stopped.status, 'error');
		assert.match(stopped.errorOf('LMS').message, /remov/i);
		const loop = node('Loop', 'base.splitInBatches', { options: {} }, { typeVersion: 3 });
		const looped = await server.runWorkflow(
			flow(
				[
					manual(),
					source([bridgePeople[0]]),
					loop,
					{ ...lms, parameters: { ...lms.parameters, safety: { maxRemovalPercent: 100 } } },
				],
				['Start > Source', 'Source > Loop', 'Loop.1 > LMS', 'LMS > Loop'],
			),
		);
		assert.equal(looped.status, 'error');
		assert.match(looped.errorOf('LMS').message, /loop/i);
		assert.deepEqual(simulator.directory.snapshot(), before);
	});

	await test('people by id: Get Many feeds Get Learning Summary and Delete', async (after) => {
		const { simulator, credentials } = await world.connect('bridge', { users: 12 }, after);
		const who = { mode: 'id', value: '={{ $json.userId }}' };
		const workflow = flow(
			[
				manual(),
				node('Everybody', 'bridge', { operation: 'getMany', returnAll: true }, { credentials }),
				node('Learning', 'bridge', { operation: 'getSummary', userId: who }, { credentials }),
				node('Three', 'base.limit', { maxItems: 3, keep: 'lastItems' }),
				node('Gone', 'bridge', { operation: 'delete', userId: who }, { credentials }),
			],
			['Start > Everybody', 'Everybody > Learning', 'Learning > Three', 'Three > Gone'],
		);
		const execution = await server.runWorkflow(workflow);
		assert.equal(execution.status, 'success', execution.error?.message);
		assert.equal(execution.json('Everybody').length, 12);
		assert.equal(execution.json('Learning').length, 12);
		assert.ok(execution.json('Learning').every(({ summary }) => typeof summary === 'object'));
		assert.deepEqual(
			execution.json('Gone').map(({ operation }) => operation),
			['deleted', 'deleted', 'deleted'],
		);
		assert.equal(simulator.directory.active.length, 9);
	});
}
