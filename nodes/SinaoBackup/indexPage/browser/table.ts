import { addressOf } from '../../report/address';
import { element, visible } from './dom';
import { day, euros, type Row, stateWords } from './documents';

/** Rows that are drawn above and below what can be seen. */
const margin = 15;
/** Rows that are drawn for paper at most. */
export const mostPrinted = 10_000;

/** The rows of a table, of which only those that can be seen are in the page. */
export class Table {
	private rows: Row[] = [];
	private first = 0;
	private last = 0;
	private height = 0;
	private readonly above = element('tr', { 'aria-hidden': 'true', class: 'space' });
	private readonly below = element('tr', { 'aria-hidden': 'true', class: 'space' });

	constructor(
		private readonly table: HTMLTableElement,
		private readonly body: HTMLTableSectionElement,
	) {
		addEventListener('scroll', () => this.draw(), { passive: true });
		addEventListener('resize', () => this.restart());
	}

	show(rows: Row[]): void {
		this.rows = rows;
		this.table.setAttribute('aria-rowcount', String(rows.length + 1));
		this.restart();
	}

	/** Draws all rows, as paper needs them. */
	drawAll(): void {
		this.first = 0;
		this.last = Math.min(this.rows.length, mostPrinted);
		this.body.replaceChildren(...this.made(0, this.last));
	}

	restart(): void {
		this.first = this.last = 0;
		this.body.replaceChildren(this.above, this.below);
		this.above.style.height = this.below.style.height = '0';
		if (this.rows.length) {
			const [sample] = this.made(0, 1);
			this.body.append(sample);
			this.height = sample.getBoundingClientRect().height;
			sample.remove();
		}
		this.draw();
	}

	/** Draws what can be seen; a row that stays is not made again, so that it keeps the focus. */
	private draw(): void {
		if (!this.above.isConnected) return;
		const top = -this.body.getBoundingClientRect().top;
		const from = Math.floor(top / this.height) - margin;
		const first = Math.max(0, Math.min(this.rows.length, from || 0));
		const visibleRows = Math.ceil(innerHeight / this.height) + 2 * margin;
		const last = Math.min(this.rows.length, first + visibleRows);
		if (first === this.first && last === this.last) return;
		const drawn = [...this.body.rows].filter((row) => row !== this.above && row !== this.below);
		drawn.forEach((row, index) => {
			const place = this.first + index;
			if (place < first || place >= last) row.remove();
		});
		const [keptFirst, keptLast] = [Math.max(first, this.first), Math.min(last, this.last)];
		if (keptFirst < keptLast) {
			this.above.after(...this.made(first, keptFirst));
			this.below.before(...this.made(keptLast, last));
		} else {
			this.above.after(...this.made(first, last));
		}
		this.above.style.height = `${first * this.height}px`;
		this.below.style.height = `${(this.rows.length - last) * this.height}px`;
		[this.first, this.last] = [first, last];
	}

	private made(first: number, last: number): HTMLTableRowElement[] {
		return this.rows.slice(first, last).map((row, index) => rowElement(row, first + index));
	}
}

function rowElement(row: Row, place: number): HTMLTableRowElement {
	const { kind, number, date, contact, amount, status, state, path, copy, eInvoice } = row;
	const cell = (style: string, ...content: Array<Node | string>) =>
		element('td', { role: 'cell', class: style }, ...content);
	const marks = [element('span', {}, status)];
	if (state !== 'current')
		marks.push(element('span', { class: `mark ${state}` }, stateWords[state]));
	const made = element(
		'tr',
		{ role: 'row', 'aria-rowindex': String(place + 2), class: state },
		cell('kind', kind),
		cell('number', number),
		cell('date', day(date)),
		cell('contact', contact),
		cell('amount', typeof amount === 'number' ? euros(amount) : (amount ?? '')),
		cell('state', ...marks),
		cell('eInvoice', eInvoice),
		cell('file', ...(path ? [link(path)] : []), ...(copy ? [' ', link(copy)] : [])),
	);
	for (const name of ['number', 'contact', 'amount', 'eInvoice']) {
		const narrow = made.querySelector(`.${name}`);
		narrow?.setAttribute('title', narrow.textContent ?? '');
	}
	return made;
}

function link(path: string): HTMLAnchorElement {
	const name = visible(path.slice(path.lastIndexOf('/') + 1));
	const ending = /\.(\w{1,5})$/.exec(name)?.[1].toUpperCase() ?? 'fichier';
	return element(
		'a',
		{
			href: addressOf(path),
			target: '_blank',
			rel: 'noopener',
			title: visible(path),
			'aria-label': `Ouvrir ${name}`,
		},
		ending,
	);
}
