import * as fc from 'fast-check';

import { checkFec } from '../../../nodes/SinaoAccounting/fec';
import { FEC_COLUMNS as header } from '../../support/sinao/documents/accountingArchive';

const name = '123456789FEC20241231.txt';

/** One line of a journal, by its number, account and amounts; `changes` by the name of the column. */
function line(
	number: string,
	account: string,
	debit: string,
	credit: string,
	changes: Record<string, string> = {},
): string[] {
	const cells = [
		'VE',
		'Ventes',
		number,
		'20240331',
		account,
		'Élan',
		'',
		'',
		'FAC-1',
		'20240331',
		'Facture à 20 €',
		debit,
		credit,
		'',
		'',
		'20240401',
		'',
		'',
	];
	return cells.map((cell, at) => changes[header[at]] ?? cell);
}

function file(lines: string[][], separator = '\t', newline = '\r\n'): Buffer {
	return Buffer.from(
		[header, ...lines].map((cells) => cells.join(separator)).join(newline) + newline,
	);
}

const balanced = [
	line('1', '411000', '120,00', '0,00'),
	line('1', '706000', '0,00', '100,00'),
	line('1', '445710', '0,00', '20,00'),
];

function odditiesOf(lines: string[][], fileName = name): string[] {
	return checkFec(fileName, file(lines)).oddities;
}

describe('74 A FEC', () => {
	it.each([
		['tabs and CRLF', '\t', '\r\n'],
		['pipes and CRLF', '|', '\r\n'],
		['tabs and line feeds', '\t', '\n'],
		['pipes and carriage returns', '|', '\r'],
	])('with %s is right, and its sums are exact', (_, separator, newline) => {
		expect(checkFec(name, file(balanced, separator, newline))).toEqual({
			rows: 3,
			debit: '120.00',
			credit: '120.00',
			oddities: [],
		});
	});

	it.each([
		['UTF-8', file(balanced)],
		['UTF-8 with a byte order mark', Buffer.concat([Buffer.from('\uFEFF'), file(balanced)])],
		['ISO 8859-15', Buffer.from(file(balanced).toString('utf8').replaceAll('€', '\xa4'), 'latin1')],
		['no line end after the last line', file(balanced).subarray(0, -2)],
	])('in %s is right', (_, bytes) => {
		const before = Buffer.from(bytes);
		expect(checkFec(name, bytes)).toMatchObject({ rows: 3, oddities: [] });
		expect(bytes.equals(before)).toBe(true);
	});

	it.each([
		'export.txt',
		'12345678FEC20241231.txt',
		'123456789fec20241231.txt',
		'123456789FEC2024.txt',
		'123456789FEC20241231.pdf',
	])('called %s has the wrong name', (wrong) => {
		expect(odditiesOf(balanced, wrong)).toEqual([
			`The file name is '${wrong}' instead of SIREN, 'FEC' and closing date, such as 123456789FEC20241231.txt.`,
		]);
	});

	it('of another number of columns says which lines', () => {
		expect(
			odditiesOf([...balanced, balanced[0].slice(0, 17), [...balanced[1], '']]),
		).toContainEqual('2 lines with other than 18 columns: 5, 6.');
		const without = Buffer.from(file(balanced).toString('utf8').replace('\tIdevise', ''));
		expect(checkFec(name, without).oddities).toContainEqual(
			expect.stringContaining(
				'does not contain the 18 column names of a FEC, but 17: JournalCode, ',
			),
		);
	});

	it.each([
		['EcritureDate', '31/03/2024'],
		['PieceDate', '20240230'],
		['PieceDate', '20241301'],
		['DateLet', '2024-03-31'],
	])('with %s as %p has no date there', (column, text) => {
		const [first, ...others] = balanced;
		const changed = first.map((cell, at) => (header[at] === column ? text : cell));
		expect(odditiesOf([...others, changed])).toEqual([
			`1 line with an invalid date in ${column}: 4.`,
		]);
	});

	it('whose entries are reconciled or not has nothing odd', () => {
		expect(
			odditiesOf([
				line('2', '411000', '1,00', '0,00', { DateLet: '20240229', EcritureLet: 'A' }),
				line('2', '706000', '0,00', '1,00'),
			]),
		).toEqual([]);
	});

	it('whose debits are unlike its credits names sums and entries', () => {
		const lines = [
			...balanced,
			line('2', '411000', '10,00', '0,00'),
			line('2', '706000', '0,00', '9,99'),
			line('3', '411000', '0,00', '0,01'),
		];
		expect(odditiesOf(lines)).toEqual(['Debits do not equal credits in 2 entries: VE 2, VE 3.']);
		expect(odditiesOf([...lines, line('3', '706000', '0,00', '5,00')])).toEqual([
			'Debits (130.00) do not equal credits (135.00).',
			'Debits do not equal credits in 2 entries: VE 2, VE 3.',
		]);
	});

	it('with an amount that is none says so, and nothing of sums and entries', () => {
		const unreadable = [...balanced, line('9', '411000', 'douze', '0,00')];
		const unbalanced = [...unreadable, line('9', '706000', '0,00', '12,00')];
		for (const lines of [unreadable, unbalanced])
			expect(checkFec(name, file(lines))).toEqual({
				rows: lines.length,
				debit: null,
				credit: null,
				oddities: ['1 line with an unreadable amount: 5.'],
			});
	});

	it.each([
		['Ctrl-Z', '\x1a'],
		['Ctrl-Z and a line end', '\x1a\r\n'],
		['NULs', '\0\0\0'],
	])('may end with %s', (_, end) => {
		expect(checkFec(name, Buffer.concat([file(balanced), Buffer.from(end)]))).toMatchObject({
			rows: 3,
			oddities: [],
		});
	});

	it('with a control character in a line before the last says so', () => {
		const bytes = Buffer.from(file(balanced).toString().replace('\r\n', '\r\n\x1a\r\n'));
		expect(checkFec(name, bytes).oddities).toContainEqual('1 line with other than 18 columns: 2.');
	});

	it.each([
		['every cell', (cells: string[]) => cells],
		['every cell that is not empty', (cells: string[]) => cells.filter(Boolean)],
	])('with quotes around %s says only this', (_, chosen) => {
		const quotedCells = [header, ...balanced].map((cells) =>
			cells.map((cell) => (chosen(cells).includes(cell) ? `"${cell}"` : cell)),
		);
		const bytes = Buffer.from(quotedCells.map((cells) => cells.join('\t')).join('\r\n'));
		expect(checkFec(name, bytes)).toEqual({
			rows: 3,
			debit: '120.00',
			credit: '120.00',
			oddities: ['The cells are in double quotes, which the format of a FEC does not have.'],
		});
	});

	it('may have quotes in a label', () => {
		const label = line('2', '411000', '1,00', '0,00', { EcritureLib: '"Bar" et "Café"' });
		const other = line('2', '706000', '0,00', '1,00', { CompteLib: '"Bar"' });
		expect(odditiesOf([...balanced, label, other])).toEqual([]);
	});

	it('that is empty or no table is odd and breaks nothing', () => {
		for (const bytes of [
			Buffer.of(),
			Buffer.from('\r\n\r\n'),
			Buffer.from('<html></html>'),
			Buffer.from([0xff, 0xfe, 0, 9]),
		]) {
			expect(checkFec(name, bytes).oddities[0]).toMatch(/does not contain the 18 column names/);
		}
	});

	it('of any amounts is balanced exactly where each entry is, to the last cent', () => {
		const amount = fc.bigInt({ min: 1n, max: 10n ** 15n });
		const written = (cents: bigint, mark: string) =>
			`${cents / 100n}${mark}${String(cents % 100n).padStart(2, '0')}`;
		fc.assert(
			fc.property(
				fc.array(amount, { minLength: 1, maxLength: 20 }),
				fc.constantFrom(',', '.'),
				fc.constantFrom(0n, 1n),
				(amounts, mark, error) => {
					const lines = amounts.flatMap((cents, at) => [
						line(String(at), '411000', written(cents, mark), ''),
						line(String(at), '706000', '', written(cents + (at === 0 ? error : 0n), mark)),
					]);
					const total = amounts.reduce((sum, cents) => sum + cents, 0n);
					const check = checkFec(name, file(lines));
					expect(check.debit).toBe(written(total, '.'));
					expect(check.credit).toBe(written(total + error, '.'));
					expect(check.oddities).toHaveLength(error ? 2 : 0);
				},
			),
			{ seed: 20261125, numRuns: 100 },
		);
	});
});

/** A file with other columns than the 18: its lines as records by column name. */
function table(names: string[], lines: Array<Record<string, string>>, separator = '\t'): Buffer {
	return Buffer.from(
		[names, ...lines.map((cells) => names.map((column) => cells[column] ?? ''))]
			.map((cells) => cells.join(separator))
			.join('\r\n'),
	);
}

const records = balanced.map((cells) =>
	Object.fromEntries(cells.map((cell, at) => [header[at], cell])),
);
const cash = [...header, 'DateRglt', 'ModeRglt', 'NatOp', 'IdClient'];
const withSides = header.map((column) =>
	column === 'Debit' ? 'Montant' : column === 'Credit' ? 'Sens' : column,
);
const sided = (debit: string, credit: string) =>
	records.map(({ Debit, Credit, ...others }) => ({
		...others,
		Montant: Debit === '0,00' ? Credit : Debit,
		Sens: Debit === '0,00' ? credit : debit,
	}));
/** One receipt of a doctor or lawyer: no second line, and no account of the plan comptable. */
const receipt = {
	...records[0],
	JournalCode: '',
	JournalLib: '',
	CompteNum: 'REC',
	DateRglt: '20240402',
	ModeRglt: 'Chèque',
};

describe('102 A legal FEC raises no alarm:', () => {
	it.each<[string, Buffer]>([
		['Montant and Sens with D and C', table(withSides, sided('D', 'C'))],
		['Montant and Sens with +1 and -1', table(withSides, sided('+1', '-1'), '|')],
		['the 22 columns of the cash accounting of BNC', table(cash, [receipt])],
		['the 21 columns of the cash accounting of BA', table(cash.slice(0, 21), [receipt])],
		['no account in the cash accounting of BNC', table(cash, [{ ...receipt, CompteNum: '' }])],
		[
			'no journal in any line, as a BNC may do',
			table(
				header,
				records.map((one) => ({ ...one, JournalCode: '', JournalLib: '' })),
			),
		],
		[
			'further columns behind the 18',
			table(
				[...header, 'Axe', 'Echeance'],
				records.map((one) => ({ ...one, Axe: 'Paris' })),
			),
		],
		[
			'the accent and the longer names that the law and its XSD have too',
			Buffer.from(
				table(header, records)
					.toString()
					.replace('Credit', 'Crédit')
					.replace('CompAuxNum', 'CompteAuxNum')
					.replace('JournalCode', 'JOURNALCODE'),
			),
		],
		[
			'signs before and behind the amounts',
			table(header, [
				{ ...records[0], Debit: '-120,00' },
				{ ...records[1], Credit: '100,00-' },
				{ ...records[2], Credit: '+20,00' },
				{ ...records[2], Credit: '40,0000-' },
			]),
		],
		[
			'an account with letters behind three digits',
			table(
				header,
				records.map((one) =>
					one.CompteNum === '411000' ? { ...one, CompteNum: '411DUPONT' } : one,
				),
			),
		],
		['blank lines', Buffer.from(`${table(header, records).toString()}\r\n\r\n \r\n`)],
		[
			'an entry of the first day and one of the last',
			table(
				header,
				records.map((one) => ({ ...one, EcritureDate: '20241231', PieceDate: '20190101' })),
			),
		],
		[
			'two journals that number their entries alike, one behind the other',
			table(header, [
				...records,
				...records.map((one) => ({ ...one, JournalCode: 'AC', JournalLib: 'Achats' })),
			]),
		],
	])('%s', (_, bytes) => {
		expect(checkFec(name, bytes).oddities).toEqual([]);
	});

	it.each(['123456789FEC20241231', '123456789FEC20241231.TXT', '123456789FEC20241231_1.csv'])(
		'the name %s',
		(legal) => {
			expect(checkFec(legal, file(balanced)).oddities).toEqual([]);
		},
	);

	it('sums of Montant and Sens are exact', () => {
		expect(checkFec(name, table(withSides, sided('D', 'C')))).toMatchObject({
			debit: '120.00',
			credit: '120.00',
		});
	});

	it('XML, of which it says that it was not checked', () => {
		expect(checkFec(name, Buffer.from('<?xml version="1.0"?><comptabilite/>')).oddities).toEqual([
			'The file is XML, which the law allows; its entries were not checked.',
		]);
	});
});

describe('103 A FEC is warned of once for', () => {
	const changed = (changes: Record<string, string>, names = header, lines = records) =>
		checkFec(name, table(names, [...lines.slice(1), { ...lines[0], ...changes }])).oddities;

	it.each([
		'JournalCode',
		'JournalLib',
		'EcritureNum',
		'EcritureDate',
		'CompteNum',
		'CompteLib',
		'PieceRef',
		'PieceDate',
		'EcritureLib',
		'ValidDate',
	])('a line without %s, which is mandatory', (column) => {
		expect(changed({ [column]: ' ' })).toContain(
			`1 line with an empty ${column}, which is mandatory: 4.`,
		);
	});

	it.each(['EcritureNum', 'CompteLib', 'DateRglt', 'ModeRglt'])(
		'cash accounting without %s',
		(column) => {
			expect(checkFec(name, table(cash, [receipt, { ...receipt, [column]: '' }])).oddities).toEqual(
				[`1 line with an empty ${column}, which is mandatory: 3.`],
			);
		},
	);

	it('lines with neither a debit nor a credit, and with both', () => {
		const lines = [
			...balanced,
			line('1', '411000', '', ''),
			line('1', '411000', '0,00', '0'),
			line('1', '411000', '5,00', '5,00'),
		];
		expect(odditiesOf(lines)).toEqual([
			'2 lines with neither a debit nor a credit: 5, 6.',
			'1 line with both a debit and a credit: 7.',
		]);
	});

	it.each(['X', '', '1', '+ 1'])('the side %p', (side) => {
		expect(changed({ Sens: side }, withSides, sided('D', 'C'))).toContain(
			'1 line with a Sens that is neither D, C, +1 nor -1: 4.',
		);
	});

	it.each(['CLIENT', '41', 'A11000', '4 1100'])('the account %s', (account) => {
		expect(changed({ CompteNum: account })).toEqual([
			'1 line with an account in CompteNum that does not begin with three digits: 4.',
		]);
	});

	it('entries after the closing date, and long before it', () => {
		const lines = [
			line('2', '411000', '1,00', '', { EcritureDate: '20250101' }),
			line('2', '706000', '', '1,00', { EcritureDate: '20040331' }),
		];
		expect(odditiesOf([...balanced, ...lines])).toEqual([
			'1 line with an EcritureDate after the closing date 20241231: 5.',
			'1 line with an EcritureDate more than 24 months before the closing date 20241231: 6.',
		]);
	});

	it('semicolons, and a closing date that is none', () => {
		expect(checkFec(name, table(header, records, ';')).oddities).toEqual([
			'The columns are separated by semicolons instead of tabs or |.',
		]);
		expect(odditiesOf(balanced, '123456789FEC20241399.txt')).toHaveLength(1);
	});

	it('any number of lines, with the first five, in time that grows with their number', () => {
		const many = Array.from({ length: 100_000 }, (_, at) => [
			line(String(at), '411000', '1,00', ''),
			line(String(at), 'PRODUIT', '', '1,00'),
		]).flat();
		const bytes = file(many);
		const started = performance.now();
		const check = checkFec(name, bytes);
		expect(check).toMatchObject({
			rows: 200_000,
			debit: '100000.00',
			oddities: [
				'100000 lines with an account in CompteNum that does not begin with three digits: 3, 5, 7, 9, 11….',
			],
		});
		// 0.6 s on one core; a check that is quadratic takes minutes.
		expect(performance.now() - started).toBeLessThan(20_000);
	});
});
