import { parse } from 'papaparse';

import { run } from '../../../support/api';
import { cleanUp, fileOf } from '../../../support/engine';
import { type SinaoServer, startSinao } from '../../../support/sinao';
import type { Variants } from '../../../support/sinao/variants';

/** Main columns of fields that only the newer text of the API has (docs/sinao-api.md, What each resource is). */
let api: SinaoServer;

async function start(fields: Variants['fields']): Promise<void> {
	api = await startSinao({
		seed: 3,
		nasty: false,
		size: { invoices: 24, purchases: 24 },
		variants: { fields },
	});
}

afterEach(async () => await api.close());

afterAll(cleanUp);

async function tableOf(node: string) {
	const { outputs, hints, error } = await run(api, node, {
		operation: 'exportCsv',
		columns: 'main',
		options: {},
	});
	expect(error).toBeUndefined();
	const { data, meta } = parse<Record<string, string>>(
		(await fileOf(outputs[0][0])).toString('utf8'),
		{ header: true, skipEmptyLines: true },
	);
	const rows = new Map(data.map((row) => [Number(row['Identifiant Sinao']), row]));
	return { rows, titles: meta.fields ?? [], hints: hints.map(({ message }) => message) };
}

const isNewer = (title: string) => /prévu|autoliquidée|Ventilation/.test(title);

it('invoices: the day of the expected payment, and each part of the breakdown in euros', async () => {
	await start('newer');
	const [invoice, other] = api.company.lists.invoices.filter(({ amount }) => Number(amount) > 0);
	api.company.changeRow('invoices', invoice.id, {
		amount: 123_456,
		payment_deadline_at: '2024-03-31T22:30:00.000000Z',
	});
	const { rows, titles } = await tableOf('sinaoInvoices');
	expect(titles.filter(isNewer)).toEqual([
		'Paiement prévu le',
		'Ventilation goods',
		'Ventilation services',
		'Ventilation taxes',
	]);
	expect(rows.get(invoice.id)).toMatchObject({
		'Paiement prévu le': '01/04/2024',
		'Ventilation goods': '0,00',
		'Ventilation services': '1234,56',
	});
	expect(rows.get(other.id)?.['Ventilation services']).toBe(rows.get(other.id)?.['Montant HT']);
});

it('a part of the breakdown that is no amount is not made one', async () => {
	await start('known');
	const [{ id }] = api.company.lists.invoices;
	api.company.changeRow('invoices', id, {
		breakdown: [{ account_id: 7060, amount: 1999, vat_percent: 2000, label: 'Vente' }],
	});
	const { rows, titles } = await tableOf('sinaoInvoices');
	expect(titles.filter((title) => title.startsWith('Ventilation'))).toEqual([
		'Ventilation 0.amount',
		'Ventilation 0.label',
	]);
	expect(rows.get(id)).toMatchObject({
		'Ventilation 0.amount': '19,99',
		'Ventilation 0.label': 'Vente',
	});
});

it('purchases: reverse-charge VAT in euros, and the day of the expected payment', async () => {
	await start('known');
	const [{ id }] = api.company.lists.purchases;
	api.company.changeRow('purchases', id, {
		amount_reverse_tax: 4321,
		expected_payment_deadline_at: '2023-12-31T23:00:00.000000Z',
	});
	const { rows } = await tableOf('sinaoPurchases');
	expect(rows.get(id)).toMatchObject({
		'TVA autoliquidée': '43,21',
		'Paiement prévu le': '01/01/2024',
	});
});

it.each([
	['sinaoInvoices', 1],
	['sinaoPurchases', 2],
])('%s of a service without these fields: empty columns and no hint', async (node, count) => {
	await start('known');
	const { rows, titles, hints } = await tableOf(node);
	expect(rows.size).toBe(24);
	expect(hints).toEqual([]);
	expect(titles.filter(isNewer)).toHaveLength(count);
	for (const row of rows.values())
		for (const title of titles.filter(isNewer)) expect(row[title]).toBe('');
});
