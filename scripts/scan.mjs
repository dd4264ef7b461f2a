/**
 * Runs n8n's community package scanner on the source and on the packed tarball, offline:
 * what n8n does with a published version, before it is published.
 *
 * Usage: node scripts/scan.mjs [tarball.tgz]   (without a tarball it packs one; run "npm run build" first)
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { analyzePackage, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

function run(command, args, cwd) {
	const { status, stderr, error } = spawnSync(command, args, {
		cwd,
		encoding: 'utf8',
		shell: process.platform === 'win32',
	});
	if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${error ?? stderr}`);
}

function report(what, { passed, message, details }) {
	console.log(`${passed ? 'passed' : 'FAILED'}: scan of ${what}${message ? ` (${message})` : ''}`);
	if (details) console.log(details);
	return passed;
}

const folder = mkdtempSync(join(tmpdir(), 'lms-users-scan-'));
try {
	let tarball = process.argv[2] && resolve(process.argv[2]);
	if (!tarball) {
		run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], root);
		tarball = join(
			folder,
			readdirSync(folder).find((name) => name.endsWith('.tgz')),
		);
	}
	run('tar', ['-xzf', tarball, '-C', folder], root);

	const source = report('the source', await analyzePackage(root, SOURCE_FILE_PATTERNS));
	const packed = report('the tarball', await analyzePackage(join(folder, 'package'), ['**/*.js', 'package.json']));
	process.exitCode = source && packed ? 0 : 1;
} finally {
	rmSync(folder, { recursive: true, force: true });
}
