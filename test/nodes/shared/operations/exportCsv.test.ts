import { createHash } from 'node:crypto';
import { parse as parseExactly } from 'lossless-json';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { parse } from 'papaparse';
import { readSheet } from 'read-excel-file/node';

import { at, itemsOf, listOf } from '../../../support/api';
import { cleanUp, fileOf } from '../../../support/engine';
import { leavesOf } from '../../../support/expected';
import { type SinaoServer, startSinao } from '../../../support/sinao';
import type { Row } from '../../../support/sinao/types';

/** A company whose rows hold everything that is nasty but legal, and one whose lists are empty. */
let api: SinaoServer;
let empty: SinaoServer;

const none = {
	invoices: 0,
	quotes: 0,
	purchases: 0,
	persons: 0,
	organizations: 0,
	products: 0,
	bankAccounts: 0,
	transactions: 0,
};

beforeAll(async () => {
	api = await startSinao({ seed: 7, size: { invoices: 80, bankAccounts: 3 } });
	empty = await startSinao({ size: none });
});

afterAll(async () => {
	cleanUp();
	await Promise.all([api.close(), empty.close()]);
});

interface Exported {
	type: string;
	list: string;
	expand: string[];
	/** French menu, and so folder and file. */
	menu: string;
}

const resources: Exported[] = [
	{ type: 'sinaoInvoices', list: 'invoices', expand: ['contact_infos'], menu: 'Factures' },
	{ type: 'sinaoQuotes', list: 'quotes', expand: ['contact_infos'], menu: 'Devis' },
	{
		type: 'sinaoPurchases',
		list: 'purchases',
		expand: ['account', 'supplier', 'balance'],
		menu: 'Achats',
	},
	{ type: 'sinaoPersons', list: 'persons', expand: [], menu: 'Particuliers' },
	{ type: 'sinaoOrganizations', list: 'organizations', expand: [], menu: 'Entreprises' },
	{ type: 'sinaoProducts', list: 'products', expand: [], menu: 'Catalogue' },
	{ type: 'sinaoBank', list: 'transactions/', expand: [], menu: 'Banque' },
];

function exporting(parameters: IDataObject = {}, options: IDataObject = {}): IDataObject {
	return {
		operation: 'exportCsv',
		...parameters,
		options: { firstWait: 1, oneFile: true, ...options },
	};
}

/** The table in a file, read as any program would: with a header, and not a row that does not fit it. */
async function tableOf(
	item: INodeExecutionData,
	delimiter = ';',
	field = 'data',
): Promise<Array<Record<string, string>>> {
	const text = (await fileOf(item, field)).toString('utf8');
	const { data, errors, meta } = parse<Record<string, string>>(text, {
		header: true,
		delimiter,
		newline: '\r\n',
		skipEmptyLines: true,
	});
	expect(errors).toEqual([]);
	expect(new Set(meta.fields).size).toBe(meta.fields?.length);
	return data;
}

/** A text as UTF-8 can hold it. */
const storable = (value: unknown) => Buffer.from(String(value)).toString();

const exactRows = async (from: SinaoServer, { list, expand }: Exported) =>
	await listOf(from, list, expand, (text) =>
		parseExactly(text, undefined, (digits) =>
			Number.isSafeInteger(Number(digits)) || digits.includes('.') ? Number(digits) : digits,
		),
	);

/** Integers whose decimal point was moved: put it back. */
const places: Array<[RegExp, number]> = [
	[/^(?:amount|amount_tax|totals\.due|totals\.taxes\.vat\.\d+)$/, 2],
	[/^amount_accurately$/, 5],
	[/^vat_percent$/, 2],
];

function digitsOf(decimal: string, count: number): string {
	const [whole, fraction = ''] = decimal.split('.');
	return `${whole}${fraction.padEnd(count, '0')}`.replace(/^(-?)0+(?=\d)/, '$1');
}

describe.each(resources)('$menu as CSV', (resource) => {
	const { type, menu } = resource;

	test('has every row of Sinao and every field of each row, to the last digit', async () => {
		const parameters = exporting({ format: 'standard' }, { titles: 'api', defuseFormulas: false });
		const [item, ...more] = await itemsOf(api, type, parameters);
		const rows = await exactRows(api, resource);
		const table = await tableOf(item, ',');
		expect(more).toEqual([]);
		expect(item.json.rows).toBe(rows.length);
		expect(table.map(({ id }) => id)).toEqual(rows.map(({ id }) => String(id)));
		rows.forEach((row, index) => {
			for (const [field, value] of leavesOf(row)) {
				const cell = table[index][`${field} (API)`] ?? table[index][field];
				const count = places.find(([pattern]) => pattern.test(field))?.[1];
				const read = count === undefined ? cell : digitsOf(cell, count);
				expect([row.id, field, read]).toEqual([row.id, field, storable(value)]);
			}
		});
	});

	test('comes back from papaparse as it was written, rows and columns', async () => {
		const [item] = await itemsOf(api, type, exporting());
		const bytes = await fileOf(item);
		const { data, errors } = parse<string[]>(bytes.toString('utf8'), {
			delimiter: ';',
			newline: '\r\n',
		});
		expect(errors).toEqual([]);
		expect(data.pop()).toEqual(['']);
		expect(data).toHaveLength(Number(item.json.rows) + 1);
		expect(new Set(data.map(({ length }) => length)).size).toBe(1);
	});

	test('is the same file in every run, whatever the size of the pages', async () => {
		const files = await Promise.all(
			[{}, {}, { pageSize: 7 }, { pageSize: 10_000 }].map(
				async (options) => await itemsOf(api, type, exporting({}, options)),
			),
		);
		expect(new Set(files.map(([item]) => item.json.sha256)).size).toBe(1);
	});

	test('of an empty account has the header row', async () => {
		const [item] = await itemsOf(empty, type, exporting());
		const [full] = await itemsOf(api, type, exporting({ columns: 'main' }));
		const [header, ...rest] = (await fileOf(item)).toString('utf8').split('\r\n');
		const families = /;TVA [\d,]+ %/g;
		expect(rest).toEqual(['']);
		expect(item.json.rows).toBe(0);
		expect(header).toBe(
			(await fileOf(full)).toString('utf8').split('\r\n')[0].replace(families, ''),
		);
	});

	test('gives one item for each input item, with the file and what a storage needs to know', async () => {
		const items = [
			{ json: { field: 'first' } },
			{ json: { field: 'second' } },
			{ json: { field: 'third' } },
		];
		const made = await itemsOf(api, type, exporting({ binaryPropertyName: '={{ $json.field }}' }), {
			items,
		});
		expect(made).toHaveLength(3);
		for (const [index, { json, binary, pairedItem }] of made.entries()) {
			const { field } = items[index].json;
			const bytes = await fileOf(made[index], field);
			expect(json).toEqual({
				resource: type === 'sinaoBank' ? 'transactions' : resource.list,
				kind: 'csv',
				fileName: `${menu}.csv`,
				folder: menu,
				path: `${menu}/${menu}.csv`,
				mimeType: 'text/csv',
				size: bytes.length,
				sha256: createHash('sha256').update(bytes).digest('hex'),
				rows: (await listOf(api, resource.list)).length,
			});
			expect(Object.keys(binary ?? {})).toEqual([field]);
			expect(binary?.[field]).toMatchObject({ fileName: `${menu}.csv`, mimeType: 'text/csv' });
			expect(pairedItem).toEqual({ item: index });
		}
	});
});

describe('The columns that people read first', () => {
	const paris = new Intl.DateTimeFormat('fr-FR', {
		timeZone: 'Europe/Paris',
		day: '2-digit',
		month: '2-digit',
		year: 'numeric',
	});
	const text = (name: string) => (row: Row) => String(at(row, name) ?? '');
	const words: Record<string, string> = {
		draft: 'Brouillon',
		final: 'Validée',
		paid: 'Payée',
		waiting: 'En attente',
		goodforagreement: 'Bon pour accord',
		refused: 'Refusé',
		transformed: 'Transformé',
		deleted: 'Supprimé',
		transfer: 'Virement',
		check: 'Chèque',
		card: 'Carte bancaire',
		direct_debit: 'Prélèvement',
	};
	const purchaseWords: Record<string, string> = {
		new: 'Nouveau',
		completed: 'Complété',
		paid: 'Payé',
	};
	/** In French, or as returned where there is no word for it. */
	const french =
		(name: string, known = words) =>
		(row: Row) =>
			known[text(name)(row)] ?? text(name)(row);
	const date = (name: string) => (row: Row) =>
		at(row, name) ? paris.format(new Date(String(at(row, name)))) : '';
	const decimals = (value: unknown, count: number, least = count) => {
		if (value === undefined || value === null) return '';
		const [sign, digits] = String(value).startsWith('-')
			? ['-', String(value).slice(1)]
			: ['', String(value)];
		const padded = digits.padStart(count + 1, '0');
		const fraction = padded.slice(-count).replace(new RegExp(`0{0,${count - least}}$`), '');
		return `${sign}${padded.slice(0, -count)}${fraction ? `,${fraction}` : ''}`;
	};
	const euros = (name: string) => (row: Row) => decimals(at(row, name), 2);
	const withTax = (row: Row) =>
		row.amount === null
			? ''
			: decimals(BigInt(String(row.amount)) + BigInt(String(row.amount_tax)), 2);
	const establishments = (row: Row) =>
		row.establishments as Array<
			Record<string, string[]> & { nic: string; place: Record<string, string | null> }
		>;
	const all = (field: 'emails' | 'phones') => (row: Row) =>
		establishments(row)
			.flatMap((each) => each[field])
			.join(', ');
	const place = (name: string) => (row: Row) => establishments(row)[0].place[name] ?? '';
	const contact = [
		['E-mails', all('emails')],
		['Téléphones', all('phones')],
		['Adresse', (row: Row) => `${place('street_number')(row)} ${place('route')(row)}`],
		["Complément d'adresse", place('route2')],
		['Code postal', place('postal_code')],
		['Ville', place('locality')],
		['Pays', place('country')],
		['Interlocuteurs', () => ''],
		['Identifiant Sinao', text('id')],
	] as const;
	const kindOf = (row: Row) =>
		Number(row.amount) < 0 ? 'avoir' : row.is_downpayment ? 'acompte' : 'facture';
	const sales = [
		['Client', text('contact_infos.name')],
		['Objet', text('title')],
		['Référence', text('reference')],
		['Montant HT', euros('amount')],
		['TVA', euros('amount_tax')],
		['Montant TTC', withTax],
		['Net à payer', euros('totals.due')],
	] as const;

	const expected: Record<string, ReadonlyArray<readonly [string, (row: Row) => string]>> = {
		sinaoInvoices: [
			['Numéro', text('number')],
			['Type', kindOf],
			['Statut', french('status')],
			['Date', date('written_at')],
			['Échéance', date('payment_deadline_at')],
			...sales,
			['Payée le', date('paid_at')],
			['Paiement prévu le', date('expected_payment_deadline_at')],
			['Identifiant Sinao', text('id')],
		],
		sinaoQuotes: [
			['Numéro', text('number')],
			['Statut', french('status')],
			['Date', date('written_at')],
			['Validité', date('commercialvalidity_deadline')],
			...sales,
			['Identifiant Sinao', text('id')],
		],
		sinaoPurchases: [
			['Date', date('billed_at')],
			['Fournisseur', (row) => String(at(row, 'supplier.name') ?? row.supplier_name ?? '')],
			['Libellé', text('title')],
			['Statut', french('status', purchaseWords)],
			['Montant HT', euros('amount')],
			['TVA', euros('amount_tax')],
			['Montant TTC', withTax],
			['TVA autoliquidée', euros('amount_reverse_tax')],
			['Catégorie comptable', text('account.name')],
			['Compte', text('account.accounting_number')],
			['Échéance', date('payment_deadline_at')],
			['Payé le', date('paid_at')],
			['Paiement prévu le', date('expected_payment_deadline_at')],
			['Commentaire', text('comment')],
			['Justificatif', (row) => (row.md5 ? 'oui' : 'non')],
			['Empreinte MD5', text('md5')],
			['Identifiant Sinao', text('id')],
		],
		sinaoPersons: [
			['Civilité', text('civility')],
			['Prénom', text('firstname')],
			['Nom', text('lastname')],
			...contact,
		],
		sinaoOrganizations: [
			['Raison sociale', text('name')],
			['Nom de facturation', text('billing_name')],
			['SIREN', text('national_id')],
			['SIRET', (row) => `${row.national_id}${establishments(row)[0].nic}`],
			['N° de TVA', text('vat_id')],
			...contact,
		],
		sinaoProducts: [
			['Référence', text('reference')],
			['Nom', text('name')],
			['Description', text('description')],
			['Catégorie', text('category.name')],
			['Prix HT', (row) => decimals(row.amount_accurately, 5, 2)],
			['TVA %', (row) => decimals(row.vat_percent, 2, 0).replace(/,0$/, '')],
			['Unité', text('unity')],
			['Type', (row) => (row.intangible ? 'service' : 'bien')],
			['Identifiant Sinao', text('id')],
		],
		sinaoBank: [
			['Date', date('received_at')],
			['Libellé', text('label')],
			['Détails', text('details')],
			['Montant', euros('amount')],
			[
				'Débit',
				(row) =>
					String(row.amount).startsWith('-') ? decimals(String(row.amount).slice(1), 2) : '',
			],
			['Crédit', (row) => (String(row.amount).startsWith('-') ? '' : decimals(row.amount, 2))],
			['Moyen de paiement', french('method')],
			['Contact', text('contact.name')],
			['Rapproché le', date('lettered_at')],
			['Compte', text('cashflow_source.name')],
			['Identifiant Sinao', text('id')],
		],
	};

	test.each(resources)(
		'of $menu stand first, with French titles and the right values',
		async (resource) => {
			const [item] = await itemsOf(api, resource.type, exporting({}, { defuseFormulas: false }));
			const table = await tableOf(item);
			const columns = expected[resource.type];
			const rows = await exactRows(api, resource);
			const isEmpty = (value: (row: Row) => string) => rows.every((row) => value(row) === '');
			const filled = columns.filter(([, value]) => !isEmpty(value));
			expect(Object.keys(table[0]).slice(0, filled.length)).toEqual(filled.map(([title]) => title));
			for (const [index, row] of rows.entries()) {
				for (const [title, value] of columns)
					expect([row.id, title, table[index][title]]).toEqual([
						row.id,
						title,
						storable(value(row)),
					]);
			}
		},
	);

	test.each(resources)(
		"of $menu are the only ones with 'Main Columns', in the same order, besides those of VAT rates",
		async ({ type }) => {
			const [item] = await itemsOf(api, type, exporting({ columns: 'main' }));
			const titles = Object.keys((await tableOf(item))[0]);
			expect(titles.filter((title) => !/^TVA [\d,]+ %$/.test(title))).toEqual(
				expected[type].map(([title]) => title),
			);
		},
	);

	test.each(resources.slice(0, 2))(
		'of $menu hold one for each VAT rate that occurs, in their order',
		async ({ type, list }) => {
			const [item] = await itemsOf(api, type, exporting({}, { pageSize: 5 }));
			const table = await tableOf(item);
			const rows = await listOf(api, list);
			const ratesOf = (row: Row) =>
				Object.keys(at(row, 'totals.taxes.vat') as object).filter((rate) => rate !== 'total');
			const rates = [...new Set(rows.flatMap(ratesOf))].sort(
				(one, other) => Number(one) - Number(other),
			);
			const titleOf = (rate: string) =>
				`TVA ${decimals(rate, 2, 0).replace(/,?0*$/, (zeros) => (zeros.includes(',') ? '' : zeros))} %`;
			expect(rates).toEqual(['0', '210', '550', '1000', '2000']);
			const begin = Object.keys(table[0]).indexOf('Identifiant Sinao') + 1;
			expect(Object.keys(table[0]).slice(begin, begin + 5)).toEqual([
				'TVA 0 %',
				'TVA 2,1 %',
				'TVA 5,5 %',
				'TVA 10 %',
				'TVA 20 %',
			]);
			rows.forEach((row, index) => {
				for (const rate of rates)
					expect(table[index][titleOf(rate)]).toBe(
						decimals(at(row, `totals.taxes.vat.${rate}`), 2),
					);
			});
		},
	);

	test.each([
		['sinaoInvoices', ['written_at', 'paid_at', 'contact_infos.name', 'totals.taxes.vat.total']],
		['sinaoPurchases', ['billed_at', 'payment_deadline_at', 'supplier.name']],
		['sinaoBank', ['received_at', 'contact.name']],
		['sinaoPersons', ['establishments.0.emails.0', 'establishments.0.phones.0']],
		['sinaoOrganizations', ['establishments.0.emails.0', 'establishments.1.phones.0']],
	])(
		'of %s are not repeated in the form of the API in French Excel, and are in the other formats',
		async (type, twins) => {
			const titlesOf = async (format: string) => {
				const [item] = await itemsOf(api, type, exporting({ format }));
				return Object.keys((await tableOf(item, format === 'standard' ? ',' : ';'))[0]);
			};
			const [read, whole] = [await titlesOf('frenchExcel'), await titlesOf('standard')];
			expect(twins.filter((twin) => read.includes(twin))).toEqual([]);
			expect(twins.filter((twin) => !whole.includes(twin))).toEqual([]);
		},
	);

	test('of French Excel are followed by the fields that differ, then by those that are equal in every row', async () => {
		const [item] = await itemsOf(api, 'sinaoInvoices', exporting());
		const table = await tableOf(item);
		const titles = Object.keys(table[0]);
		const last = ['columns.quantity', 'currency', 'payment_period', 'stocks_are_pending_back'];
		const others = titles.filter((title) => /^[a-z_.]+$/.test(title));
		const constant = others.filter((title) => new Set(table.map((row) => row[title])).size === 1);
		expect(constant).toEqual(expect.arrayContaining(last));
		expect(titles.slice(-constant.length)).toEqual(constant);
		expect(table[0]).toMatchObject({ currency: 'EUR', stocks_are_pending_back: 'non' });
		const [standard] = await itemsOf(api, 'sinaoInvoices', exporting({ format: 'standard' }));
		expect((await tableOf(standard, ','))[0]).toMatchObject({
			Statut: expect.stringMatching(/^(?:draft|final|paid)$/),
			stocks_are_pending_back: 'false',
		});
	});

	test('of French Excel that are empty in every row come after the fields that differ, in workbooks too', async () => {
		const titlesOf = async (format: string) => {
			const [item] = await itemsOf(api, 'sinaoInvoices', exporting({ format }));
			if (format !== 'xlsx')
				return Object.keys((await tableOf(item, format === 'standard' ? ',' : ';'))[0]);
			const [titles] = await readSheet(await fileOf(item));
			return titles.map(String);
		};
		const standard = await titlesOf('standard');
		const own = expected.sinaoInvoices.map(([title]) => title);
		expect(standard.slice(0, own.length)).toEqual(own);
		const read = await titlesOf('frenchExcel');
		const place = read.indexOf('Paiement prévu le');
		expect(read.slice(0, own.length - 1)).toEqual(
			own.filter((title) => title !== 'Paiement prévu le'),
		);
		expect(read[place - 1]).toBe('validated_at');
		expect(read.slice(place + 1)).toContain('currency');
		expect(await titlesOf('xlsx')).toEqual(read);
	});

	test('leave further establishments of an organization in columns of their own', async () => {
		const [item] = await itemsOf(api, 'sinaoOrganizations', exporting());
		const table = await tableOf(item);
		const rows = await listOf(api, 'organizations');
		const several = rows.findIndex((row) => establishments(row).length === 3);
		expect(table[several]['establishments.2.nic']).toBe(establishments(rows[several])[2].nic);
		expect(table[several]['establishments.2.place.locality']).toBe(
			establishments(rows[several])[2].place.locality,
		);
	});
});
