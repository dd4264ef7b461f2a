const { createRequire } = require('node:module');
const Runtime = require('jest-runtime').default;

/** A package by its name, but not what Jest gives to tests; and the built nodes. */
const FOREIGN = /^(?![./]|node:|@jest\/|jest)|\/dist\/(?:nodes|credentials)\//;

/** Leaves packages and the built nodes to Node's own loader: nothing of them is transformed, mocked or kept apart. */
module.exports = class NativeRuntime extends Runtime {
	requireModuleOrMock(from, name) {
		return FOREIGN.test(name) ? createRequire(from)(name) : super.requireModuleOrMock(from, name);
	}
};
