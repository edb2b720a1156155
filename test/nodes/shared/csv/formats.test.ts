import type { IDataObject, INodeTypeDescription } from 'n8n-workflow';
import { parse } from 'papaparse';

import { bank } from '../../../../nodes/SinaoBank/bank';
import { invoices } from '../../../../nodes/SinaoInvoices/invoices';
import { simplified } from '../../../../nodes/shared/values/fields';
import { itemsOf, listOf, run } from '../../../support/api';
import { cleanUp, fileOf, loadPackage } from '../../../support/engine';
import { type SinaoServer, startSinao } from '../../../support/sinao';
import type { Row } from '../../../support/sinao/types';

/** A tame company, whose rows each test writes as it needs them. */
let api: SinaoServer;

beforeEach(async () => {
	api = await startSinao({
		nasty: false,
		size: { invoices: 6, persons: 1, products: 4, bankAccounts: 1, transactions: 6 },
	});
});

afterEach(async () => await api.close());

afterAll(cleanUp);

function exporting(parameters: IDataObject = {}, options: IDataObject = {}): IDataObject {
	return {
		operation: 'exportCsv',
		columns: 'main',
		...parameters,
		options: { firstWait: 1, oneFile: true, ...options },
	};
}

async function bytesOf(type: string, parameters: IDataObject): Promise<Buffer> {
	const [item] = await itemsOf(api, type, parameters);
	return await fileOf(item);
}

async function textOf(type: string, parameters: IDataObject): Promise<string> {
	return (await bytesOf(type, parameters)).toString('utf8');
}

/** One column of the file, under its title. */
async function columnOf(
	type: string,
	title: string,
	parameters: IDataObject = exporting(),
): Promise<string[]> {
	const { data } = parse<Record<string, string>>(await textOf(type, parameters), {
		header: true,
		skipEmptyLines: true,
	});
	return data.map((row) => row[title]);
}

/** Writes a field of the first rows of a list. */
function setField(
	list: 'invoices' | 'persons' | 'products' | 'transactions',
	field: string,
	values: unknown[],
): void {
	values.forEach((value, index) =>
		api.company.changeRow(list, api.company.lists[list][index].id, { [field]: value }),
	);
}

const place = {
	street_number: '12',
	route: 'rue de l’Été',
	route2: null,
	postal_code: '01000',
	locality: 'Bourg-en-Bresse',
	country: 'France',
};

/** Makes the only person one whose line can be read here. */
function writePerson(changes: Partial<Row> = {}): number {
	const { id } = api.company.lists.persons[0];
	api.company.changeRow('persons', id, {
		civility: 'Mme',
		firstname: 'Zoé',
		lastname: 'Dupont; "Zaz"',
		establishments: [{ emails: ['zoe@exemple.example', 'z@exemple.example'], phones: [], place }],
		...changes,
	});
	return id;
}

const personTitles =
	"Civilité;Prénom;Nom;E-mails;Téléphones;Adresse;Complément d'adresse;Code postal;Ville;Pays;Interlocuteurs;Identifiant Sinao";

describe('The format', () => {
	test("'French Excel' is UTF-8 with a byte order mark, semicolons and CRLF", async () => {
		const id = writePerson();
		const line = `Mme;Zoé;"Dupont; ""Zaz""";zoe@exemple.example, z@exemple.example;;12 rue de l’Été;;01000;Bourg-en-Bresse;France;;${id}`;
		expect(await bytesOf('sinaoPersons', exporting())).toEqual(
			Buffer.from(`\ufeff${personTitles}\r\n${line}\r\n`),
		);
	});

	test("'Standard' is UTF-8 without a byte order mark, commas and CRLF", async () => {
		const id = writePerson({ lastname: 'Dupont, "Zaz"' });
		const line = `Mme,Zoé,"Dupont, ""Zaz""","zoe@exemple.example, z@exemple.example",,12 rue de l’Été,,01000,Bourg-en-Bresse,France,,${id}`;
		expect(await bytesOf('sinaoPersons', exporting({ format: 'standard' }))).toEqual(
			Buffer.from(`${personTitles.replaceAll(';', ',')}\r\n${line}\r\n`),
		);
	});

	test('writes amounts and dates as its readers do', async () => {
		setField('transactions', 'amount', [-123456, 100, 5, 0]);
		setField('transactions', 'received_at', ['2024-01-31T23:00:00.000000Z']);
		expect((await columnOf('sinaoBank', 'Montant')).slice(0, 4)).toEqual([
			'-1234,56',
			'1,00',
			'0,05',
			'0,00',
		]);
		expect((await columnOf('sinaoBank', 'Date'))[0]).toBe('01/02/2024');
		expect(
			(await columnOf('sinaoBank', 'Montant', exporting({ format: 'standard' }))).slice(0, 4),
		).toEqual(['-1234.56', '1.00', '0.05', '0.00']);
		expect((await columnOf('sinaoBank', 'Date', exporting({ format: 'standard' })))[0]).toBe(
			'2024-02-01',
		);
	});

	test("'Custom' is what the user says", async () => {
		writePerson();
		setField('transactions', 'amount', [-123456]);
		setField('transactions', 'received_at', ['2024-01-31T23:00:00.000000Z']);
		const custom = {
			format: 'custom',
			delimiter: '\t',
			decimalMark: '.',
			dateFormat: 'yyyy-mm-dd',
			encoding: 'utf8',
			byteOrderMark: false,
		};
		const [titles, first] = (await textOf('sinaoBank', exporting(custom)))
			.split('\r\n')
			.map((line) => line.split('\t'));
		expect(titles.slice(0, 4)).toEqual(['Date', 'Libellé', 'Détails', 'Montant']);
		expect([first[0], first[3]]).toEqual(['2024-02-01', '-1234.56']);
		const marked = {
			...custom,
			delimiter: ',',
			decimalMark: ',',
			dateFormat: 'dd/mm/yyyy',
			byteOrderMark: true,
		};
		expect(await textOf('sinaoBank', exporting(marked))).toMatch(
			/^\ufeffDate,Libellé,Détails,Montant,/,
		);
		expect(await textOf('sinaoBank', exporting(marked))).toContain('01/02/2024,');
		expect((await columnOf('sinaoBank', 'Montant', exporting(marked)))[0]).toBe('-1234,56');
	});

	test("'Import' is UTF-8 with the main columns, the first email and phone in columns of their own and nothing escaped", async () => {
		const id = writePerson({
			firstname: '=Zoé',
			establishments: [
				{ emails: ['b@exemple.example'], phones: ['0102030405'] },
				{
					is_headquarters: true,
					emails: ['a@exemple.example', 'b@exemple.example', 'c@exemple.example'],
					phones: ['+33612345678'],
					place,
				},
			],
		});
		const titles =
			"Civilité;Prénom;Nom;E-mail;Autres e-mails;Téléphone;Autres téléphones;Adresse;Complément d'adresse;Code postal;Ville;Pays;Interlocuteurs;Identifiant Sinao";
		const line = `Mme;=Zoé;"Dupont; ""Zaz""";a@exemple.example;b@exemple.example, c@exemple.example;+33612345678;0102030405;12 rue de l’Été;;01000;Bourg-en-Bresse;France;;${id}`;
		// The editor hides 'Columns', whose default is all fields.
		const parameters = exporting({ format: 'import', columns: 'all' }, { defuseFormulas: true });
		expect(await bytesOf('sinaoPersons', parameters)).toEqual(
			Buffer.from(`${titles}\r\n${line}\r\n`),
		);
	});

	test("'Import' of the catalogue has its main columns, and only contacts and the catalogue offer it", async () => {
		const text = await textOf('sinaoProducts', exporting({ format: 'import' }));
		expect(text).toMatch(
			/^Référence;Nom;Description;Catégorie;Prix HT;TVA %;Unité;Type;Identifiant Sinao\r\n/,
		);
		const formatsOf = async (type: string) => {
			const { properties } = (await loadPackage()).getNode(type).type
				.description as INodeTypeDescription;
			const [{ options = [] }] = properties.filter(({ name }) => name === 'format');
			return options.map((option) => 'value' in option && option.value);
		};
		const known = ['custom', 'xlsx', 'frenchExcel', 'standard'];
		expect(await formatsOf('sinaoInvoices')).toEqual(known);
		for (const type of ['sinaoPersons', 'sinaoOrganizations', 'sinaoProducts'])
			expect(await formatsOf(type)).toEqual([...known.slice(0, 3), 'import', 'standard']);
	});

	test("'Windows-1252' holds French letters in one byte each and says what it cannot hold", async () => {
		writePerson({ firstname: 'Œuvre à 20 €', lastname: 'Élan 🧾 ½ 漢' });
		const parameters = exporting({
			format: 'custom',
			delimiter: ';',
			decimalMark: ',',
			dateFormat: 'dd/mm/yyyy',
			encoding: 'windows1252',
			byteOrderMark: true,
		});
		const { outputs, hints } = await run(api, 'sinaoPersons', parameters);
		const bytes = await fileOf(outputs[0][0]);
		const line = ['Mme;', 0x8c, 'uvre ', 0xe0, ' 20 ', 0x80, ';', 0xc9, 'lan ? ', 0xbd, ' ?;zoe@'];
		expect(bytes.subarray(0, 9)).toEqual(Buffer.from('Civilité;', 'latin1'));
		expect(
			bytes.includes(
				Buffer.concat(line.map((part) => Buffer.from(typeof part === 'string' ? part : [part]))),
			),
		).toBe(true);
		expect(hints.map(({ message }) => message).join()).toMatch(
			/not available in Windows-1252.*🧾 漢/,
		);
	});

	test('has the names of the API as titles where these are asked for', async () => {
		const text = await textOf('sinaoPersons', exporting({ format: 'standard' }, { titles: 'api' }));
		expect(text).toMatch(
			/^civility,firstname,lastname,emails,phones,address,address_complement,postal_code,city,country,people,id\r\n/,
		);
	});
});

describe('A date', () => {
	const nearMidnight: Array<[string, string]> = [
		['2024-01-31T22:59:59.999999Z', '31/01/2024'],
		['2024-01-31T23:00:00.000000Z', '01/02/2024'],
		['2024-03-30T23:00:00.000000Z', '31/03/2024'],
		['2024-03-31T21:59:59.999999Z', '31/03/2024'],
		['2024-03-31T22:00:00.000000Z', '01/04/2024'],
		['2024-10-26T22:00:00.000000Z', '27/10/2024'],
	];

	test('54 is the day in Paris, also near midnight and on the days when clocks change', async () => {
		setField(
			'transactions',
			'received_at',
			nearMidnight.map(([time]) => time),
		);
		expect(await columnOf('sinaoBank', 'Date')).toEqual(nearMidnight.map(([, day]) => day));
		setField('transactions', 'received_at', [
			'2024-10-27T22:59:59.999999Z',
			'2024-10-27T23:00:00.000000Z',
			'2024-12-31T23:00:00.000000Z',
		]);
		expect((await columnOf('sinaoBank', 'Date')).slice(0, 3)).toEqual([
			'27/10/2024',
			'28/10/2024',
			'01/01/2025',
		]);
	});

	test('is that of another time zone where the user lives there', async () => {
		setField('transactions', 'received_at', [
			'2024-02-01T03:59:59.000000Z',
			'2024-07-01T03:59:59.000000Z',
			'2024-07-01T04:00:00.000000Z',
		]);
		const days = await columnOf(
			'sinaoBank',
			'Date',
			exporting({ format: 'standard' }, { timeZone: 'America/Montreal' }),
		);
		expect(days.slice(0, 3)).toEqual(['2024-01-31', '2024-06-30', '2024-07-01']);
	});

	test('without a time stays that date, and what is no date stays as it is', async () => {
		setField('transactions', 'received_at', [
			'2024-02-01',
			'bientôt',
			'',
			null,
			'2024-02-01 23:30:00',
			'2024-02-01T23:30:00+01:00',
		]);
		expect(await columnOf('sinaoBank', 'Date')).toEqual([
			'01/02/2024',
			'bientôt',
			'',
			'',
			'02/02/2024',
			'01/02/2024',
		]);
	});

	test('in an unknown time zone is refused in words that help', async () => {
		const { error } = await run(api, 'sinaoBank', exporting({}, { timeZone: 'Europe/Paname' }));
		expect(error?.message).toBe("Invalid time zone: 'Europe/Paname'");
		expect(error?.description).toContain("'Time Zone'");
	});
});

describe('An amount', () => {
	test('52 is exact: cents, in text beyond 2^53, zero, negative', async () => {
		setField('transactions', 'amount', [
			9_007_199_254_740_991,
			9_007_199_254_740_993n,
			'-90071992547409931234',
			0,
			-1,
			10,
		]);
		expect(await columnOf('sinaoBank', 'Montant')).toEqual([
			'90071992547409,91',
			'90071992547409,93',
			'-900719925474099312,34',
			'0,00',
			'-0,01',
			'0,10',
		]);
		expect(await columnOf('sinaoBank', 'Débit')).toEqual([
			'',
			'',
			'900719925474099312,34',
			'',
			'0,01',
			'',
		]);
		expect(await columnOf('sinaoBank', 'Crédit')).toEqual([
			'90071992547409,91',
			'90071992547409,93',
			'',
			'0,00',
			'',
			'0,10',
		]);
	});

	test('52 of the catalogue keeps its five decimals, and never fewer than two', async () => {
		setField('products', 'amount_accurately', [9_899_000, 1, 9_899_010, '90071992547409931234']);
		expect(await columnOf('sinaoProducts', 'Prix HT')).toEqual([
			'98,99',
			'0,00001',
			'98,9901',
			'900719925474099,31234',
		]);
		setField('products', 'amount_accurately', [0, -150_000, 100_000, null]);
		expect(await columnOf('sinaoProducts', 'Prix HT')).toEqual(['0,00', '-1,50', '1,00', '']);
	});

	test('with tax is the exact sum, also where a number of JavaScript could not hold it', async () => {
		setField('invoices', 'amount', [9_007_199_254_740_991, '90071992547409931', -10, 0]);
		setField('invoices', 'amount_tax', [2, 1, -2, null]);
		expect((await columnOf('sinaoInvoices', 'Montant TTC')).slice(0, 4)).toEqual([
			'90071992547409,93',
			'900719925474099,32',
			'-0,12',
			'',
		]);
	});

	test('that is none is not repaired', async () => {
		setField('transactions', 'amount', ['12,5', 12.5, 'inconnu', '']);
		expect((await columnOf('sinaoBank', 'Montant')).slice(0, 4)).toEqual([
			'12,5',
			'12.5',
			'inconnu',
			'',
		]);
	});

	test('of a VAT rate is written in percent', async () => {
		setField('products', 'vat_percent', [2000, 550, 210, 0]);
		expect(await columnOf('sinaoProducts', 'TVA %')).toEqual(['20', '5,5', '2,1', '0']);
	});
});

describe('A text', () => {
	test('50 of many digits stays text: leading zeros, SIRET, IBAN, 17 digits, 1e5', async () => {
		const digits = [
			'00012',
			'12345678901234567',
			'01234567890123',
			'FR7630006000011234567890189',
			'1e5',
			'1,50',
		];
		setField('invoices', 'reference', digits);
		expect(await columnOf('sinaoInvoices', 'Référence')).toEqual(digits);
		setField('invoices', 'reference', [12345678901234567890n]);
		expect((await columnOf('sinaoInvoices', 'Référence'))[0]).toBe('12345678901234567890');
	});

	test('49 that a spreadsheet would run is defused, while a negative amount stays a number', async () => {
		const formulas = ['=1+1', '+33 1 23', '-2+3', '@SUM(1;2)', '\tavant', '\ravant'];
		setField('transactions', 'label', formulas);
		setField('transactions', 'amount', [-100, -100, -100, -100, -100, -100]);
		expect(await columnOf('sinaoBank', 'Libellé')).toEqual(
			formulas.map((formula) => `'${formula}`),
		);
		expect(await columnOf('sinaoBank', 'Montant')).toEqual(Array(6).fill('-1,00'));
		expect(
			await columnOf('sinaoBank', 'Libellé', exporting({}, { defuseFormulas: false })),
		).toEqual(formulas);
	});

	test('49 is defused in every column that the API adds, and in one that should hold a number or a date', async () => {
		setField('invoices', 'une_nouveauté', ['=1+1']);
		setField('invoices', 'amount', ['=2+2']);
		setField('invoices', 'written_at', ['=3+3']);
		const parameters = exporting({ columns: 'all', format: 'standard' });
		const cells = await Promise.all(
			['une_nouveauté', 'Montant HT', 'Date', 'written_at'].map(
				async (title) => (await columnOf('sinaoInvoices', title, parameters))[0],
			),
		);
		expect(cells).toEqual(["'=1+1", "'=2+2", "'=3+3", "'=3+3"]);
	});
});

describe('What PHP writes in another form', () => {
	test('a list whose first member was taken out still fills the columns of a contact', async () => {
		const id = writePerson({
			lastname: 'Dupont',
			establishments: { 1: { emails: { 2: 'zoe@exemple.example' }, phones: '+33 1 02', place } },
		});
		const [, line] = (await textOf('sinaoPersons', exporting({}, { defuseFormulas: false }))).split(
			'\r\n',
		);
		expect(line).toBe(
			`Mme;Zoé;Dupont;zoe@exemple.example;+33 1 02;12 rue de l’Été;;01000;Bourg-en-Bresse;France;;${id}`,
		);
	});

	test('an empty part of an address does not hide the other field that has it', async () => {
		writePerson({
			establishments: [
				{ place: { ...place, postal_code: '', zipcode: '01000', locality: '', city: 'Bourg' } },
			],
		});
		expect(await columnOf('sinaoPersons', 'Code postal')).toEqual(['01000']);
		expect(await columnOf('sinaoPersons', 'Ville')).toEqual(['Bourg']);
	});

	test('an empty list in place of no document makes no credit note; a document or its id does', () => {
		const kindOf = (row: IDataObject) =>
			simplified(invoices, { id: 1, amount: 100, ...row }, 'Europe/Paris').kind;
		expect(
			[{}, { avoid_of: null }, { avoid_of: [] }, { avoid_of_id: '' }, { downpayment_of: [] }].map(
				kindOf,
			),
		).toEqual(Array(5).fill('facture'));
		expect(
			[{ amount: -100 }, { avoid_of: { number: 'FAC-1' } }, { avoid_of_id: 7 }].map(kindOf),
		).toEqual(Array(3).fill('avoir'));
		expect(
			[{ is_downpayment: true }, { downpayment_of: { id: 7 } }, { downpayment_of_id: 7 }].map(
				kindOf,
			),
		).toEqual(Array(3).fill('acompte'));
	});
});

describe('A field that not every row has', () => {
	const everything = (options: IDataObject = {}) => exporting({ columns: 'all' }, options);

	test.each([1, 2, 1000])(
		'has its column, and every row has its cells, with pages of %i',
		async (pageSize) => {
			setField('invoices', 'title', ['a "quoted"\r\nline', ';', '\r\n', '"', 'plain', 'last']);
			setField('invoices', 'first_only', ['dès le début']);
			setField('invoices', 'nested', [null, null, null, { deep: [{ value: 7 }] }]);
			setField('invoices', 'last_only', [null, null, null, null, null, 'à la fin']);
			const text = await textOf('sinaoInvoices', everything({ pageSize, defuseFormulas: false }));
			const { data, errors } = parse<Record<string, string>>(text, {
				header: true,
				newline: '\r\n',
				skipEmptyLines: true,
			});
			expect(errors).toEqual([]);
			expect(data.map((row) => row.Objet)).toEqual([
				'a "quoted"\r\nline',
				';',
				'\r\n',
				'"',
				'plain',
				'last',
			]);
			expect(data.map((row) => row.first_only)).toEqual(['dès le début', '', '', '', '', '']);
			expect(data.map((row) => row['nested.deep.0.value'])).toEqual(['', '', '', '7', '', '']);
			expect(data.map((row) => row.last_only)).toEqual(['', '', '', '', '', 'à la fin']);
		},
	);

	test('has its column in Windows-1252 too, with every letter in its place', async () => {
		setField('invoices', 'title', ['Été à 20 €', 'a;"b"\r\nŒ']);
		setField('invoices', 'last_only', [null, null, 'œ']);
		const custom = {
			format: 'custom',
			delimiter: ';',
			decimalMark: ',',
			dateFormat: 'dd/mm/yyyy',
			encoding: 'windows1252',
		};
		const bytes = await bytesOf(
			'sinaoInvoices',
			exporting({ columns: 'all', ...custom }, { pageSize: 2 }),
		);
		const { data, errors } = parse<Record<string, string>>(bytes.toString('latin1'), {
			header: true,
			delimiter: ';',
			newline: '\r\n',
			skipEmptyLines: true,
		});
		expect(errors).toEqual([]);
		expect(data.slice(0, 2).map((row) => row.Objet)).toEqual([
			'\u00c9t\u00e9 \u00e0 20 \u0080',
			'a;"b"\r\n\u008c',
		]);
		expect(data.map((row) => row.last_only)).toEqual(['', '', '\u009c', '', '', '']);
	});

	test('stands behind the VAT rates, also where a rate is met late', async () => {
		const vat = (taxes: Record<string, number>) => ({
			due: 0,
			taxes: { vat: { ...taxes, total: 0 } },
		});
		setField('invoices', 'totals', [
			vat({ 2000: 100 }),
			vat({ 550: 5, 2000: 1 }),
			vat({}),
			vat({}),
			vat({}),
			vat({ 210: -3 }),
		]);
		for (const pageSize of [1, 4, 1000]) {
			const { data } = parse<string[]>(await textOf('sinaoInvoices', everything({ pageSize })), {
				delimiter: ';',
			});
			const titles = data[0];
			const at = titles.indexOf('Identifiant Sinao') + 1;
			expect(titles.slice(at, at + 3)).toEqual(['TVA 2,1 %', 'TVA 5,5 %', 'TVA 20 %']);
			expect(data.slice(1, 7).map((cells) => cells.slice(at, at + 3))).toEqual([
				['', '', '1,00'],
				['', '0,05', '0,01'],
				['', '', ''],
				['', '', ''],
				['', '', ''],
				['-0,03', '', ''],
			]);
		}
	});

	test('never takes the title of another column', async () => {
		setField('invoices', 'Date', ['un champ de ce nom']);
		expect((await columnOf('sinaoInvoices', 'Date (API)', everything()))[0]).toBe(
			'un champ de ce nom',
		);
	});
});

describe('A row that comes more than once', () => {
	const isNew = (label: string) => label === 'plus récent';

	test('29 is written once, as it was last, where a page brings it twice', async () => {
		const { id } = api.company.lists.transactions[2];
		api.company.addRow('transactions', {
			...structuredClone({ ...api.company.lists.transactions[2] }),
			id,
			label: 'plus récent',
		});
		const labels = await columnOf('sinaoBank', 'Libellé');
		expect([labels.length, labels.filter(isNew).length]).toEqual([6, 1]);
	});

	test('29 is written once, as it was last, where the next page brings it again with a new field', async () => {
		api.faults.add({
			fault: { kind: 'repeatRow', changes: { label: 'plus récent', nouveau: 'a;"b"' } },
			path: '/transactions',
			after: 1,
			times: 1,
		});
		const parameters = exporting({ columns: 'all' }, { pageSize: 3 });
		const { data, errors } = parse<Record<string, string>>(await textOf('sinaoBank', parameters), {
			header: true,
			delimiter: ';',
			skipEmptyLines: true,
		});
		expect(errors).toEqual([]);
		expect(data.map((row) => isNew(row.Libellé)).filter(Boolean)).toHaveLength(1);
		expect(data.map((row) => row.nouveau).sort()).toEqual(['', '', '', '', '', 'a;"b"']);
	});
});

test('The contact is found wherever Sinao puts it', () => {
	const rows: IDataObject[] = [
		{ id: 1, contact: { name: 'Dupont SARL' }, contact_name: 'ancien nom' },
		{ id: 2, contact: null, contact_name: 'Dupont SARL' },
		{ id: 3, contact: { organization: { billing_name: 'Dupont SARL' } } },
		{ id: 4, contact: { person: { firstname: 'Zoé', lastname: 'Dupont' } } },
		{ id: 5, contact: [], contact_name: '' },
	];
	expect(rows.map((row) => simplified(bank, row, 'Europe/Paris').contact)).toEqual([
		'Dupont SARL',
		'Dupont SARL',
		'Dupont SARL',
		'Zoé Dupont',
		null,
	]);
});

describe('The bank', () => {
	const split = (options: IDataObject = {}) => exporting({}, { oneFile: false, ...options });

	test('gives a file for each account, with its name, and every movement is in one of them', async () => {
		await api.close();
		api = await startSinao({ size: { bankAccounts: 3, transactions: 40 } });
		const accounts = await listOf(api, 'cashflowsources/');
		const rows = await listOf(api, 'transactions/');
		const items = await itemsOf(api, 'sinaoBank', split());
		expect(items.map(({ json }) => json.part)).toEqual(
			accounts.map(({ id, name }) => ({ id, name })),
		);
		expect(items.map(({ json }) => json.fileName)).toEqual([
			`Banque Compte courant - Société Générale (${accounts[0].id}).csv`,
			`Banque compte courant - société générale (${accounts[1].id}).csv`,
			`Banque Épargne- 2 (${accounts[2].id}).csv`,
		]);
		const ids = await Promise.all(
			items.map(async (item) =>
				parse<Record<string, string>>((await fileOf(item)).toString('utf8'), {
					header: true,
					skipEmptyLines: true,
				}).data.map((row) => Number(row['Identifiant Sinao'])),
			),
		);
		const ofAccount = (account: Row) =>
			rows.filter((row) => (row.cashflow_source as Row).id === account.id).map(({ id }) => id);
		expect(ids).toEqual(accounts.map(ofAccount));
		expect(items.map(({ json }) => json.rows)).toEqual(ids.map(({ length }) => length));
		expect(items.map(({ json }) => json.folder)).toEqual(['Banque', 'Banque', 'Banque']);
	});

	test('gives one file for all by option', async () => {
		const items = await itemsOf(api, 'sinaoBank', exporting());
		expect(items.map(({ json }) => [json.path, json.rows])).toEqual([['Banque/Banque.csv', 6]]);
	});

	test('loses no movement whose account is unknown or not in the list of accounts', async () => {
		setField('transactions', 'cashflow_source', [null, { id: 99, name: 'Compte clos' }, undefined]);
		const items = await itemsOf(api, 'sinaoBank', split());
		expect(items.map(({ json }) => [json.fileName, json.rows])).toEqual([
			[expect.stringContaining('Banque Compte courant ('), 3],
			['Banque Sans compte (0).csv', 2],
			['Banque Compte clos (99).csv', 1],
		]);
	});

	test('puts a movement into the file of its account in whatever form the account is given, and gives no path twice', async () => {
		const [{ id, name }] = await listOf(api, 'cashflowsources/');
		setField('transactions', 'cashflow_source', [
			id,
			String(id),
			{ id: String(id), name },
			[],
			'',
			98,
		]);
		const items = await itemsOf(api, 'sinaoBank', split());
		expect(items.map(({ json }) => [json.fileName, json.rows, json.part])).toEqual([
			[`Banque Compte courant (${String(id)}).csv`, 3, { id, name }],
			['Banque Sans compte (0).csv', 2, { id: 0, name: 'Sans compte' }],
			['Banque (98).csv', 1, { id: 98, name: null }],
		]);
	});

	test('29 has a movement that was put into another account meanwhile in the file of that account alone', async () => {
		const [first] = await listOf(api, 'cashflowsources/');
		const second = api.company.addRow('cashflowsources', {
			...structuredClone({ ...first }),
			id: Number(first.id) + 1,
			name: 'Livret',
		});
		api.faults.add({
			fault: { kind: 'repeatRow', changes: { cashflow_source: second } },
			path: '/transactions',
			after: 1,
			times: 1,
		});
		const items = await itemsOf(api, 'sinaoBank', split({ pageSize: 3 }));
		expect(items.map(({ json }) => json.rows)).toEqual([5, 1]);
		const lines = await Promise.all(
			items.map(
				async (item) => (await fileOf(item)).toString('utf8').trim().split('\r\n').length - 1,
			),
		);
		expect(lines).toEqual([5, 1]);
	});

	test('keeps two accounts of one name apart, with the movements of each', async () => {
		const [first] = await listOf(api, 'cashflowsources/');
		const second = api.company.addRow('cashflowsources', {
			...structuredClone({ ...first }),
			id: Number(first.id) + 1,
		});
		setField('transactions', 'cashflow_source', [first, second, second, second, second, second]);
		const items = await itemsOf(api, 'sinaoBank', split());
		expect(items.map(({ json }) => [json.fileName, json.rows])).toEqual([
			[`Banque Compte courant (${first.id}).csv`, 1],
			[`Banque Compte courant (${second.id}).csv`, 5],
		]);
	});

	test('of an account without movements has the header row, and of no account at all too', async () => {
		for (const bankAccounts of [2, 0]) {
			await api.close();
			api = await startSinao({ size: { bankAccounts, transactions: 0 } });
			const items = await itemsOf(api, 'sinaoBank', split());
			expect(items).toHaveLength(Math.max(1, bankAccounts));
			for (const item of items)
				expect((await fileOf(item)).toString('utf8')).toMatch(
					/^\ufeffDate;Libellé;.*;Identifiant Sinao\r\n$/,
				);
		}
	});
});

describe('The place of a file', () => {
	const pathOf = async (type: string, folderStructure: string, options: IDataObject = {}) =>
		(await itemsOf(api, type, exporting({}, { folderStructure, ...options })))[0].json;

	test('is the folder of its menu, or none where the storage has no folders', async () => {
		expect(await pathOf('sinaoPersons', 'kindAndYear')).toMatchObject({
			folder: 'Particuliers',
			path: 'Particuliers/Particuliers.csv',
		});
		expect(await pathOf('sinaoPersons', 'kind')).toMatchObject({
			folder: 'Particuliers',
			path: 'Particuliers/Particuliers.csv',
		});
		expect(await pathOf('sinaoPersons', 'flat')).toMatchObject({
			folder: '',
			fileName: '0 - Particuliers.csv',
			path: '0 - Particuliers.csv',
		});
		expect((await pathOf('sinaoBank', 'flat', { oneFile: false })).path).toMatch(
			/^0 - Banque Compte courant \(\d+\)\.csv$/,
		);
	});
});
