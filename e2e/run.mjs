/** `npm run e2e [part …]`: the packed package in a real n8n. Parts: the names in tests/ without their number. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './install.mjs';

const started = Date.now();
installPackages();

const { section, tally } = await import('./suite.mjs');
const { endChildren } = await import('./n8n.mjs');
const { closeBrowser } = await import('./browser.mjs');
const { World } = await import('./world.mjs');

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const parts = readdirSync(join(here, 'tests'))
	.filter((file) => file.endsWith('.mjs'))
	.sort()
	.filter((file) => wanted.length === 0 || wanted.includes(file.replace(/^\d+-|\.mjs$/g, '')));

const world = new World();
const end = async () => {
	await closeBrowser();
	await endChildren();
	await world.end();
};
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end().finally(() => process.exit(1)));

let passed = false;
try {
	console.log(`Starting n8n with ${world.registered.nodes.join(', ')} from the tarball …`);
	await world.startServer();
	for (const part of parts) {
		const { title, default: tests } = await import(`./tests/${part}`);
		section(title);
		await tests(world);
	}
	passed = tally((Date.now() - started) / 1000);
} catch (error) {
	console.error(error);
} finally {
	await end();
}
process.exit(passed ? 0 : 1);
