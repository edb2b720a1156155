/** Legal values of `number` that break careless names (faults.md, rows 45 to 48). */
export const NASTY_NUMBERS: readonly string[] = [
	'../../etc/passwd',
	'FAC/2024/001',
	'FAC:2024*?"<>|',
	'..',
	'.cache',
	'-rf',
	'facture.',
	'facture ',
	'CON',
	'NUL.pdf',
	'#7',
	'100%',
	'%2e%2e%2f',
	'~$facture',
	'C:\\Windows\\win.ini',
	'a\u0000b',
	'tab\there',
	'N° 12\u202Efdp.exe',
	'🧾 42',
	'doublon',
	'doublon',
	'Doublon',
	'été',
	'e\u0301te\u0301',
	'ÉTÉ',
	`F${'9'.repeat(299)}`,
	'\ud800seul',
	'=1+1',
	'00012',
];

/** Legal values of free text (faults.md, rows 45 to 50): formulas, line ends, quotes, leading zeros. */
export const NASTY_TEXTS: readonly string[] = [
	'=HYPERLINK("http://example.invalid";"Cliquez")',
	'+33 1 23 45 67 89',
	"-2+3+cmd|' /C calc'!A0",
	'@SUM(1;2)',
	'\tavant',
	'\ravant',
	'ligne 1\rligne 2\r\nligne 3\nligne 4',
	'points; virgules, et "guillemets"',
	'0033',
	'12345678901234567',
	'Œuvre à 20 € – ½ prix',
	'émoticône 🧑‍🔧🇫🇷',
	'renversé \u202Egpj.exe',
	'moitié \udc00 de paire',
	'décomposé e\u0301',
	'espace\u00a0insécable et\u2028séparateur',
	'',
	' ',
	'null',
	'1,50',
	'1e5',
	'très '.repeat(60).trim(),
	'<script>alert(1)</script>',
	'nul \u0000 dedans',
	'\ufeffmarque',
];

const FIRST = 4;
const STEP = 2;

function nth(index: number): number {
	return index < FIRST || (index - FIRST) % STEP !== 0 ? -1 : (index - FIRST) / STEP;
}

/** The nasty number of the row at `index`, or undefined. */
export function nastyNumber(index: number): string | undefined {
	return NASTY_NUMBERS[nth(index)];
}

/** How many rows before `index` have a nasty number, so that the good numbers leave no hole. */
export function nastyNumbersBefore(index: number): number {
	return Math.min(NASTY_NUMBERS.length, Math.max(0, Math.ceil((index - FIRST) / STEP)));
}

/** The nasty text of the row at `index`, shifted so that each list and field gets them elsewhere. */
export function nastyText(index: number, shift: number): string | undefined {
	return index < NASTY_TEXTS.length * 3 && index % 3 === shift % 3
		? NASTY_TEXTS[((index - (shift % 3)) / 3 + shift) % NASTY_TEXTS.length]
		: undefined;
}
