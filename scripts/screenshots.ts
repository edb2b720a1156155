import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { importCredentials, importWorkflow } from '../test/support/n8n/commands';
import { openEditor, takePictures } from '../test/support/n8n/editor';
import { createInstance } from '../test/support/n8n/instance';
import { startServer } from '../test/support/n8n/server';
import {
	type Credential,
	fillIn,
	readTemplate,
	sinaoCredential,
} from '../test/support/n8n/workflows';
import { projectFolder } from '../test/support/pack';
import { run } from '../test/support/processes';

/**
 * Takes every picture of the editor again, in both themes, and puts those that the documents show in their place.
 *
 *     npm run screenshots [-- template]
 *
 * With the name of a template, takes only the picture of its canvas, which its page in n8n's library begins with.
 */
const folder = path.join(projectFolder, 'screenshots');
const linked = path.join(projectFolder, 'docs', 'images');

/** The template whose page begins with a picture. */
const submitted = 'nightly-backup-sftp';

/** Credentials without a service, because without them n8n shows a warning at each node. */
const sinao = sinaoCredential({ apiKey: 'none', baseUrl: 'http://127.0.0.1' });
const sftp: Credential = { id: 'sftpCredential01', name: 'SFTP', type: 'sftp', data: {} };

/** Not the folder with the pictures that `npm run pictures` takes. */
const isPicture = (name: string) => name.endsWith('.png');

/** The smallest rectangle with all nodes and notes, and a margin. */
const contents = `(() => {
	const margin = 24;
	const boxes = [...document.querySelectorAll('.vue-flow__node')].map((node) => node.getBoundingClientRect());
	const x = Math.min(...boxes.map(({ left }) => left)) - margin;
	const y = Math.min(...boxes.map(({ top }) => top)) - margin;
	const width = Math.max(...boxes.map(({ right }) => right)) + margin - x;
	const height = Math.max(...boxes.map(({ bottom }) => bottom)) + margin - y;
	return { x, y, width, height };
})()`;

async function pictureOfCanvas(template: string): Promise<void> {
	const n8n = await createInstance();
	try {
		const credentials = { 'n8n-nodes-sinao': sinao, 'n8n-nodes-base.ftp': sftp };
		await importCredentials(n8n, Object.values(credentials));
		await importWorkflow(n8n, 'canvas0000000000', fillIn(readTemplate(template), {}, credentials));
		const server = await startServer(n8n);
		try {
			const editor = await openEditor(server);
			try {
				await editor.page.setViewportSize({ width: 2400, height: 1300 });
				await editor.open('canvas0000000000');
				await editor.node('Settings').waitFor();
				await editor.page.getByTestId('zoom-to-fit').click();
				await takePictures(editor.page, folder, template, contents);
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
	const taken = template ? [`${template}.png`] : readdirSync(linked).filter(isPicture);
	for (const name of taken) copyFileSync(path.join(folder, name), path.join(linked, name));
	process.stdout.write(`All pictures are in ${folder}\n`);
}

void main(process.argv.slice(2));
