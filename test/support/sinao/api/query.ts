/** A value of a query string or a form: text, or named parts as PHP reads `a[b][0]=c`. */
export type QueryValue = string | QueryTree;
export interface QueryTree {
	[name: string]: QueryValue;
}

function assign(tree: QueryTree, path: string[], value: string): void {
	const [name, ...rest] = path;
	const key = name === '' ? String(Object.keys(tree).length) : name;
	if (rest.length === 0) {
		tree[key] = value;
		return;
	}
	const inner = tree[key];
	const next: QueryTree = typeof inner === 'object' ? inner : {};
	tree[key] = next;
	assign(next, rest, value);
}

/** Reads `a=1&b[]=2&c[0][name]=x` the way that PHP, and so the service, does. */
export function parseQuery(text: string): QueryTree {
	const tree: QueryTree = {};
	for (const [name, value] of new URLSearchParams(text)) {
		const [first] = name.split('[', 1);
		assign(
			tree,
			[first, ...[...name.slice(first.length).matchAll(/\[([^\]]*)\]/g)].map((part) => part[1])],
			value,
		);
	}
	return tree;
}

/** The members of `name[]=…`; a single value may hold several, parted by commas. */
export function valuesOf(value: QueryValue | undefined): string[] {
	if (value === undefined) return [];
	if (typeof value === 'string') return value.split(',').filter((part) => part !== '');
	return Object.values(value).flatMap((part) => (typeof part === 'string' ? [part] : []));
}

/** The members of `name[0][…]`. */
export function partsOf(value: QueryValue | undefined): QueryTree[] {
	if (value === undefined || typeof value === 'string') return [];
	return Object.values(value).filter((part): part is QueryTree => typeof part === 'object');
}

/** One text value. */
export function textOf(value: QueryValue | undefined): string | undefined {
	return typeof value === 'string' ? value : undefined;
}
