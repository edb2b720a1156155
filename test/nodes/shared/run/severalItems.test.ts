import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { itemsOf } from '../../../support/api';
import { cleanUp, fileOf } from '../../../support/engine';
import { type SinaoServer, startSinao } from '../../../support/sinao';

/** Several input items, whose files a storage step writes one after the other. */
let api: SinaoServer;
let ids: number[];

beforeAll(async () => {
	api = await startSinao({
		nasty: false,
		size: { invoices: 6, payments: 6, transactions: 6, bankAccounts: 1 },
	});
	ids = api.company.lists.invoices
		.filter(({ id }) => api.document('invoices', id))
		.map(({ id }) => id);
});

afterAll(async () => {
	await api.close();
	cleanUp();
});

async function filesOf(type: string, parameters: IDataObject, items: INodeExecutionData[]) {
	const made = await itemsOf(
		api,
		type,
		{ filters: { ids: '={{ $json.ids }}' }, ...parameters },
		{ items },
	);
	expect(made.map(({ json, binary }) => [json.path, binary?.data.fileName])).toEqual(
		made.map(({ json }) => [[json.folder, json.fileName].filter(Boolean).join('/'), json.fileName]),
	);
	return made;
}

const asking = (...wanted: Array<number | string>) =>
	wanted.map((each) => ({ json: { ids: String(each) } }));

describe('67 Files of several input items', () => {
	test.each([
		['sinaoInvoices', 'exportCsv', {}, ['Factures.csv', 'Factures (2).csv', 'Factures (3).csv']],
		[
			'sinaoInvoices',
			'downloadPdf',
			{ zip: true },
			['Factures 1.zip', 'Factures 1 (2).zip', 'Factures 1 (3).zip'],
		],
	])('%s %s: none has the path of another', async (type, operation, options, names) => {
		for (const folderStructure of ['kindAndYear', 'flat']) {
			const made = await filesOf(
				type,
				{ operation, options: { ...options, folderStructure } },
				asking(ids[0], ids[1], `${ids[0]},${ids[1]}`),
			);
			const prefix = folderStructure === 'flat' && operation === 'exportCsv' ? '0 - ' : '';
			expect(made.map(({ json }) => json.fileName)).toEqual(names.map((name) => prefix + name));
			expect(made.map(({ pairedItem }) => pairedItem)).toEqual([
				{ item: 0 },
				{ item: 1 },
				{ item: 2 },
			]);
			const contents = await Promise.all(
				made.map(async (item) => (await fileOf(item)).toString('base64')),
			);
			expect(new Set(contents).size).toBe(3);
		}
	});

	test('JSON Lines and the files of bank accounts are kept apart too', async () => {
		const [first, second] = api.company.lists.payments.map(({ id }) => id);
		const lines = await filesOf(
			'sinaoRecords',
			{ resource: 'payments', operation: 'exportJsonLines' },
			asking(first, second),
		);
		expect(lines.map(({ json }) => json.path)).toEqual([
			'Paiements/Paiements.jsonl',
			'Paiements/Paiements (2).jsonl',
		]);
		const [one, other] = api.company.lists.transactions.map(({ id }) => id);
		const bank = await filesOf('sinaoBank', { operation: 'exportCsv' }, asking(one, other));
		const [{ id }] = api.company.lists.cashflowsources;
		expect(bank.map(({ json }) => json.fileName)).toEqual([
			`Banque Compte courant (${id}).csv`,
			`Banque Compte courant (${id}) (2).csv`,
		]);
	});

	test('the same file asked for twice has one path, and so has the same document', async () => {
		const lists = await filesOf(
			'sinaoInvoices',
			{ operation: 'exportCsv' },
			asking(ids[0], ids[1], ids[0]),
		);
		expect(lists.map(({ json }) => json.fileName)).toEqual([
			'Factures.csv',
			'Factures (2).csv',
			'Factures.csv',
		]);
		const documents = await filesOf(
			'sinaoInvoices',
			{ operation: 'downloadPdf' },
			asking(ids[0], ids[0]),
		);
		expect(new Set(documents.map(({ json }) => json.path)).size).toBe(1);
	});
});
