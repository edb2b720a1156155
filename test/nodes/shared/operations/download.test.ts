import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { at, itemsOf, listOf, run } from '../../../support/api';
import { cleanUp, fileOf } from '../../../support/engine';
import { type SinaoServer, startSinao } from '../../../support/sinao';
import type { DocumentList, Row } from '../../../support/sinao/types';

/** A company whose numbers, titles and names are nasty but legal. */
let api: SinaoServer;

beforeAll(async () => {
	api = await startSinao({ seed: 5, size: { invoices: 64, quotes: 20, purchases: 24 } });
});

afterAll(async () => {
	cleanUp();
	await api.close();
});

function downloading(parameters: IDataObject = {}, options: IDataObject = {}): IDataObject {
	return { operation: 'downloadPdf', ...parameters, options: { firstWait: 1, ...options } };
}

/** Rows of a list that have a document. */
async function documented(list: DocumentList): Promise<Row[]> {
	return (await listOf(api, list, list === 'purchases' ? ['supplier'] : ['contact_infos'])).filter(
		({ id }) => api.document(list, id),
	);
}

const idOf = ({ json }: INodeExecutionData) => at(json, 'document.id');
const parisDate = (value: unknown) =>
	value
		? new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(new Date(String(value)))
		: null;

const kinds: Array<{ type: string; list: DocumentList; menu: string; date: string }> = [
	{ type: 'sinaoInvoices', list: 'invoices', menu: 'Factures', date: 'written_at' },
	{ type: 'sinaoQuotes', list: 'quotes', menu: 'Devis', date: 'written_at' },
	{ type: 'sinaoPurchases', list: 'purchases', menu: 'Achats', date: 'billed_at' },
];

describe.each(kinds)('The documents of $menu', ({ type, list, menu, date }) => {
	test('are all there, byte for byte as Sinao has them, and each says what it is', async () => {
		const { outputs, error } = await run(api, type, downloading());
		expect(error).toBeUndefined();
		const [files, missing] = outputs;
		const rows = await documented(list);
		expect(missing).toEqual([]);
		expect(files.map(idOf)).toEqual(rows.map(({ id }) => id));
		for (const [index, item] of files.entries()) {
			const row = rows[index];
			const bytes = await fileOf(item);
			const source = api.company.document(list, row.id);
			expect(bytes.equals(source?.bytes ?? Buffer.of())).toBe(true);
			const day = parisDate(row[date]);
			const total =
				row.amount === null
					? null
					: Number(BigInt(String(row.amount)) + BigInt(String(row.amount_tax))) / 100;
			const folder = `${menu}/${day?.slice(0, 4) ?? 'Sans date'}`;
			const { json, binary, pairedItem } = item;
			expect(json).toEqual({
				resource: list,
				kind: 'document',
				fileName: expect.stringContaining(`(${row.id}).${source?.extension}`),
				folder,
				path: `${folder}/${String(json.fileName)}`,
				mimeType: source?.contentType,
				size: bytes.length,
				sha256: createHash('sha256').update(bytes).digest('hex'),
				document: {
					id: row.id,
					number: row.number ?? null,
					date: day,
					status: row.status,
					amountWithTax:
						typeof row.amount === 'string' ? expect.stringMatching(/^\d+\.\d\d$/) : total,
					contact: contactOf(row),
				},
				...(list === 'quotes' ? {} : { eInvoice: expect.objectContaining({ differences: [] }) }),
			});
			expect(binary?.data).toMatchObject({
				fileName: json.fileName,
				mimeType: source?.contentType,
			});
			expect(pairedItem).toEqual({ item: 0 });
		}
	});

	test('have names that are legal everywhere, unique, and the same in every run', async () => {
		const items = await itemsOf(api, type, downloading());
		const again = await itemsOf(api, type, downloading({}, { pageSize: 3, parallelDownloads: 1 }));
		const paths = items.map(({ json }) => String(json.path));
		expect(again.map(({ json }) => json.path)).toEqual(paths);
		expect(new Set(paths.map((each) => each.normalize('NFC').toLowerCase())).size).toBe(
			paths.length,
		);
		for (const each of paths) for (const part of each.split('/')) expectLegal(part);
	});
});

function contactOf(row: Row): unknown {
	return at(row, 'contact_infos.name') || at(row, 'supplier.name') || row.supplier_name || null;
}

/** What Windows, macOS, Linux, Dropbox, SharePoint, S3 and SFTP all take. */
function expectLegal(name: string): void {
	expect(name).toMatch(/^[^\p{C}"*:<>?/\\|#%&+{}~]+$/u);
	expect(name).not.toMatch(/^[\s.~-]|[\s.]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i);
	expect(name).toBe(name.normalize('NFC'));
	expect(Buffer.byteLength(name)).toBeLessThanOrEqual(120);
}

describe('A purchase', () => {
	test('20 keeps the true type of its document', async () => {
		const items = await itemsOf(api, 'sinaoPurchases', downloading());
		const types = new Set(
			items.map(
				({ json }) => `${String(json.fileName).split('.').at(-1)} ${String(json.mimeType)}`,
			),
		);
		expect([...types].sort()).toEqual([
			'heic image/heic',
			'jpg image/jpeg',
			'pdf application/pdf',
			'png image/png',
			'xml application/xml',
		]);
	});

	test('without a document is no error, and the user is told how many there are', async () => {
		const { outputs, error, hints } = await run(api, 'sinaoPurchases', downloading());
		const without = (await listOf(api, 'purchases')).filter(({ md5 }) => !md5);
		expect(without.length).toBeGreaterThan(0);
		expect([error, outputs[1]]).toEqual([undefined, []]);
		expect(hints.map(({ message }) => message)).toContainEqual(
			expect.stringContaining(`No file in Sinao for ${without.length} purchases.`),
		);
	});
});

describe('An invoice', () => {
	test('keeps the XML of Factur-X inside its PDF', async () => {
		const [item] = await itemsOf(
			api,
			'sinaoInvoices',
			downloading({ filters: { ids: String((await documented('invoices'))[0].id) } }),
		);
		expect((await fileOf(item)).includes('factur-x.xml')).toBe(true);
	});

	test('38 that is a draft has no PDF and is no gap; drafts are not even asked for where they are not wanted', async () => {
		const draft = (await listOf(api, 'invoices')).find(({ status }) => status === 'draft');
		const asked = () =>
			api.requests.filter((request) => request.path.endsWith(`/${draft?.id}/pdf`)).length;
		const before = asked();
		expect(
			(await run(api, 'sinaoInvoices', downloading({}, { includeDrafts: false }))).outputs[1],
		).toEqual([]);
		expect(asked()).toBe(before);
		expect((await run(api, 'sinaoInvoices', downloading())).outputs[1]).toEqual([]);
		expect(asked()).toBeGreaterThan(before);
	});
});

describe('The documents to download', () => {
	const chosen = async (parameters: IDataObject, type = 'sinaoInvoices') =>
		(await itemsOf(api, type, downloading(parameters))).map(idOf);
	const which = async (isWanted: (row: Row) => boolean) =>
		(await documented('invoices')).filter(isWanted).map(({ id }) => id);

	test('are those of a status', async () => {
		expect(await chosen({ filters: { status: ['paid'] } })).toEqual(
			await which(({ status }) => status === 'paid'),
		);
		expect(await chosen({ filters: { status: ['draft', 'final'] } })).toEqual(
			await which(({ status }) => status === 'final'),
		);
	});

	test('are those of a period, its last day included, by the calendar in Paris', async () => {
		const days = (await documented('invoices')).map((row) => parisDate(row.written_at) as string);
		const [from, to] = [days[10], days[20]];
		const filters = { period: 'custom', fromDate: `${from}T00:00:00`, toDate: `${to}T00:00:00` };
		expect(await chosen({ filters })).toEqual(
			await which(
				(row) =>
					(parisDate(row.written_at) as string) >= from &&
					(parisDate(row.written_at) as string) <= to,
			),
		);
		expect(await chosen({ filters: { period: 'custom', fromDate: `${to}T00:00:00` } })).toEqual(
			await which((row) => (parisDate(row.written_at) as string) >= to),
		);
	});

	test('are those that Sinao finds', async () => {
		const found = (await listOf(api, 'invoices'))
			.filter((row) => JSON.stringify(row).includes('Acompte de 30 %'))
			.map(({ id }) => id);
		expect(found.length).toBeGreaterThan(0);
		expect(await chosen({ filters: { search: 'acompte de 30 %' } })).toEqual(
			found.filter((id) => api.document('invoices', id)),
		);
	});

	test('are those with some ids, and of several filters those that match all', async () => {
		const ids = (await documented('invoices')).map(({ id }) => id);
		expect(await chosen({ filters: { ids: ` ${ids[4]},${ids[2]} , ${ids[4]}` } })).toEqual([
			ids[2],
			ids[4],
		]);
		const [first, second] = [ids[1], ids[3]];
		expect(await chosen({ filters: { ids: `${first},${second}`, status: ['paid'] } })).toEqual(
			await which(({ id, status }) => [first, second].includes(id) && status === 'paid'),
		);
	});

	test('are named by the items that come in, and each file points to its item', async () => {
		const [one, two, three] = (await documented('invoices')).map(({ id }) => id);
		const items = [{ json: { ids: [three, one] } }, { json: { ids: two } }];
		const made = await itemsOf(
			api,
			'sinaoInvoices',
			downloading({ filters: { ids: '={{ $json.ids }}' } }),
			{ items },
		);
		expect(made.map((item) => [idOf(item), item.pairedItem])).toEqual([
			[one, { item: 0 }],
			[three, { item: 0 }],
			[two, { item: 1 }],
		]);
	});

	test('are one, by its id, by its number or from the list', async () => {
		const rows = await documented('invoices');
		for (const { id, number } of rows.filter((row) =>
			['../../etc/passwd', 'FAC/2024/001', 'facture ', '100%'].includes(String(row.number)),
		)) {
			expect(
				await chosen({ choose: 'one', document: { __rl: true, mode: 'number', value: number } }),
			).toEqual([id]);
		}
		for (const mode of ['id', 'list'])
			expect(
				await chosen({ choose: 'one', document: { __rl: true, mode, value: String(rows[3].id) } }),
			).toEqual([rows[3].id]);
		expect(
			await chosen({
				choose: 'one',
				document: { __rl: true, mode: 'id', value: '={{ 1000 + 0 }}' },
			}),
		).toEqual([1000]);
	});

	test('72 are both where two invoices have one number', async () => {
		const twins = await which(({ number }) => number === 'doublon');
		expect(twins).toHaveLength(2);
		expect(
			await chosen({ choose: 'one', document: { __rl: true, mode: 'number', value: 'doublon' } }),
		).toEqual(twins);
	});

	test('must exist, and one must be named', async () => {
		const failure = async (mode: string, value: string) =>
			(
				await run(
					api,
					'sinaoInvoices',
					downloading({ choose: 'one', document: { __rl: true, mode, value } }),
				)
			).error;
		expect((await failure('number', 'FAC-99999'))?.message).toBe("Invoice 'FAC-99999' not found");
		expect((await failure('id', '424242'))?.message).toBe("Invoice '424242' not found");
		expect((await failure('id', '={{ "" }}'))?.message).toBe("'Invoice' is empty");
	});
});

describe('The name of a file', () => {
	const named = async (pattern: string, number?: string, options: IDataObject = {}) => {
		const items = await itemsOf(
			api,
			'sinaoInvoices',
			downloading({}, { fileNamePattern: pattern, ...options }),
		);
		const rows = await documented('invoices');
		const index = number === undefined ? 0 : rows.findIndex((row) => row.number === number);
		return {
			row: rows[index],
			json: items[index].json,
			all: items.map(({ json }) => String(json.path)),
		};
	};

	test('45 never leads out of its folder', async () => {
		const { json, row } = await named('{number}', '../../etc/passwd');
		expect(json.fileName).toBe(`etc-passwd (${row.id}).pdf`);
		expect((await named('{number}', 'FAC/2024/001')).json.fileName).toMatch(
			/^FAC-2024-001 \(\d+\)\.pdf$/,
		);
		expect((await named('../{number}/{title}', 'FAC/2024/001')).json.fileName).not.toContain('/');
	});

	test('is readable and sortable by default: date, number, customer', async () => {
		const { json, row } = await named('');
		expect(json.fileName).toBe(
			`${parisDate(row.written_at)} ${String(row.number)} ${String(at(row, 'contact_infos.name'))} (${row.id}).pdf`,
		);
	});

	test.each(['{id}', '{number} {id}', '{ID} {title}', '{date} {id} {customer}'])(
		'says the id once in the pattern %s',
		async (pattern) => {
			const { json, row, all } = await named(pattern);
			expect(String(json.fileName).split(String(row.id))).toHaveLength(2);
			expect(new Set(all).size).toBe(all.length);
		},
	);

	test.each(['{number}{id}', '{number} {id} {title}', '{title}', 'facture', '{unknown}'])(
		'cannot be that of another document in the pattern %s',
		async (pattern) => {
			const { all } = await named(pattern);
			expect(all.filter((each) => !/\(\d+\)\.pdf$/.test(each))).toEqual([]);
		},
	);

	test('holds its folders where they are flat, within the same length', async () => {
		const { all, json, row } = await named('', undefined, { folderStructure: 'flat' });
		expect(json).toMatchObject({ folder: '', path: json.fileName });
		expect(json.fileName).toMatch(
			new RegExp(`^Factures - ${parisDate(row.written_at)?.slice(0, 4)} - `),
		);
		for (const each of all) expectLegal(each);
	});

	test('stands in the folder of its kind alone where years are not wanted', async () => {
		expect((await named('', undefined, { folderStructure: 'kind' })).json.folder).toBe('Factures');
	});

	test('54 uses the year in Paris', async () => {
		const { id } = (await documented('invoices'))[0];
		const { written_at: before } = api.company.find('invoices', id) as Row;
		api.company.changeRow('invoices', id, { written_at: '2023-12-31T23:00:00.000000Z' });
		const { json } = await named('{date}');
		api.company.changeRow('invoices', id, { written_at: before });
		expect(json.path).toBe(`Factures/2024/2024-01-01 (${id}).pdf`);
	});
});

describe('A ZIP', () => {
	let heavy: SinaoServer;

	beforeAll(async () => {
		heavy = await startSinao({
			seed: 3,
			documentBytes: 210_000,
			size: { invoices: 30, quotes: 0, purchases: 0 },
		});
	});

	afterAll(async () => await heavy.close());

	const zipped = async (options: IDataObject = {}, parameters: IDataObject = {}) =>
		await itemsOf(
			heavy,
			'sinaoInvoices',
			downloading(parameters, { zip: true, maximumZipSize: 1, ...options }),
		);

	test('holds the documents unchanged, under the paths that they would have alone', async () => {
		const zips = await zipped();
		const alone = await itemsOf(heavy, 'sinaoInvoices', downloading());
		const found = new Map<string, Buffer>();
		for (const zip of zips)
			for (const [name, bytes] of Object.entries(unzipSync(await fileOf(zip))))
				found.set(name, Buffer.from(bytes));
		expect([...found.keys()].sort()).toEqual(alone.map(({ json }) => String(json.path)).sort());
		for (const item of alone)
			expect(found.get(String(item.json.path))?.equals(await fileOf(item))).toBe(true);
		expect(zips.flatMap(({ json }) => json.documents)).toEqual(
			alone.map(({ json }) => ({
				id: at(json, 'document.id'),
				path: json.path,
				eInvoice: json.eInvoice,
			})),
		);
	});

	test('is not larger than the user says, unless one document is', async () => {
		const zips = await zipped();
		expect(zips.length).toBeGreaterThan(4);
		for (const { json } of zips) expect(json.size).toBeLessThanOrEqual(1e6);
		const few = await zipped({ maximumZipSize: 0.0001 }, { filters: { ids: '1000,1003' } });
		expect(few.map(({ json }) => (json.documents as unknown[]).length)).toEqual([1, 1]);
		expect(await zipped({ maximumZipSize: 50 })).toHaveLength(1);
	});

	test('says what it is, and is the same in every run', async () => {
		const [zips, again] = [await zipped(), await zipped()];
		expect(again.map(({ json }) => json)).toEqual(zips.map(({ json }) => json));
		for (const [index, item] of zips.entries()) {
			const bytes = await fileOf(item);
			const fileName = `Factures ${index + 1}.zip`;
			expect(item.json).toEqual({
				resource: 'invoices',
				kind: 'zip',
				fileName,
				folder: 'Factures',
				path: `Factures/${fileName}`,
				mimeType: 'application/zip',
				size: bytes.length,
				sha256: createHash('sha256').update(bytes).digest('hex'),
				documents: expect.any(Array),
			});
			expect(item.pairedItem).toEqual({ item: 0 });
		}
	});

	test('passes the test of a program that is not ours', async () => {
		const [zip] = await zipped({ maximumZipSize: 50 });
		const file = path.join(tmpdir(), `sinao-${process.pid}.zip`);
		writeFileSync(file, await fileOf(zip));
		const testers = [
			['unzip', '-tqq', file],
			['python3', '-m', 'zipfile', '-t', file],
		];
		for (const [program, ...values] of testers.filter(([name]) => isInstalled(name))) {
			expect(execFileSync(program, values, { encoding: 'utf8' })).not.toMatch(/corrupt|bad|error/i);
		}
	});
});

function isInstalled(program: string): boolean {
	try {
		execFileSync('which', [program], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

describe.each([
	['delivery', 'Bon de livraison', 'Bons de livraison'],
	['command', 'Bon de commande', 'Bons de commande'],
])('The document %s of invoices', (template, singular, plural) => {
	test('has its own bytes, folder and name, beside the invoice', async () => {
		const filters = { choose: 'filters', filters: { period: undefined } };
		const files = await itemsOf(api, 'sinaoInvoices', downloading(filters, { template }));
		const invoices = await itemsOf(api, 'sinaoInvoices', downloading(filters));
		expect(files.map(idOf)).toEqual(invoices.map(idOf));
		const paths = invoices.map(({ json }) => json.path);
		for (const item of files) {
			expect(String(item.json.folder).split('/')[0]).toBe(plural);
			expect(String(item.json.fileName)).toMatch(new RegExp(`^${singular} `));
			expect(paths).not.toContain(item.json.path);
			const source = api.company.document('invoices', Number(idOf(item)), template)?.bytes;
			expect((await fileOf(item)).equals(source ?? Buffer.of())).toBe(true);
		}
		expect(api.contractViolations).toEqual([]);
	});
});
