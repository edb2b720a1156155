import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../test/support/pack';
import { run } from '../test/support/processes';

const folder = path.join(projectFolder, 'screenshots');
const linked = path.join(projectFolder, 'docs', 'images');

/** Takes every picture of the editor anew, and puts those that the documents show in their place. */
async function main(): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const test = ['jest', 'test/n8n/editor.test.ts', '--selectProjects', 'n8n'];
	const { code } = await run('npx', test, {
		cwd: projectFolder,
		env: { ...process.env, SCREENSHOTS: folder },
		show: true,
	});
	if (code !== 0)
		throw new Error(
			'The pictures of the documents stay as they were, because the test did not pass.',
		);
	for (const name of readdirSync(linked))
		copyFileSync(path.join(folder, name), path.join(linked, name));
	process.stdout.write(`All pictures are in ${folder}\n`);
}

void main();
