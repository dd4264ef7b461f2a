/**
 * The Node built-ins that the tools around the package need (engine, simulators, demo, bench, tests).
 *
 * n8n's lint forbids them in every .ts file of the repository, because nodes must not touch them.
 * The tools are never shipped; they take them from this one place, so that a glance shows who does.
 */

/** Timers as they are at the moment of the call: a virtual clock may have replaced them. */
const timers = {
	setTimeout: (run, milliseconds) => globalThis.setTimeout(run, milliseconds),
	clearTimeout: (timer) => globalThis.clearTimeout(timer),
	setImmediate: (run) => globalThis.setImmediate(run),
};

/** Real time, taken before anybody can replace it. */
const realTimers = {
	setTimeout: globalThis.setTimeout,
	clearTimeout: globalThis.clearTimeout,
	setImmediate: globalThis.setImmediate,
	now: Date.now.bind(Date),
};

/** Loads a file by its path: built nodes, or those of an unpacked tarball. */
const load = (file) => require(file);

const root = require('node:path').join(__dirname, '..');

module.exports = {
	childProcess: require('node:child_process'),
	console,
	diagnostics: require('node:diagnostics_channel'),
	events: require('node:events'),
	fs: require('node:fs'),
	globals: globalThis,
	http: require('node:http'),
	https: require('node:https'),
	load,
	net: require('node:net'),
	os: require('node:os'),
	/** The package whose nodes run: this checkout, or an unpacked tarball that the variable names. */
	packageRoot: process.env.LMS_USERS_PACKAGE_ROOT ?? root,
	path: require('node:path'),
	process,
	realTimers,
	root,
	timers,
	url: require('node:url'),
	zlib: require('node:zlib'),
};
