import { type SinaoServer, startSinao } from '../support/sinao';
import { type Clouds, startClouds } from '../support/n8n/clouds';
import { expectInvoices, readFiles } from '../support/n8n/comparison';
import { createInstance, type Instance } from '../support/n8n/instance';
import { nextcloudPlace, type Place, s3Place, sftpPlace } from '../support/n8n/places';
import { type Server, startServer } from '../support/n8n/server';
import { activateTemplate } from '../support/n8n/templateRuns';
import { skipWith } from '../support/n8n/target';

skipWith(['N8N_URL'], 'they start n8n with simulated clouds');

const servers: Array<[string, () => Promise<Place>]> = [
	['on an OpenSSH server', sftpPlace],
	["over WebDAV with n8n's Nextcloud node", nextcloudPlace],
	['on an S3 server', s3Place],
	['in a simulated Dropbox', async () => await clouds.dropboxPlace()],
	['in a simulated Google Drive', async () => await clouds.googleDrivePlace()],
	['in a simulated OneDrive', async () => await clouds.oneDrivePlace()],
	['in a simulated SharePoint', async () => await clouds.sharePointPlace()],
];

let api: SinaoServer;
let n8n: Instance;
let clouds: Clouds;
let server: Server;

beforeAll(async () => {
	api = await startSinao({ seed: 5, nasty: false, size: { invoices: 5 } });
	clouds = await startClouds();
	n8n = await createInstance({ env: clouds.env });
	server = await startServer(n8n);
}, 45 * 60_000);

afterAll(async () => {
	await server?.close();
	await n8n?.dispose();
	await clouds?.close();
	await api?.close();
});

it.each(servers)(
	'The template that saves an invoice at once saves its PDF %s when it is final, and again when it changes',
	async (_where, open) => {
		const place = await open();
		try {
			const id = await activateTemplate(server, api, 'save-at-once', place);
			const invoice = api.company.addInvoice();
			const expectSaved = async (count: number) => {
				expect((await server.ended(id, count)).map(({ status }) => status)).toEqual(
					Array(count).fill('success'),
				);
				await place.look();
				expectInvoices(api, readFiles(place.root), [invoice]);
			};
			await expectSaved(1);
			api.company.changeRow('invoices', invoice.id, { title: 'Révisé' });
			await expectSaved(2);
			await server.deactivate(id);
		} finally {
			await place.close();
		}
	},
	120_000,
);
