// Jest's words under mocha: Stryker's mocha runner keeps one process for thousands of mutants; its Jest runner starts over for each.
const { bind } = require('jest-each');
const { ModuleMocker } = require('jest-mock');
const { expect } = require('expect');

const mocker = new ModuleMocker(globalThis);
globalThis.expect = expect;
globalThis.jest = {
	fn: mocker.fn.bind(mocker),
	spyOn: mocker.spyOn.bind(mocker),
	restoreAllMocks: mocker.restoreAllMocks.bind(mocker),
};
Object.defineProperty(globalThis, 'beforeAll', { get: () => globalThis.before });
Object.defineProperty(globalThis, 'afterAll', { get: () => globalThis.after });

// Mocha sets these anew for each file, without Jest's `each`.
for (const name of ['describe', 'it']) {
	let word;
	Object.defineProperty(globalThis, name, {
		configurable: true,
		get: () => word,
		set(value) {
			word = value;
			if (typeof word === 'function') word.each = bind(word, false);
		},
	});
}

exports.mochaHooks = {};
