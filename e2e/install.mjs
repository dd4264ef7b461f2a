/** Brings what the end-to-end tests need onto this machine: n8n, its Node, and Debian's Chromium. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const SQLITE = 'node_modules/sqlite3/build/Release/node_sqlite3.node';
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Installs the packages of package-lock.json unless npm's own record of its last install equals it. */
export function installPackages(folder = here) {
	if (isInstalled(folder)) return;
	console.log(`Installing n8n and its Node into ${folder} (2.7 GB, 3 to 6 minutes, once) …`);
	// One Kafka package would build from sources it downloads; of all install scripts only two are needed.
	npm(folder, ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']);
	npm(folder, ['rebuild', 'node', 'sqlite3', '--ignore-scripts=false', '--loglevel=error']);
}

function isInstalled(folder) {
	const wanted = packagesIn(join(folder, 'package-lock.json'));
	const found = packagesIn(join(folder, 'node_modules/.package-lock.json'));
	if (found === undefined || !existsSync(nodeOf(folder)) || !existsSync(join(folder, SQLITE))) return false;
	return Object.entries(wanted ?? {}).every(
		([name, { version, optional }]) =>
			name === '' || (found[name] === undefined ? optional === true : found[name].version === version),
	);
}

function packagesIn(lockfile) {
	try {
		return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
	} catch {
		return undefined;
	}
}

function npm(folder, args) {
	const { status } = spawnSync('npm', args, {
		cwd: folder,
		stdio: ['ignore', 'inherit', 'inherit'],
		env: { ...process.env, NODE_OPTIONS: '', JOBS: '2' },
	});
	if (status !== 0) throw new Error(`npm ${args[0]} failed in ${folder}`);
}

/** The Node that the folder's lockfile brings. */
export function nodeOf(folder = here) {
	return join(folder, 'node_modules/node/bin/node');
}

/** Path of Chromium, installed from Debian when that can be done, or undefined. */
export function chromium() {
	const found = () => [process.env.CHROMIUM, ...CHROMIUM].find((path) => path !== undefined && existsSync(path));
	if (found() === undefined && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		console.log('Installing Chromium …');
		spawnSync('sh', ['-c', 'apt-get update -qq && apt-get install -y -qq chromium'], {
			stdio: ['ignore', 'ignore', 'inherit'],
		});
	}
	return found();
}
