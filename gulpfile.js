const { existsSync, readdirSync, rmSync } = require('node:fs');
const { join, relative } = require('node:path');
const { dest, src } = require('gulp');

const ASSETS = ['nodes/**/*.svg', 'nodes/**/*.node.json', 'credentials/**/*.svg'];

/** Copies icons and codex files beside the compiled code. */
function assets() {
	return src(ASSETS, { base: '.', encoding: false, allowEmpty: true }).pipe(dest('dist'));
}

/** Removes compiled files whose source is gone, so that nothing stale is tested or shipped. */
function prune(done) {
	for (const folder of ['dist/nodes', 'dist/credentials']) {
		if (!existsSync(folder)) continue;
		for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
			if (!entry.isFile()) continue;
			const built = join(entry.parentPath ?? entry.path, entry.name);
			const source = relative('dist', built).replace(/\.js$/, '.ts');
			if (!existsSync(source)) rmSync(built);
		}
	}
	done();
}

exports.assets = assets;
exports.prune = prune;
