/**
 * Imports run downwards only: the layers of `nodes/`, from the top. A layer may import those that come
 * after it; parts of one layer may not import each other.
 */
const layers = require('./scripts/layers.json');

/** What each folder at the top of the repository may import from the others. */
const folders = {
	nodes: ['nodes'],
	credentials: ['credentials', 'nodes/shared'],
	templates: ['templates'],
	'test/support': ['test/support', 'nodes', 'templates', 'credentials'],
	test: [
		'test',
		'nodes',
		'templates',
		'credentials',
		'bench',
		'package.json',
		'scripts/layers.json',
	],
	scripts: ['scripts', 'test/support', 'test/mutation', 'templates', 'nodes'],
	bench: ['bench', 'test/support', 'templates', 'nodes'],
};

const pathOf = (part) =>
	`^nodes/shared/${part.replace('.', '\\.')}${part.endsWith('.ts') ? '$' : '/'}`;

const upwards = layers.flatMap((layer, index) =>
	layer.map((part) => ({
		name: `nothing-above-${part.replace('.ts', '')}`,
		comment: 'nodes/shared: imports run downwards only',
		severity: 'error',
		from: { path: pathOf(part) },
		to: {
			path: [
				'^nodes/Sinao',
				...layers
					.slice(0, index + 1)
					.flat()
					.filter((other) => other !== part)
					.map(pathOf),
			],
		},
	})),
);

const outside = Object.entries(folders).map(([folder, allowed]) => ({
	name: `${folder.replace('/', '-')}-imports`,
	comment: 'A folder imports only what is meant for it',
	severity: 'error',
	from: {
		path: `^${folder}/`,
		...(folder === 'test' ? { pathNot: '^test/support/' } : {}),
	},
	to: {
		path: '^(?!node_modules)',
		pathNot: [...allowed.map((name) => `^${name}`), 'node_modules'],
		dependencyTypesNot: ['core', 'npm', 'npm-dev', 'npm-peer'],
	},
}));

module.exports = {
	forbidden: [
		...upwards,
		...outside,
		{
			name: 'known-layers',
			comment: 'Each file of nodes/shared is in one of the layers of scripts/layers.json',
			severity: 'error',
			from: { path: '^nodes/shared/', pathNot: layers.flat().map(pathOf) },
			to: {},
		},
		{
			name: 'known-layers-only',
			severity: 'error',
			from: {},
			to: { path: '^nodes/shared/', pathNot: layers.flat().map(pathOf) },
		},
		{
			name: 'nodes-on-top',
			comment: 'Nodes share resources; no node uses the code of the backup or of the trigger',
			severity: 'error',
			from: { path: '^(nodes|credentials)/', pathNot: '^nodes/Sinao(Backup|Trigger)/' },
			to: { path: '^nodes/Sinao(Backup|Trigger)/' },
		},
		{
			name: 'no-circle',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'no-orphan',
			comment: 'A file that nothing imports and that imports nothing',
			severity: 'error',
			from: {
				orphan: true,
				pathNot: [
					'\\.test\\.ts$',
					'\\.d\\.ts$',
					'^test/soak/',
					// jest.config.js names it.
					'^test/support/repeatInCi\\.ts$',
					'\\.(mjs|cjs)$',
					'\\.node\\.(ts|js)$',
				],
			},
			to: {},
		},
		{
			name: 'engine-tests-without-n8n',
			comment: 'Tests in the engine need no real n8n',
			severity: 'error',
			from: {
				path: '^test/',
				pathNot: ['^test/n8n/', '^test/large/', '^test/support/n8n/'],
			},
			to: { path: '^test/support/n8n/' },
		},
		{
			name: 'no-test-imports-a-test',
			severity: 'error',
			from: {},
			to: { path: '\\.test\\.ts$' },
		},
	],
	options: {
		tsConfig: { fileName: 'tsconfig.test.json' },
		tsPreCompilationDeps: true,
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^dist/' },
	},
};
