import type { IDataObject } from 'n8n-workflow';
import { parse } from 'papaparse';

import { itemsOf, listOf, run } from '../../../support/api';
import { Folder, runBackup } from '../../../support/backup';
import { expectSucceeded } from '../../../support/companies';
import { cleanUp, fileOf } from '../../../support/engine';
import { type SinaoServer, startSinao } from '../../../support/sinao';
import type { Row } from '../../../support/sinao/types';
import { OBSERVED, type Variants } from '../../../support/sinao/variants';

const size = {
	invoices: 14,
	quotes: 6,
	purchases: 8,
	persons: 9,
	organizations: 9,
	transactions: 40,
	bankAccounts: 3,
	products: 12,
	payments: 20,
	attachments: 2,
	accountingEntries: 4,
};

const started: SinaoServer[] = [];
const folders: Folder[] = [];
let api: SinaoServer;

async function start(variants: Partial<Variants>, nasty = true): Promise<SinaoServer> {
	const made = await startSinao({ seed: 11, size, nasty, variants });
	started.push(made);
	return made;
}

beforeAll(async () => {
	api = await start({ contactIds: 'overlapping' });
});

afterEach(() => {
	Object.assign(api.variants, OBSERVED);
	api.faults.clear();
	api.requests.length = 0;
});

afterAll(async () => {
	for (const each of started) await each.close();
	for (const folder of folders) folder.remove();
	cleanUp();
});

/** How all lists look in one form of the service. */
async function as<T>(variants: Partial<Variants>, work: () => Promise<T>): Promise<T> {
	Object.assign(api.variants, OBSERVED, variants);
	return await work();
}

/** Each list whose rows have related objects: the node, and which of its resources. */
const lists: Array<[string, string, IDataObject]> = [
	['bank', 'sinaoBank', {}],
	['invoices', 'sinaoInvoices', {}],
	['invoice lines', 'sinaoInvoices', { rows: 'line' }],
	['organizations', 'sinaoOrganizations', {}],
	['payments', 'sinaoRecords', { resource: 'payments' }],
	['persons', 'sinaoPersons', {}],
	['product categories', 'sinaoRecords', { resource: 'productCategories' }],
	['products', 'sinaoProducts', {}],
	['purchases', 'sinaoPurchases', {}],
	['quotes', 'sinaoQuotes', {}],
	['quote lines', 'sinaoQuotes', { rows: 'line' }],
	['recurring invoices', 'sinaoRecords', { resource: 'recurringInvoices' }],
	['recurring invoice lines', 'sinaoRecords', { resource: 'recurringInvoices', rows: 'line' }],
	['mandates', 'sinaoRecords', { resource: 'sepaMandates' }],
	['stocks', 'sinaoRecords', { resource: 'stocks' }],
];

/** The files of an export by path. */
async function exported(type: string, more: IDataObject): Promise<Record<string, string>> {
	const { outputs, error, hints } = await run(api, type, {
		operation: 'exportCsv',
		columns: 'main',
		options: { pageSize: 15 },
		...more,
	});
	// The simulated company has a status that is not documented, which is said in every form.
	const others = hints.filter(({ message }) => !/the status 'litige'/.test(message));
	expect([error, others.map(({ message }) => message)]).toEqual([undefined, []]);
	const files = await Promise.all(
		outputs[0].map(async (item) => [item.json.path, (await fileOf(item)).toString('utf8')]),
	);
	return Object.fromEntries(files) as Record<string, string>;
}

function table(text: string) {
	const { data, meta } = parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), {
		header: true,
		delimiter: ';',
		skipEmptyLines: true,
	});
	return { rows: data, titles: meta.fields ?? [] };
}

function without<T extends object>(row: T, name: string): T {
	return Object.fromEntries(Object.entries(row).filter(([key]) => key !== name)) as T;
}

const forms: Array<Partial<Variants>> = [
	{ relations: 'ids' },
	{ relations: 'expand' },
	{ relations: 'ids', fields: 'newer' },
	{ relations: 'expand', defaultOrder: 'ascending', contactsOffset: true },
	{ relations: 'ids', ids: 'texts' },
];

/** Names of columns that one form alone has; a column of the form itself is no main column. */
const formColumns =
	/^(?:(?:cashflow_source|contact|customer|account|author|category|parent|product|document|transaction|establishments)(?:\.|_id$)|contact_(?:organization|person)_id$|author_user_id$|(?:credit|debit)(?: \(API\))?$)/;

/** Main columns of fields that only the newer text of the API has. */
const newerColumns = /^(?:Paiement prévu le|TVA autoliquidée|Ventilation .+)$/;

/** The titles and cells of each file, but for the newer columns. */
function olderColumns(files: Record<string, string>) {
	return Object.entries(files).map(([path, text]) => {
		const { rows, titles } = table(text);
		const older = titles.filter((title) => !newerColumns.test(title));
		return [path, older, rows.map((row) => older.map((title) => row[title]))];
	});
}

describe.each(lists)('The CSV of %s', (_name, type, more) => {
	it.each(forms)('124 is the same to the byte as with nested objects: %j', async (form) => {
		const nested = await as({}, async () => await exported(type, more));
		expect(Object.values(nested).some((text) => table(text).rows.length > 0)).toBe(true);
		const files = await as(form, async () => await exported(type, more));
		if (form.fields === 'newer') expect(olderColumns(files)).toEqual(olderColumns(nested));
		else expect(files).toEqual(nested);
		expect(api.contractViolations).toEqual([]);
	});

	it('124 has the same main columns among all fields; only the fields of the form itself differ', async () => {
		const all = { ...more, columns: 'all' };
		const nested = await as({}, async () => await exported(type, all));
		for (const relations of ['ids', 'expand'] as const) {
			const files = await as({ relations }, async () => await exported(type, all));
			expect(Object.keys(files)).toEqual(Object.keys(nested));
			for (const [path, text] of Object.entries(files)) {
				const [one, other] = [table(text), table(nested[path])];
				const common = other.titles.filter((title) => one.titles.includes(title));
				const only = [...one.titles, ...other.titles].filter((title) => !common.includes(title));
				expect(only.filter((title) => !formColumns.test(title))).toEqual([]);
				const cells = ({ rows }: typeof one) =>
					rows.map((row) => common.map((title) => [title, row[title]]));
				expect(cells(one)).toEqual(cells(other));
			}
		}
	});

	it('124 and its simplified output are the same in each form', async () => {
		const items = async () =>
			(
				await itemsOf(api, type, {
					operation: 'getMany',
					returnAll: true,
					...(more.resource ? { resource: more.resource } : {}),
				})
			).map(({ json }) => json);
		const nested = await as({}, items);
		expect(nested.length).toBeGreaterThan(0);
		for (const relations of ['ids', 'expand'] as const)
			expect(await as({ relations }, items)).toEqual(nested);
	});
});

describe('Bank transactions', () => {
	it.each(['nested', 'ids', 'expand'] as const)(
		'124 %s: every account has its transactions, nothing is without an account, and contacts have their names',
		async (relations) => {
			const accounts = await listOf(api, 'cashflowsources/');
			const rows = await listOf(api, 'transactions/');
			const files = await as({ relations }, async () => await exported('sinaoBank', {}));
			expect(Object.keys(files)).toHaveLength(accounts.length);
			expect(Object.keys(files).join()).not.toContain('Sans compte');
			const nameOf = ({ contact }: Row) =>
				contact ? String((contact as Row).name).replace(/^(?=[=\-@\t\r\n]|\+(?!33 ))/, "'") : '';
			accounts.forEach((account, index) => {
				const own = rows.filter(({ cashflow_source: source }) => (source as Row).id === account.id);
				expect(own.length).toBeGreaterThan(5);
				expect(
					table(Object.values(files)[index]).rows.map((row) => [
						row['Identifiant Sinao'],
						row.Compte,
						row.Contact,
					]),
				).toEqual(own.map((row) => [String(row.id), account.name, nameOf(row)]));
			});
			expect(rows.some(({ contact }) => (contact as Row | null)?.type === 'person')).toBe(true);
		},
	);

	it('124 reads a related list once, in small pages too, and only where a row needs it', async () => {
		const related = () =>
			api.requests.filter(({ path }) => /\/(?:organizations|persons)$/.test(path)).length;
		await as({ relations: 'nested' }, async () => await exported('sinaoBank', {}));
		expect(related()).toBe(0);
		await as({ relations: 'ids' }, async () => {
			await exported('sinaoBank', { options: { pageSize: 4 } });
		});
		const asked = api.requests.filter(({ path }) => /\/(?:organizations|persons)$/.test(path));
		expect(asked.length).toBeGreaterThan(0);
		const firstPages = asked.filter(({ query }) => !decodeURIComponent(query).includes('[value]'));
		expect(firstPages.map(({ path }) => path.split('/').at(-1)).sort()).toEqual([
			'organizations',
			'persons',
		]);
	});

	it('124 names the ID of a contact whose list the key does not open, and says so', async () => {
		Object.assign(api.variants, { relations: 'ids', listStatus: { organizations: 403 } });
		const { outputs, hints, error } = await run(api, 'sinaoBank', {
			operation: 'exportCsv',
			columns: 'main',
			options: { oneFile: true },
		});
		expect(error).toBeUndefined();
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(
				/^The list \/organizations could not be read, so IDs are used instead of names: /,
			),
		]);
		const { rows } = table((await fileOf(outputs[0][0])).toString('utf8'));
		const sources = await listOf(api, 'transactions/');
		const companies = sources.flatMap((row, index) =>
			row.contact_organization_id === null ? [] : [[row.contact_organization_id, index] as const],
		);
		expect(companies.length).toBeGreaterThan(3);
		expect(companies.map(([, index]) => rows[index].Contact)).toEqual(
			companies.map(([id]) => String(id)),
		);
	});

	it('121 a service that fails over an expand is read without it', async () => {
		const nested = await as({}, async () => await exported('sinaoBank', {}));
		Object.assign(api.variants, { relations: 'ids' });
		api.faults.add({
			path: '/transactions/$',
			query: 'expand',
			fault: { kind: 'status', status: 500 },
		});
		const { outputs, error, hints } = await run(api, 'sinaoBank', {
			operation: 'exportCsv',
			columns: 'main',
			options: { firstWait: 1, maximumTries: 2, pageSize: 15 },
		});
		expect(error).toBeUndefined();
		const texts = outputs[0].map(async (item) => (await fileOf(item)).toString('utf8'));
		expect(await Promise.all(texts)).toEqual(Object.values(nested));
		// The ids say all that the columns need.
		expect(hints.map(({ message }) => message)).toEqual([]);
		const failed = api.requests.filter(({ status }) => status === 500);
		expect(failed.length).toBeLessThanOrEqual(10);
	});

	it('124 a list of one ID is that ID, and the form is reported', async () => {
		const [account] = await listOf(api, 'cashflowsources/');
		const row = { id: 7, amount: 100, label: 'x', contact: null, cashflow_source: [account.id] };
		api.faults.add({
			path: '/transactions/$',
			fault: { kind: 'text', text: JSON.stringify({ data: [row], total: 1 }) },
		});
		const { outputs, hints } = await run(api, 'sinaoBank', {
			operation: 'getMany',
			returnAll: true,
		});
		expect(outputs[0].map(({ json }) => json.account)).toEqual([account.name]);
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(/'cashflow_source' .* is neither an object nor an ID \(a list\)/),
		]);
	});

	it('124 keeps a contact that its list no longer contains by its ID, and says so', async () => {
		const service = await start({ relations: 'ids' }, false);
		const [lost] = (await listOf(service, 'transactions/')).filter(
			(row) => row.contact_organization_id !== null,
		);
		service.company.deleteRow('organizations', Number(lost.contact_organization_id));
		const { outputs, hints } = await run(service, 'sinaoBank', {
			operation: 'getMany',
			returnAll: true,
		});
		const item = outputs[0].find(({ json }) => json.id === lost.id);
		expect(item?.json.contact).toBe(String(lost.contact_organization_id));
		expect(hints.map(({ message }) => message)).toEqual([
			'Some records refer to entries that the list /organizations does not contain; they may be deleted. Their IDs are used instead.',
		]);
	});
});

describe('Payments, stocks and categories', () => {
	it.each(['nested', 'ids', 'expand'] as const)(
		'124 %s: name the document, the product and the category that they refer to',
		async (relations) => {
			Object.assign(api.variants, OBSERVED);
			const invoices = await listOf(api, 'invoices', ['contact_infos']);
			const products = await listOf(api, 'products');
			const categories = await listOf(api, 'productcategory');
			const payments = await listOf(api, 'payments');
			const stocks = await listOf(api, 'productstocks');
			const of = (rows: Row[], row: unknown) =>
				rows.find(({ id }) => id === (row as Row | null)?.id);
			const get = async (resource: string) =>
				(await itemsOf(api, 'sinaoRecords', { resource, operation: 'getMany', returnAll: true }))
					.map(({ json }) => json)
					.reverse();
			Object.assign(api.variants, { relations });
			expect((await get('payments')).map(({ documentNumber }) => documentNumber)).toEqual(
				payments.map(({ document, document_type: type }) =>
					type === 'sales' ? (of(invoices, document)?.number ?? null) : null,
				),
			);
			expect((await get('stocks')).map(({ product }) => product)).toEqual(
				stocks.map(({ product }) => of(products, product)?.name),
			);
			expect((await get('productCategories')).map(({ parent }) => parent)).toEqual(
				categories.map(({ parent }) => of(categories, parent)?.name ?? null),
			);
		},
	);
});

describe('Establishments', () => {
	const read = async (type: string) => table(Object.values(await exported(type, {}))[0]);

	it.each(['nested', 'ids', 'expand'] as const)(
		'124 %s: the headquarters decide SIRET and address wherever they stand, and people are listed',
		async (relations) => {
			const plain = await as({}, async () => await read('sinaoOrganizations'));
			const full = await as(
				{ relations, establishments: 'full' },
				async () => await read('sinaoOrganizations'),
			);
			const rows = await as(
				{ establishments: 'full' },
				async () => await listOf(api, 'organizations'),
			);
			const first = rows.map(({ establishments }) => (establishments as Row[])[0]);
			expect(first.some((each) => !each.is_headquarters && each.id === undefined)).toBe(true);
			expect(first.some((each) => !each.is_headquarters && each.id !== undefined)).toBe(true);
			const others = (row: Record<string, string>) => without(row, 'Interlocuteurs');
			expect(full.rows.map(others)).toEqual(plain.rows.map(others));
			rows.forEach((row, index) => {
				const people = (row.establishments as Array<{ contacts: Row[] }>).flatMap(
					({ contacts }) => contacts,
				);
				const cell = full.rows[index].Interlocuteurs;
				if (!people.length) expect(cell).toBe('');
				for (const { name, job, email, phone } of people) {
					expect(cell).toContain(job ? `${name as string} (${job as string})` : name);
					expect(cell).toContain(email ?? phone);
				}
			});
			expect(full.rows.some(({ Interlocuteurs: cell }) => cell.includes('; '))).toBe(true);
		},
	);

	it('124 people are in the simplified output and, field by field, among all fields', async () => {
		Object.assign(api.variants, { relations: 'expand', establishments: 'full' });
		const items = await itemsOf(api, 'sinaoOrganizations', {
			operation: 'getMany',
			returnAll: true,
		});
		expect(items.some(({ json }) => String(json.people).includes('(Comptable)'))).toBe(true);
		expect(Object.keys(items[0].json).length).toBeLessThanOrEqual(10);
		const [text] = Object.values(await exported('sinaoOrganizations', { columns: 'all' }));
		for (const name of ['name', 'job', 'email', 'phone'])
			expect(table(text).titles.join('\n')).toMatch(
				new RegExp(`\\.contacts\\.\\d\\.${name}$`, 'm'),
			);
	});

	it('124 without a word on the headquarters the first establishment of the company counts, not one of the register', async () => {
		const own = { id: 1, nic: '00018', place: { locality: 'Lyon' }, emails: ['a@b.example'] };
		api.faults.add({
			path: '/organizations$',
			fault: {
				kind: 'text',
				text: JSON.stringify({
					data: [
						{ id: 7, name: 'X', national_id: '123456789', establishments: [{ nic: '00099' }, own] },
					],
					total: 1,
				}),
				contentType: 'application/json',
			},
		});
		const [{ json }] = await itemsOf(api, 'sinaoOrganizations', { operation: 'getMany' });
		expect(json).toMatchObject({ siret: '12345678900018', city: 'Lyon', emails: 'a@b.example' });
	});

	it.each<[unknown, number]>([
		[1, 0],
		['1', 0],
		['true', 0],
		[true, 0],
		[0, 1],
		['0', 1],
		[null, 1],
	])(
		'124 headquarters that are said with %j: of several or none the first counts',
		async (flag, first) => {
			const places = ['Lyon', 'Nantes', 'Paris'];
			const establishments = places.map((locality, at) => ({
				id: at + 1,
				nic: `0000${at + 1}`,
				is_headquarters: at === 0 ? false : flag,
				place: { locality },
			}));
			for (const made of [establishments, Object.fromEntries(establishments.entries())]) {
				api.faults.add({
					path: '/organizations$',
					times: 1,
					fault: {
						kind: 'text',
						text: JSON.stringify({ data: [{ id: 7, establishments: made }] }),
					},
				});
				const items = await itemsOf(api, 'sinaoOrganizations', {
					operation: 'getMany',
					returnAll: true,
				});
				const city = items.find(({ json }) => json.id === 7)?.json.city;
				expect(city).toBe(places[1 - first]);
			}
		},
	);

	it.each<[string, object, RegExp | undefined]>([
		['lacks them', {}, /does not return 'establishments' with the list 'Organizations'/],
		['has none of them', { establishments: [] }, undefined],
		['has null for them', { establishments: null }, undefined],
		['has only their IDs', { establishments: [4, 5] }, /neither an object nor an ID \(a list\)/],
	])('124 a single contact that %s', async (_, more, hint) => {
		const text = JSON.stringify({ data: [{ id: 7, name: 'X', ...more }], total: 1 });
		api.faults.add({ path: '/organizations$', fault: { kind: 'text', text } });
		const { hints } = await run(api, 'sinaoOrganizations', {
			operation: 'exportCsv',
			columns: 'main',
		});
		expect(hints.map(({ message }) => message)).toEqual(hint ? [expect.stringMatching(hint)] : []);
	});

	it('121 a service that fails over an expand on a later page only: an error, not half a list', async () => {
		api.faults.add({
			path: '/organizations$',
			query: 'expand.*\\[value\\]',
			fault: { kind: 'status', status: 500 },
		});
		const { outputs, error } = await run(api, 'sinaoOrganizations', {
			operation: 'exportCsv',
			columns: 'main',
			options: { firstWait: 1, maximumTries: 2, pageSize: 4 },
		});
		expect(error?.message).toBe('Sinao could not process the request (500)');
		expect(outputs.flat()).toEqual([]);
	});

	it.each([400, 422, 500] as const)(
		'121 a service that refuses the people with %i still gives the establishments',
		async (refusalStatus) => {
			const plain = await as({}, async () => await read('sinaoOrganizations'));
			Object.assign(api.variants, {
				relations: 'expand',
				refuses: ['expand:establishments.contacts'],
				refusalStatus,
			});
			const { outputs, hints } = await run(api, 'sinaoOrganizations', {
				operation: 'exportCsv',
				columns: 'main',
				options: { firstWait: 1 },
			});
			expect(table((await fileOf(outputs[0][0])).toString('utf8'))).toEqual(plain);
			expect(hints.map(({ message }) => message)).toEqual([
				"Sinao does not include 'establishments.contacts' in /organizations. Columns that need it may be empty.",
			]);
		},
	);
});

describe('The lines of documents', () => {
	/** Fields that both forms of a line have; a typed line has no title, and its account by Sinao's ID. */
	const both = [
		'Numéro',
		'Section',
		'Quantité',
		'Unité',
		'Prix unitaire',
		'TVA %',
		'Remise %',
		'Total HT',
		'Total TVA',
		'Total TTC',
		'Identifiant Sinao',
	];

	it.each(lists.filter(([name]) => name.endsWith('lines')))(
		'124 of %s are the same with a style and with a type',
		async (_name, type, more) => {
			const read = async () => {
				const { rows } = table(Object.values(await exported(type, more))[0]);
				return rows
					.filter((row) => row['Total HT'] !== '')
					.map((row) => both.map((title) => row[title]));
			};
			const styled = await as({}, read);
			expect(styled.length).toBeGreaterThan(3);
			for (const relations of ['nested', 'ids', 'expand'] as const)
				expect(await as({ content: 'typed', relations }, read)).toEqual(styled);
		},
	);
});

describe('A customer is a person or an organization', () => {
	const relationForms: Array<Partial<Variants>> = [
		{ relations: 'nested' },
		{ relations: 'ids' },
		{ relations: 'expand' },
		{ relations: 'ids', ignores: ['filter:customer.id'] },
		{ relations: 'expand', ignores: ['filter:customer.id', 'expand:customer'] },
	];

	/** An id that is a person's and an organization's, and the invoices of each. */
	async function sharedCustomer() {
		const rows = await listOf(api, 'invoices', ['contact_infos']);
		const of = (id: unknown, kind: string) =>
			rows.filter(({ contact_infos: infos }) => {
				const { id: own, type } = (infos ?? {}) as Row;
				return own === id && type === kind;
			});
		const ids = rows.map(({ contact_infos: infos }) => (infos as Row | null)?.id);
		const id = ids.find(
			(each) => each && of(each, 'person').length && of(each, 'organization').length,
		);
		expect(id).toBeDefined();
		const idsOf = (kind: string) => of(id, kind).map((row) => row.id);
		return { id, person: idsOf('person'), organization: idsOf('organization') };
	}

	const inList = (value: string) => ({ contact: { __rl: true, mode: 'list', value } });

	beforeAll(async () => {
		api = await startSinao({
			seed: 11,
			nasty: false,
			size: { ...size, invoices: 60, quotes: 40, persons: 5, organizations: 5 },
			variants: { contactIds: 'overlapping' },
		});
		started.push(api);
	});

	it.each(relationForms)(
		'82, 83 only the chosen one is in a list, a CSV and a download: %j',
		async (form) => {
			const { id, ...expected } = await sharedCustomer();
			for (const kind of ['person', 'organization'] as const) {
				const filters = inList(`${kind}:${String(id)}`);
				Object.assign(api.variants, form);
				const items = await itemsOf(api, 'sinaoInvoices', {
					operation: 'getMany',
					returnAll: true,
					filters,
				});
				expect(items.map(({ json }) => json.id)).toEqual([...expected[kind]].reverse());
				const [text] = Object.values(await exported('sinaoInvoices', { filters, columns: 'all' }));
				expect(table(text).rows.map((row) => Number(row['Identifiant Sinao']))).toEqual(
					expected[kind],
				);
				expect(table(text).titles.filter((title) => title.startsWith('customer.'))).toEqual([]);
				const files = await itemsOf(api, 'sinaoInvoices', {
					operation: 'downloadPdf',
					choose: 'filters',
					filters,
				});
				const downloaded = files.map(({ json }) => (json.document as Row).id);
				expect(downloaded.every((each) => expected[kind].includes(each))).toBe(true);
				expect(downloaded.length).toBeGreaterThan(0);
			}
			expect(api.contractViolations).toEqual([]);
		},
	);

	it('83 an ID alone means both, and the user is told', async () => {
		const { id, person, organization } = await sharedCustomer();
		const { outputs, hints } = await run(api, 'sinaoInvoices', {
			operation: 'getMany',
			returnAll: true,
			filters: { contact: { __rl: true, mode: 'id', value: String(id) } },
		});
		expect(outputs[0].map(({ json }) => json.id)).toEqual(
			[...person, ...organization].sort((one, other) => other - one),
		);
		expect(hints.map(({ message }) => message)).toEqual([
			`An organization and an individual have the ID ${String(id)} in Sinao, so there are documents of both. Select the customer from the list to return those of one.`,
		]);
	});

	it('82 what does not say whose it is is an error, not a result', async () => {
		const { id } = await sharedCustomer();
		Object.assign(api.variants, {
			ignores: ['filter:customer.id', 'expand:customer', 'expand:contact_infos'],
		});
		for (const operation of ['getMany', 'exportCsv']) {
			const { error, outputs } = await run(api, 'sinaoInvoices', {
				operation,
				returnAll: true,
				filters: inList(`person:${String(id)}`),
			});
			expect(error?.message).toBe('Sinao does not say which customer some documents belong to');
			expect(outputs.flat()).toEqual([]);
		}
	});

	it('82, 83 a supplier whose kind no row says counts where the other kind does not have its ID', async () => {
		const bare = (await listOf(api, 'purchases', ['supplier'])).map((row) =>
			without(row, 'supplier_organization_id'),
		);
		const { id } = bare.find(({ supplier }) => supplier)?.supplier as Row;
		const of = bare.filter(({ supplier }) => (supplier as Row | null)?.id === id);
		const answer = () =>
			api.faults.add({
				path: '/purchases$',
				fault: {
					kind: 'text',
					text: JSON.stringify({ data: bare, total: bare.length }),
					contentType: 'application/json',
				},
			});
		const filters = inList(`organization:${String(id)}`);
		answer();
		const refused = await run(api, 'sinaoPurchases', { operation: 'getMany', filters });
		expect(refused.error?.message).toBe(
			'Sinao does not say which supplier some documents belong to',
		);
		api.faults.clear();
		answer();
		api.company.deleteRow('persons', Number(id));
		const items = await itemsOf(api, 'sinaoPurchases', {
			operation: 'getMany',
			returnAll: true,
			filters,
		});
		expect(items.map(({ json }) => json.id)).toEqual(of.map((row) => row.id));
	});
});

describe('A backup', () => {
	const guide = [
		'Factures',
		'Devis',
		'Achats',
		'Particuliers',
		'Entreprises',
		'Catalogue',
		'Banque',
	];

	it("124 the ten rows of Sinao's guide come out equal in every form, and related lists are read once", async () => {
		const service = await start({ contactIds: 'overlapping' });
		const copies = [];
		for (const relations of ['nested', 'ids', 'expand'] as const) {
			Object.assign(service.variants, { relations });
			service.requests.length = 0;
			const folder = new Folder();
			folders.push(folder);
			expectSucceeded(await runBackup(service, folder));
			const starts = service.requests.filter(
				({ path, query }) =>
					/\/(?:organizations|persons|cashflowsources\/?|transactions\/?)$/.test(path) &&
					!decodeURIComponent(query).includes('[value]'),
			);
			expect(starts.map(({ path }) => path.replace(/^.*\/apps\/\d+\/|\/$/g, '')).sort()).toEqual([
				'cashflowsources',
				'organizations',
				'persons',
				'transactions',
			]);
			const files = folder.manifest().files.filter(({ kind }) => kind !== 'jsonl');
			copies.push({
				documents: files
					.filter(({ kind }) => kind === 'document')
					.map(({ path, sha256 }) => [path, sha256]),
				tables: files
					.filter(({ kind }) => kind === 'csv')
					.map(({ path }) => ({ path, ...table(folder.read(path).toString('utf8')) })),
			});
		}
		const [nested, ...others] = copies;
		expect(new Set(nested.tables.map(({ path }) => path.split('/')[0]))).toEqual(new Set(guide));
		expect(nested.documents.length).toBeGreaterThan(20);
		for (const copy of others) {
			expect(copy.documents).toEqual(nested.documents);
			expect(copy.tables.map(({ path }) => path)).toEqual(nested.tables.map(({ path }) => path));
			copy.tables.forEach(({ rows, titles }, index) => {
				const same = nested.tables[index].titles.filter((title) => titles.includes(title));
				const only = [...titles, ...nested.tables[index].titles].filter(
					(title) => !same.includes(title),
				);
				expect(only.filter((title) => !formColumns.test(title))).toEqual([]);
				expect(rows.map((row) => same.map((title) => row[title]))).toEqual(
					nested.tables[index].rows.map((row) => same.map((title) => row[title])),
				);
			});
		}
		expect(service.contractViolations).toEqual([]);
	});
});
