import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { Folder } from '../support/backup';
import { createInstance, type Instance } from '../support/n8n/instance';
import { type MailServer, startMail } from '../support/n8n/mail';
import { type Server, startServer } from '../support/n8n/server';
import { skipWith } from '../support/n8n/target';
import { addCredential } from '../support/n8n/templateRuns';
import { type Credential, fillIn, readTemplate, sinaoCredential } from '../support/n8n/workflows';
import { until } from '../support/processes';
import { type SinaoServer, startSinao } from '../support/sinao';

skipWith(['N8N_URL', 'N8N_IMAGE'], 'they use a folder that the tests remove');

const addresses = { fromEmail: 'n8n@example.com', toEmail: 'accounting@example.com' };

let api: SinaoServer;
let n8n: Instance;
let mail: MailServer;
let server: Server;
let credentials: Record<string, Credential>;

beforeAll(async () => {
	const size = { invoices: 4, quotes: 2, purchases: 2 };
	api = await startSinao({ nasty: false, size });
	mail = await startMail();
	n8n = await createInstance();
	server = await startServer(n8n);
	credentials = {
		'n8n-nodes-sinao': await addCredential(server, sinaoCredential(api)),
		'n8n-nodes-base.emailSend': await addCredential(server, mail.credential),
	};
}, 45 * 60_000);

beforeEach(() => {
	mail.received.length = 0;
});

afterAll(async () => {
	await server?.close();
	await n8n?.dispose();
	await mail?.close();
	await api?.close();
}, 60_000);

/** The nightly backup as a user who wants emails fills it in; its schedule starts it each second instead of each night. */
async function addBackup(template: string, folder: string): Promise<string> {
	const filled = fillIn(readTemplate(template), { folder }, credentials);
	for (const node of filled.nodes) {
		if (node.type === 'n8n-nodes-base.emailSend') {
			Object.assign(node.parameters, addresses);
			delete node.disabled;
		}
		if (node.type === 'n8n-nodes-base.scheduleTrigger')
			node.parameters.rule = { interval: [{ field: 'seconds', secondsInterval: 1 }] };
	}
	return await server.add(filled);
}

it.each([
	[
		'nightly-backup-disk',
		{ subject: /^Complete: /, text: /^The backup is complete\. It contains (\d+) files\. / },
		{
			subject: /^Failed: /,
			text: /^The run failed\. n8n cannot write to the folder .* The folder does not exist/,
		},
	],
	[
		'fr/nightly-backup-disk',
		{
			subject: /^Terminé : /,
			text: /^La sauvegarde est complète\. Elle contient (\d+) fichiers\. /,
		},
		{ subject: /^Échec : /, text: /^L’exécution a échoué\. .* Ce dossier n’existe pas/ },
	],
])(
	'The template %s mails that a backup is complete, and why a scheduled one failed',
	async (template, complete, failed) => {
		const folder = new Folder(path.join(n8n.outputFolder, template.replace('/', '-')));
		mkdirSync(folder.root, { recursive: true });
		const id = await addBackup(template, folder.root);

		const execution = await server.run(id, 'Run manually');
		expect(await server.statusOf(execution)).toBe('success');
		expect(mail.received).toHaveLength(1);
		const [email] = mail.received;
		expect([email.from?.address, email.to?.map(({ address }) => address)]).toEqual([
			addresses.fromEmail,
			[addresses.toEmail],
		]);
		expect(email.subject).toMatch(complete.subject);
		expect(email.text).toMatch(complete.text);
		expect(Number(complete.text.exec(String(email.text))?.[1])).toBe(
			folder.manifest().files.length,
		);

		rmSync(folder.root, { recursive: true });
		await server.activate(id);
		const failure = await until('an email about the failed run', async () => mail.received[1]);
		await server.deactivate(id);
		expect(failure.subject).toMatch(failed.subject);
		expect(failure.text).toMatch(failed.text);
		expect(failure.text).toContain(`${server.url}/workflow/${id}/executions/`);
	},
	300_000,
);
