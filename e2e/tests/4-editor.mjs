import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../browser.mjs';
import { flow, manual, source } from '../flow.mjs';
import { cannotRun, patience, test, until } from '../suite.mjs';
import { template, templates } from '../template.mjs';
import { root, VENDORS } from '../world.mjs';

export const title = 'Editor: Chromium, driven as a person would';

const PEOPLE = [
	{ uid: '2-105', 'First Name': 'Sally', Surname: 'Student', Mail: 'sally@company.tld', Shoe: 39 },
	{ uid: '2-106', 'First Name': 'Zoë', Surname: 'Kim', Mail: 'zoe@company.tld', Shoe: 40 },
	{ uid: '', 'First Name': 'Nobody', Surname: 'Nowhere', Mail: 'nobody@company.tld', Shoe: 41 },
];

export default async function editor(world) {
	const name = 'find by "LMS", add, see what is required, map columns, execute, read both outputs, pick a user';
	const browser = await openBrowser();
	if (browser === undefined) {
		cannotRun(name, 'no Chromium (run as root on Debian, or install it and set CHROMIUM)');
		return;
	}
	await test(
		name,
		async (after) => {
			const { server } = world;
			const simulator = await world.simulate('bridge', { users: 60 }, after);
			await server.addCredential('bridgeApi', simulator.credentials, 'Bridge account');
			const saved = await server.addWorkflow({
				...flow([manual(), source(PEOPLE, 'Spreadsheet')], ['Start > Spreadsheet']),
				name: 'Master list to Bridge',
			});

			const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
			after(() => context.close());
			await context.addCookies(server.browserCookies());
			await context.addInitScript((id) => localStorage.setItem('n8n-browserId', id), server.browserId);
			const page = await context.newPage();
			page.setDefaultTimeout(20_000 * patience);
			after(() =>
				process.env.E2E_LOGS === undefined
					? undefined
					: page.screenshot({ path: `${process.env.E2E_LOGS}/editor-last.png` }),
			);
			const problems = [];
			page.on('pageerror', ({ message }) => problems.push(message));
			const pictures =
				process.env.E2E_PICTURES === undefined ? join(world.folder, 'pictures') : join(root, 'docs/images');
			mkdirSync(pictures, { recursive: true });
			const picture = (file) => page.screenshot({ path: join(pictures, file) });
			const toastsGone = () =>
				until('the toasts to go', async () => (await page.locator('.el-notification:visible').count()) === 0, {
					seconds: 15,
				}).catch(() => {});
			const part = (id) => page.locator(`[data-test-id="${id}"]`);

			await page.goto(`${server.baseUrl}/workflow/${saved.id}`);
			await page
				.locator('[data-test-id="canvas-node"][data-node-name="Spreadsheet"]')
				.click({ timeout: 60_000 * patience });
			await page.keyboard.press('n');

			// The panel: all of them, and first.
			await part('node-creator-search-bar').fill('LMS');
			const items = part('item-iterator-item');
			const bridge = items.filter({ hasText: 'Bridge learning system' });
			await bridge.waitFor();
			const first = (await items.allInnerTexts())
				.slice(0, Object.keys(VENDORS).length)
				.map((text) => text.split('\n')[0]);
			assert.deepEqual(
				first.sort(),
				Object.values(VENDORS)
					.map(({ label }) => label)
					.sort(),
			);
			await picture('editor-panel.png');
			for (const words of ['provision', 'onboarding', 'user sync']) {
				await part('node-creator-search-bar').fill(words);
				await bridge.waitFor();
			}
			await part('node-creator-search-bar').fill('LMS');
			await bridge.click();
			await items.filter({ hasText: 'Sync users with Bridge' }).click();

			// The parameters: a required field is missing, columns are dragged to fields.
			await page.getByRole('button', { name: 'Execute previous nodes' }).click();
			const input = part('ndv-input-panel');
			await input.getByText('Surname').waitFor();
			await part('mapping-mode-select').click();
			await page.getByRole('option', { name: /Map Each Column/ }).click();
			await part('parameter-input-uid').waitFor();
			await part('resource-mapper-container').locator('[data-test-id="parameter-issues"]').waitFor();
			const drag = async (column, field) => {
				const target = part(`parameter-input-${field}`);
				await target.scrollIntoViewIfNeeded();
				const from = await input.locator(`[data-name="${column}"]`).boundingBox();
				const to = await target.boundingBox();
				await page.mouse.move(from.x + 10, from.y + 8);
				await page.mouse.down();
				await page.mouse.move(from.x + 40, from.y + 20, { steps: 4 });
				await page.mouse.move(to.x + 40, to.y + 15, { steps: 12 });
				await page.mouse.up();
				await until(`${column} in ${field}`, async () => (await target.innerText()).includes('$json'), { seconds: 10 });
			};
			const add = async (label) => {
				// What the mouse still rests on after a drag may show a tooltip over the button.
				await page.mouse.move(2, 2);
				await page.getByRole('button', { name: 'Add field to send' }).click();
				await page.getByRole('menuitem', { name: label, exact: true }).click();
			};
			await drag('uid', 'uid');
			await add('First Name');
			await drag('First Name', 'first_name');
			await add('Last Name');
			await drag('Surname', 'last_name');
			await add('Email');
			await drag('Mail', 'email');
			assert.equal(await part('resource-mapper-container').locator('[data-test-id="parameter-issues"]').count(), 0);
			await input.locator('[data-test-id="run-data-pane-header"]').click({ position: { x: 5, y: 5 } });
			await toastsGone();
			await picture('editor-parameters.png');

			// The outputs. A sync is a dry run until somebody switches that off.
			await part('parameter-input-dryRun').locator('.el-switch').click();
			await part('node-execute-button').click();
			const output = part('output-panel');
			await output
				.getByText('created')
				.first()
				.waitFor({ timeout: 60_000 * patience });
			await until(
				'the tabs',
				async () =>
					/Results.*3 items/s.test(await output.innerText()) && /Summary.*1 item/s.test(await output.innerText()),
				{ seconds: 10 },
			);
			assert.match(await output.innerText(), /rejected/);
			await toastsGone();
			await picture('editor-output.png');
			await output
				.getByText(/^Summary/)
				.first()
				.click();
			await output.getByText('partial').first().waitFor();
			assert.equal(simulator.directory.active.length, 62);
			assert.equal(simulator.directory.get('uid:2-105').first_name, 'Sally');

			// A user from a list, for Delete.
			await part('parameter-input-operation').click();
			await page.getByRole('option', { name: /^Delete/ }).click();
			await part('parameter-input-userId').locator('input').last().click();
			await part('rlc-item').first().waitFor();
			await part('rlc-search').fill('Zoë Kim');
			const zoe = part('rlc-item').filter({ hasText: 'zoe@company.tld' });
			await zoe.first().click();
			await part('node-execute-button').click();
			await output
				.getByText('deleted')
				.first()
				.waitFor({ timeout: 60_000 * patience });
			assert.equal(simulator.directory.get('uid:2-106').deleted_at === null, false);
			assert.deepEqual(problems, []);
		},
		{ seconds: 240 },
	);

	await test(
		'each template at 1440 × 900: its note shows all that it says, and covers no node',
		async (after) => {
			const { server } = world;
			const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
			after(() => context.close());
			await context.addCookies(server.browserCookies());
			await context.addInitScript((id) => localStorage.setItem('n8n-browserId', id), server.browserId);
			for (const name of templates()) {
				const page = await context.newPage();
				page.setDefaultTimeout(30_000 * patience);
				const saved = await server.addWorkflow(template(name));
				await page.goto(`${server.baseUrl}/workflow/${saved.id}`);
				const note = page.locator('.n8n-sticky').first();
				await note.waitFor({ timeout: 60_000 * patience }).catch(async (error) => {
					throw new Error(`${name} shows no note, but: ${await page.innerText('body')}`, { cause: error });
				});
				await page.locator('[data-test-id="canvas-node"]').last().waitFor();
				if (process.env.E2E_LOGS !== undefined)
					await page.screenshot({ path: `${process.env.E2E_LOGS}/template-${name}.png` });
				const wrong = await page.evaluate(() => {
					const box = (element) => element.getBoundingClientRect();
					const sticky = document.querySelector('.n8n-sticky');
					const { left, right, bottom } = box(sticky);
					const words = [...sticky.querySelectorAll('h2, p, li')];
					const nodes = [...document.querySelectorAll('[data-test-id="canvas-node"]')].filter(
						(node) => node.querySelector('.n8n-sticky') === null,
					);
					const covered = nodes.filter((node) => {
						const it = box(node);
						return it.top < bottom && it.bottom > box(sticky).top && it.left < right && it.right > left;
					});
					return {
						words: words.length,
						cut: words.filter((word) => box(word).bottom > bottom).map(({ innerText }) => innerText),
						nodes: nodes.length,
						covered: covered.map((node) => node.getAttribute('data-node-name')),
						// Room below the last word, as a share of the note.
						empty: (bottom - Math.max(...words.map((word) => box(word).bottom))) / box(sticky).height,
						hidden: nodes
							.filter((node) => box(node).bottom > innerHeight - 60)
							.map((node) => node.getAttribute('data-node-name')),
					};
				});
				assert.deepEqual([wrong.cut, wrong.covered], [[], []], name);
				assert.ok(wrong.empty < 0.25, `${name}: ${Math.round(wrong.empty * 100)} % of the note are empty`);
				assert.deepEqual(wrong.hidden, [], `${name}: nodes below the edge`);
				assert.ok(wrong.words > 3, `${name}: no note to read`);
				assert.equal(wrong.nodes, saved.nodes.length - 1, `${name}: the nodes that are shown`);
				await page.close();
			}
		},
		{ seconds: 240 },
	);
}
