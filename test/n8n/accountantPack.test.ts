import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { DateTime } from 'luxon';

import { type Clouds, startClouds } from '../support/n8n/clouds';
import { namedFiles, readFiles, readList } from '../support/n8n/comparison';
import { createInstance, type Instance } from '../support/n8n/instance';
import { diskPlace, nextcloudPlace, type Place, s3Place, sftpPlace } from '../support/n8n/places';
import { type MailServer, startMail } from '../support/n8n/mail';
import { type Server, startServer } from '../support/n8n/server';
import { skipWith } from '../support/n8n/target';
import { addCredential, addTemplate, installTemplate } from '../support/n8n/templateRuns';
import { fillIn, readTemplate, sinaoCredential } from '../support/n8n/workflows';
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

type Entries = Record<string, Uint8Array>;

/** Expects that the lists of an archive have the main columns, and name each document in it and no other file. */
function expectNamedDocuments(entries: Entries): void {
	for (const folder of ['Factures', 'Achats']) {
		const list = readList(Buffer.from(entries[`${folder}/${folder}.csv`]));
		const documents = Object.keys(entries).filter(
			(name) => name.startsWith(`${folder}/`) && !name.endsWith('.csv'),
		);
		expect(documents.length).toBeGreaterThan(0);
		expect(namedFiles(list)).toEqual(documents.sort());
		const titles = Object.keys(list[0]);
		expect(titles.at(-1)).toBe('Fichier');
		expect(titles.filter((title) => /^[a-z_.]+$/.test(title))).toEqual([]);
	}
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
	expectNamedDocuments(entries);
	const report = Buffer.from(entries['rapport.html']).toString('utf8');
	expect(report).toContain('Archive incomplète');
	expect(report).toContain(String(lost.number));
	expect(report).toContain('Comptabilité (FEC)');
}, 300_000);

skipWith(['N8N_URL'], 'they start n8n with simulated clouds');

describe('The template for the accountant', () => {
	let clouds: Clouds;
	let mail: MailServer;
	let server: Server;

	beforeAll(async () => {
		api.faults.clear();
		mail = await startMail();
		clouds = await startClouds();
		server = await startServer(n8n, clouds.env);
	}, 300_000);

	afterAll(async () => {
		await server?.close();
		await mail?.close();
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
			const archive = unzipSync(saved.get(nameOfLastMonth()) as Buffer);
			expectNamedDocuments(archive);
			const entries = Object.entries(archive);
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

	it('saves the lists of a month without documents', async () => {
		const empty = await startSinao({ nasty: false, size: { invoices: 0, purchases: 0 } });
		const where = await diskPlace(n8n, 'without-documents');
		const id = await addTemplate(server, empty, 'accountant-pack', where);
		expect(await server.statusOf(await server.run(id, 'Run manually'))).toBe('success');
		const archive = unzipSync(readFiles(where.root).get(nameOfLastMonth()) as Buffer);
		for (const list of ['Factures', 'Achats', 'Paiements'])
			expect(Object.keys(archive)).toContain(`${list}/${list}.csv`);
		await empty.close();
	}, 120_000);

	it.each([
		['accountant-pack-disk', /^Complete: /, 'was saved. Files in it: '],
		['fr/accountant-pack-disk', /^Terminé : /, 'est enregistrée. Nombre de fichiers : '],
	])(
		'mails the archive that it saves, and that the run succeeded (%s)',
		async (template, subject, text) => {
			const where = await diskPlace(n8n, template.replace('/', '-'));
			mail.received.length = 0;
			const [mailFrom, mailTo] = ['n8n@example.com', 'comptable@example.com'];
			const workflow = fillIn(
				readTemplate(template),
				{ ...where.settings, mailFrom, mailTo },
				{
					'n8n-nodes-sinao': await addCredential(server, sinaoCredential(api)),
					'n8n-nodes-base.emailSend': await addCredential(server, mail.credential),
				},
			);
			for (const node of workflow.nodes) {
				if (node.type !== 'n8n-nodes-base.emailSend') continue;
				delete node.disabled;
				if (node.name === 'Send the outcome')
					Object.assign(node.parameters, { fromEmail: mailFrom, toEmail: 'chef@example.com' });
			}
			const execution = await server.run(await server.add(workflow), 'Run manually');
			expect(await server.statusOf(execution)).toBe('success');

			const saved = readFiles(where.root).get(nameOfLastMonth()) as Buffer;
			const emailTo = (address: string) => {
				const [email, ...others] = mail.received.filter(({ to }) => to?.[0].address === address);
				expect(others).toEqual([]);
				expect(email.from?.address).toBe(mailFrom);
				return email;
			};
			const { subject: title, text: words, attachments } = emailTo(mailTo);
			expect(title).toBe(nameOfLastMonth().replace('.zip', ''));
			expect(words).toContain('Rien de ce qui a été demandé ne manque.');
			expect(attachments.map(({ filename }) => filename)).toEqual([nameOfLastMonth()]);
			expect(Buffer.from(attachments[0].content as ArrayBuffer).equals(saved)).toBe(true);

			const outcome = emailTo('chef@example.com');
			const files = Object.keys(unzipSync(saved)).filter((name) => name !== 'rapport.html');
			expect(outcome.subject).toMatch(subject);
			expect(outcome.text?.trim()).toContain(`${nameOfLastMonth()} ${text}${files.length}`);
			expect(mail.received).toHaveLength(2);
			await where.close();
		},
		300_000,
	);
});
