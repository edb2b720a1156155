const { execFileSync } = require('node:child_process');
const { readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { build } = require('esbuild');
const { dest, series, src } = require('gulp');

/**
 * Libraries that the nodes import and that ship inside dist/libraries, because n8n forbids verified
 * nodes to have dependencies. Only what the nodes use is kept.
 */
const libraries = [
	'fflate',
	'lossless-json',
	'p-limit',
	'papaparse',
	'sax',
	'write-excel-file/universal',
];

/** The name of a library's package, and of its file. */
const packageOf = (library) => library.split('/')[0];

/**
 * Papaparse and sax read streams too, and papaparse downloads; n8n's scanner refuses what they need for it. write-excel-file
 * compresses in workers and notes the time. Here it uses fflate's synchronous function, and the same cells result in the same bytes.
 */
const withoutRuntimeGlobals = {
	define: { setTimeout: 'undefined', global: 'undefined', globalThis: 'undefined' },
	drop: ['console'],
	plugins: [
		{
			name: 'without-streams',
			setup(bundle) {
				bundle.onResolve({ filter: /^(node:)?(stream|string_decoder)$/ }, () => ({
					path: 'stream',
					namespace: 'absent',
				}));
				bundle.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({
					contents: 'module.exports = {}',
				}));
			},
		},
		{
			name: 'without-workers',
			setup(bundle) {
				bundle.onResolve({ filter: /^fflate$/ }, ({ importer }) =>
					importer.includes('write-excel-file') ? { path: 'zip', namespace: 'sync' } : undefined,
				);
				bundle.onLoad({ filter: /.*/, namespace: 'sync' }, () => ({
					contents: `import { zipSync } from 'fflate';
						export { strToU8, zipSync } from 'fflate';
						export const zip = (files, done) =>
							done(null, zipSync(files, { level: 3, mtime: '1980-01-01T00:00' }));`,
					resolveDir: '.',
				}));
			},
		},
	],
};

function clean(done) {
	rmSync('dist', { recursive: true, force: true });
	done();
}

function compile(done) {
	execFileSync(process.execPath, [require.resolve('typescript/bin/tsc')], { stdio: 'inherit' });
	done();
}

/** The compiled files, without the libraries. */
function compiledFiles() {
	return readdirSync('dist', { recursive: true, withFileTypes: true })
		.map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
		.filter((file) => file.endsWith('.js') && !file.startsWith(path.join('dist', 'libraries')));
}

/** What the compiled files use of a library: `const fflate_1 = require("fflate"); fflate_1.zipSync(…)` */
function usedOf(library) {
	const importing = new RegExp(`const (\\w+) = .*\\brequire\\("${library}"\\)`);
	const names = compiledFiles().flatMap((file) => {
		const code = readFileSync(file, 'utf8');
		const [, variable] = importing.exec(code) ?? [];
		return variable ? [...code.matchAll(new RegExp(`\\b${variable}\\.(\\w+)`, 'g'))] : [];
	});
	return [...new Set(names.map(([, name]) => name))].sort();
}

async function bundleLibraries() {
	for (const name of libraries) {
		const folder = path.join('node_modules', packageOf(name));
		const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
		await build({
			stdin: { contents: `export { ${usedOf(name).join(', ')} } from '${name}';`, resolveDir: '.' },
			outfile: `dist/libraries/${packageOf(name)}.js`,
			bundle: true,
			format: 'cjs',
			platform: 'neutral',
			mainFields: ['module', 'main'],
			target: 'es2022',
			banner: { js: `/*!\n${readFileSync(path.join(folder, licence), 'utf8').trim()}\n*/` },
			...withoutRuntimeGlobals,
		});
	}
}

/** Points the compiled files at the bundled libraries. */
function useBundledLibraries(done) {
	const imports = new RegExp(`require\\("(${libraries.join('|')})"\\)`, 'g');
	for (const file of compiledFiles()) {
		const toLibraries = path
			.relative(path.dirname(file), path.join('dist', 'libraries'))
			.split(path.sep)
			.join('/');
		const text = readFileSync(file, 'utf8');
		writeFileSync(
			file,
			text.replace(imports, (_, name) => `require("${toLibraries}/${packageOf(name)}")`),
		);
	}
	done();
}

/** Bundles what runs in the browser of whoever opens index.html into a string that the nodes write into the page. */
async function bundlePageScript() {
	const folder = 'nodes/SinaoBackup/indexPage';
	const { outputFiles } = await build({
		entryPoints: [`${folder}/browser/main.ts`],
		bundle: true,
		format: 'iife',
		minify: true,
		write: false,
		target: ['chrome90', 'firefox90', 'safari16.4'],
		legalComments: 'inline',
	});
	const script = outputFiles[0].text.trim().replace(/<(?=\/script|!--)/gi, '\\x3c');
	writeFileSync(
		`dist/${folder}/script.js`,
		`"use strict";\nexports.script = ${JSON.stringify(script)};\n`,
	);
}

function copyAssets() {
	return src(['{nodes,credentials}/**/*.{json,svg,png}', 'icons/**/*.svg'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
}

/** What follows the compiler; the mutation run compiles without a check of types. */
exports.assemble = series(bundleLibraries, useBundledLibraries, bundlePageScript, copyAssets);

exports.build = series(clean, compile, exports.assemble);
