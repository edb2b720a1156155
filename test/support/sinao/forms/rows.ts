import { createHash } from 'node:crypto';
import { ROW_MAKERS } from '../data/rowMakers';
import { recurringInvoiceRelated } from '../data/catalogue';
import type { ListName, World } from '../data/world';
import type { Row } from '../types';
import type { ChangingField, Variants } from '../variants';
import { establishmentsOf } from './establishments';
import { isExpanded, relatedForm } from './relations';

/** How a row is asked for. */
export interface Reading {
	world: World;
	variants: Variants;
	list: ListName;
	expanded: readonly string[];
	/** Grows with each request. */
	reading: number;
}

type Form = (row: Row, reading: Reading) => Row;

/** Related objects only where they were expanded, as documents have them in every form. */
const stripped: Form = (row, { list, expanded }) => {
	const hidden = ROW_MAKERS[list].related.filter((name) => !isExpanded(name, expanded));
	if (!hidden.some((name) => name in row)) return row;
	const shown = { ...row };
	for (const name of hidden) delete shown[name];
	return shown;
};

const fullEstablishments: Form = (row, { variants }) => {
	if (variants.establishments === 'plain') return row;
	if (Array.isArray(row.establishments)) return { ...row, establishments: establishmentsOf(row) };
	const customer = row.customer as Row | null | undefined;
	if (!Array.isArray(customer?.establishments)) return row;
	return { ...row, customer: { ...customer, establishments: establishmentsOf(customer) } };
};

const MORE_FIELDS: Partial<Record<ListName, (row: Row) => object>> = {
	purchases: ({ amount, payment_deadline_at }) => ({
		amount_reverse_tax: amount === null ? null : 0,
		expected_payment_deadline_at: payment_deadline_at,
	}),
	invoices: ({ amount, amount_tax, payment_deadline_at }) => ({
		expected_payment_deadline_at: payment_deadline_at,
		breakdown: { goods: 0, services: amount, taxes: amount_tax },
	}),
	productstocks: () => ({ purchase: null, product_stocks_movements: [], sales_lines: [] }),
	productcategory: () => ({ products: [] }),
	sepamandates: () => ({ author: null, logs_sepa_direct_debits: null }),
	products: ({ id }) => ({ tags: Number(id) % 2 === 0 ? ['entretien'] : [] }),
};

const newerFields: Form = (row, { list, variants }) =>
	variants.fields === 'newer' ? { ...row, ...MORE_FIELDS[list]?.(row) } : row;

type Line = Record<string, unknown> & { style?: { type: string }; account?: object };

function typedLine({ style, account: _, title, ...line }: Line): object {
	return {
		...line,
		detail: line.detail ?? title,
		type: style?.type ?? 'product',
		account_id: 19_000,
	};
}

/** The sections of a document as people saw them (sinao-api.md, Relations): no `style`, and a `type` in each line. */
const typedContent: Form = (row, { variants }) => {
	if (variants.content === 'styled' || !Array.isArray(row.content)) return row;
	const parts = row.content as Array<Line & { lines?: Line[] }>;
	const sections = parts.some(({ lines }) => lines)
		? parts.map(({ title, lines = [] }) => ({ detail: title, lines: lines.map(typedLine) }))
		: [{ lines: parts.map(typedLine) }];
	return { ...row, content: sections };
};

function signed(name: string, reading: number): string {
	const signature = createHash('md5').update(`${name} ${reading}`).digest('hex');
	return `https://files.sinao.example/${encodeURIComponent(name)}?expires=${1_700_000_000 + reading}&signature=${signature}`;
}

const CHANGES: Record<ChangingField, (value: unknown, row: Row, reading: number) => unknown> = {
	file_url: (_, row, reading) => signed(String(row.name ?? row.id), reading),
	picture: (value, _, reading) => (value === null ? null : signed(String(value), reading)),
	is_late: (_, __, reading) => reading % 2 === 1,
	balance: (value, _, reading) => {
		const { paid, remaining, ...balance } = value as { paid: number; remaining: number };
		return { ...balance, paid: paid + reading, remaining: remaining - reading };
	},
	balance_amount: (value, _, reading) => Number(value) + reading,
};

const changingFields: Form = (row, { variants, reading }) => {
	const names = variants.changing.filter((name) => name in row);
	const changed = names.map((name) => [name, CHANGES[name](row[name], row, reading)]);
	const source = row.cashflow_source as Row | null | undefined;
	const nested = source && variants.changing.includes('balance_amount');
	if (names.length === 0 && !nested) return row;
	return {
		...row,
		...Object.fromEntries(changed),
		...(nested
			? {
					cashflow_source: {
						...source,
						balance_amount: Number(source.balance_amount) + reading,
					},
				}
			: {}),
	};
};

const withoutAbsent: Form = (row, { list, variants }) => {
	const absent = (variants.absentFields[list] ?? []).filter((name) => name in row);
	if (!absent.length) return row;
	return Object.fromEntries(Object.entries(row).filter(([name]) => !absent.includes(name))) as Row;
};

const withItsRelated: Form = (row, { list, world }) =>
	list === 'recurringinvoices' ? { ...row, ...recurringInvoiceRelated(world, row) } : row;

/** The ids of a row and of all objects in it as texts, where they are numbers. */
function withTextIds(value: unknown, name = ''): unknown {
	if (typeof value === 'number') return /^id$|_id$/.test(name) ? String(value) : value;
	if (Array.isArray(value)) return value.map((member) => withTextIds(member));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, member]) => [key, withTextIds(member, key)]),
	);
}

const textIds: Form = (row, { variants }) =>
	variants.ids === 'texts' ? (withTextIds(row) as Row) : row;

/** In this order: ids are made of relations before those that nobody named are left out. */
const FORMS: readonly Form[] = [
	withItsRelated,
	newerFields,
	fullEstablishments,
	typedContent,
	(row, { list, expanded, variants }) => relatedForm(row, list, expanded, variants.relations),
	stripped,
	changingFields,
	withoutAbsent,
	textIds,
];

/** A row as it is served. */
export function servedRow(row: Row, reading: Reading): Row {
	return FORMS.reduce((shown, form) => form(shown, reading), row);
}
