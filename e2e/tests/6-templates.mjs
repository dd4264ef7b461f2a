import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { startPost } from '../post.mjs';
import { test } from '../suite.mjs';
import { filledIn, sheet, template, templates } from '../template.mjs';
import { VENDORS } from '../world.mjs';

export const title = 'Templates: imported as they are, and run';

/** Operations that change nothing. */
const READS = ['getMany', 'getSummary'];

export default async function (world) {
	const { server } = world;

	async function mailbox(after) {
		const post = await startPost(after);
		return { post, smtp: await server.addCredential('smtp', post.credential) };
	}

	for (const name of templates()) {
		await test(`${name} is imported as it is, in Dry Run, with a note that explains it`, async () => {
			const workflow = template(name);
			const applies = workflow.nodes
				.filter(({ type, parameters }) => type.includes('lms-users') && !READS.includes(parameters.operation))
				.filter(({ parameters }) => parameters.dryRun !== true);
			assert.deepEqual(
				applies.map(({ name: label }) => label),
				name === 'dry-run-approval-apply' ? ['Apply'] : [],
			);
			const saved = await server.addWorkflow(workflow);
			assert.equal(saved.nodes.length, workflow.nodes.length);
			assert.ok(
				workflow.nodes.some(
					({ type, parameters }) => type === 'n8n-nodes-base.stickyNote' && parameters.content.includes('Set up'),
				),
			);
		});
	}

	await test('Sync users with Traliant LMS and send results by email', async (after) => {
		const { post, smtp } = await mailbox(after);
		const { simulator, credential } = await world.connect('traliant', {}, after);
		const file = sheet(
			world,
			'template-traliant',
			['Username', 'First Name', 'Last Name', 'Email', 'Department'],
			[
				...Array.from({ length: 23 }, (_, at) => [`p${at}`, 'Sally', `Student ${at}`, `p${at}@company.tld`, 'Sales']),
				['p99', 'No', 'Mail', '', 'Sales'],
			],
		);
		const done = await server.runWorkflow(
			filledIn('sync-users-with-traliant-lms-and-send-results-by-email', {
				file,
				credentials: { traliantApi: credential, smtp },
			}),
		);
		assert.equal(done.status, 'success', done.error?.message);
		const [summary] = done.json('Sync Users', 1);
		assert.deepEqual(summary.counts, { created: 23, rejected: 1 });
		assert.equal(simulator.directory.size, 23);
		assert.ok(simulator.calls({ method: 'POST' }).every(({ body }) => body.users.length <= 10));
		const [mail] = await post.arrived(1);
		assert.equal(mail.subject, summary.report.subject);
	});

	await test('Joiner, mover, leaver from a spreadsheet: applied, and above the limits only reported', async (after) => {
		const { post, smtp } = await mailbox(after);
		const { simulator, credential } = await world.connect('learnifier', { users: 60 }, after);
		const owned = simulator.directory
			.all()
			.filter(({ externalId, backOfficeRoles }) => externalId !== null && backOfficeRoles.length === 0);
		const rows = owned.map(({ externalId, firstName, lastName, primaryEmail }) => [
			externalId,
			firstName,
			lastName,
			primaryEmail,
		]);
		const run = async (list, name) =>
			server.runWorkflow(
				filledIn('joiner-mover-leaver-from-a-spreadsheet', {
					file: sheet(world, name, ['External ID', 'First Name', 'Last Name', 'Email'], list),
					credentials: { learnifierApi: credential, smtp },
				}),
			);
		const moved = rows.slice(2).map((row, at) => (at === 0 ? [row[0], 'Moved', row[2], row[3]] : row));
		const done = await run([...moved, ['E-new', 'Nina', 'New', 'nina@company.tld']], 'template-jml');
		assert.equal(done.status, 'success', done.error?.message);
		const { counts } = done.json('Sync Users', 1)[0];
		assert.deepEqual([counts.created, counts.updated, counts.suspended], [1, 1, 2], JSON.stringify(counts));
		assert.deepEqual(
			owned.slice(0, 2).map(({ externalId }) => simulator.directory.get(externalId).hardLock),
			[true, true],
		);
		simulator.reset();
		const blocked = await run(moved.slice(20), 'template-jml-2');
		assert.equal(blocked.json('Sync Users', 1)[0].status, 'blocked');
		assert.equal(simulator.requests.filter(({ method }) => method !== 'GET').length, 0);
		const mails = await post.arrived(2);
		assert.ok(
			mails[1].html.includes(blocked.json('Sync Users', 1)[0].planHash),
			'the hash to approve is not in the mail',
		);
		simulator.reset();
		const back = await run(rows, 'template-jml-3');
		assert.equal(
			back.json('Sync Users', 1)[0].counts.reactivated,
			2,
			JSON.stringify(back.json('Sync Users', 1)[0].counts),
		);
	});

	await test('Joiner, mover, leaver by SCIM 2.0: applied, above the limits only reported, and back again', async (after) => {
		const { post, smtp } = await mailbox(after);
		const rows = Array.from({ length: 60 }, (_, at) => [
			`login${at}`,
			'Sally',
			`Student ${at}`,
			`p${at}@company.tld`,
			'Clerk',
			'Sales',
		]);
		const users = rows.map(([userName, givenName, familyName, email, title, department]) => ({
			userName,
			name: { givenName, familyName },
			emails: [{ value: email, type: 'work', primary: true }],
			title,
			active: true,
			'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department },
		}));
		const { simulator, credential } = await world.connect('scim', { users }, after);
		const head = ['User Name', 'First Name', 'Last Name', 'Email', 'Title', 'Department'];
		const run = async (list, name, look = false) => {
			simulator.reset();
			const done = await server.runWorkflow(
				filledIn('joiner-mover-leaver-by-scim', {
					file: sheet(world, name, head, list),
					credentials: { scimApi: credential, smtp },
					look,
				}),
			);
			assert.equal(done.status, 'success', done.error?.message);
			return done.json('Sync Users', 1)[0];
		};
		const writes = () => simulator.requests.filter(({ method }) => method !== 'GET').length;
		const active = (userName) => simulator.directory.get(userName).resource.active;
		const moved = rows.slice(2).map((row, at) => (at === 0 ? [...row.slice(0, 4), 'Head', row[5]] : row));
		const joiner = ['login90', 'Nina', 'New', 'nina@company.tld', 'Clerk', 'Sales'];
		await run([...moved, joiner], 'template-scim-1', true);
		assert.equal(writes(), 0, 'the dry run wrote');
		const { counts } = await run([...moved, joiner], 'template-scim-2');
		assert.deepEqual(counts, { created: 1, updated: 1, suspended: 2, unchanged: 57 });
		assert.deepEqual(['login0', 'login1', 'login2', 'login90'].map(active), [false, false, true, true]);
		const blocked = await run(moved.slice(20), 'template-scim-3');
		assert.equal(blocked.status, 'blocked');
		assert.equal(writes(), 0, 'the blocked run wrote');
		const mails = await post.arrived(3);
		assert.ok(mails[2].html.includes(blocked.planHash), 'the hash to approve is not in the mail');
		const back = await run([...rows, joiner], 'template-scim-4');
		assert.equal(back.counts.reactivated, 2, JSON.stringify(back.counts));
		assert.equal(active('login0'), true);
	});

	await test('Nightly sync, failures to chat: silent when all is well, told when rows or the run fail', async (after) => {
		const { simulator, credential } = await world.connect('bridge', { users: 5 }, after);
		const heard = [];
		const chat = createServer((request, response) => {
			const parts = [];
			request.on('data', (part) => parts.push(part));
			request.on('end', () => {
				heard.push(JSON.parse(Buffer.concat(parts).toString('utf8')));
				response.end('{}');
			});
		});
		await new Promise((resolve) => chat.listen(0, '127.0.0.1', resolve));
		after(() => new Promise((resolve) => chat.close(resolve)));
		const head = ['uid', 'first name', 'last name', 'email'];
		const run = async (rows, name, bridgeApi = credential) =>
			server.runWorkflow(
				filledIn('nightly-sync-with-failures-to-chat', {
					file: sheet(world, name, head, rows),
					credentials: { bridgeApi },
					chat: `http://127.0.0.1:${chat.address().port}/`,
				}),
			);
		const good = [
			['u1', 'Sally', 'Student', 'sally@company.tld'],
			['u2', 'John', 'Doe', 'john@company.tld'],
		];
		const fine = await run(good, 'template-chat-1');
		assert.equal(fine.status, 'success', fine.error?.message);
		assert.deepEqual([simulator.directory.active.length, heard.length], [7, 0]);
		const partly = await run([...good, ['#REF!', 'Bad', 'Key', 'bad@company.tld']], 'template-chat-2');
		assert.equal(partly.status, 'success', partly.error?.message);
		assert.equal(heard.length, 1);
		assert.match(heard[0].text, /Bad Key/);
		const wrong = await server.addCredential('bridgeApi', simulator.otherCredentials.wrong);
		const none = await run(good, 'template-chat-3', wrong);
		assert.equal(none.status, 'success', none.error?.message);
		assert.equal(heard.length, 2, 'a run that could not start is told once');
		assert.match(heard[1].text, /Bridge/);
		for (const secret of simulator.secrets) assert.ok(!JSON.stringify(heard).includes(secret));
	});

	await test('Offboard one person across five systems, one of which is down', async (after) => {
		const { post, smtp } = await mailbox(after);
		const bridge = await world.connect(
			'bridge',
			{
				users: [
					{ uid: 'admin', first_name: 'A', last_name: 'D', email: 'a@d.tld', roles: ['account_admin'] },
					{ uid: '2-105', first_name: 'Sally', last_name: 'Student', email: 'sally@company.tld' },
				],
			},
			after,
		);
		const learnifier = await world.connect(
			'learnifier',
			{ users: [{ externalId: '2-105', firstName: 'Sally', lastName: 'Student', primaryEmail: 'sally@company.tld' }] },
			after,
		);
		const collaborator = await world.connect(
			'lmsCollaborator',
			{
				users: [
					{
						uid: '2-105',
						login: 'sally.student',
						email: 'sally@company.tld',
						firstname: 'Sally',
						secondname: 'Student',
						position: 'Clerk',
						is_active: 1,
					},
				],
			},
			after,
		);
		const requestor = await world.connect(
			'requestor',
			{
				users: [
					{ UserName: 'admin', Email: 'admin@company.tld', RoleAdministrator: true },
					{
						ExternalId: '2-105',
						UserName: 'sally',
						Email: 'sally@company.tld',
						FirstName: 'Sally',
						LastName: 'Student',
					},
				],
			},
			after,
		);
		const traliant = await world.connect(
			'traliant',
			{ users: [{ username: 'sally.student', first_name: 'Sally', last_name: 'Student', email: 'sally@company.tld' }] },
			after,
		);
		const credentials = Object.assign(
			{ smtp },
			...[bridge, learnifier, collaborator, requestor, traliant].map((one) => one.credentials),
		);
		const person = {
			key: '2-105',
			username: 'sally.student',
			first_name: 'Sally',
			last_name: 'Student',
			email: 'sally@company.tld',
			position: 'Clerk',
		};
		const workflow = filledIn('offboard-one-person-across-five-systems', { credentials, person });
		const look = filledIn('offboard-one-person-across-five-systems', { credentials, person, look: true });
		const looked = await server.runWorkflow(look, { trigger: 'Start' });
		assert.equal(looked.status, 'success', looked.error?.message);
		const [announced] = await post.arrived(1);
		assert.equal(announced.text.match(/Dry run, nothing changed/g)?.length, 5, announced.text);
		for (const { simulator } of [bridge, learnifier, collaborator, requestor, traliant])
			assert.deepEqual(
				simulator.requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/SearchUsers')),
				[],
				'the dry run wrote',
			);
		learnifier.simulator.faults.add({ kind: 'status', status: 401, times: 50 });
		const first = await server.runWorkflow(workflow, { trigger: 'Start' });
		assert.equal(first.status, 'success', first.error?.message);
		const [, mail] = await post.arrived(2);
		assert.match(mail.subject, /4 of 5 systems done/, mail.text);
		assert.match(mail.text, /TO DO\s+Learnifier/);
		assert.notEqual(bridge.simulator.directory.get('uid:2-105').deleted_at, null);
		assert.equal(collaborator.simulator.directory.get('2-105').is_active, 0);
		assert.equal(
			requestor.simulator.directory.all().some(({ ExternalId }) => ExternalId === '2-105'),
			false,
		);
		assert.equal(traliant.simulator.directory.get('sally.student').suspended, true);
		learnifier.simulator.faults.clear();
		const second = await server.runWorkflow(workflow, { trigger: 'Start' });
		assert.equal(second.status, 'success', second.error?.message);
		const mails = await post.arrived(3);
		assert.match(mails[2].text, /Done\s+Learnifier/);
		assert.equal(learnifier.simulator.directory.get('2-105').hardLock, true);
	});

	await test('Compliance summary: one table for Bridge, Learnifier and LMS Collaborator', async (after) => {
		const { post, smtp } = await mailbox(after);
		const name = '<b>Late</b>';
		const bridge = await world.connect('bridge', { users: 15 }, after);
		const learnifier = await world.connect('learnifier', { users: 5 }, after);
		const collaborator = await world.connect('lmsCollaborator', { users: 5 }, after);
		bridge.simulator.directory.add({
			uid: 'late',
			first_name: name,
			last_name: 'Learner',
			email: 'late@company.tld',
			learning: [
				{ kind: 'course', on: '2026-01-10', state: 'overdue' },
				{ kind: 'course', on: '2026-01-11', state: 'overdue' },
			],
		});
		learnifier.simulator.directory.add({
			externalId: 'late',
			firstName: name,
			lastName: 'Learner',
			primaryEmail: 'late@company.tld',
			participations: [
				{
					activated: '2026-01-01T00:00:00Z',
					activitiesCompleted: 1,
					activitiesTotal: 3,
					firstAccess: '2026-01-02T00:00:00Z',
					firstActivation: '2026-01-01T00:00:00Z',
					lastAccess: '2026-01-03T00:00:00Z',
					expiration: '2026-01-10T00:00:00Z',
					errorMessage: null,
					accessLink: 'https://lms.example.com/personal',
				},
			],
		});
		collaborator.simulator.directory.add({
			uid: 'late',
			login: 'late',
			email: 'late@company.tld',
			firstname: name,
			secondname: 'Learner',
			position: 'Clerk',
		});
		collaborator.simulator.directory.assign('late', {
			title: 'Safety',
			type: 'course',
			status: 'inprogress',
			date_assign: '2026-01-01',
			date_deadline: '2026-01-10',
		});
		let mails = 0;
		for (const [vendor, { simulator, credential }] of Object.entries({
			bridge,
			learnifier,
			lmsCollaborator: collaborator,
		})) {
			const workflow = filledIn('compliance-summary', { credentials: { bridgeApi: credential, smtp } });
			for (const node of workflow.nodes)
				if (node.type.endsWith('.bridge')) {
					node.type = node.type.replace(/bridge$/, vendor);
					node.credentials = { [VENDORS[vendor].credential]: credential };
				}
			const done = await server.runWorkflow(workflow);
			assert.equal(done.status, 'success', done.error?.message);
			const [table] = done.json('Overdue Table');
			// Bridge's other people have learning of their own.
			assert.ok(vendor === 'bridge' ? table.overdue > 1 : table.overdue === 1, vendor);
			assert.equal(table.unread, 0, vendor);
			assert.equal(simulator.requests.filter(({ method }) => method !== 'GET').length, 0);
			mails += 1;
			const mail = (await post.arrived(mails)).at(-1);
			assert.equal(mail.subject, table.subject);
			assert.ok(mail.html.includes('late@company.tld'), vendor);
			assert.ok(!mail.html.includes(name), 'a name is HTML in the mail');
			assert.ok(!JSON.stringify(done.json('Learning Summary')).includes('lms.example.com/personal'));
		}
	});

	await test("Yesterday's list as the memory: the first night sends everybody, the next only what differs", async (after) => {
		const { post, smtp } = await mailbox(after);
		const { simulator, credential } = await world.connect('traliant', {}, after);
		const head = ['Username', 'First Name', 'Last Name', 'Email', 'Title'];
		const people = Array.from({ length: 40 }, (_, at) => [
			`p${at}`,
			'Sally',
			`Student ${at}`,
			`p${at}@company.tld`,
			'Clerk',
		]);
		let nights = 0;
		const night = async (rows, look = false) => {
			simulator.reset();
			nights += 1;
			const done = await server.runWorkflow(
				filledIn('yesterdays-list-as-the-memory', {
					file: sheet(world, `template-memory-${nights}`, head, rows),
					credentials: { traliantApi: credential, smtp },
					look,
				}),
			);
			assert.equal(done.status, 'success', done.error?.message);
			await post.arrived(nights);
			return { done, sent: simulator.calls({ method: 'POST' }).flatMap(({ body }) => body.users) };
		};
		assert.equal((await night(people, true)).sent.length, 0, 'the dry run wrote');
		const first = await night([...people, ['p99', 'No', 'Mail', '', 'Clerk']]);
		assert.equal(first.sent.length, 40);
		assert.equal(first.done.json('First Night', 1)[0].planQuality, 'blind');
		const changed = people.slice(1).map((row, at) => (at < 3 ? [...row.slice(0, 4), 'Head'] : row));
		const second = await night(changed);
		const [summary] = second.done.json('Sync Users', 1);
		assert.equal(summary.planQuality, 'snapshot');
		assert.deepEqual([summary.counts.updated, summary.counts.suspended, second.sent.length], [3, 1, 4]);
		assert.equal(simulator.directory.get('p0').suspended, true);
		const third = await night(changed);
		assert.deepEqual(third.sent, [], 'the third night wrote');
		// Whoever is back gets in again.
		await night(people);
		assert.equal(simulator.directory.get('p0').suspended, false);
	});
}
