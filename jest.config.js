const { homedir } = require('node:os');
const path = require('node:path');

const cache = path.join(
	process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'),
	'n8n-nodes-sinao',
);

/** The engine of the n8n that N8N_VERSION names, which `npm run test:n8n` has put into its cache folder, in place of the one in node_modules. */
const engineOf = (version) => ({
	'^(n8n-core|n8n-workflow)$': path.join(cache, `n8n-${version}`, 'node_modules', '$1'),
});

const shared = {
	testEnvironment: 'node',
	transform: {
		'^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
	},
	modulePathIgnorePatterns: ['<rootDir>/demo-output'],
	setupFilesAfterEnv: ['<rootDir>/test/support/repeatInCi.ts'],
};

/** The bundled form of a library that jest cannot load as an ES module, or that gulpfile.js changes. */
const libraries = {
	'^p-limit$': '<rootDir>/dist/libraries/p-limit.js',
	'^write-excel-file/universal$': '<rootDir>/dist/libraries/write-excel-file.js',
};

/**
 * The test files that `npm test` runs, in less than two minutes with the build: what users would lose first. All others that need no real n8n, new ones
 * too, belong to the project `thorough`.
 */
const mainTests = [
	'credentials/credentials',
	'faults/contents',
	'faults/credentials',
	'faults/documents',
	'faults/serverFaults',
	'faults/silentLoss',
	'nodes/SinaoAccounting/fec',
	'nodes/SinaoAccounting/periods',
	'nodes/SinaoBackup/firstBackup',
	'nodes/SinaoBackup/incremental',
	'nodes/SinaoBackup/indexPage',
	'nodes/SinaoRecords/lists',
	'nodes/SinaoTrigger/trigger',
	'nodes/descriptions',
	'nodes/search',
	'nodes/shared/csv/formats',
	'nodes/shared/csv/table',
	'nodes/shared/documents/eInvoice',
	'nodes/shared/files/path',
	'nodes/shared/files/type',
	'nodes/shared/operations/csvFiles',
	'nodes/shared/operations/download',
	'nodes/shared/operations/exportCsv',
	'nodes/shared/operations/getMany',
	'nodes/shared/parameters/filters',
	'nodes/shared/sinao/stop',
	'project/compose',
	'project/layers',
	'project/pages',
	'project/templateCanvas',
	'project/templateTexts',
	'simulation/assumptions',
	'simulation/behaviours',
].map((name) => `/test/${name}.test.ts`);

/** Projects of the same tests: what they load, from the package or from the n8n of `N8N_VERSION`. */
const nodesInEngine = {
	...shared,
	moduleNameMapper: {
		...libraries,
		...(process.env.N8N_VERSION ? engineOf(process.env.N8N_VERSION) : {}),
	},
};

/** `engine` and `thorough`: the built nodes in n8n-core, on any Node. `n8n`: a real n8n with real servers. `soak`: many documents, many faults. `large`: an account of 5,000 documents in a real n8n. `browser`: index.html in Debian's Chromium and Firefox. */
module.exports = {
	testTimeout: 120_000,
	projects: [
		{
			...nodesInEngine,
			displayName: 'engine',
			testMatch: mainTests.map((file) => `<rootDir>${file}`),
		},
		{
			...nodesInEngine,
			displayName: 'thorough',
			testMatch: ['<rootDir>/test/**/*.test.ts'],
			testPathIgnorePatterns: [
				'/node_modules/',
				'<rootDir>/test/n8n/',
				'<rootDir>/test/soak/',
				'<rootDir>/test/large/',
				'<rootDir>/test/browser/',
				...mainTests.map((file) => `<rootDir>${file}$`),
			],
		},
		{ ...shared, displayName: 'soak', testMatch: ['<rootDir>/test/soak/**/*.test.ts'] },
		{ ...shared, displayName: 'large', testMatch: ['<rootDir>/test/large/**/*.test.ts'] },
		{ ...shared, displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.test.ts'] },
		{ ...shared, displayName: 'n8n', testMatch: ['<rootDir>/test/n8n/**/*.test.ts'] },
	],
};
