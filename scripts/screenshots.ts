import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
import { record, shownNow } from '../test/support/shown';

/**
 * Takes the pictures of the editor again, in both themes, puts those that the documents show in their place, and records
 * what they show, for `test/project/pictures.test.ts`.
 *
 *     npm run screenshots [-- name…]
 *
 * With names of pictures in `docs/images`, takes only these; each takes one to three minutes.
 */
const folder = path.join(projectFolder, 'screenshots');
const linked = path.join(projectFolder, 'docs', 'images');

/** The test of the editor that takes a picture. */
const tests: Record<string, string> = {
	credential: 'the credential dialog',
	'node-list': 'finds every node',
	output: 'the imported template runs',
	template: 'the imported template runs',
};

/** The pictures of a canvas, by the name of their template. */
const canvases = ['nightly-backup-sftp'];

/** Credentials without a service, because without them n8n shows a warning at each node. */
const sinao = sinaoCredential({ apiKey: 'none', baseUrl: 'http://127.0.0.1' });
const sftp: Credential = { id: 'sftpCredential01', name: 'SFTP', type: 'sftp', data: {} };

/** In the form of n8n's own, because the picture shows it below a node. */
const canvasId = 'kT4wZq81RmXbV0cE';

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
		await importWorkflow(n8n, canvasId, fillIn(readTemplate(template), {}, credentials));
		const server = await startServer(n8n);
		try {
			const editor = await openEditor(server);
			try {
				await editor.page.setViewportSize({ width: 2400, height: 1300 });
				await editor.open(canvasId);
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

async function picturesOfTheEditor(titles: string[]): Promise<void> {
	const files = ['jest', 'test/n8n/editor.test.ts', '--selectProjects', 'n8n'];
	const only = titles.length ? ['--testNamePattern', titles.join('|')] : [];
	const { code } = await run('npx', [...files, ...only], {
		cwd: projectFolder,
		env: { ...process.env, SCREENSHOTS: folder },
		show: true,
	});
	if (code !== 0)
		throw new Error(
			'The pictures of the documents stay as they were, because the test did not pass.',
		);
}

/** Puts a picture in its place, with its record. */
function keep(name: string): void {
	copyFileSync(path.join(folder, `${name}.png`), path.join(linked, `${name}.png`));
	const known = JSON.parse(readFileSync(record, 'utf8')) as Record<string, string>;
	known[name] = shownNow()[name];
	writeFileSync(record, `${JSON.stringify(known, null, '\t')}\n`);
}

async function main(named: string[]): Promise<void> {
	const names = named.length ? named : [...Object.keys(tests), ...canvases];
	const unknown = names.filter((name) => !(name in tests) && !canvases.includes(name));
	if (unknown.length) throw new Error(`No picture is called ${unknown.join(', ')}`);
	mkdirSync(folder, { recursive: true });
	const titles = [...new Set(names.flatMap((name) => tests[name] ?? []))];
	if (titles.length) await picturesOfTheEditor(named.length ? titles : []);
	for (const name of names) {
		if (canvases.includes(name)) await pictureOfCanvas(name);
		keep(name);
	}
	process.stdout.write(`All pictures are in ${folder}\n`);
}

void main(process.argv.slice(2));
