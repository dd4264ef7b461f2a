import assert from 'node:assert/strict';
import { startPost } from '../post.mjs';
import { until, test } from '../suite.mjs';
import { filledIn, sheet } from '../template.mjs';

export const title = 'Approval: dry run → Send and Wait → apply, in one workflow';

export default async function approval(world) {
	const { server } = world;

	async function asked(after, removed) {
		const post = await startPost(after);
		const { simulator, credential } = await world.connect('bridge', { users: 40 }, after);
		const smtp = await server.addCredential('smtp', post.credential);
		// Everybody but the administrator and some leavers; one has a new name, one is new.
		const people = simulator.directory.active.filter(({ roles }) => roles.length === 0);
		const stay = people.slice(removed);
		const rows = stay.map(({ uid, first_name, last_name, email }, at) => [
			uid,
			at === 0 ? 'Renamed' : first_name,
			last_name,
			email,
		]);
		const file = sheet(
			world,
			`approval-${removed}-${Date.now()}`,
			['uid', 'first name', 'last name', 'email'],
			[...rows, ['new-1', 'Nina', 'New', 'nina@company.tld']],
		);
		const workflow = filledIn('dry-run-approval-apply', { file, credentials: { bridgeApi: credential, smtp } });
		const saved = await server.addWorkflow(workflow);
		const id = await server.start(saved, 'Start');
		const waiting = await server.execution(id);
		assert.equal(waiting.status, 'waiting', waiting.error?.message);
		assert.equal(simulator.requests.filter(({ method }) => method !== 'GET').length, 0, 'the dry run wrote');
		const [plan] = waiting.json('Plan', 1);
		assert.equal(plan.status, 'planned');
		assert.deepEqual([plan.counts.created, plan.counts.updated, plan.counts.deleted], [1, 1, removed]);
		assert.equal(plan.safety.verdict, 'blocked', 'more leavers than the limits allow');
		const [mail] = await post.arrived(1);
		const links = [...(mail.html ?? '').matchAll(/href="([^"]*webhook-waiting[^"]*)"/g)].map(([, link]) =>
			link.replaceAll('&amp;', '&'),
		);
		const answer = async (approved) => {
			const link = links.find((one) => one.includes(`approved=${approved}`));
			assert.ok(link, `no link to ${approved ? 'approve' : 'decline'} in the mail`);
			const page = await fetch(link, {
				headers: { 'User-Agent': 'Mozilla/5.0 (X11; Linux x64) Chrome/140.0 Safari/537.36' },
			});
			assert.equal(page.status, 200);
			await until(
				'the workflow to go on',
				async () => (await server.rest('GET', `/executions/${id}`)).status !== 'waiting',
				{ seconds: 30 },
			);
			return server.execution(id);
		};
		return { simulator, post, plan, answer, leavers: people.slice(0, removed), people };
	}

	await test('approved: exactly the approved plan is applied, above the limits', async (after) => {
		const { simulator, post, plan, answer, leavers } = await asked(after, 8);
		const done = await answer(true);
		assert.equal(done.status, 'success', done.error?.message);
		const [summary] = done.json('Apply', 1);
		assert.equal(summary.planHash, plan.planHash);
		assert.equal(summary.safety.verdict, 'approved');
		assert.deepEqual([summary.counts.created, summary.counts.updated, summary.counts.deleted], [1, 1, 8]);
		assert.equal(simulator.calls({ method: 'DELETE' }).length, 8);
		for (const { uid } of leavers) assert.notEqual(simulator.directory.get(`uid:${uid}`).deleted_at, null);
		const mails = await post.arrived(2);
		assert.equal(mails[1].subject, summary.report.subject);
	});

	await test('declined: nothing is sent', async (after) => {
		const { simulator, answer } = await asked(after, 8);
		const done = await answer(false);
		assert.equal(done.status, 'success', done.error?.message);
		assert.equal(done.runs('Apply').length, 0);
		assert.equal(done.runs('Declined: Nothing Is Sent').length, 1);
		assert.equal(simulator.requests.filter(({ method }) => method !== 'GET').length, 0);
	});

	await test('approved, but the directory has changed since: nothing is sent, and the message says so', async (after) => {
		const { simulator, answer } = await asked(after, 8);
		simulator.directory.add({ uid: 'late-1', first_name: 'Late', last_name: 'Comer', email: 'late@company.tld' });
		const done = await answer(true);
		assert.equal(done.status, 'error');
		assert.match(done.errorOf('Apply').message, /changed since it was approved/);
		assert.equal(simulator.requests.filter(({ method }) => method !== 'GET').length, 0);
	});
}
