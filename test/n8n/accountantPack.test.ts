import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { DateTime } from 'luxon';

import { type Clouds, startClouds } from '../support/n8n/clouds';
import { readFiles } from '../support/n8n/comparison';
import { createInstance, type Instance } from '../support/n8n/instance';
import { diskPlace, nextcloudPlace, type Place, s3Place, sftpPlace } from '../support/n8n/places';
import { type Server, startServer } from '../support/n8n/server';
import { skipWith } from '../support/n8n/target';
import { addTemplate, installTemplate } from '../support/n8n/templateRuns';
import { type SinaoServer, startSinao } from '../support/sinao';
import type { Row } from '../support/sinao/types';

let api: SinaoServer;
let n8n: Instance;
let place: Place;
/** The documents of last month. */
let invoices: Row[];
let purchases: Row[];

beforeAll(async () => {
	api = await startSinao({
		seed: 41,
		nasty: false,
		size: { invoices: 12, quotes: 2, purchases: 8, transactions: 10 },
	});
	invoices = moveDocuments('invoices', 'written_at');
	purchases = moveDocuments('purchases', 'billed_at');
	n8n = await createInstance();
	place = await diskPlace(n8n, 'pack');
}, 45 * 60_000);

afterAll(async () => {
	await place?.close();
	await n8n?.dispose();
	await api?.close();
});

/** In the middle of the month before this one, or of the one before that. */
const monthsAgo = (months: number) =>
	DateTime.utc()
		.minus({ months })
		.set({ day: 15, hour: 12 })
		.toFormat("yyyy-MM-dd'T'HH:mm:ss.000000'Z'");

/** Moves documents that have a file: two to last month, the others to an earlier one. */
function moveDocuments(list: 'invoices' | 'purchases', field: string): Row[] {
	const rows = api.company.lists[list];
	const chosen = rows
		.filter(({ id, status }) => status !== 'draft' && api.document(list, id))
		.slice(0, 2);
	for (const row of rows) Object.assign(row, { [field]: monthsAgo(chosen.includes(row) ? 1 : 5) });
	return chosen;
}

const nameOfLastMonth = () =>
	`Sinao ${DateTime.now().setZone('Europe/Paris').minus({ months: 1 }).toFormat('yyyy-MM')}.zip`;

it('The template for the accountant: one ZIP of last month with lists and documents, and with the name of one that Sinao does not return', async () => {
	const [purchase] = purchases;
	const [lost, kept] = invoices;
	api.faults.add({
		path: `/invoices/(?:${lost.id}/pdf|download)`,
		fault: { kind: 'status', status: 404 },
	});
	const execution = await (await installTemplate(n8n, api, 'accountant-pack', place))();
	expect(execution.error?.node?.name).toBe('Stop: archive incomplete');
	expect(execution.error?.message).toContain(String(lost.number));

	const [name, ...others] = readdirSync(place.root).filter((file) => file.endsWith('.zip'));
	expect(others).toEqual([]);
	expect(name).toBe(nameOfLastMonth());
	const entries = unzipSync(readFileSync(path.join(place.root, name)));
	const contents = Object.values(entries).map((bytes) => Buffer.from(bytes));
	const has = (bytes: Buffer | undefined) => contents.some((each) => bytes?.equals(each));
	expect(has(api.document('invoices', kept.id))).toBe(true);
	expect(has(api.document('purchases', purchase.id))).toBe(true);
	expect(
		Object.keys(entries).filter((file) => /\.pdf$/.test(file) && file.startsWith('Factures'))
			.length,
	).toBe(1);
	for (const list of ['Factures', 'Achats'])
		expect(Object.keys(entries)).toContainEqual(
			expect.stringMatching(new RegExp(`^${list}/${list}.*\\.csv$`)),
		);
	const report = Buffer.from(entries['rapport.html']).toString('utf8');
	expect(report).toContain('Archive incomplète');
	expect(report).toContain(String(lost.number));
	expect(report).toContain('Comptabilité (FEC)');
}, 300_000);

skipWith(['N8N_URL'], 'they start n8n with simulated clouds');

describe('The template for the accountant', () => {
	let clouds: Clouds;
	let server: Server;

	beforeAll(async () => {
		api.faults.clear();
		clouds = await startClouds();
		server = await startServer(n8n, clouds.env);
	}, 300_000);

	afterAll(async () => {
		await server?.close();
		await clouds?.close();
	});

	const places: Array<[string, () => Promise<Place>]> = [
		['the disk', async () => await diskPlace(n8n, 'complete')],
		['SFTP', sftpPlace],
		['Nextcloud', nextcloudPlace],
		['S3', s3Place],
		['Dropbox', async () => await clouds.dropboxPlace()],
		['Google Drive', async () => await clouds.googleDrivePlace()],
		['OneDrive', async () => await clouds.oneDrivePlace()],
		['SharePoint', async () => await clouds.sharePointPlace()],
	];
	it.each(places)(
		'saves the complete archive of last month, and nothing else, in %s',
		async (_name, open) => {
			const where = await open();
			const id = await addTemplate(server, api, 'accountant-pack', where);
			expect(await server.statusOf(await server.run(id, 'Run manually'))).toBe('success');
			await where.look();
			const saved = readFiles(where.root);
			expect([...saved.keys()]).toEqual([nameOfLastMonth()]);
			const entries = Object.entries(unzipSync(saved.get(nameOfLastMonth()) as Buffer));
			const inFolder = (folder: string) =>
				entries
					.filter(([name]) => name.startsWith(`${folder}/`) && !name.endsWith('.csv'))
					.map(([, bytes]) => Buffer.from(bytes).toString('base64'))
					.sort();
			const documents = (list: 'invoices' | 'purchases', rows: Row[]) =>
				rows.map(({ id: row }) => api.document(list, row)?.toString('base64')).sort();
			expect(inFolder('Factures')).toEqual(documents('invoices', invoices));
			expect(inFolder('Achats')).toEqual(documents('purchases', purchases));
			await where.close();
		},
		120_000,
	);
});
