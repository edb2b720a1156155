import { parse } from 'papaparse';

import { listOf } from '../support/api';
import {
	download,
	everyId,
	exportCsv,
	fileOf,
	getMany,
	hintsOf,
	useSinao,
} from '../support/faultyCompany';

const sinao = useSinao({ size: { invoices: 6, products: 3 } });

/** The CSV of a node as records by column title, in the order of the ids. */
async function csvOf(type = 'sinaoInvoices'): Promise<Array<Record<string, string>>> {
	const { outputs } = await exportCsv(sinao.api, { type });
	const text = (await fileOf(outputs[0][0])).toString('utf8').replace(/^\uFEFF/, '');
	return parse<Record<string, string>>(text, { header: true, delimiter: ';', skipEmptyLines: true })
		.data;
}

it('32 New fields, an unknown status, a missing field, a null customer: kept whole as data, blank or as they are in the CSV', async () => {
	const { api } = sinao;
	const [id] = everyId(api);
	const row = api.company.changeRow('invoices', id, {
		status: 'litige',
		contact_infos: null,
		brand_new: { deep: [1, { er: true }] },
	});
	delete row.reference;
	const { outputs, error } = await getMany(api);
	expect(error).toBeUndefined();
	expect(outputs[0][0].json).toMatchObject({
		status: 'litige',
		brand_new: { deep: [1, { er: true }] },
	});
	expect(outputs[0][0].json).not.toHaveProperty('reference');
	expect(outputs[0].map(({ json }) => json)).toEqual(
		await listOf(api, 'invoices', ['contact_infos']),
	);
	expect((await csvOf())[0]).toMatchObject({
		Statut: 'litige',
		Client: '',
		Référence: '',
		'brand_new.deep.1.er': expect.any(String),
	});
});

it('48 Bytes that are no UTF-8: replaced, the row is kept, and it is noted', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/invoices$', fault: { kind: 'malformedJson', how: 'invalidUtf8' } });
	const result = await getMany(api);
	expect(result.outputs[0]).toHaveLength(6);
	expect(result.outputs[0].some(({ json }) => String(json.title).startsWith('\uFFFD'))).toBe(true);
	expect(hintsOf(result)).toContain(
		'Some text from Sinao is not valid UTF-8. Unreadable characters were replaced by "\uFFFD".',
	);
});

it.each<[string, string, string]>([
	['in summer, shortly before midnight UTC', '2024-06-30T22:30:00.000000Z', '01/07/2024'],
	['in winter, an hour before the year ends in UTC', '2023-12-31T23:30:00.123456Z', '01/01/2024'],
	['in winter, two hours before', '2023-12-31T22:30:00.000000Z', '31/12/2023'],
	['in the hour that the spring skips', '2024-03-31T01:30:00.000000Z', '31/03/2024'],
	['in the hour that the autumn repeats', '2024-10-27T00:30:00.000000Z', '27/10/2024'],
	['without a time', '2024-02-29', '29/02/2024'],
])('54 A date %s: the day in France', async (_, written, expected) => {
	const { api } = sinao;
	const [id] = everyId(api);
	api.company.changeRow('invoices', id, { written_at: written });
	expect((await csvOf())[0].Date).toBe(expected);
	const [day, month, year] = expected.split('/');
	expect((await getMany(api, { parameters: { simplify: true } })).outputs[0][0].json.date).toBe(
		`${year}-${month}-${day}`,
	);
});

it('54 The year of the folder is that of France, and days that were counted over the change of the clock stay the days that Sinao counted', async () => {
	const { api } = sinao;
	const [id, other] = everyId(api);
	api.company.changeRow('invoices', id, { written_at: '2023-12-31T23:30:00.000000Z' });
	api.company.changeRow('invoices', other, {
		written_at: '2023-10-23T22:56:57.000000Z',
		payment_deadline_at: '2023-11-22T23:56:57.000000Z',
	});
	const { outputs } = await download(api);
	expect(
		outputs[0].slice(0, 2).map(({ json }) => [json.folder, String(json.fileName).slice(0, 10)]),
	).toEqual([
		['Factures/2024', '2024-01-01'],
		['Factures/2023', '2023-10-24'],
	]);
	expect((await csvOf())[1]).toMatchObject({ Date: '24/10/2023', Échéance: '23/11/2023' });
});

it('53 Totals unlike the sum of their subtotals or taxes: nothing is corrected, and the documents are named', async () => {
	const { api } = sinao;
	const [, first, second] = everyId(api);
	api.company.changeRow('invoices', first, { number: 'FAC-A', amount: 12_345 });
	const { totals } = api.company.find('invoices', second) as unknown as {
		totals: { taxes: { vat: Record<string, number> } };
	};
	totals.taxes.vat.total += 1;
	api.company.changeRow('invoices', second, { number: 'FAC-B' });
	const result = await exportCsv(api);
	expect((await csvOf())[1]['Montant HT']).toBe('123,45');
	expect(hintsOf(result)).toContain(
		'Totals that do not match the sum of their subtotals or taxes in Sinao: FAC-A, FAC-B.',
	);
});
