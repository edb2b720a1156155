import * as fc from 'fast-check';
import { parse } from 'papaparse';

import type { CsvFormat } from '../../../../nodes/shared/csv/options';
import { invoices } from '../../../../nodes/SinaoInvoices/invoices';
import { createCsvTable } from '../../../../nodes/shared/csv/table';
import type { Resource, Row } from '../../../../nodes/shared/resource';
import {
	formulaStarts,
	frenchExcel,
	isInWindows1252,
	leavesOf,
	percentOf,
	readWindows1252,
	wordsOf,
} from '../../../support/expected';

const settings = { seed: 20261125, numRuns: 60, endOnFailure: true };
const table: Pick<Resource, 'columns' | 'families'> = {
	columns: [
		{ name: 'title', title: 'Objet', type: 'text' },
		{ name: 'amount', title: 'Montant', type: 'cents' },
		{ name: 'place.city', title: 'Ville', type: 'text' },
	],
	families: invoices.families,
};
const format: CsvFormat = { ...frenchExcel, byteOrderMark: false, escapeFormulas: false };

function tableOf(pages: Row[][], changes: Partial<CsvFormat> = {}) {
	const csv = createCsvTable(table, { ...format, ...changes });
	for (const page of pages) csv.add(page);
	return csv.finish();
}

function cellsOf(text: string): string[][] {
	return parse<string[]>(text, { delimiter: ';', newline: '\r\n' }).data;
}

/** The file that comes of rows in pages, as papaparse reads it. */
function written(pages: Row[][], changes: Partial<CsvFormat> = {}) {
	const file = tableOf(pages, changes);
	const { data, errors } = parse<string[]>(file.bytes.toString('utf8'), {
		delimiter: changes.delimiter ?? ';',
		newline: '\r\n',
	});
	expect(errors).toEqual([]);
	expect(data.pop()).toEqual(['']);
	const [titles, ...cells] = data;
	expect(file.rows).toBe(cells.length);
	for (const row of cells) expect(row).toHaveLength(titles.length);
	return {
		file,
		titles,
		records: cells.map((row) => Object.fromEntries(row.map((cell, at) => [titles[at], cell]))),
	};
}

/** What papaparse may find in a cell: everything but half surrogate pairs, which UTF-8 cannot hold. */
const text = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 12 }),
	fc.string({
		unit: fc.constantFrom(
			';',
			',',
			'\t',
			'"',
			'\r',
			'\n',
			"'",
			' ',
			'=',
			'-',
			'0',
			'é',
			'\uFEFF',
			'€',
		),
		maxLength: 8,
	}),
	fc.constantFrom(
		'12345678901234567',
		'00012',
		'FR7630006000011234567890189',
		'1e5',
		'NULL',
		'-5',
		'01/02/2024',
	),
);
const key = fc
	.oneof(
		fc.constantFrom(
			'a',
			'b',
			'z',
			'Date',
			'Objet',
			'été',
			'x y',
			';',
			'"',
			'__proto__',
			'constructor',
			'0',
			'10',
			'2',
		),
		fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }),
	)
	.filter((name) => !name.includes('.'));
const scalar = fc.oneof(
	text,
	fc.integer(),
	fc.boolean(),
	fc.constant(null),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const { tree } = fc.letrec((tie) => ({
	tree: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		scalar,
		fc.array(tie('tree'), { maxLength: 3 }),
		fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
	),
}));
const rate = fc.constantFrom('0', '210', '550', '1000', '2000');
const row = fc
	.record(
		{
			title: text,
			amount: fc.oneof(
				fc.maxSafeInteger(),
				fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String),
				fc.constant(null),
			),
			place: fc.record({ city: text, more: tree }, { requiredKeys: [] }),
			totals: fc.record({ taxes: fc.record({ vat: fc.dictionary(rate, fc.integer()) }) }),
			others: fc.dictionary(key, tree, { maxKeys: 4 }),
		},
		{ requiredKeys: [] },
	)
	.map(({ others, ...main }) => ({ ...others, ...main }) as Row);

/** Rows with ids of their own, in pages of any size. */
const pages = fc
	.tuple(fc.array(row, { maxLength: 12 }), fc.array(fc.nat(11), { maxLength: 4 }))
	.map(([rows, cuts]) => {
		const bounds = [0, ...[...cuts].sort((one, other) => one - other), rows.length];
		const numbered = rows.map((each, at) => ({ ...each, id: at + 1 }) as Row);
		return bounds.slice(1).map((end, at) => numbered.slice(bounds[at], end));
	});

const declared = ['Objet', 'Montant', 'Ville'];

/** The declared columns in their place, and those without a value, which are further back. An amount keeps its place. */
function places(titles: string[], records: Array<Record<string, string>>) {
	const isEmpty = (title: string) =>
		records.length > 0 && records.every((record) => record[title] === '');
	const [first, amount, last] = titles;
	const empty = [first, last].filter(isEmpty);
	return { front: [first, amount, last].filter((title) => !empty.includes(title)), empty };
}

describe('Any rows that JSON can hold, written as CSV', () => {
	test('50, 52 come back from papaparse with every row, column and value, exactly', () => {
		const formats = fc.record({
			delimiter: fc.constantFrom(';', ',', '\t'),
			decimalMark: fc.constantFrom(',' as const, '.' as const),
			forReaders: fc.boolean(),
		});
		fc.assert(
			fc.property(pages, formats, (given, { delimiter, decimalMark, forReaders }) => {
				const rows = given.flat();
				const { records, titles } = written(given, {
					delimiter,
					decimalMark,
					titles: 'api',
					forReaders,
				});
				expect(new Set(titles).size).toBe(titles.length);
				expect(records.map(({ id }) => id)).toEqual(rows.map(({ id }) => String(id)));
				const fields = new Set(rows.flatMap((each) => leavesOf(each).map(([name]) => name)));
				const missing = [...fields].filter((name) => !titles.includes(name));
				expect(missing).toEqual([]);
				expect(
					titles.filter(
						(title) =>
							!['title', 'amount', 'place.city', ...fields].includes(
								title.replace(/ \(API\)$/, ''),
							),
					),
				).toEqual([]);
				rows.forEach((each, at) => {
					const cells = new Map(
						leavesOf(each).map(([name, value]) => [
							name,
							wordsOf(name, value, decimalMark, forReaders),
						]),
					);
					for (const name of fields)
						expect([name, records[at][name]]).toEqual([name, cells.get(name) ?? '']);
				});
			}),
			settings,
		);
	});

	test('have the columns that are equal in every row last where people read the file, and nowhere else', () => {
		fc.assert(
			fc.property(pages, fc.boolean(), (given, forReaders) => {
				const rows = given.flat();
				const { titles } = written(given, { titles: 'api', forReaders });
				const others = titles.filter(
					(title) =>
						!['title', 'amount', 'place.city'].includes(title) &&
						!/^totals\.taxes\.vat\.\d+$/.test(title) &&
						!title.endsWith('(API)'),
				);
				const isEqual = (field: string) =>
					new Set(
						rows.map((each) => {
							const leaf = leavesOf(each).find(([name]) => name === field);
							return leaf && wordsOf(field, leaf[1], ',');
						}),
					).size === 1;
				const last = forReaders ? others.filter(isEqual) : [];
				expect(others.slice(others.length - last.length)).toEqual(last);
			}),
			settings,
		);
	});

	test('have the declared columns without a value behind all others that say something where people read every field, and in their place elsewhere', () => {
		const readers = fc.record({
			forReaders: fc.boolean(),
			columns: fc.constantFrom('all' as const, 'main' as const),
		});
		fc.assert(
			fc.property(pages, readers, (given, { forReaders, columns }) => {
				const { titles, records } = written(given, { forReaders, columns });
				if (!forReaders || columns === 'main') {
					expect(titles.slice(0, 3)).toEqual(declared);
					return;
				}
				const { front, empty } = places(declared, records);
				expect(titles.slice(0, front.length)).toEqual(front);
				const behind = titles.slice(front.length);
				const begin = behind.findIndex((title) => empty.includes(title));
				expect(behind.filter((title) => declared.includes(title))).toEqual(empty);
				if (!empty.length) return;
				expect(behind.slice(begin, begin + empty.length)).toEqual(empty);
				// Whatever comes after them is equal in every row.
				for (const title of behind.slice(begin))
					expect(new Set(records.map((record) => record[title])).size).toBe(1);
			}),
			settings,
		);
	});

	test.each<[string, string[], string[]]>([
		['of the first page', ['x', '', ''], ['title', 'amount', 'id', 'place.city']],
		['of the last page', ['', '', 'x'], ['title', 'amount', 'id', 'place.city']],
		['of no page', ['', '', ''], ['amount', 'id', 'title', 'place.city']],
	])('a declared column whose first value is in a row %s has it there', (_, values, expected) => {
		const pages = values.map((title, at) => [{ id: at, title, amount: null } as Row]);
		const { titles, records } = written(pages, { titles: 'api' });
		expect(titles).toEqual(expected);
		expect(records.map(({ title }) => title)).toEqual(values);
		expect(records.map(({ id }) => id)).toEqual(values.map((_each, at) => String(at)));
	});

	test.each([
		['is last for readers', true, ['x', 'x', 'x'], ['beta', 'zeta', 'alpha']],
		['is in its place for programs', false, ['x', 'x', 'x'], ['alpha', 'beta', 'zeta']],
		['is in its place if one row has another value', true, ['x', 'x', 'y'], undefined],
		['is in its place if the last row does not have it', true, ['x', 'x', undefined], undefined],
		['is in its place if the first row does not have it', true, [undefined, 'x', 'x'], undefined],
	])(
		'a column that is equal in every row %s',
		(_, forReaders, values, expected = ['alpha', 'beta', 'zeta']) => {
			const pages = values.map((alpha, at) => [
				{ id: at, title: 'T', ...(alpha && { alpha }), beta: `b${at}`, zeta: `z${at}` } as Row,
			]);
			const { titles, records } = written(pages, { titles: 'api', forReaders });
			expect(titles.filter((title) => /^(?:alpha|beta|zeta)$/.test(title))).toEqual(expected);
			expect(records.map(({ alpha }) => alpha)).toEqual(values.map((value) => value ?? ''));
		},
	);

	test('have the declared columns first, then one for each VAT rate, then the others, whatever the order of the rows', () => {
		fc.assert(
			fc.property(
				pages.chain((given) =>
					fc.tuple(
						fc.constant(given),
						fc.shuffledSubarray(given.flat(), { minLength: given.flat().length }),
					),
				),
				([given, shuffled]) => {
					const { titles, records } = written(given);
					const { front } = places(declared, records);
					expect(titles.slice(0, front.length)).toEqual(front);
					const rates = [
						...new Set(
							given
								.flat()
								.flatMap((each) => leavesOf(each.totals).map(([name]) => name.split('.')[2])),
						),
					]
						.map(Number)
						.sort((one, other) => one - other);
					expect(titles.slice(front.length, front.length + rates.length)).toEqual(
						rates.map((each) => `TVA ${percentOf(each)} %`),
					);
					const again = written(shuffled.map((each) => [each]));
					expect(again.titles).toEqual(titles);
					expect(new Map(again.records.map((record) => [record.id, record]))).toEqual(
						new Map(records.map((record) => [record.id, record])),
					);
				},
			),
			settings,
		);
	});

	test('have only the declared columns and those of VAT rates where the main columns are wanted', () => {
		fc.assert(
			fc.property(pages, (given) => {
				const { titles, records } = written(given, { columns: 'main' });
				expect(titles.filter((title) => !/^TVA [\d,]+ %$/.test(title))).toEqual(declared);
				expect(records.map((record) => record.Objet)).toEqual(
					given.flat().map(({ title }) => title ?? ''),
				);
			}),
			settings,
		);
	});

	test('29 are in the file once, as they came last, and rows without an id are all there', () => {
		const repeated = fc.array(fc.tuple(fc.constantFrom(1, 2, 3, '1', null, undefined), row), {
			maxLength: 12,
		});
		fc.assert(
			fc.property(repeated, fc.integer({ min: 1, max: 12 }), (drawn, pageSize) => {
				const rows = drawn.map(([id, each]) => (id === undefined ? each : { ...each, id }) as Row);
				const chunks = Array.from({ length: Math.ceil(rows.length / pageSize) }, (_, at) =>
					rows.slice(at * pageSize, (at + 1) * pageSize),
				);
				const last = rows.filter(
					({ id }, at) =>
						id === null || id === undefined || !rows.slice(at + 1).some((later) => later.id === id),
				);
				const { records } = written(chunks, { titles: 'api' });
				expect(records.map((record) => [record.id ?? '', record.title])).toEqual(
					last.map(({ id, title }) => [String(id ?? ''), title ?? '']),
				);
			}),
			settings,
		);
	});

	test('51 are the same in Windows-1252, but for a question mark in place of each character that it does not have', () => {
		fc.assert(
			fc.property(pages, (given) => {
				const cells = cellsOf(written(given).file.bytes.toString('utf8'));
				const { bytes, lost } = tableOf(given, { encoding: 'windows1252' });
				expect(cellsOf(readWindows1252(bytes))).toEqual(
					cells.map((line) =>
						line.map((each) =>
							Array.from(each, (letter) => (isInWindows1252(letter) ? letter : '?')).join(''),
						),
					),
				);
				expect(new Set(lost)).toEqual(
					new Set(
						cells
							.flat(2)
							.flatMap((each) => Array.from(each))
							.filter((letter) => !isInWindows1252(letter)),
					),
				);
			}),
			settings,
		);
	});
});

describe('Formulas', () => {
	/** A text, and whether it begins like a formula; the letter keeps it from being a telephone number. */
	const risky = fc
		.tuple(fc.constantFrom(...formulaStarts, '', ' ', "'", '0'), text)
		.map(([begin, rest]) => ({
			value: `${begin}a${rest}`,
			isFormula: formulaStarts.includes(begin),
		}));

	test('49 in any text get an apostrophe in front, and numbers never do', () => {
		const anyRow = fc.record({
			title: risky,
			amount: fc.maxSafeInteger(),
			more: risky,
			number: fc.integer(),
		});
		fc.assert(
			fc.property(fc.array(anyRow, { minLength: 1, maxLength: 6 }), (rows) => {
				const { records } = written(
					[
						rows.map(({ title, more, ...each }, at) => ({
							...each,
							title: title.value,
							more: more.value,
							id: at,
						})),
					],
					{ escapeFormulas: true },
				);
				rows.forEach(({ title, more, amount, number }, at) => {
					expect(records[at].Objet).toBe(title.isFormula ? `'${title.value}` : title.value);
					expect(records[at].more).toBe(more.isFormula ? `'${more.value}` : more.value);
					expect(records[at].Montant).toBe(wordsOf('amount', amount, ','));
					expect(records[at].number).toBe(String(number));
				});
			}),
			settings,
		);
	});
});
