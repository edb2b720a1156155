import path from 'node:path';
import { startSinao } from '../sinao';
import type { SinaoServer } from '../sinao/types';
import { execute, importCredentials, importWorkflow } from './harness/commands';
import { readFiles } from './harness/comparison';
import { expectWholeAccount } from './harness/completeness';
import { createInstance, type Instance } from './harness/instance';
import { startSftp } from './harness/sftp';
import { startWebDav } from './harness/webdav';
import { type Credential, fillIn, readTemplate, sinaoCredential } from './harness/workflows';

let api: SinaoServer;
let n8n: Instance;

beforeAll(async () => {
	api = await startSinao({ seed: 7, size: { invoices: 500, quotes: 300, purchases: 400 } });
	n8n = await createInstance();
	await importCredentials(n8n, [sinaoCredential(api)]);
}, 45 * 60_000);

afterAll(async () => {
	await n8n?.dispose();
	await api?.close();
});

async function runTemplate(storage: string, folder: string, credentials: Record<string, Credential> = {}) {
	const template = readTemplate(`save-everything-${storage}`);
	await importCredentials(n8n, Object.values(credentials));
	const all = { 'n8n-nodes-sinao': sinaoCredential(api), ...credentials };
	await importWorkflow(n8n, `save${storage}0000`, fillIn(template, { folder }, all));
	return await execute(n8n, `save${storage}0000`);
}

describe("The template 'Save everything' in a real n8n, for 500 invoices, 300 quotes and 400 purchases", () => {
	it('saves the whole account to the disk, and the same once more', async () => {
		const first = await runTemplate('disk', n8n.outputFolder);
		const files = readFiles(n8n.outputFolder);
		await expectWholeAccount(api, first, files);
		const second = await execute(n8n, 'savedisk0000');
		await expectWholeAccount(api, second, readFiles(n8n.outputFolder));
		expect([...readFiles(n8n.outputFolder)]).toEqual([...files]);
	}, 600_000);

	it('saves the whole account to an OpenSSH server, in folders that it makes', async () => {
		const server = await startSftp();
		try {
			const folder = path.join(server.root, 'backup', 'sinao');
			const execution = await runTemplate('sftp', folder, { 'n8n-nodes-base.ftp': server.credential });
			await expectWholeAccount(api, execution, readFiles(folder));
		} finally {
			await server.close();
		}
	}, 600_000);

	it("saves the whole account over WebDAV with n8n's Nextcloud node, and the same once more", async () => {
		const server = await startWebDav();
		try {
			const credentials = { 'n8n-nodes-base.nextCloud': server.credential };
			await expectWholeAccount(api, await runTemplate('nextcloud', 'Sinao', credentials), readFiles(path.join(server.root, 'Sinao')));
			const again = await execute(n8n, 'savenextcloud0000');
			await expectWholeAccount(api, again, readFiles(path.join(server.root, 'Sinao')));
		} finally {
			await server.close();
		}
	}, 600_000);
});
