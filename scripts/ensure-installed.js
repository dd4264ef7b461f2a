/**
 * Installs the development packages when they are missing or differ from package-lock.json,
 * so that `npm test` and `npm run demo` work on a fresh clone. Needs nothing but Node and npm.
 */
const { spawnSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');

function packagesIn(lockfile) {
	try {
		return JSON.parse(readFileSync(join(root, lockfile), 'utf8')).packages ?? {};
	} catch {
		return undefined;
	}
}

/** What npm wrote down after its last install must hold every package of the lockfile, in that version. */
function isInstalled() {
	const installed = packagesIn('node_modules/.package-lock.json');
	if (!installed) return false;
	return Object.entries(packagesIn('package-lock.json') ?? {}).every(([folder, wanted]) => {
		const found = installed[folder];
		if (folder === '') return true;
		if (!found) return wanted.optional === true;
		return found.version === wanted.version;
	});
}

if (!isInstalled()) {
	console.log('Installing the development packages (about 2 minutes, once) …');
	// No package needs its install script here, and some would compile for minutes.
	const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'], {
		cwd: root,
		stdio: 'inherit',
		shell: process.platform === 'win32',
	});
	process.exit(status ?? 1);
}
