import type { IDataObject } from 'n8n-workflow';
import { parse } from 'papaparse';

import { cleanUp, fileOf, runNode } from '../../../support/engine';
import { type SinaoServer, startSinao } from '../../../support/sinao';
import type { Row } from '../../../support/sinao/types';

let api: SinaoServer;
const size = { invoices: 16, quotes: 9, purchases: 1 };

beforeEach(async () => {
	api = await startSinao({ seed: 8, size });
});

afterEach(async () => await api.close());

afterAll(cleanUp);

interface Line {
	title: string;
	quantity: number;
	unity: string;
	amount_accurately: number;
	vat_percent: number;
	discount: { percent: number } | null;
	account: { accounting_number: string };
	totals: { subtotal: number };
}

/** The lines that the service has of a document; sections hold theirs. */
function linesOf({ content }: Row): Array<Partial<Line> & { section: string }> {
	const members = content as Array<{ title: string; lines?: Line[] }>;
	return members.flatMap((member) =>
		member.lines?.length
			? member.lines.map((line) => ({ ...line, section: member.title }))
			: [{ ...member, section: '' } as never],
	);
}

async function exportLines(
	type: 'sinaoInvoices' | 'sinaoQuotes',
	parameters: IDataObject = {},
	options: IDataObject = {},
) {
	const { outputs, error, hints } = await runNode({
		type,
		parameters: {
			operation: 'exportCsv',
			format: 'standard',
			columns: 'main',
			rows: 'line',
			options: { titles: 'api', pageSize: 5, ...options },
			...parameters,
		},
		credentials: {
			sinaoApi: { apiKey: api.apiKey, appId: String(api.appId), baseUrl: api.baseUrl },
		},
	});
	expect(error).toBeUndefined();
	expect(api.contractViolations).toEqual([]);
	const { data } = parse<Record<string, string>>((await fileOf(outputs[0][0])).toString('utf8'), {
		header: true,
		skipEmptyLines: true,
	});
	return { json: outputs[0][0].json, data, hints: hints.map(({ message }) => message) };
}

const decimal = (value: number, places: number) => (value / 10 ** places).toFixed(places);

describe.each([
	['sinaoInvoices', 'invoices', 'invoiceLines', 'Lignes de factures'],
	['sinaoQuotes', 'quotes', 'quoteLines', 'Lignes de devis'],
] as const)('%s', (type, list, resource, name) => {
	test('each line is a row, in the order of the document, with its figures to the last digit', async () => {
		const { json, data } = await exportLines(type);
		const documents = api.company.table(list).byId();
		const expected = documents.flatMap((document) =>
			linesOf(document).map((line) => ({
				id: String(document.id),
				section: line.section,
				designation: line.title,
				'line.quantity': line.quantity === undefined ? '' : String(line.quantity),
				'line.unity': line.unity ?? '',
				unit_price:
					line.amount_accurately === undefined
						? ''
						: decimal(line.amount_accurately, 5).replace(/0{1,3}$/, ''),
				'line.vat_percent': line.vat_percent === undefined ? '' : String(line.vat_percent / 100),
				'line.discount.percent': line.discount ? String(line.discount.percent / 100) : '',
				account: line.account?.accounting_number ?? '',
				'line.totals.subtotal': line.totals ? decimal(line.totals.subtotal, 2) : '',
			})),
		);
		const fields = Object.keys(expected[0]);
		expect(
			data.map((row) => Object.fromEntries(fields.map((field) => [field, row[field]]))),
		).toEqual(expected);
		expect(new Set(data.map(({ section }) => section)).size).toBeGreaterThan(1);
		expect(json).toMatchObject({ resource, path: `${name}/${name}.csv`, rows: data.length });
	});

	test('each row repeats the number, date and customer of its document', async () => {
		const whole = await exportLines(type, { rows: 'document' });
		const lines = await exportLines(type);
		expect(lines.data.length).toBeGreaterThan(whole.data.length);
		for (const line of lines.data) {
			const document = whole.data.find(({ id }) => id === line.id) as Record<string, string>;
			for (const field of ['number', 'status', 'written_at', 'customer_name'])
				expect(line[field]).toBe(document[field]);
		}
	});

	test('the lines add up to the documents', async () => {
		await api.close();
		api = await startSinao({ seed: 8, size, nasty: false });
		const { data } = await exportLines(type);
		for (const { id, amount } of api.company.lists[list]) {
			const lines = data.filter((row) => row.id === String(id));
			expect(
				lines.reduce((sum, row) => sum + Math.round(Number(row['line.totals.subtotal']) * 100), 0),
			).toBe(amount);
		}
	});
});

test('a document without lines keeps a row', async () => {
	const [first, second] = api.company.table('invoices').byId();
	api.company.changeRow('invoices', first.id, { content: [] });
	api.company.changeRow('invoices', second.id, { content: null });
	const { data } = await exportLines('sinaoInvoices');
	expect(data.slice(0, 2)).toMatchObject([
		{ id: String(first.id), designation: '' },
		{ id: String(second.id), designation: '' },
	]);
});

test('headings among the lines name the section of the lines that point to them', async () => {
	const [first] = api.company.table('invoices').byId();
	const line = (title: string, section: number | null) => ({
		title,
		quantity: 1,
		style: { type: 'product', position: 9, section_id: section },
	});
	api.company.changeRow('invoices', first.id, {
		content: [
			{ title: 'Gros œuvre', style: { type: 'section', position: 1 } },
			line('Dalle', 1),
			{ title: 'Finitions', style: { type: 'section', position: 4 } },
			line('Peinture', 4),
			line('Déplacement', null),
			{ title: 'Sans ligne', style: { type: 'section', position: 8 } },
		],
	});
	const { data } = await exportLines('sinaoInvoices');
	expect(data.slice(0, 4).map((row) => [row.section, row.designation])).toEqual([
		['Gros œuvre', 'Dalle'],
		['Finitions', 'Peinture'],
		['', 'Déplacement'],
		['', 'Sans ligne'],
	]);
});

test('figures beyond 2^53, in whole cents only, or as a plain account keep their digits', async () => {
	const [first] = api.company.table('invoices').byId();
	api.company.changeRow('invoices', first.id, {
		content: [
			{ title: 'huge', amount_accurately: 90_071_992_547_409_931_234n, quantity: 0.125 },
			{ title: 'cents', amount: -1234, quantity: -2, account: '706000', discount: { amount: 500 } },
		],
	});
	const { data } = await exportLines('sinaoInvoices');
	expect(data[0]).toMatchObject({ unit_price: '900719925474099.31234', 'line.quantity': '0.125' });
	expect(data[1]).toMatchObject({
		unit_price: '-12.34',
		'line.quantity': '-2',
		account: '706000',
		'line.discount.amount': '5.00',
	});
});

test('lines as they are read back from the service have their text in the detail, and the number of the account whose id they name', async () => {
	const [first] = api.company.table('invoices').byId();
	const [{ id, accounting_number: number }] = api.company.lists.accounts;
	const line = (detail: string) => ({
		detail,
		action: 'sell',
		quantity: 1,
		amount_accurately: 12_345_000,
		vat_percent: 2000,
		unity: 'forfait',
		type: 'product',
		account_id: detail === 'Mur' ? 99 : id,
	});
	api.company.changeRow('invoices', first.id, {
		content: [
			{ detail: 'Gros œuvre', lines: [line('Dalle'), line('Mur')] },
			{ lines: [line('Déplacement')] },
		],
	});
	const { data } = await exportLines('sinaoInvoices');
	expect(
		data
			.slice(0, 3)
			.map((row) => [
				row.section,
				row.designation,
				row.unit_price,
				row['line.vat_percent'],
				row.account,
				row.account_id,
			]),
	).toEqual([
		['Gros œuvre', 'Dalle', '123.45', '20', number, String(id)],
		['Gros œuvre', 'Mur', '123.45', '20', '', '99'],
		['', 'Déplacement', '123.45', '20', number, String(id)],
	]);
});

test('a chart of accounts that is not open to the key costs no line, and is said', async () => {
	api.faults.add({ path: '/accounts/?$', fault: { kind: 'status', status: 403 } });
	const { data, hints } = await exportLines('sinaoInvoices');
	expect(data.length).toBeGreaterThan(api.company.lists.invoices.length);
	expect(hints).toEqual([expect.stringMatching(/^The chart of accounts could not be read/)]);
});

test('a quantity that comes as text is a number for its reader, and what is none stays as it is', async () => {
	const [first] = api.company.table('invoices').byId();
	api.company.changeRow('invoices', first.id, {
		content: ['1.50', '-2', '1,5', '=2', 'deux', null].map((quantity) => ({
			title: 'Heure',
			quantity,
		})),
	});
	const { data } = await exportLines('sinaoInvoices', {
		format: 'custom',
		delimiter: ',',
		decimalMark: ',',
		encoding: 'utf8',
		byteOrderMark: false,
	});
	expect(data.slice(0, 6).map((row) => row['line.quantity'])).toEqual([
		'1,50',
		'-2',
		'1,5',
		"'=2",
		'deux',
		'',
	]);
});

test('all other fields of the lines are there too', async () => {
	const { data } = await exportLines('sinaoInvoices', { columns: 'all' });
	expect(data.some((row) => Number(row['line.product.id']) > 0)).toBe(true);
	expect(data[0]['line.amount_accurately']).toMatch(/^\d+$/);
});

test('29 a document that comes again with fewer lines leaves none of its earlier ones', async () => {
	const documents = api.company.table('invoices').byId();
	const doubled = documents[4];
	const lines = [1, 2, 3].map((at) => ({ title: `old ${at}`, quantity: at }));
	api.company.changeRow('invoices', doubled.id, { content: lines });
	api.faults.add({
		path: '/invoices$',
		query: 'value]=\\d+',
		times: 1,
		fault: { kind: 'repeatRow', changes: { content: [{ title: 'new', quantity: 7 }] } },
	});
	const { data, json } = await exportLines('sinaoInvoices');
	expect(data.filter(({ id }) => id === String(doubled.id)).map((row) => row.designation)).toEqual([
		'new',
	]);
	expect(new Set(data.map(({ id }) => id)).size).toBe(documents.length);
	expect(json.rows).toBe(data.length);
});
