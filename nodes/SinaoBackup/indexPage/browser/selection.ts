import { count, counted, euros, type Row, rowsOf, searchText, stateWords } from './documents';
import { readings } from './search';
import type { PageData } from '../pageData';

export type SortKey = 'kind' | 'number' | 'date' | 'contact' | 'amount' | 'state' | 'eInvoice';

export interface Choice {
	query: string;
	kind: string;
	/** `yyyy`, `none` for no date, or empty for all. */
	year: string;
	/** `status:` or `state:` and its value, or empty for all. */
	state: string;
	sort: SortKey;
	descending: boolean;
}

const collator = new Intl.Collator('fr', { numeric: true });

/** All documents, and what of them a user chose. */
export class Documents {
	readonly rows: Row[];
	private texts: string[] | undefined;
	private readonly ranks = new Map<SortKey, number[]>();

	constructor(data: PageData) {
		this.rows = rowsOf(data);
	}

	/** Places in `rows`, in the order of the choice. */
	select(choice: Choice): number[] {
		const filtered = this.rows
			.map((_, index) => index)
			.filter((index) => this.passes(index, choice));
		if (!choice.query) return this.sorted(filtered, choice);
		const texts = (this.texts ??= this.rows.map(searchText));
		let found = filtered;
		for (const words of readings(choice.query)) {
			found = filtered.filter((index) => words.every((word) => texts[index].includes(word)));
			if (found.length) break;
		}
		return this.sorted(found, choice);
	}

	private sorted(places: number[], { sort, descending }: Choice): number[] {
		const ranks = this.ranksOf(sort);
		const sign = descending ? -1 : 1;
		return places.sort((a, b) => sign * (ranks[a] - ranks[b]) || a - b);
	}

	private passes(index: number, { kind, year, state }: Choice): boolean {
		const row = this.rows[index];
		if (kind && row.kind !== kind) return false;
		if (year && (row.date.slice(0, 4) || 'none') !== year) return false;
		if (!state) return true;
		return state === `status:${row.status}` || state === `state:${row.state}`;
	}

	/** The place of each row in an order, equal for equal values. */
	private ranksOf(key: SortKey): number[] {
		const known = this.ranks.get(key);
		if (known) return known;
		const values = this.rows.map((row) => valueOf(row, key));
		const compare = (a: string | number, b: string | number) =>
			typeof a === 'number' || typeof b === 'number'
				? Number(a) - Number(b)
				: key === 'date'
					? Number(a > b) - Number(a < b)
					: collator.compare(a, b);
		const order = new Map([...new Set(values)].sort(compare).map((value, rank) => [value, rank]));
		const ranks = values.map((value) => order.get(value) ?? 0);
		this.ranks.set(key, ranks);
		return ranks;
	}
}

function valueOf(row: Row, key: SortKey): string | number {
	if (key === 'amount') return typeof row.amount === 'number' ? row.amount : -Infinity;
	if (key === 'state')
		return `${row.status} ${row.state === 'current' ? '' : stateWords[row.state]}`;
	return row[key];
}

/** What the chosen rows come to, per kind; each document once. */
export function totals(rows: Row[]): string[] {
	const kinds = new Map<string, { number: number; cents: number }>();
	const inTotal = rows.filter((row) => row.counted);
	for (const { kind, amount } of inTotal) {
		const sum = kinds.get(kind) ?? { number: 0, cents: 0 };
		sum.number += 1;
		if (typeof amount === 'number') sum.cents += amount;
		kinds.set(kind, sum);
	}
	const sums = [...kinds]
		.sort(([a], [b]) => collator.compare(a, b))
		.map(([kind, { number, cents }]) => `${kind} (${count(number)}) : ${euros(cents)}`);
	const earlier = rows.length - inTotal.length;
	const texts = inTotal.filter(({ amount }) => typeof amount === 'string').length;
	const deleted = inTotal.filter(({ state }) => state === 'deleted').length;
	if (earlier)
		sums.push(`${counted(earlier, 'version')} précédente${earlier > 1 ? 's' : ''}, hors total`);
	if (deleted) sums.push(`dont ${counted(deleted, 'supprimé')} dans Sinao`);
	if (texts)
		sums.push(
			`${counted(texts, 'montant')} en autre devise ou illisible${texts > 1 ? 's' : ''}, hors total`,
		);
	return sums;
}
