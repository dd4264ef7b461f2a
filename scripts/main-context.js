const asyncHooks = require('node:async_hooks');
const vm = require('node:vm');
const { ModuleMocker } = require('jest-mock');
const { shorten } = require('./loopback.js');

/** Stands for "no context of its own" where Jest asks for one. */
const MAIN = {};

const compile = vm.compileFunction;
vm.compileFunction = (code, names, { parsingContext, ...options }) =>
	compile(code, names, parsingContext === MAIN ? options : { ...options, parsingContext });

/** What Jest asks of an AsyncLocalStorage, where one test runs at a time. */
class RunningTest {
	getStore() {
		return this.store;
	}

	async run(store, callback) {
		const before = this.store;
		this.store = store;
		try {
			return await callback();
		} finally {
			this.store = before;
		}
	}
}

/**
 * Runs a group of tests in the main context of its process, as n8n runs a node, with a fifth less of processor time. The
 * context that Jest makes for each file asks a proxy for every global; with a process for each group nothing is left
 * for it to keep apart. And Jest keeps the test that runs in an AsyncLocalStorage, for which Node 20 calls hooks at
 * every promise.
 */
module.exports = class MainContext {
	constructor() {
		this.global = globalThis;
		this.moduleMocker = new ModuleMocker(globalThis);
		this.fakeTimers = null;
		this.fakeTimersModern = null;
		this.console = globalThis.console;
		this.exit = process.exit;
		this.env = process.env;
		this.storage = asyncHooks.AsyncLocalStorage;
	}

	setup() {
		// Node's own limit: Jest's 100 is paid at every error that a test provokes.
		Error.stackTraceLimit = 10;
		// A look at the real one asks the operating system.
		process.env = { ...process.env };
		asyncHooks.AsyncLocalStorage = RunningTest;
		// The tarball's tests go by real connections.
		if (process.env.LMS_USERS_PACKAGE_ROOT === undefined) shorten();
	}

	/** Jest has begun, and has what it takes: whatever else asks for a storage gets a real one. */
	handleTestEvent({ name }) {
		if (name === 'setup') asyncHooks.AsyncLocalStorage = this.storage;
	}

	teardown() {
		asyncHooks.AsyncLocalStorage = this.storage;
		process.env = this.env;
		process.exit = this.exit;
		globalThis.console = this.console;
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	getVmContext() {
		return MAIN;
	}
};
