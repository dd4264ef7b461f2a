const ROOTS = ['test', 'engine', 'simulators', 'demo', 'bench'].filter((folder) =>
	require('node:fs').existsSync(`${__dirname}/${folder}`),
);

/**
 * Tests run in a context of their own, where each look at a global is a call into V8's C++. Handed to every module as
 * its own variables, these cost nothing; nobody replaces them, as the virtual clock does Date and setTimeout.
 */
const INTRINSICS = [
	...['Array', 'ArrayBuffer', 'BigInt', 'Boolean', 'Error', 'Function', 'JSON', 'Map', 'Math', 'Number', 'Object'],
	...['Promise', 'Proxy', 'RangeError', 'Reflect', 'RegExp', 'Set', 'String', 'Symbol', 'TypeError', 'Uint8Array'],
	...['WeakMap', 'WeakSet', 'decodeURIComponent', 'encodeURIComponent', 'isNaN', 'parseFloat', 'parseInt'],
];

const shared = {
	rootDir: __dirname,
	roots: ROOTS.map((folder) => `<rootDir>/${folder}`),
	testEnvironment: 'node',
	sandboxInjectedGlobals: INTRINSICS,
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{
				jsc: {
					parser: { syntax: 'typescript', decorators: true },
					target: 'es2022',
				},
				module: { type: 'commonjs' },
				sourceMaps: 'inline',
			},
		],
	},
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/e2e/'],
};

/** @type {import('jest').Config} */
module.exports = {
	testTimeout: 30_000,
	maxWorkers: '100%',
	workerIdleMemoryLimit: '1.5GB',
	projects: [
		{ ...shared, displayName: 'tests', testMatch: ['**/*.test.ts'] },
		{
			...shared,
			// Another community package can put zod 4 in the place of n8n's zod 3: row validation must hold on both.
			displayName: 'zod4',
			testMatch: ['<rootDir>/test/unit/**/*.zod.test.ts'],
			moduleNameMapper: { '^zod$': 'zod4' },
		},
	],
};
