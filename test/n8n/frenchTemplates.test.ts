import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { Folder, isProof } from '../support/backup';
import { sha256sum } from '../support/companies';
import { execute, importCredentials } from '../support/n8n/commands';
import { createInstance, type Instance } from '../support/n8n/instance';
import { skipWith } from '../support/n8n/target';
import { fillIn, readTemplate, sinaoCredential } from '../support/n8n/workflows';
import { projectFolder } from '../support/pack';
import { type SinaoServer, startSinao } from '../support/sinao';

skipWith(['N8N_URL', 'N8N_IMAGE'], 'they use a folder below the one in which n8n is started');

let api: SinaoServer;
let n8n: Instance;

/** Where the templates save unless told otherwise: below the folder in which n8n is started. */
const defaultFolder = '.n8n-files';

const templates = readdirSync(path.join(projectFolder, 'templates/fr'))
	.filter((name) => name.endsWith('.json'))
	.map((name) => path.basename(name, '.json'));
const idOf = (name: string) => `fr${name.replace(/-/g, '')}`;

beforeAll(async () => {
	api = await startSinao({
		nasty: false,
		size: { invoices: 4, quotes: 2, purchases: 2, persons: 1, organizations: 1, products: 1 },
	});
	n8n = await createInstance();
	n8n.env.N8N_RESTRICT_FILE_ACCESS_TO = path.join(n8n.folder, defaultFolder);
	await importCredentials(n8n, [sinaoCredential(api)]);
}, 45 * 60_000);

afterAll(async () => {
	await n8n?.dispose();
	await api?.close();
});

it('The French templates can be imported', async () => {
	const credentials = { 'n8n-nodes-sinao': sinaoCredential(api) };
	const file = path.join(n8n.folder, 'templates.json');
	const workflows = templates.map((name) => ({
		id: idOf(name),
		active: false,
		...fillIn(readTemplate(`fr/${name}`), {}, credentials),
	}));
	await writeFile(file, JSON.stringify(workflows));
	const { code, output } = await n8n.command(['import:workflow', `--input=${file}`]);
	expect({ code, output }).toEqual({
		code: 0,
		output: expect.stringContaining(`Successfully imported ${templates.length} workflow`),
	});
}, 300_000);

it('The template for the disk says what to do if its folder does not exist, and requests nothing', async () => {
	const { error } = await execute(n8n, idOf('nightly-backup-disk'));
	expect(error?.node?.name).toBe('Stop: folder not writable');
	expect(error?.message).toContain(`'${defaultFolder}'`);
	expect(error?.message).toContain('Ce dossier n’existe pas là où n8n s’exécute. Créez-le.');
	expect(api.requests).toEqual([]);
}, 300_000);

it.each(['save-everything', 'nightly-backup', 'leaving-sinao'])(
	'The French template %s saves to its default folder, and the disabled email node changes nothing',
	async (key) => {
		const folder = new Folder(path.join(n8n.folder, defaultFolder));
		await rm(folder.root, { recursive: true, force: true });
		mkdirSync(folder.root);
		const { error, runs } = await execute(n8n, idOf(`${key}-disk`));
		expect(error?.message).toBeUndefined();
		expect(runs['Send the outcome']).toHaveLength(1);
		const files = readdirSync(folder.root);
		expect(files.filter((name) => name.endsWith('.pdf')).length).toBeGreaterThanOrEqual(6);
		expect(existsSync(path.join(folder.root, '.n8n-folder-test'))).toBe(true);
		if (key === 'save-everything') return;
		expect(folder.manifest().outcome).toBe('complete');
		expect(files.filter(isProof).length).toBeGreaterThanOrEqual(6);
		expect(sha256sum(folder)).toBe('');
	},
	300_000,
);
