import assert from 'node:assert/strict';
import { PACKAGE } from '../n8n.mjs';
import { test } from '../suite.mjs';
import { VENDORS } from '../world.mjs';

export const title = 'Registration';

export default async function registration(world) {
	const { server } = world;
	const load = async (path) => (await server.send('GET', path)).json();
	const types = (await load('/types/nodes.json')).filter(({ name }) => name.startsWith(`${PACKAGE}.`));
	const credentials = await load('/types/credentials.json');

	await test('all six nodes are in the tarball', async () => {
		assert.deepEqual(
			[...world.registered.nodes].sort(),
			Object.values(VENDORS)
				.map(({ file }) => file)
				.sort(),
		);
	});

	for (const [vendor, { label, credential }] of Object.entries(VENDORS)) {
		await test(`${label}: the node, its tool variant and its credential load`, async () => {
			const found = types.find(({ name }) => name === `${PACKAGE}.${vendor}`);
			assert.ok(found, `n8n does not know ${PACKAGE}.${vendor}; it knows ${types.map(({ name }) => name).join(', ')}`);
			assert.equal(found.displayName, label);
			assert.deepEqual(found.outputNames, ['Results', 'Summary']);
			assert.deepEqual(found.credentials, [{ name: credential, required: true }]);
			const tool = types.find(({ name }) => name === `${PACKAGE}.${vendor}Tool`);
			assert.ok(tool, 'no tool variant');
			assert.deepEqual(tool.outputs, ['ai_tool']);
			const known = credentials.find(({ name }) => name === credential);
			assert.ok(known, `no credential ${credential}`);
			for (const icon of [found.iconUrl.light, found.iconUrl.dark]) {
				const answer = await server.send('GET', `/${icon}`);
				assert.equal(answer.status, 200, icon);
				assert.match(await answer.text(), /<svg/, icon);
			}
			assert.deepEqual(
				known.supportedNodes?.map((name) => name.replace(`${PACKAGE}.`, '')).filter((name) => !name.endsWith('Tool')),
				[vendor],
			);
		});
	}

	await test('no warning in the log names the package', async () => {
		const lines = server.program
			.log()
			.split('\n')
			.filter((line) => line.includes(PACKAGE) || /lms-users/i.test(line));
		assert.deepEqual(lines, []);
	});
}
