import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { autoMap, code, flow, fromCsv, manual, node, readFile } from '../flow.mjs';
import { installPackages, nodeOf } from '../install.mjs';
import { PACKAGE, startServer } from '../n8n.mjs';
import { test } from '../suite.mjs';
import { VENDORS } from '../world.mjs';
import { SHEETS } from './2-headless.mjs';

export const title = 'The oldest n8n that is supported: 1.123.0 on Node 20';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../oldest');

export default async function oldest(world) {
	installPackages(folder);
	const server = await startServer({ home: world.newHome('oldest'), modules: folder, node: nodeOf(folder) });

	await test('every node, its tool variant and its credential load, and the log says nothing of the package', async () => {
		const { versionCli } = await server.rest('GET', '/settings');
		assert.equal(versionCli, '1.123.0');
		const names = await (await server.send('GET', '/types/nodes.json')).json();
		const credentials = await (await server.send('GET', '/types/credentials.json')).json();
		for (const [vendor, { credential }] of Object.entries(VENDORS)) {
			for (const name of [`${PACKAGE}.${vendor}`, `${PACKAGE}.${vendor}Tool`])
				assert.ok(
					names.some((one) => one.name === name),
					name,
				);
			assert.ok(
				credentials.some(({ name }) => name === credential),
				credential,
			);
		}
		assert.deepEqual(
			server.program
				.log()
				.split('\n')
				.filter((line) => /lms-users/i.test(line)),
			[],
		);
	});

	for (const vendor of world.vendors) {
		const { label, credential } = VENDORS[vendor];
		await test(`${label}: a spreadsheet is synced, and a second run finds nothing to do`, async (after) => {
			const simulator = await world.simulate(vendor, { users: 20 }, after);
			const credentials = { [credential]: await server.addCredential(credential, simulator.credentials) };
			const [head, lines] = SHEETS[vendor];
			const file = join(world.folder, `oldest/${vendor}.csv`);
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
					code(
						"return $input.all().map(({ json }, at) => ({ json: { key: json.key, note: $('Extract from CSV').itemMatching(at).json.Shoe } }));",
					),
				],
				['Start > Read File', 'Read File > Extract from CSV', 'Extract from CSV > LMS', 'LMS > Code'],
			);
			const first = await server.runWorkflow(workflow);
			assert.equal(first.status, 'success', first.error?.message);
			assert.deepEqual(
				first.json('LMS').map(({ operation }) => operation),
				['created', 'created', 'rejected', 'created'],
				JSON.stringify(first.json('LMS').map(({ message }) => message)),
			);
			assert.deepEqual(
				first.json('LMS', 1).map(({ status, counts }) => ({ status, counts })),
				[{ status: 'partial', counts: { created: 3, rejected: 1 } }],
			);
			assert.deepEqual(
				first.json('Code').map(({ note }) => note),
				['one', 'two', 'three', 'four'],
				'item links',
			);
			const [again] = (await server.runWorkflow(workflow)).json('LMS', 1);
			assert.equal((again.counts.created ?? 0) + (again.counts.failed ?? 0), 0, JSON.stringify(again.counts));
			assert.deepEqual(simulator.failures, []);
		});
	}

	await server.stop();
}
