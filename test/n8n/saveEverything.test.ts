import { type SinaoServer, startSinao } from '../support/sinao';
import { type Clouds, startClouds } from '../support/n8n/clouds';
import { digestsOf, readFiles } from '../support/n8n/comparison';
import { expectWholeAccount } from '../support/n8n/completeness';
import { createInstance, type Instance } from '../support/n8n/instance';
import { diskPlace, nextcloudPlace, type Place, s3Place, sftpPlace } from '../support/n8n/places';
import { installTemplate } from '../support/n8n/templateRuns';
import { skipWith } from '../support/n8n/target';

skipWith(['N8N_URL'], 'they start n8n with simulated clouds');

let api: SinaoServer;
let n8n: Instance;
let clouds: Clouds;

beforeAll(async () => {
	api = await startSinao({ seed: 7, size: { invoices: 150, quotes: 90, purchases: 120 } });
	clouds = await startClouds();
	n8n = await createInstance({ env: clouds.env });
}, 45 * 60_000);

afterAll(async () => {
	await n8n?.dispose();
	await clouds?.close();
	await api?.close();
});

const places: Array<[where: string, runs: number, open: () => Promise<Place>]> = [
	['to the disk', 2, async () => await diskPlace(n8n, 'everything')],
	['to an OpenSSH server, in folders that it makes', 1, sftpPlace],
	["over WebDAV with n8n's Nextcloud node", 2, nextcloudPlace],
	['to an S3 server', 1, s3Place],
	['to a simulated Dropbox', 1, async () => await clouds.dropboxPlace()],
	['to a simulated Google Drive', 1, async () => await clouds.googleDrivePlace()],
	['to a simulated OneDrive', 1, async () => await clouds.oneDrivePlace()],
	['to a simulated SharePoint', 1, async () => await clouds.sharePointPlace()],
];

describe("The template 'Save everything' in a real n8n, for 150 invoices, 90 quotes and 120 purchases", () => {
	it.each(places)(
		'saves the whole account %s, in each of %d runs',
		async (_where, runs, open) => {
			const place = await open();
			try {
				const run = await installTemplate(n8n, api, 'save-everything', place);
				const kept: Array<Record<string, string>> = [];
				while (kept.length < runs) {
					const execution = await run();
					await expectWholeAccount(api, execution, readFiles(place.root));
					kept.push(digestsOf(place.root));
				}
				for (const digests of kept) expect(digests).toEqual(kept[0]);
			} finally {
				await place.close();
			}
		},
		600_000,
	);

	it('saves the seven lists of an account without documents', async () => {
		const none = { invoices: 0, quotes: 0, purchases: 0, bankAccounts: 0, transactions: 0 };
		const empty = await startSinao({ size: none });
		try {
			const place = await diskPlace(n8n, 'without-documents');
			const execution = await (await installTemplate(n8n, empty, 'save-everything', place))();
			const files = readFiles(place.root);
			await expectWholeAccount(empty, execution, files);
			expect([...files.keys()].sort()).toEqual(
				['Achats', 'Banque', 'Catalogue', 'Devis', 'Entreprises', 'Factures', 'Particuliers'].map(
					(list) => `0 - ${list}.csv`,
				),
			);
		} finally {
			await empty.close();
		}
	}, 300_000);
});
