import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { importWorkflow } from '../test/support/n8n/commands';
import { openEditor } from '../test/support/n8n/editor';
import { createInstance } from '../test/support/n8n/instance';
import { startServer } from '../test/support/n8n/server';
import { readTemplate } from '../test/support/n8n/workflows';
import { projectFolder } from '../test/support/pack';
import { run } from '../test/support/processes';

/**
 * Takes every picture of the editor again, and puts those that the documents show in their place.
 *
 *     npm run screenshots [-- template]
 *
 * With the name of a template, takes only the picture of its canvas, which its page in n8n's library begins with.
 */
const folder = path.join(projectFolder, 'screenshots');
const linked = path.join(projectFolder, 'docs', 'images');

/** The template whose page begins with a picture. */
const submitted = 'nightly-backup-sftp';

async function pictureOfCanvas(template: string): Promise<void> {
	const n8n = await createInstance();
	try {
		await importWorkflow(n8n, 'canvas0000000000', readTemplate(template));
		const server = await startServer(n8n);
		try {
			const editor = await openEditor(server);
			try {
				await editor.page.setViewportSize({ width: 2400, height: 1300 });
				await editor.open('canvas0000000000');
				await editor.page.keyboard.press('1');
				const canvas = editor.page.locator('.vue-flow').first();
				await editor.node('Settings').waitFor();
				// Nodes and notes only: no buttons, no map.
				await editor.page.addStyleTag({
					content:
						'.vue-flow__panel, [data-test-id="canvas-controls"], [class*="executionButtons"] { display: none !important }',
				});
				await canvas.screenshot({
					path: path.join(folder, `${template}.png`),
					animations: 'disabled',
				});
			} finally {
				await editor.close();
			}
		} finally {
			await server.close();
		}
	} finally {
		await n8n.dispose();
	}
}

async function picturesOfTheEditor(): Promise<void> {
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
}

async function main([template]: string[]): Promise<void> {
	mkdirSync(folder, { recursive: true });
	if (!template) await picturesOfTheEditor();
	await pictureOfCanvas(template ?? submitted);
	const taken = template ? [`${template}.png`] : readdirSync(linked);
	for (const name of taken) copyFileSync(path.join(folder, name), path.join(linked, name));
	process.stdout.write(`All pictures are in ${folder}\n`);
}

void main(process.argv.slice(2));
