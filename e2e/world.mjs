/** What the tests share: the packed package, simulators, and one running n8n. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeHome, registered, startServer } from './n8n.mjs';

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, '..');

const fromRoot = createRequire(join(root, 'package.json'));
/** The simulators are TypeScript of the root checkout. */
const { startSimulator } = fromRoot('tsx/cjs/api').require('./simulators/index.ts', join(root, 'package.json'));

/** Node name → credential name and label. */
export const VENDORS = {
	bridge: { credential: 'bridgeApi', label: 'Bridge', file: 'Bridge' },
	learnifier: { credential: 'learnifierApi', label: 'Learnifier', file: 'Learnifier' },
	lmsCollaborator: { credential: 'lmsCollaboratorApi', label: 'LMS Collaborator', file: 'LmsCollaborator' },
	requestor: { credential: 'requestorApi', label: 'Requestor', file: 'Requestor' },
	scim: { credential: 'scimApi', label: 'SCIM 2.0', file: 'Scim' },
	traliant: { credential: 'traliantApi', label: 'Traliant LMS', file: 'Traliant' },
};

/** Packs the package as npm would publish it, and unpacks that. @returns the unpacked folder */
export function pack(folder) {
	const npm = (args) => {
		const { status, stdout, stderr } = spawnSync('npm', args, { cwd: root, encoding: 'utf8' });
		if (status !== 0) throw new Error(`npm ${args.join(' ')}: ${stderr}`);
		return stdout;
	};
	mkdirSync(folder, { recursive: true });
	npm(['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]);
	const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
	const { status } = spawnSync('tar', ['-xzf', tarball], { cwd: folder });
	if (status !== 0) throw new Error(`tar could not unpack ${tarball}`);
	return join(folder, 'package');
}

/** The shared world of one run of the suite. */
export class World {
	constructor() {
		this.folder = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
		this.unpacked = pack(join(this.folder, 'tarball'));
		this.registered = registered(this.unpacked);
		this.simulators = new Set();
	}

	async startServer() {
		this.home = makeHome(join(this.folder, 'home'), this.unpacked);
		this.server = await startServer({ home: this.home });
		return this.server;
	}

	/** A home of its own for another n8n. */
	newHome(name) {
		return makeHome(join(this.folder, name), this.unpacked);
	}

	/** Whether this vendor's node is in the tarball. */
	has(vendor) {
		return this.registered.nodes.includes(VENDORS[vendor].file);
	}

	get vendors() {
		return Object.keys(VENDORS).filter((vendor) => this.has(vendor));
	}

	/** Starts a simulator, unlimited unless told otherwise; it ends with the test when `after` is given. */
	async simulate(vendor, options = {}, after = undefined) {
		const simulator = await startSimulator(vendor, { rateLimit: false, ...options });
		this.simulators.add(simulator);
		after?.(async () => {
			this.simulators.delete(simulator);
			await simulator.close();
		});
		return simulator;
	}

	/** A simulator with its credential stored in n8n. */
	async connect(vendor, options, after) {
		const simulator = await this.simulate(vendor, options, after);
		const credential = await this.server.addCredential(VENDORS[vendor].credential, simulator.credentials);
		return { simulator, credential, credentials: { [VENDORS[vendor].credential]: credential } };
	}

	async end() {
		await Promise.all([...this.simulators].map((simulator) => simulator.close().catch(() => {})));
		if (process.env.E2E_KEEP === undefined)
			rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	}
}
