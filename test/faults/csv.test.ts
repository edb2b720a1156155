import * as fc from 'fast-check';
import { parse } from 'papaparse';

import { NASTY_TEXTS } from '../support/sinao/data/nasty';
import { formulaStarts } from '../support/expected';
import { everyId, exportCsv, fileOf, hintsOf, type Run, useSinao } from '../support/faultyCompany';

const count = 30;
const sinao = useSinao({ size: { invoices: count, products: count, persons: 2 } });
const settings = { seed: 20261125, numRuns: 10, endOnFailure: true };

async function recordsOf(delimiter: string, run: Run): Promise<Array<Record<string, string>>> {
	const { outputs, error } = await exportCsv(sinao.api, run);
	expect(error).toBeUndefined();
	const text = (await fileOf(outputs[0][0])).toString('utf8').replace(/^\uFEFF/, '');
	const { data, errors } = parse<Record<string, string>>(text, {
		header: true,
		delimiter,
		newline: '\r\n',
		skipEmptyLines: true,
	});
	expect(errors).toEqual([]);
	expect(data).toHaveLength(count);
	return data;
}

/** What a reader of UTF-8 sees of a text. */
const readable = (text: string) => Buffer.from(text).toString();

const texts = fc.array(
	fc.oneof(
		fc.constantFrom(...NASTY_TEXTS),
		fc.string({ unit: 'binary' }),
		fc.string({
			unit: fc.constantFrom(';', '"', '\r', '\n', ',', '\t', "'", '=', '-', '0', 'é', ' '),
		}),
	),
	{ minLength: count, maxLength: count },
);

function setTexts(values: string[]): void {
	everyId(sinao.api).forEach((id, index) =>
		sinao.api.company.changeRow('invoices', id, {
			title: values[index],
			reference: values[count - 1 - index],
		}),
	);
}

it('49 A cell that begins like a formula: an apostrophe in front in the French format, as it is for machines', async () => {
	await fc.assert(
		fc.asyncProperty(texts, async (values) => {
			// Letters, so that none is a telephone number.
			const cells = values.map((value, index) => `${formulaStarts[index % 12]}a${value}`);
			setTexts(cells);
			const french = await recordsOf(';', {});
			const machine = await recordsOf(',', {
				parameters: { format: 'standard' },
				options: { defuseFormulas: false },
			});
			cells.forEach((value, index) => {
				expect(french[index].Objet).toBe(readable(`'${value}`));
				expect(machine[index].Objet).toBe(readable(value));
			});
		}),
		settings,
	);
});

it('49 A cell that begins like a text stays as it is', async () => {
	await fc.assert(
		fc.asyncProperty(texts, async (values) => {
			const cells = values.map(
				(value, index) => `${['a', "'", ' ', '0', '(', 'é'][index % 6]}${value}`,
			);
			setTexts(cells);
			expect((await recordsOf(';', {})).map(({ Objet }) => Objet)).toEqual(cells.map(readable));
		}),
		settings,
	);
});

it('49 A field whose name begins like a formula: an apostrophe in front of the title of its column', async () => {
	const { api } = sinao;
	const row = api.company.changeRow('invoices', everyId(api)[0], { '=1+1': 'x' });
	expect((await recordsOf(';', {}))[0]).toMatchObject({ "'=1+1": 'x' });
	delete row['=1+1'];
});

const telephones = [
	'+33123456789',
	'+33 1 23 45 67 89',
	'+33.1.23.45.67.89',
	'+33-1-23-45-67-89',
	'+33 (0)1 23 45 67 89',
	'+(33) 1 23 45 67 89',
	'+33\u00a01\u00a023\u00a045\u00a067\u00a089',
	'+596 596 12 34 56',
	'+33 1 23 45 67 89, +33 6 12 34 56 78',
	'+33 1 23 45 67 89 / 06 12 34 56 78',
];
const formulas = [
	"+1+cmd|' /C calc'!A0",
	'+33 1 23 45 67 89+A1',
	'+SUM(1,2)',
	'+1-2',
	'+33 1 23 45 67 89\n=1+1',
	'+123456*A1',
	'+1234567!A1',
	'-33 1 23 45 67 89',
	'=33123456789',
];

it.each<[string, string, Run]>([
	['the French format', ';', {}],
	['the standard format', ',', { parameters: { format: 'standard' } }],
	[
		'a format with tabs',
		'\t',
		{ parameters: { format: 'custom', delimiter: '\t', dateFormat: 'yyyy-mm-dd' } },
	],
])(
	'106 Telephone numbers in %s: written as they are, while what could run as a formula is escaped',
	async (_, delimiter, run) => {
		const values = [...telephones, ...formulas];
		setTexts([...values, ...Array<string>(count - values.length).fill('')]);
		const records = await recordsOf(delimiter, run);
		expect(records.slice(0, values.length).map(({ Objet }) => Objet)).toEqual([
			...telephones,
			...formulas.map((value) => `'${value}`),
		]);
	},
);

it('106 Telephone numbers in Windows-1252, and those of a contact, one and several', async () => {
	const { api } = sinao;
	const ids = api.company
		.table('persons')
		.byId()
		.map(({ id }) => id);
	const phones = [['+33 1 23 45 67 89'], ['+33 1 23 45 67 89', '+33\u00a06.12.34.56.78']];
	phones.forEach((numbers, index) =>
		api.company.changeRow('persons', ids[index], { establishments: [{ phones: numbers }] }),
	);
	const { outputs } = await exportCsv(api, {
		type: 'sinaoPersons',
		parameters: { format: 'custom', encoding: 'windows1252', columns: 'main' },
	});
	const bytes = (await fileOf(outputs[0][0])).toString('latin1');
	expect(bytes).toContain(';+33 1 23 45 67 89;');
	expect(bytes).toContain(';+33 1 23 45 67 89, +33\u00a06.12.34.56.78;');
	expect(bytes).not.toContain("'+");
});

it('50 Semicolons, quotes, line ends, leading zeros: the same text comes out', async () => {
	await fc.assert(
		fc.asyncProperty(texts, async (values) => {
			setTexts(values);
			const records = await recordsOf(';', { options: { defuseFormulas: false } });
			records.forEach((record, index) => {
				expect(record.Objet).toBe(readable(values[index]));
				expect(record.Référence).toBe(readable(values[count - 1 - index]));
			});
		}),
		settings,
	);
});

/** Cents or cents × 1000 as a French number, by integers alone. */
function french(value: bigint, places: number): string {
	const digits = String(value < 0n ? -value : value).padStart(places + 1, '0');
	const fraction = digits.slice(-places).replace(places > 2 ? /0{1,3}$/ : /$^/, '');
	return `${value < 0n ? '-' : ''}${digits.slice(0, -places)},${fraction}`;
}

it('52 Amounts of any size, zero and negative: as numbers and as text: every digit, no exponent, no rounding, and no apostrophe', async () => {
	const amount = fc.oneof(
		fc.constantFrom(0n, -1n, 1n, -100n, 2n ** 53n, -(2n ** 53n) - 1n),
		fc.bigInt({ min: -(10n ** 21n), max: 10n ** 21n }),
		fc.bigInt({ min: -99999n, max: 99999n }),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(amount, { minLength: count, maxLength: count }), async (values) => {
			const ids = {
				invoices: everyId(sinao.api),
				products: sinao.api.company
					.table('products')
					.byId()
					.map(({ id }) => id),
			};
			// Every second one comes as text instead of a number.
			values.forEach((value, index) => {
				const sent = index % 2 ? String(value) : value;
				sinao.api.company.changeRow('invoices', ids.invoices[index], { amount: sent, totals: {} });
				sinao.api.company.changeRow('products', ids.products[index], { amount_accurately: sent });
			});
			expect((await recordsOf(';', {})).map((record) => record['Montant HT'])).toEqual(
				values.map((value) => french(value, 2)),
			);
			expect(
				(await recordsOf(';', { type: 'sinaoProducts' })).map((record) => record['Prix HT']),
			).toEqual(values.map((value) => french(value, 5)));
		}),
		settings,
	);
});

it('51 The French format: byte order mark, semicolon, CRLF, decimal comma, dd/mm/yyyy', async () => {
	const { api } = sinao;
	const [id] = everyId(api);
	api.company.changeRow('invoices', id, {
		title: 'Une',
		reference: null,
		amount: 123_456,
		written_at: '2024-03-04T12:00:00.000000Z',
	});
	const bytes = await fileOf((await exportCsv(api)).outputs[0][0]);
	expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
	const [header, first] = bytes.toString('utf8').slice(1).split('\r\n');
	expect(header).toMatch(/^Numéro;Type;Statut;Date;/);
	expect(first).toContain(';04/03/2024;');
	expect(first).toContain(';1234,56;');
});

it('51 Windows-1252: its bytes, and a report of what it cannot hold', async () => {
	const { api } = sinao;
	const [id] = everyId(api);
	setTexts(Array.from({ length: count }, () => ''));
	api.company.changeRow('invoices', id, { title: 'Œuvre à 20 € 🧾' });
	const result = await exportCsv(api, {
		parameters: { format: 'custom', encoding: 'windows1252' },
	});
	expect(
		(await fileOf(result.outputs[0][0])).includes(
			Buffer.from('8c757672652 0e0 20 3230 20 80 20 3f'.replace(/ /g, ''), 'hex'),
		),
	).toBe(true);
	expect(hintsOf(result)).toEqual([expect.stringContaining('🧾')]);
});
