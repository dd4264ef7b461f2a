import assert from 'node:assert/strict';
import { openBrowser } from '../browser.mjs';
import { autoMap, flow, manual, node, source } from '../flow.mjs';
import { startPost } from '../post.mjs';
import { cannotRun, test } from '../suite.mjs';
import { VENDORS } from '../world.mjs';

export const title = 'Mail: the summary through Send Email into an SMTP server';

const PEOPLE = {
	bridge: (at, name) => ({ uid: `u${at}`, first_name: name, last_name: 'Student', email: `u${at}@company.tld` }),
	learnifier: (at, name) => ({
		externalId: `u${at}`,
		firstName: name,
		lastName: 'Student',
		primaryEmail: `u${at}@company.tld`,
	}),
	lmsCollaborator: (at, name) => ({
		uid: `u${at}`,
		firstname: name,
		secondname: 'Student',
		login: `u${at}`,
		email: `u${at}@company.tld`,
		position: 'Clerk',
	}),
	requestor: (at, name) => ({
		ExternalId: `u${at}`,
		FirstName: name,
		LastName: 'Student',
		Email: `u${at}@company.tld`,
	}),
	scim: (at, name) => ({ userName: `u${at}`, givenName: name, familyName: 'Student', email: `u${at}@company.tld` }),
	traliant: (at, name) => ({ username: `u${at}`, first_name: name, last_name: 'Student', email: `u${at}@company.tld` }),
};

const NASTY = '<img src=x onerror=document.title="hacked">&amp; "Žofie"';

export default async function mail(world) {
	const { server } = world;
	const browser = await openBrowser();
	for (const vendor of world.vendors) {
		const name = `${VENDORS[vendor].label}: sent, parsed back, rendered and equal to the run`;
		if (browser === undefined) {
			cannotRun(name, 'no Chromium');
			continue;
		}
		await test(name, async (after) => {
			const post = await startPost(after);
			const { simulator, credentials } = await world.connect(vendor, { users: 10 }, after);
			const smtp = await server.addCredential('smtp', post.credential);
			const rows = Array.from({ length: 12 }, (_, at) => PEOPLE[vendor](at, at === 3 ? NASTY : 'Sally'));
			for (const row of rows.slice(10))
				for (const field of Object.keys(row)) if (/mail/i.test(field)) row[field] = `${NASTY} no address`;
			const execution = await server.runWorkflow(
				flow(
					[
						manual(),
						source(rows),
						node(
							'LMS',
							vendor,
							{ operation: 'sync', dryRun: false, fields: autoMap, options: { badValues: 'reject' } },
							{ credentials },
						),
						node(
							'Send Email',
							'base.emailSend',
							{
								fromEmail: 'n8n@example.com',
								toEmail: 'hr@example.com',
								subject: '={{ $json.report.subject }}',
								emailFormat: 'both',
								text: '={{ $json.report.text }}',
								html: '={{ $json.report.html }}',
								options: { appendAttribution: false },
							},
							{ typeVersion: 2.1, credentials: { smtp } },
						),
					],
					['Start > Source', 'Source > LMS', 'LMS.1 > Send Email'],
				),
			);
			assert.equal(execution.status, 'success', execution.error?.message);
			const [summary] = execution.json('LMS', 1);
			const [message] = await post.arrived(1);
			assert.equal(message.subject, summary.report.subject);
			assert.deepEqual(message.to, ['hr@example.com']);
			const plain = (text) => text.replace(/\r\n/g, '\n').trim();
			assert.equal(plain(message.text), plain(summary.report.text));
			assert.equal(plain(message.html), plain(summary.report.html));
			for (const secret of simulator.secrets) assert.ok(!message.raw.includes(secret), 'a secret in the mail');

			const page = await browser.newPage({ viewport: { width: 700, height: 900 } });
			after(() => page.close());
			const wanted = [];
			await page.route('**/*', (route) => {
				wanted.push(route.request().url());
				return route.abort();
			});
			await page.setContent(message.html);
			const shown = (await page.locator('body').innerText()).replace(/\s+/g, ' ');
			assert.equal((await page.title()) === 'hacked', false);
			assert.deepEqual(wanted, [], 'the mail loads something');
			assert.equal(await page.locator('script, iframe, form, link').count(), 0);
			assert.ok(shown.includes('<img src=x'), 'the name is shown as it is');
			for (const count of Object.values(summary.counts))
				assert.ok(new RegExp(`\\b${count}\\b`).test(shown), `${count} is not in the mail: ${shown.slice(0, 500)}`);
			for (const { keys } of summary.failures)
				for (const key of keys) assert.ok(shown.includes(key), `${key} failed, but the mail does not say so`);
			for (const width of [700, 375]) {
				await page.setViewportSize({ width, height: 900 });
				assert.ok(
					await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth + 1),
					`the mail is wider than a window of ${width} pixels`,
				);
			}
			if (process.env.E2E_LOGS !== undefined)
				await page.screenshot({ path: `${process.env.E2E_LOGS}/mail-${vendor}.png`, fullPage: true });
		});
	}
}
