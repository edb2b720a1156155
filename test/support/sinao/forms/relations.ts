import type { ListName } from '../data/world';
import type { Row } from '../types';
import type { Variants } from '../variants';

/** An object that a row has nested in the older text. */
interface Relation {
	name: string;
	/** The fields that say the same by ids; absent: only nesting can say it. */
	ids?: (value: Row | null, row: Row) => Record<string, unknown>;
}

function byId(name: string): Relation {
	return { name, ids: (value) => ({ [`${name}_id`]: value?.id ?? null }) };
}

const contact: Relation = {
	name: 'contact',
	ids: (value) => ({
		contact_organization_id: value?.type === 'organization' ? value.id : null,
		contact_person_id: value?.type === 'person' ? value.id : null,
	}),
};

const customer: Relation = { ...contact, name: 'customer' };

/** The relations of lists (sinao-api.md, Relations may come as ids); those of documents come by `expand[]` in every form. */
const RELATIONS: Partial<Record<ListName, readonly Relation[]>> = {
	transactions: [byId('cashflow_source'), contact, { name: 'account' }, { name: 'author' }],
	payments: [byId('document'), byId('transaction')],
	productstocks: [byId('product')],
	productcategory: [byId('parent')],
	products: [byId('category')],
	recurringinvoices: [customer],
	sepamandates: [{ name: 'customer' }],
	persons: [{ name: 'establishments' }],
	organizations: [{ name: 'establishments' }],
};

/** Fields of the newer text that go with a list's ids, and those of the older text that it no longer has. */
const BESIDE: Partial<Record<ListName, { gone: readonly string[]; more: (row: Row) => object }>> = {
	transactions: {
		gone: ['account', 'author', 'contact_name'],
		more: ({ amount }) => {
			const cents = amount as number | bigint;
			return {
				author_user_id: 7,
				credit: cents > 0 ? cents : null,
				debit: cents < 0 ? -cents : null,
				tags: [],
			};
		},
	},
};

/** Whether `expand[]` names a relation; `a.b` names `a` as well. */
export function isExpanded(name: string, expanded: readonly string[]): boolean {
	return expanded.some((each) => each === name || each.startsWith(`${name}.`));
}

/** The people of establishments come only with `expand[]=establishments.contacts`. */
function withoutPeople(value: unknown, expanded: readonly string[]): unknown {
	if (!Array.isArray(value) || isExpanded('establishments.contacts', expanded)) return value;
	return value.map(({ contacts: _, ...establishment }: Row) => establishment);
}

/** A row with its relations in the form that `relations` says. */
export function relatedForm(
	row: Row,
	list: ListName,
	expanded: readonly string[],
	relations: Variants['relations'],
): Row {
	const known = RELATIONS[list];
	if (relations === 'nested' || !known) return row;
	const beside = BESIDE[list];
	const shown: Row = { ...row };
	for (const name of beside?.gone ?? []) delete shown[name];
	for (const { name, ids } of known) {
		if (relations === 'ids' && !ids) continue;
		delete shown[name];
		if (ids) Object.assign(shown, ids((row[name] ?? null) as Row | null, row));
		if (relations === 'expand' && name in row && isExpanded(name, expanded))
			shown[name] =
				name === 'establishments' ? withoutPeople(row[name], expanded) : structuredClone(row[name]);
	}
	return Object.assign(shown, beside?.more(row));
}

/** The older, nested names of a filter or an order by an id field. */
const NESTED_NAMES: Record<string, string> = {
	cashflow_source_id: 'cashflow_source.id',
	contact_organization_id: 'contact.id',
	contact_person_id: 'contact.id',
	transaction_id: 'transaction.id',
	document_id: 'document.id',
	product_id: 'product.id',
	category_id: 'category.id',
	parent_id: 'parent.id',
};

/** The name under which the simulation's own rows hold what a filter or an order names. */
export function heldName(name: string): string {
	return NESTED_NAMES[name] ?? name;
}
