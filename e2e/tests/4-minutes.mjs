import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../browser.mjs';
import { cannotRun, patience, test, until } from '../suite.mjs';
import { sheet } from '../template.mjs';
import { root } from '../world.mjs';

export const title = 'The first ten minutes: from an empty canvas to a first dry run, as docs/first-sync.md says';

/** The lists as HR systems export them. */
const LISTS = JSON.parse(readFileSync(join(root, 'test/lists/lists.json'), 'utf8'));
const MOST = { actions: 10, values: 3 };

/** What the page tells people to paste. */
const pasted = () =>
	/```json\n([\s\S]*?)\n```/.exec(readFileSync(join(root, 'docs/first-sync.md'), 'utf8'))?.[1] ??
	assert.fail('docs/first-sync.md has nothing to paste');

const keyOf = ({ columns }) => columns.find(({ meaning }) => meaning === 'key').heading;
const fileOf = (world, list, name) =>
	sheet(
		world,
		name,
		list.columns.map(({ heading }) => heading),
		list.rows,
		list.delimiter,
	);

export default async function minutes(world) {
	await inTheEditor(world);
	await everyList(world);
}

/**
 * The list that asks for most: semicolons, and a key of its own name. An action is a click, a key or a paste; a value
 * that is typed includes the click that puts the cursor into its field.
 */
async function inTheEditor(world) {
	const name = `at most ${MOST.actions} actions and ${MOST.values} typed values, with the list that asks for most`;
	const browser = await openBrowser();
	if (browser === undefined) {
		cannotRun(name, 'no Chromium (run as root on Debian, or install it and set CHROMIUM)');
		return;
	}
	await test(
		name,
		async (after) => {
			const { server } = world;
			const list = LISTS.find(({ delimiter }) => delimiter === ';');
			const file = fileOf(world, list, 'first-minutes');
			const users = list.rows.slice(0, 2).map((row) => ({ uid: row[0], first_name: 'Old', last_name: 'Name' }));
			const simulator = await world.simulate('bridge', { users }, after);
			await server.addCredential('bridgeApi', simulator.credentials, 'Bridge: our company');

			const context = await browser.newContext({ viewport: { width: 1280, height: 760 } });
			after(() => context.close());
			await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.baseUrl });
			await context.addCookies(server.browserCookies());
			await context.addInitScript((id) => localStorage.setItem('n8n-browserId', id), server.browserId);
			const page = await context.newPage();
			page.setDefaultTimeout(20_000 * patience);
			after(() =>
				process.env.E2E_LOGS === undefined
					? undefined
					: page.screenshot({ path: `${process.env.E2E_LOGS}/minutes-last.png` }),
			);
			const pictures =
				process.env.E2E_PICTURES === undefined ? join(world.folder, 'pictures') : join(root, 'docs/images');
			mkdirSync(pictures, { recursive: true });
			const picture = async (of) => {
				await until('the toasts to go', async () => (await page.locator('.el-notification:visible').count()) === 0, {
					seconds: 12,
				}).catch(() => {});
				await page.screenshot({ path: join(pictures, `first-sync-${of}.png`) });
			};
			const part = (id) => page.locator(`[data-test-id="${id}"]`);

			const done = [];
			const typed = [];
			const act = async (what, how) => {
				await how();
				done.push(what);
			};
			const type = async (what, where, text) => {
				await where.locator('input, textarea').first().fill(text);
				typed.push(what);
			};
			const open = async (node) =>
				act(`open ${node}`, () => page.locator(`[data-test-id="canvas-node"][data-node-name="${node}"]`).dblclick());
			const close = () => act('close', () => part('ndv-close-button').first().click());

			await page.goto(`${server.baseUrl}/workflow/new`);
			await page
				.getByText('Add first step')
				.first()
				.waitFor({ timeout: 60_000 * patience });
			await page.evaluate((text) => navigator.clipboard.writeText(text), pasted());
			await act('paste', () => page.keyboard.press('Control+V'));
			await page.locator('[data-test-id="canvas-node"][data-node-name="Sync Users"]').waitFor();
			// For the picture alone, so not counted: all nodes in view, and no list of tips over the field.
			await page.keyboard.press('1');
			await picture('canvas');

			await open('Read People');
			await type('path', part('parameter-input-fileSelector'), file);
			await close();
			await open('Spreadsheet Rows');
			await type('delimiter', part('parameter-input-delimiter'), ';');
			await close();
			await open('Sync Users');
			const chooser = part('node-credentials-select').first();
			await chooser.waitFor();
			const shown = async () =>
				`${await chooser.innerText()} ${await chooser
					.locator('input')
					.first()
					.inputValue()
					.catch(() => '')}`;
			if (!(await shown()).includes('Bridge: our company')) {
				await act('credentials', () => chooser.click());
				await act('choose', () => page.getByText('Bridge: our company').last().click());
			}
			await type('Key Column', part('parameter-input-keyColumn'), keyOf(list));
			await page.keyboard.press('Tab');
			await picture('node');
			await act('execute', () => part('node-execute-button').click());
			const output = part('output-panel');
			await output
				.getByText(/dry run/i)
				.first()
				.waitFor({ timeout: 90_000 * patience });

			const { length: actions } = done;
			const { length: values } = typed;
			console.log(
				`      ${list.name}: ${actions} actions (${done.join(', ')}), ${values} typed values (${typed.join(', ')})`,
			);
			assert.ok(actions <= MOST.actions, `${actions} actions`);
			assert.ok(values <= MOST.values, `${values} typed values`);
			await picture('dry-run');
			await output
				.getByText(/^Summary/)
				.first()
				.click();
			await output.getByText('planned').first().waitFor();
			await picture('summary');
			assert.deepEqual(
				simulator.requests.filter(({ method }) => method !== 'GET'),
				[],
			);
		},
		{ seconds: 180 },
	);
}

/** The same nodes, with the same three values, and every list that there is. */
async function everyList(world) {
	await test(
		`all ${LISTS.length} lists come to a dry run with nothing but the path, the delimiter and the Key Column`,
		async (after) => {
			const { server } = world;
			const { credentials } = await world.connect('bridge', { users: 0 }, after);
			const values = [];
			for (const [at, list] of LISTS.entries()) {
				const workflow = JSON.parse(pasted());
				const [, read, rows, sync] = workflow.nodes;
				read.parameters.fileSelector = fileOf(world, list, `first-list-${at}`);
				rows.parameters.options.delimiter = list.delimiter;
				sync.parameters.keyColumn = keyOf(list);
				sync.credentials = credentials;
				const run = await server.runWorkflow(workflow);
				assert.equal(run.status, 'success', `${list.name}: ${run.error?.message}`);
				const [summary] = run.json('Sync Users', 1);
				assert.equal(summary.status, 'planned', list.name);
				assert.equal(summary.counts.created, list.rows.length - (summary.rows.left ?? 0), list.name);
				values.push(list.delimiter === ',' ? 2 : 3);
			}
			console.log(`      typed values for each list: ${values.join(', ')}`);
			assert.ok(Math.max(...values) <= MOST.values);
		},
		{ seconds: 240 },
	);
}
