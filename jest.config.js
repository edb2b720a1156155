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
};

/** The bundled form of a library that jest cannot load as an ES module, or that gulpfile.js changes. */
const libraries = {
	'^p-limit$': '<rootDir>/dist/libraries/p-limit.js',
	'^write-excel-file/universal$': '<rootDir>/dist/libraries/write-excel-file.js',
};

/** `engine`: the built nodes in n8n-core, on any Node. `n8n`: a real n8n with real servers. `soak`: many documents, many faults. `large`: an account of 5,000 documents in a real n8n. `browser`: index.html in Debian's Chromium and Firefox. */
module.exports = {
	testTimeout: 120_000,
	projects: [
		{
			...shared,
			displayName: 'engine',
			testMatch: ['<rootDir>/test/**/*.test.ts'],
			testPathIgnorePatterns: [
				'/node_modules/',
				'<rootDir>/test/n8n/',
				'<rootDir>/test/soak/',
				'<rootDir>/test/large/',
				'<rootDir>/test/browser/',
			],
			moduleNameMapper: {
				...libraries,
				...(process.env.N8N_VERSION ? engineOf(process.env.N8N_VERSION) : {}),
			},
		},
		{ ...shared, displayName: 'soak', testMatch: ['<rootDir>/test/soak/**/*.test.ts'] },
		{ ...shared, displayName: 'large', testMatch: ['<rootDir>/test/large/**/*.test.ts'] },
		{ ...shared, displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.test.ts'] },
		{ ...shared, displayName: 'n8n', testMatch: ['<rootDir>/test/n8n/**/*.test.ts'] },
	],
};
