import { counted } from '../shared/values/english';
import { euros } from '../shared/values/units';

/**
 * The columns of the FEC (LPF, art. A47 A-1, VII, 1°; VIII, 3° for BNC and BA). Without debits and credits, columns
 * 12 and 13 may be `Montant` and `Sens` (VII, 2°). More columns may follow (VII, 1°: "les dix-huit premières").
 */
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
const [amountAt, sideAt] = [columns.indexOf('Debit'), columns.indexOf('Credit')];
/** What follows in the cash accounting of BA (the first three; VIII, 5°) and BNC (VIII, 7°). */
const cashColumns = ['DateRglt', 'ModeRglt', 'NatOp', 'IdClient'];
/** Blank where it is not used (VII, 1°; VIII, 3°, 5° and 7°), and amounts, which are checked as a pair. */
const optional = new Set([
	'CompAuxNum',
	'CompAuxLib',
	'Debit',
	'Credit',
	'EcritureLet',
	'DateLet',
	'Montantdevise',
	'Idevise',
	'NatOp',
	'IdClient',
]);
/** Blank where a BNC or BA does not use it (VIII, 3°, 5° and 7°). */
const optionalByUse = new Set(['JournalCode', 'JournalLib', 'CompteNum']);
const dates = ['EcritureDate', 'PieceDate', 'DateLet', 'ValidDate', 'DateRglt'];
const quoted = /^\s*"(.*)"\s*$/;
/** No fiscal year is longer. */
const longestYear = 24;
const shown = 5;
const positions = Object.fromEntries([...columns, ...cashColumns].map((name, at) => [name, at]));
const mandatory = columns.filter((name) => !optional.has(name));
const mandatoryInCash = [...columns, ...cashColumns].filter((name) => !optional.has(name));

export interface FecCheck {
	rows: number;
	/** Euros, with a decimal point; null where an amount could not be read. */
	debit: string | null;
	credit: string | null;
	/** What is not as the law asks for, in sentences. */
	oddities: string[];
}

/** Lines with one fault. */
interface Fault {
	count: number;
	first: number[];
}

/**
 * Checks a file of accounting entries against the legal form of the FEC (LPF, art. A47 A-1): its name (IX), the
 * separator (VI, 1°, c), the columns (VII, VIII), dates `yyyymmdd` (XII, 4°), mandatory fields, accounts that begin
 * with three digits (VII, 1°, line 5), one amount for each line, and debits equal to credits, in all and in each
 * entry. Nothing is changed.
 *
 * Legal and therefore no oddity: every variant of VII and VIII, further columns, signed amounts with the sign on
 * either side (XII, 2°), `D`/`C` and `+1`/`-1` (X), UTF-8 and ISO 8859-15 (XII, 1°). The cash accounting of BNC and
 * BA need not balance and its accounts need not be those of the plan comptable. The order and the continuity of
 * EcritureNum are not checked: the numbers may be those of each journal, and only ValidDate orders the file.
 */
export function checkFec(fileName: string, bytes: Buffer): FecCheck {
	const oddities: string[] = [];
	const closing = /^\d{9}FEC(\d{8})(?:_\w+)?(?:\.(?:txt|csv|xml))?$/i.exec(fileName)?.[1];
	if (!closing || !fileName.includes('FEC') || !isDate(closing)) {
		oddities.push(
			`The file name is '${fileName}' instead of SIREN, 'FEC' and closing date, such as 123456789FEC20241231.txt.`,
		);
	}
	const text = textOf(bytes);
	if (/^\s*<\?xml/.test(text)) {
		oddities.push('The file is XML, which the law allows; its entries were not checked.');
		return { rows: 0, debit: euros('0', '.'), credit: euros('0', '.'), oddities };
	}
	return new FecReader(oddities, closing && isDate(closing) ? closing : undefined).read(text);
}

/** Reads a FEC line by line, so that a large file is in memory only once. */
class FecReader {
	private separator = '\t';
	private header: string[] = [];
	private isCash = false;
	private hasSides = false;
	private isQuoted = false;
	/** Whether an amount could not be read, so that nothing is known of the sums. */
	private isSumUnknown = false;
	private rows = 0;
	private debit = 0n;
	private credit = 0n;
	private readonly faults = new Map<string, Fault>();
	private readonly empty = new Map<string, Fault>();
	private readonly knownDates = new Map<string, boolean>();
	private readonly balances = new Map<string, bigint>();

	constructor(
		private readonly oddities: string[],
		private readonly closing: string | undefined,
	) {}

	read(text: string): FecCheck {
		let line = 0;
		for (let at = 0; at < text.length || line === 0; ) {
			const end = endOfLine(text, at);
			const content = text.slice(at, end);
			at = end + (text.startsWith('\r\n', end) ? 2 : 1);
			line += 1;
			if (line === 1) this.readHeader(content);
			else if (content.trim() && !(at >= text.length && isEndOfFile(content)))
				this.readEntry(content, line);
		}
		return this.result();
	}

	private readHeader(line: string): void {
		this.separator = ['\t', '|', ';'].find((mark) => line.includes(mark)) ?? '\t';
		this.header = this.cellsOf(line, 0).map((cell) => cell.trim());
		const names = this.header.map(plain);
		this.hasSides = names[amountAt] === 'montant' && names[sideAt] === 'sens';
		const isColumn = (name: string, at: number) =>
			names[at] === plain(name) || (this.hasSides && (at === amountAt || at === sideAt));
		if (!columns.every(isColumn))
			this.oddities.push(
				`The first line does not contain the 18 column names of a FEC, but ${this.header.length}: ${this.header.slice(0, 18).join(', ')}.`,
			);
		else if (this.separator === ';')
			this.oddities.push('The columns are separated by semicolons instead of tabs or |.');
		this.isCash = cashColumns
			.slice(0, 3)
			.every((name, at) => names[columns.length + at] === plain(name));
	}

	/** Without the double quotes of CSV. Those of a label may be its own, so only those of the cell at a position are odd. */
	private cellsOf(line: string, position: number): string[] {
		const cells = line.split(this.separator);
		if (!line.includes('"')) return cells;
		this.isQuoted ||= quoted.test(cells[position] ?? '');
		return cells.map((cell) => quoted.exec(cell)?.[1].replace(/""/g, '"') ?? cell);
	}

	private readEntry(line: string, number: number): void {
		this.rows += 1;
		const cells = this.cellsOf(line, positions.EcritureDate);
		if (cells.length !== this.header.length)
			this.fault(`other than ${counted(this.header.length || columns.length, 'column')}`, number);
		const cell = (name: string) => (cells[positions[name]] ?? '').trim();
		for (const name of this.isCash ? mandatoryInCash : mandatory)
			if (!cell(name)) addTo(this.empty, name, number);
		for (const name of this.isCash ? dates : dates.slice(0, 4)) {
			const date = cell(name);
			if (date && !this.isDate(date)) this.fault(`an invalid date in ${name}`, number);
		}
		const account = cell('CompteNum');
		if (!this.isCash && account && !/^\d{3}/.test(account))
			this.fault('an account in CompteNum that does not begin with three digits', number);
		this.checkPeriod(cell('EcritureDate'), number);
		this.addAmounts(cells, number);
	}

	private checkPeriod(date: string, line: number): void {
		if (!this.closing || !this.isDate(date)) return;
		if (date > this.closing)
			this.fault(`an EcritureDate after the closing date ${this.closing}`, line);
		else if (monthsBetween(date, this.closing) > longestYear)
			this.fault(
				`an EcritureDate more than ${longestYear} months before the closing date ${this.closing}`,
				line,
			);
	}

	private addAmounts(cells: string[], line: number): void {
		const amounts = this.hasSides
			? sided(cents(cells[amountAt]), (cells[sideAt] ?? '').trim())
			: [cents(cells[amountAt]), cents(cells[sideAt])];
		if (!amounts) {
			this.fault('a Sens that is neither D, C, +1 nor -1', line);
			this.isSumUnknown = true;
			return;
		}
		const [debit, credit] = amounts;
		if (debit === undefined || credit === undefined) {
			this.fault('an unreadable amount', line);
			this.isSumUnknown = true;
		} else if (debit === 0n && credit === 0n) this.fault('neither a debit nor a credit', line);
		else if (debit !== 0n && credit !== 0n) this.fault('both a debit and a credit', line);
		this.debit += debit ?? 0n;
		this.credit += credit ?? 0n;
		const entry = `${cells[0]} ${cells[2]}`;
		const balance = this.balances.get(entry) ?? 0n;
		this.balances.set(entry, balance + (debit ?? 0n) - (credit ?? 0n));
	}

	/** Most lines have a date that another has too. */
	private isDate(text: string): boolean {
		let known = this.knownDates.get(text);
		if (known === undefined) this.knownDates.set(text, (known = isDate(text)));
		return known;
	}

	private fault(what: string, line: number): void {
		addTo(this.faults, what, line);
	}

	private result(): FecCheck {
		if (this.isQuoted)
			this.oddities.push(
				'The cells are in double quotes, which the format of a FEC does not have.',
			);
		for (const [what, fault] of this.faults) this.oddities.push(sentence(what, fault));
		for (const [name, fault] of this.empty) {
			// A BNC or BA that does not use a field leaves it blank everywhere.
			if (optionalByUse.has(name) && (this.isCash || fault.count === this.rows)) continue;
			this.oddities.push(sentence(`an empty ${name}, which is mandatory`, fault));
		}
		if (this.isSumUnknown)
			return { rows: this.rows, debit: null, credit: null, oddities: this.oddities };
		const [debit, credit] = [this.debit, this.credit].map((sum) => euros(String(sum), '.'));
		if (!this.isCash) {
			if (this.debit !== this.credit)
				this.oddities.push(`Debits (${debit}) do not equal credits (${credit}).`);
			const unbalanced = [...this.balances].filter(([, balance]) => balance !== 0n);
			if (unbalanced.length)
				this.oddities.push(
					`Debits do not equal credits in ${counted(unbalanced.length, 'entry', 'entries')}: ${listed(unbalanced.map(([name]) => name))}.`,
				);
		}
		return { rows: this.rows, debit, credit, oddities: this.oddities };
	}
}

function addTo(faults: Map<string, Fault>, what: string, line: number): void {
	const fault = faults.get(what) ?? { count: 0, first: [] };
	fault.count += 1;
	if (fault.count <= shown) fault.first.push(line);
	faults.set(what, fault);
}

function sentence(what: string, { count, first }: Fault): string {
	return `${counted(count, 'line')} with ${what}: ${first.join(', ')}${count > first.length ? '…' : ''}.`;
}

function listed(names: string[]): string {
	return `${names.slice(0, shown).join(', ')}${names.length > shown ? '…' : ''}`;
}

/** Whether a last line has nothing but control characters, such as the Ctrl-Z of old programs or a NUL. */
function isEndOfFile(line: string): boolean {
	return /^[\p{Cc}\s]*$/u.test(line);
}

function endOfLine(text: string, from: number): number {
	for (let at = from; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		if (code === 10 || code === 13) return at;
	}
	return text.length;
}

/** UTF-8, or ISO 8859-15, whose bytes are seldom right UTF-8 (XII, 1°). */
function textOf(bytes: Buffer): string {
	const text = new TextDecoder('utf-8').decode(bytes);
	return text.includes('\uFFFD') ? new TextDecoder('iso-8859-15').decode(bytes) : text;
}

/** The name of a column without case and accents; the law itself writes Crédit (VIII, 7°), and its XSD CompteAuxNum. */
function plain(name: string): string {
	return name
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/^compteaux/, 'compaux');
}

function isDate(text: string): boolean {
	const match = /^(\d{4})(\d\d)(\d\d)$/.exec(text);
	if (!match) return false;
	const [year, month, day] = match.slice(1).map(Number);
	return (
		month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
	);
}

/** Of two days `yyyymmdd`. */
function monthsBetween(from: string, to: string): number {
	const months = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(4, 6));
	return months(to) - months(from);
}

/** Debit and credit of an amount and its side (X); undefined where the side is none. */
function sided(amount: bigint | undefined, side: string): Array<bigint | undefined> | undefined {
	if (/^(?:D|\+1)$/i.test(side)) return [amount, 0n];
	if (/^(?:C|-1)$/i.test(side)) return [0n, amount];
	return undefined;
}

/** Cents of an amount with a decimal comma or point and its sign on either side (XII, 2°); undefined where it is none. */
function cents(text = ''): bigint | undefined {
	const match = /^([+-]?)(\d+)(?:[.,](\d{1,2})0*)?([+-]?)$/.exec(text.trim() || '0');
	if (!match || (match[1] && match[4])) return undefined;
	return BigInt((match[1] || match[4]) + match[2] + (match[3] ?? '').padEnd(2, '0'));
}
