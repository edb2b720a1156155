import * as fc from 'fast-check';

import { checkFec } from '../../../nodes/SinaoAccounting/fec';

const name = '123456789FEC20241231.txt';
const header = [
	'JournalCode',
	'JournalLib',
	'EcritureNum',
	'EcritureDate',
	'CompteNum',
	'CompteLib',
	'CompAuxNum',
	'CompAuxLib',
	'PieceRef',
	'PieceDate',
	'EcritureLib',
	'Debit',
	'Credit',
	'EcritureLet',
	'DateLet',
	'ValidDate',
	'Montantdevise',
	'Idevise',
];

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
		['EcritureDate', ''],
		['PieceDate', '20240230'],
		['PieceDate', '20241301'],
		['ValidDate', ''],
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
				line('2', '1', '1,00', '0,00', { DateLet: '20240229', EcritureLet: 'A' }),
				line('2', '2', '0,00', '1,00'),
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

	it('with an amount that is none says so and takes it for nothing', () => {
		const { oddities, debit } = checkFec(
			name,
			file([...balanced, line('9', '411000', 'douze', '0,00')]),
		);
		expect(oddities).toEqual(['1 line with an unreadable amount: 5.']);
		expect(debit).toBe('120.00');
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
		const amount = fc.bigInt({ min: 0n, max: 10n ** 15n });
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
