import { config } from '@n8n/node-cli/eslint';

/**
 * n8n's linter for the code around the nodes: tests, scripts, benchmarks and templates. Its rules for code that
 * runs inside n8n do not apply there, and the compiler already resolves the imports. Promises are checked
 * instead: a test that does not wait for an assertion cannot fail.
 */
const notForTools = /^(@n8n\/community-nodes|n8n-nodes-base|import-x)\//;

const typescript = config
	.filter(({ files = [] }) => files.includes('**/*.ts'))
	.map(({ rules = {}, ...rest }) => ({
		...rest,
		rules: Object.fromEntries(Object.entries(rules).filter(([rule]) => !notForTools.test(rule))),
	}));

export default [
	...typescript,
	{
		files: ['**/*.ts'],
		languageOptions: { parserOptions: { project: 'tsconfig.test.json' } },
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': [
				'error',
				{ checksVoidReturn: { properties: false } },
			],
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
			],
			// The tests load what `npm run build` wrote, which has no types.
			'@typescript-eslint/no-require-imports': 'off',
		},
	},
];
