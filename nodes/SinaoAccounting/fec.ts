import { euros } from '../shared/values/amounts';
import { counted } from '../shared/values/english';

/** The columns of the legal file (article A47 A-1 of the Livre des procédures fiscales). */
const columns = [
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
const dates = ['EcritureDate', 'PieceDate', 'DateLet', 'ValidDate'];
const shown = 5;

export interface FecCheck {
	rows: number;
	/** Euros, with a decimal point. */
	debit: string;
	credit: string;
	/** Deviations from the legal format, in sentences. */
	oddities: string[];
}

/**
 * Checks a file of accounting entries against the legal format of the FEC (docs/reliability.md, fault 74): its name, 18
 * columns, dates `yyyymmdd`, debits equal to credits in total and per entry. Does not change the file.
 */
export function checkFec(fileName: string, bytes: Buffer): FecCheck {
	const oddities: string[] = [];
	if (!/^\d{9}FEC\d{8}(?:_\w+)?\.(?:txt|csv|xml)$/.test(fileName)) {
		oddities.push(
			`The file name is '${fileName}' instead of SIREN, 'FEC' and closing date, such as 123456789FEC20241231.txt.`,
		);
	}
	const lines = textOf(bytes).split(/\r\n|\r|\n/);
	while (lines.at(-1) === '') lines.pop();
	const separator = ['\t', '|', ';'].find((mark) => lines[0]?.includes(mark)) ?? '\t';
	const [header = [], ...entries] = lines.map((line) => line.split(separator));
	if (header.join() !== columns.join())
		oddities.push(
			`The first line does not contain the 18 column names of a FEC, but ${header.length}: ${header.slice(0, 18).join(', ')}.`,
		);
	note(oddities, 'other than 18 columns', entries, (entry) => entry.length !== columns.length);
	for (const name of dates) {
		const mayLack = name === 'DateLet';
		note(
			oddities,
			`an invalid date in ${name}`,
			entries,
			({ [columns.indexOf(name)]: text = '' }) => !isDate(text) && !(mayLack && text === ''),
		);
	}
	note(
		oddities,
		'an unreadable amount',
		entries,
		(entry) => debitOf(entry) === undefined || creditOf(entry) === undefined,
	);
	const debit = sum(entries.map(debitOf));
	const credit = sum(entries.map(creditOf));
	const check = {
		rows: entries.length,
		debit: euros(String(debit), '.'),
		credit: euros(String(credit), '.'),
		oddities,
	};
	if (debit !== credit)
		oddities.push(`Debits (${check.debit}) do not equal credits (${check.credit}).`);
	const unbalanced = unbalancedEntries(entries);
	if (unbalanced.length)
		oddities.push(
			`Debits do not equal credits in ${counted(unbalanced.length, 'entry', 'entries')}: ${unbalanced.slice(0, shown).join(', ')}${unbalanced.length > shown ? '…' : ''}.`,
		);
	return check;
}

/** UTF-8, or the ISO 8859-15 of the legal format, which is rarely valid UTF-8. */
function textOf(bytes: Buffer): string {
	const text = new TextDecoder('utf-8').decode(bytes);
	return text.includes('\uFFFD') ? new TextDecoder('iso-8859-15').decode(bytes) : text;
}

function note(
	oddities: string[],
	what: string,
	entries: string[][],
	isOdd: (entry: string[]) => boolean,
): void {
	const odd = entries.flatMap((entry, index) => (isOdd(entry) ? [index + 2] : []));
	if (odd.length)
		oddities.push(
			`${counted(odd.length, 'line')} with ${what}: ${odd.slice(0, shown).join(', ')}${odd.length > shown ? '…' : ''}.`,
		);
}

function isDate(text: string): boolean {
	const iso = text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
	const time = Date.parse(iso);
	return iso !== text && !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso);
}

const debitOf = (entry: string[]) => cents(entry[columns.indexOf('Debit')]);
const creditOf = (entry: string[]) => cents(entry[columns.indexOf('Credit')]);

/** Cents of an amount with a decimal comma or point; undefined if it is not an amount. */
function cents(text = ''): bigint | undefined {
	const match = /^([+-]?)(\d+)(?:[.,](\d{1,2}))?$/.exec(text.trim() || '0');
	return match ? BigInt(match[1] + match[2] + (match[3] ?? '').padEnd(2, '0')) : undefined;
}

function sum(amounts: Array<bigint | undefined>): bigint {
	return amounts.reduce<bigint>((total, amount) => total + (amount ?? 0n), 0n);
}

/** Journal and number of the entries whose debits and credits differ. */
function unbalancedEntries(entries: string[][]): string[] {
	const balances = new Map<string, bigint>();
	for (const entry of entries) {
		const name = `${entry[0]} ${entry[2]}`;
		balances.set(
			name,
			(balances.get(name) ?? 0n) + (debitOf(entry) ?? 0n) - (creditOf(entry) ?? 0n),
		);
	}
	return [...balances].filter(([, balance]) => balance !== 0n).map(([name]) => name);
}
