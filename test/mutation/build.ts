import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/**
 * Builds the package from the sources that Stryker has changed, in the copy of the repository that it made. The files
 * are those of `npm run build`; types are not checked, because a mutant may break them.
 */
const { config } = ts.parseConfigFileTextToJson(
	'tsconfig.json',
	readFileSync('tsconfig.json', 'utf8'),
) as {
	config: { compilerOptions: object };
};
const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, '.') as {
	options: ts.CompilerOptions;
};
for (const folder of ['nodes', 'credentials'])
	for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
		if (!/(?<!\.d)\.ts$/.test(name) || name.includes('indexPage/browser')) continue;
		const file = path.join(folder, name);
		const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
			compilerOptions: options,
			fileName: file,
		});
		const target = path.join('dist', file.replace(/\.ts$/, '.js'));
		mkdirSync(path.dirname(target), { recursive: true });
		writeFileSync(target, outputText);
	}
symlinkSync(path.resolve('../../node_modules'), 'node_modules');
execFileSync(process.execPath, [path.join('node_modules', '.bin', 'gulp'), 'assemble'], {
	stdio: 'inherit',
});
