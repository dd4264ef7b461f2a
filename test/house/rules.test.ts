import { childProcess, fs, load, path, process, root } from '../../engine/platform';

interface Rule {
	readonly name: string;
}

/** A file that breaks each rule, and what it takes: every other file of the fixture is empty. */
const BREACHES: Readonly<Record<string, readonly [file: string, text: string]>> = {
	'no-circle': ['demo/egg.ts', "import { hen } from './hen';\nexport const egg = [hen];"],
	'no-vendor-takes-from-a-vendor': ['nodes/Acme/acme.user.ts', "import '../Other/other.user';"],
	'shared-knows-no-vendor': ['nodes/shared/run.ts', "import '../Other/other.user';"],
	'reading-carrying-telling-editor-takes-from-below': ['nodes/shared/reading/up.ts', "import '../pipeline';"],
	'deciding-takes-from-below': ['nodes/shared/deciding/up.ts', "import '../telling/results';"],
	'transport-takes-from-below': ['nodes/shared/transport/up.ts', "import type { Plan } from '../deciding/plan';"],
	'model-takes-from-below': ['nodes/shared/model/up.ts', "import '../deciding/plan';"],
	'rooms-side-by-side': ['nodes/shared/carrying/aside.ts', "import '../telling/results';"],
	'pure-rooms-know-no-n8n': ['nodes/shared/deciding/asks.ts', "import { sleep } from 'n8n-workflow';\nvoid sleep;"],
	'pure-rooms-know-no-calls': ['nodes/shared/telling/report/calls.ts', "import '../../transport/http';"],
	'zod-in-one-place': ['nodes/Acme/acme.rules.ts', "import { z } from 'zod';\nvoid z;"],
	'simulators-share-nothing-with-the-nodes': ['simulators/acme/wire.ts', "import '../../nodes/Other/other.user';"],
	'no-vendor-simulator-takes-from-another': ['simulators/acme/acme.ts', "import '../other/wire';"],
	'the-package-knows-no-tool': ['credentials/AcmeApi.credentials.ts', "import '../engine/engine';"],
	'bench-and-e2e-one-way': ['bench/cli.ts', "import '../e2e/world.mjs';"],
};

const BYSTANDERS = [
	'nodes/Other/other.user.ts',
	'nodes/shared/pipeline.ts',
	'nodes/shared/telling/results.ts',
	'nodes/shared/transport/http.ts',
	'simulators/other/wire.ts',
	'engine/engine.ts',
	'e2e/world.mjs',
];

const CONFIG = path.join(root, '.dependency-cruiser.cjs');
const { forbidden } = load(CONFIG) as { forbidden: readonly Rule[] };

/** What `npm run house` says of a small house in which every rule is broken once. */
function verdict(): Map<string, string[]> {
	fs.mkdirSync(path.join(root, '.tmp'), { recursive: true });
	const house = fs.mkdtempSync(path.join(root, '.tmp', 'house-'));
	const put = (file: string, text: string): void => {
		fs.mkdirSync(path.dirname(path.join(house, file)), { recursive: true });
		fs.writeFileSync(path.join(house, file), `${text}\n`);
	};
	try {
		put('tsconfig.tools.json', '{ "compilerOptions": { "moduleResolution": "node", "module": "commonjs" } }');
		put('demo/hen.ts', "import { egg } from './egg';\nexport const hen = [egg];");
		put('nodes/shared/deciding/plan.ts', 'export interface Plan { readonly actions: number }');
		for (const file of BYSTANDERS) put(file, 'export const nothing = 0;');
		for (const [file, text] of Object.values(BREACHES)) put(file, text);
		const told = childProcess.spawnSync(
			process.execPath,
			[
				path.join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
				...['--config', CONFIG, '--no-progress', '--output-type', 'json'],
				...['nodes', 'credentials', 'engine', 'simulators', 'demo', 'bench', 'e2e'],
			],
			{ cwd: house, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
		);
		const { summary } = JSON.parse(told.stdout) as {
			summary: { violations: Array<{ from: string; rule: Rule }> };
		};
		const found = new Map<string, string[]>();
		for (const { from, rule } of summary.violations) found.set(rule.name, [...(found.get(rule.name) ?? []), from]);
		return found;
	} finally {
		fs.rmSync(house, { recursive: true, force: true });
	}
}

describe('The rules of the house', () => {
	const found = verdict();

	it('has a breach for every rule', () => {
		expect(Object.keys(BREACHES).sort()).toEqual(forbidden.map(({ name }) => name).sort());
	});

	it.each(Object.entries(BREACHES))('%s fails when it is broken', (name, [file]) => {
		expect(found.get(name)).toContain(file);
	});
});
