import { refuse } from '../api/answers';
import { partsOf, textOf, valuesOf, type QueryTree } from '../api/query';
import type { Parameter, Variants } from '../variants';
import { heldName } from './relations';

const DATE_NAME = /_at$|(?:^|_)date$/;

/** Every name under which `refuses` and `ignores` know a filter. */
function namesOfFilter(name: string): Parameter[] {
	return ['filter', `filter:${name}`, ...(DATE_NAME.test(name) ? ['filter:date' as const] : [])];
}

function nameOf(part: QueryTree): string {
	return textOf(part.name) ?? '';
}

/** The first optional parameter of a request that the service refuses. */
function refusedIn(query: QueryTree, { refuses, maximumLimit }: Variants): string | undefined {
	const isRefused = (name: Parameter) => refuses.includes(name);
	const filter = partsOf(query.filters).find((part) => namesOfFilter(nameOf(part)).some(isRefused));
	if (filter) return `filters (${nameOf(filter)})`;
	const expand = valuesOf(query.expand).find(
		(name) => isRefused('expand') || isRefused(`expand:${name}`),
	);
	if (expand) return `expand (${expand})`;
	if (isRefused('limit') && Number(textOf(query.limit) ?? 0) > maximumLimit) return 'limit';
	return (['order', 'offset', 'search'] as const).find((name) => name in query && isRefused(name));
}

/** The members as `name[0]`, `name[1]`, …; absent where there are none. */
function kept(name: string, members: Array<string | QueryTree>): QueryTree {
	return members.length === 0 ? {} : { [name]: Object.fromEntries(members.entries()) };
}

function asHeld(part: QueryTree): QueryTree {
	return { ...part, name: heldName(nameOf(part)) };
}

/** A filter on the id of one kind of contact asks for the kind as well. */
function filtersHeld(part: QueryTree): QueryTree[] {
	const kind = /^contact_(organization|person)_id$/.exec(nameOf(part))?.[1];
	return kind
		? [asHeld(part), { name: 'contact.type', comparator: '=', value: kind }]
		: [asHeld(part)];
}

/**
 * The query as the service understands it: without what it ignores, and with the names under which the simulation
 * holds relations. What the service refuses is answered at once.
 */
export function understood(query: QueryTree, variants: Variants): QueryTree {
	const refused = refusedIn(query, variants);
	if (refused && variants.refusalStatus === 500) refuse(500, 'Server Error');
	if (refused)
		refuse(variants.refusalStatus, 'The given data was invalid.', {
			[refused]: [`The ${refused} parameter is not allowed.`],
		});
	const isIgnored = (name: Parameter) => variants.ignores.includes(name);
	const { filters, expand, order, ...others } = query;
	const rest = Object.entries(others).filter(([name]) => !isIgnored(name as Parameter));
	return {
		...Object.fromEntries(rest),
		...(order === undefined || isIgnored('order') ? {} : kept('order', partsOf(order).map(asHeld))),
		...kept(
			'filters',
			partsOf(filters)
				.filter((part) => !namesOfFilter(nameOf(part)).some(isIgnored))
				.flatMap(filtersHeld),
		),
		...kept(
			'expand',
			valuesOf(expand).filter((name) => !isIgnored('expand') && !isIgnored(`expand:${name}`)),
		),
	};
}
