import { unzipSync } from 'fflate';
import type { IDataObject } from 'n8n-workflow';

import { itemsOf, run } from '../../../support/api';
import { pdf } from '../../../support/eInvoice/pdfSamples';
import { ubl, ublAttachment } from '../../../support/eInvoice/xmlSamples';
import { cleanUp, fileOf } from '../../../support/engine';
import { type SinaoServer, startSinao } from '../../../support/sinao';

let api: SinaoServer;
/** An invoice whose XML has another number, and a purchase in XML with a readable copy. */
let differing: number;
let purchase: number;
const copy = pdf({ ballast: 3_000 });

beforeAll(async () => {
	api = await startSinao({
		seed: 31,
		nasty: false,
		size: { invoices: 24, quotes: 2, purchases: 12 },
		variants: { facturX: 'extended' },
	});
	differing = api.company.lists.invoices.filter(({ number }) => number)[3].id;
	api.company.xmlFields.set(differing, { written_at: '2031-05-01T10:00:00.000000Z' });
	purchase = api.company.lists.purchases[0].id;
	api.company.upload(purchase, {
		bytes: Buffer.from(ubl({ attachments: ublAttachment(copy, 'LISIBLE') })),
		contentType: 'application/xml',
		extension: 'xml',
	});
});

afterAll(async () => {
	cleanUp();
	await api.close();
});

const downloading = (options: IDataObject = {}) => ({
	operation: 'downloadPdf',
	choose: 'filters',
	options: { firstWait: 1, ...options },
});

interface Document extends IDataObject {
	id: number;
	path: string;
	derivedFrom?: string;
	eInvoice?: { format: string; profile: string; differences: IDataObject[] };
}

const ways: Array<[string, IDataObject]> = [
	['singly', {}],
	['in bulk', { downloadInBulk: true }],
	['as ZIP archives', { zip: true }],
	['in bulk as ZIP archives', { downloadInBulk: true, zip: true }],
];

/** The documents of a download, however they are packed. */
async function documentsOf(type: string, options: IDataObject): Promise<Document[]> {
	const items = await itemsOf(api, type, downloading(options));
	return items.flatMap(({ json }) =>
		json.kind === 'zip'
			? (json.documents as Document[])
			: [{ ...json, ...(json.document as IDataObject) } as Document],
	);
}

it.each(ways)(
	'Invoices that are downloaded %s say what their XML is and where it differs',
	async (_, options) => {
		const documents = await documentsOf('sinaoInvoices', options);
		const finals = api.company.lists.invoices.filter(({ number }) => number);
		expect(documents).toHaveLength(finals.length);
		for (const { id, eInvoice } of documents) {
			expect([eInvoice?.format, eInvoice?.profile]).toEqual(['factur-x', 'EXTENDED']);
			expect([id, eInvoice?.differences.map(({ field, xml }) => [field, xml])]).toEqual([
				id,
				id === differing ? [['date', '2031-05-01']] : [],
			]);
		}
	},
);

it.each(ways)(
	'A purchase in XML that is downloaded %s comes with its readable copy',
	async (_, options) => {
		const documents = (await documentsOf('sinaoPurchases', options)).filter(
			({ id }) => id === purchase,
		);
		const [original] = documents;
		expect(documents.map(({ path, derivedFrom }) => [path, derivedFrom])).toEqual([
			[original.path, undefined],
			[original.path.replace(/\.xml$/, ' - lisible.pdf'), original.path],
		]);
		const items = await itemsOf(api, 'sinaoPurchases', downloading(options));
		const readable = items.find(({ json }) => json.kind === 'readable');
		const bytes = options.zip
			? Buffer.from(unzipSync(await fileOf(items[0]))[documents[1].path])
			: readable && (await fileOf(readable));
		expect(bytes?.equals(copy)).toBe(true);
	},
);

it('A difference is a hint, and an error with the option', async () => {
	const { hints } = await run(api, 'sinaoInvoices', downloading());
	expect(JSON.stringify(hints)).toContain('1 electronic invoice differs from Sinao');
	const { error } = await run(api, 'sinaoInvoices', downloading({ failOnDifferences: true }));
	expect(error?.message).toContain('1 electronic invoice differs from Sinao: FAC-');
	const [{ id }] = api.company.lists.invoices.filter((row) => row.number && row.id !== differing);
	for (const options of [{}, { zip: true }]) {
		const same = await run(api, 'sinaoInvoices', {
			...downloading({ ...options, failOnDifferences: true }),
			filters: { ids: String(id) },
		});
		expect([same.error, same.hints]).toEqual([undefined, []]);
	}
});

it('Delivery notes and quotes are not read', async () => {
	for (const [type, options] of [
		['sinaoInvoices', { template: 'delivery' }],
		['sinaoQuotes', {}],
	] as const)
		for (const { json } of await itemsOf(api, type, downloading(options)))
			expect(json).not.toHaveProperty('eInvoice');
});
