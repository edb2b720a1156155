import { parse } from 'papaparse';

import { records } from '../../../nodes/SinaoRecords/records';
import { itemsOf } from '../../support/api';
import { cleanUp, fileOf } from '../../support/engine';
import { type SinaoServer, startSinao } from '../../support/sinao';
import type { ListName } from '../../support/sinao/data/world';

/**
 * The values that fields of lists can have: the enumerations in both texts of Sinao's API, with the French title of their
 * column, and values that only the simulated account has.
 */
const known: Array<[list: ListName, field: string, title: string, values: string[]]> = [
	['invoices', 'status', 'Statut', ['draft', 'final', 'paid']],
	[
		'quotes',
		'status',
		'Statut',
		['draft', 'waiting', 'goodforagreement', 'refused', 'transformed', 'deleted'],
	],
	['purchases', 'status', 'Statut', ['new', 'completed', 'paid']],
	[
		'transactions',
		'method',
		'Moyen de paiement',
		[
			'check',
			'transfer',
			'cash',
			'creditcard',
			'automatic_debit',
			'creditnote',
			'card',
			'direct_debit',
		],
	],
	['cashflowsources', 'type', 'Type', ['bank', 'cashdesk', 'waiting']],
	[
		'cashflowsources',
		'account_type',
		'Type de compte',
		[
			'checking',
			'card',
			'savings',
			'special',
			'securities',
			'loan',
			'life_insurance',
			'unknown',
			'pending',
			'share_savings_plan',
		],
	],
	['cashflowsources', 'status', 'Statut', ['active']],
	['payments', 'source', 'Origine', ['bank', 'cashdesk', 'creditnote']],
	['payments', 'document_type', 'Type de document', ['sales', 'purchase', 'transaction']],
	[
		'attachments',
		'attachable_type',
		'Attachée à',
		['none', 'purchase', 'invoice', 'quote', 'transaction', 'relationship'],
	],
	[
		'tags',
		'object',
		'Utilisée pour',
		['invoice', 'quote', 'purchase', 'product', 'transaction', 'relationship'],
	],
	['templates', 'object', 'Utilisée pour', ['invoice', 'quote', 'email']],
	['accountcategories', 'type', 'Type', ['purchase', 'sales']],
	['accounts/employees', 'vehicle_type', 'Véhicule', ['car', 'motorcycle', 'electric_car']],
	[
		'recurringinvoices',
		'frequency_duration',
		'Période',
		['day', 'week', 'month', 'trimester', 'semester', 'year'],
	],
	['recurringinvoices', 'saving_status', 'Statut des factures', ['draft', 'final']],
	['subscription/invoices', 'status', 'Statut', ['draft', 'open', 'paid', 'uncollectible', 'void']],
	[
		'rules',
		'on_event',
		'Événement',
		['invoice.saved', 'quote.created', 'purchase.updated', 'transaction.deleted'],
	],
	// Sent emails and the company itself are not rows that a test can change.
	['organizations', 'vat_system', 'Régime de TVA', ['real', 'simplified', 'franchise']],
];

const english = new Set([
	...known.flatMap(([, , , values]) => values),
	...['attachment', 'contact', 'delivered', 'payment'],
]);

/** Where the French word is the same. */
const alsoFrench = ['service'];

let api: SinaoServer;

beforeAll(async () => {
	api = await startSinao({
		seed: 16,
		nasty: false,
		size: { bankAccounts: 10, recurringInvoices: 6, tags: 6, newerLists: 5, payments: 12 },
		variants: { fields: 'newer' },
	});
	for (const [list, field, , values] of known)
		[...api.company.lists[list]].forEach((row, index) => {
			if (row[field] !== null)
				api.company.changeRow(list, row.id, { [field]: values[index % values.length] });
		});
});

afterAll(async () => {
	await api.close();
	cleanUp();
});

type Table = Array<Record<string, string>>;

async function tablesOf(type: string, parameters: object, format: string): Promise<Table> {
	const items = await itemsOf(api, type, {
		operation: 'exportCsv',
		format,
		columns: 'all',
		...parameters,
		options: { firstWait: 1 },
	});
	const tables = await Promise.all(
		items.map(async (item) => {
			const text = (await fileOf(item)).toString('utf8');
			return parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
		}),
	);
	return tables.flat();
}

/** Every list, and the lists of which a row is a line. */
const lists: Array<[name: string, type: string, parameters: object]> = [
	['invoices', 'sinaoInvoices', {}],
	['lines of invoices', 'sinaoInvoices', { rows: 'line' }],
	['quotes', 'sinaoQuotes', {}],
	['lines of quotes', 'sinaoQuotes', { rows: 'line' }],
	['purchases', 'sinaoPurchases', {}],
	['persons', 'sinaoPersons', {}],
	['organizations', 'sinaoOrganizations', {}],
	['products', 'sinaoProducts', {}],
	['transactions', 'sinaoBank', {}],
	...records.map(({ name }): [string, string, object] => [
		name,
		'sinaoRecords',
		{ resource: name },
	]),
	['lines of recurringInvoices', 'sinaoRecords', { resource: 'recurringInvoices', rows: 'line' }],
];

/** A field that is not declared has its name in the API as its title. */
const isFrench = (title: string) => !/^[a-z_\d]+(?:\.[\w-]+)*(?: \(API\))?$/.test(title);

it.each(lists)(
	'French Excel: no known value of %s is English under a French title',
	async (name, type, parameters) => {
		const rows = await tablesOf(type, parameters, 'frenchExcel');
		if (name !== 'settings') expect(rows).not.toEqual([]);
		const found = rows
			.flatMap((row) => Object.entries(row))
			.filter(
				([title, value]) => isFrench(title) && english.has(value) && !alsoFrench.includes(value),
			);
		expect(found).toEqual([]);
	},
);

/** The export of a list by its address in the API. */
const exportOf: Partial<Record<ListName, [type: string, parameters: object]>> = {
	invoices: ['sinaoInvoices', {}],
	quotes: ['sinaoQuotes', {}],
	purchases: ['sinaoPurchases', {}],
	transactions: ['sinaoBank', {}],
	organizations: ['sinaoRecords', { resource: 'companyProfile' }],
	...Object.fromEntries(
		records.map(({ name, path }) => [
			path.replace(/^\/|\/$/g, ''),
			['sinaoRecords', { resource: name }],
		]),
	),
};

it.each(known)(
	'French Excel: each value of %s, %s, has a word of its own in %s',
	async (list, _field, title, values) => {
		const [type, parameters] = exportOf[list] as [string, object];
		const read = await tablesOf(type, parameters, 'frenchExcel');
		const raw = await tablesOf(type, parameters, 'standard');
		expect(read.map(({ 'Identifiant Sinao': id }) => id)).toEqual(
			raw.map(({ 'Identifiant Sinao': id }) => id),
		);
		const words = new Map(raw.map((row, index) => [row[title], read[index][title]]));
		const expected = list === 'organizations' ? [expect.anything()] : values;
		expect([...words.keys()].filter(Boolean)).toEqual(expect.arrayContaining(expected));
		for (const [value, word] of words) {
			if (!value) continue;
			expect(word).toMatch(/^\p{L}[\p{L}’' :-]*$/u);
			expect(word).not.toBe(value);
		}
	},
);

it.each([
	['cashflowsources', 'status', 'bankAccounts', 'Statut'],
	['attachments', 'attachable_type', 'attachments', 'Attachée à'],
	['rules', 'on_event', 'rules', 'Événement'],
] as Array<[ListName, string, string, string]>)(
	'French Excel: an unknown value of %s, %s, stays as it is',
	async (list, field, resource, title) => {
		const [{ id }] = [...api.company.lists[list]];
		api.company.changeRow(list, id, { [field]: 'constructor' });
		const rows = await tablesOf('sinaoRecords', { resource }, 'frenchExcel');
		expect(rows.find((row) => row['Identifiant Sinao'] === String(id))?.[title]).toBe(
			'constructor',
		);
	},
);
