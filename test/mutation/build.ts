import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import path from 'node:path';

/** Builds the package from the sources that Stryker has changed, in the copy of the repository that it made. */
symlinkSync(path.resolve('../../node_modules'), 'node_modules');
execFileSync(process.execPath, [path.join('node_modules', '.bin', 'gulp'), 'build'], {
	stdio: 'inherit',
});
