/**
 * The rules of the house: which room may take from which. `npm run house` checks them, `npm run house:draw` draws them.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
const shared = '^nodes/shared';
const room = (name) => `${shared}/${name}/`;
const floor = `${shared}/[^/]+\\.ts$`;
const rooms = (...names) => `${shared}/(${names.join('|')})/`;

/** From the top floor down: a room takes from those below it only, types included. */
const FLOORS = [['reading', 'carrying', 'telling', 'editor'], ['deciding'], ['transport'], ['model']];

const downOnly = FLOORS.map((names, at) => {
	const above = FLOORS.slice(0, at).flat();
	return {
		name: `${names.join('-')}-takes-from-below`,
		comment: 'Arrows run down: a room knows nothing of those above it, nor of the floor where a run is put together.',
		severity: 'error',
		from: { path: rooms(...names) },
		to: { path: above.length === 0 ? floor : `${floor}|${rooms(...above)}` },
	};
});

module.exports = {
	forbidden: [
		{
			name: 'no-circle',
			comment: 'Two files that need each other are one file, or a third one that both take from.',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'no-vendor-takes-from-a-vendor',
			comment: 'What two vendors have in common belongs into nodes/shared.',
			severity: 'error',
			from: { path: '^nodes/([^/]+)/', pathNot: shared },
			to: { path: '^nodes/', pathNot: [shared, '^nodes/$1/'] },
		},
		{
			name: 'shared-knows-no-vendor',
			comment: 'The pipeline never asks which vendor it is.',
			severity: 'error',
			from: { path: shared },
			to: { path: '^nodes/', pathNot: shared },
		},
		...downOnly,
		{
			name: 'rooms-side-by-side',
			comment: 'Reading, carrying, telling and the editor do not know each other.',
			severity: 'error',
			from: { path: rooms('(reading|carrying|telling|editor)').replace('((', '(').replace('))', ')') },
			to: { path: rooms('reading', 'carrying', 'telling', 'editor'), pathNot: `${shared}/$1/` },
		},
		{
			name: 'pure-rooms-know-no-n8n',
			comment: 'A plan, a fingerprint, a verdict and a report come from their input alone. Types are gone at run time.',
			severity: 'error',
			from: { path: `${rooms('model', 'deciding')}|${room('telling/report')}` },
			to: { path: 'n8n-workflow|n8n-core', dependencyTypesNot: ['type-only'] },
		},
		{
			name: 'pure-rooms-know-no-calls',
			comment: 'Nothing here may send or read anything.',
			severity: 'error',
			from: { path: `${rooms('model', 'deciding')}|${room('telling/report')}` },
			to: { path: room('transport') },
		},
		{
			name: 'zod-in-one-place',
			comment:
				'Another community package can put zod 4 in the place of n8n’s zod 3: what both share is used in one file.',
			severity: 'error',
			from: { path: '^(nodes|credentials)/', pathNot: `${shared}/reading/rowSchema\\.ts$` },
			to: { path: '(^|/)zod/' },
		},
		{
			name: 'simulators-share-nothing-with-the-nodes',
			comment: 'Two readings of the same page: a mistake in one must not hide in the other.',
			severity: 'error',
			from: { path: '^simulators/' },
			to: { path: '^(nodes|credentials)/' },
		},
		{
			name: 'no-vendor-simulator-takes-from-another',
			severity: 'error',
			from: { path: '^simulators/([^/]+)/', pathNot: '^simulators/shared/' },
			to: { path: '^simulators/[^/]+/', pathNot: ['^simulators/shared/', '^simulators/$1/'] },
		},
		{
			name: 'the-package-knows-no-tool',
			comment: 'What is shipped takes nothing from what it is tested with.',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { path: '^(engine|simulators|demo|bench|test|e2e|scripts)/' },
		},
		{
			name: 'bench-and-e2e-one-way',
			comment: 'The bench times what stands; the end-to-end suite may borrow its people, not the other way round.',
			severity: 'error',
			from: { path: '^bench/' },
			to: { path: '^e2e/' },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^(dist|\\.tmp|\\.cache|e2e/node_modules)' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.tools.json' },
		enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'] },
	},
};
