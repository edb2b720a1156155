import type { Row } from '../types';
import type { Random } from './random';
import { idOf, type World } from './world';

/** VAT rates in hundredths of a percent; the first ones are the common ones. */
const RATES = [2000, 2000, 2000, 2000, 1000, 550, 210, 0];

/** What a line costs, before it is dressed as the API shows it. */
export interface PricedLine {
	quantity: number;
	/** Cents × 1000. */
	unitPrice: number;
	/** Hundredths of a percent. */
	rate: number;
	/** Cents before tax, discount taken off. */
	amount: number;
	/** Cents. */
	tax: number;
	discountPercent: number;
	account: string;
	productIndex: number;
}

/** One to four lines; `sign` is -1 on a credit note. */
export function priceLines(random: Random, sign: 1 | -1): PricedLine[] {
	const count = random.integer(1, 4);
	const lines: PricedLine[] = [];
	for (let at = 0; at < count; at++) {
		const quantity = random.integer(1, 12) / (random.chance(0.1) ? 4 : 1);
		const unitPrice =
			random.integer(500, 90_000) * 1000 + (random.chance(0.2) ? random.integer(1, 999) : 0);
		const rate = random.pick(RATES);
		const discountPercent = random.chance(0.1) ? 1000 : 0;
		const amount =
			sign * Math.round((quantity * unitPrice * (10_000 - discountPercent)) / 10_000_000);
		const tax = sign * Math.round((Math.abs(amount) * rate) / 10_000);
		const account = random.pick(['706000', '707000', '708500']);
		lines.push({
			quantity: sign * quantity,
			unitPrice,
			rate,
			amount,
			tax,
			discountPercent,
			account,
			productIndex: random.integer(0, 9999),
		});
	}
	return lines;
}

/** `amount`, `amount_tax` and `totals` of a document, equal to the sums of its lines (sinao-api.md, Units and types). */
export function totalsOf(lines: PricedLine[]) {
	const vat: Record<string, number> = {};
	const subtotal: Record<string, Record<string, number>> = {};
	let amount = 0;
	let tax = 0;
	for (const line of lines) {
		amount += line.amount;
		tax += line.tax;
		vat[line.rate] = (vat[line.rate] ?? 0) + line.tax;
		const account = (subtotal[line.account] ??= {});
		account[line.rate] = (account[line.rate] ?? 0) + line.amount;
	}
	return {
		amount,
		amount_tax: tax,
		totals: { due: amount + tax, taxes: { vat: { ...vat, total: tax }, total: tax }, subtotal },
	};
}

function dress(
	world: World,
	line: PricedLine,
	id: number,
	position: number,
	section: number | null,
) {
	const { products, size } = { products: world.words.products, size: world.size.products };
	return {
		id,
		action: 'sell',
		title: products[line.productIndex % products.length],
		detail: world.words.sentences[line.productIndex % world.words.sentences.length],
		quantity: line.quantity,
		unity: ['unité', 'heure', 'jour', 'm²'][line.productIndex % 4],
		amount: Math.round(line.unitPrice / 1000),
		amount_accurately: line.unitPrice,
		amount_with_taxes: false,
		vat_percent: line.rate,
		discount: line.discountPercent > 0 ? { percent: line.discountPercent, amount: null } : null,
		account: { accounting_number: line.account },
		product: size > 0 ? { id: idOf('products', line.productIndex % size) } : null,
		style: { type: 'product', position, section_id: section },
		totals: { subtotal: line.amount, taxes: line.tax, due: line.amount + line.tax },
		metadata: null,
	};
}

/** `content` of a document in one of the two known shapes: flat lines, or sections that hold lines. */
export function contentOf(
	world: World,
	documentId: number,
	lines: PricedLine[],
	sectioned: boolean,
): unknown[] {
	const dressed = lines.map((line, at) =>
		dress(world, line, documentId * 10 + at, at + 1, sectioned ? 1 : null),
	);
	if (!sectioned) return dressed;
	return [
		{
			id: documentId * 10 + 8,
			title: 'Prestations',
			style: { type: 'section', position: 1 },
			lines: dressed,
		},
		{
			id: documentId * 10 + 9,
			title: world.words.sentences[0],
			style: { type: 'description', position: 2 },
			lines: [],
		},
	];
}

/** The balance of a document, which is paid in full or not at all. */
export function balanceOf({ status }: Row, due: number) {
	const paid = status === 'paid' ? due : 0;
	return {
		due,
		paid,
		remaining: due - paid,
		completed: paid === due,
		meaning: paid === due ? 'completed' : 'remaining',
	};
}
