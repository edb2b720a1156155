import type { Row } from '../resource';
import { membersOf, valueAt } from '../values/fields';
import { hasZone } from '../values/units';
import type { Filter } from './fetchPage';

/** The values of a filter that takes several. */
export function valuesOf({ value }: Filter): string[] {
	return String(value).split(',');
}

/** Whether a row passes a filter; undefined where the row does not say. */
export function passes(row: Row, filter: Filter): boolean | undefined {
	const { field, comparator, value } = filter;
	const actual = valuesIn(row, field);
	if (!actual.length) return undefined;
	const texts = actual.map(String);
	switch (comparator) {
		case 'LIKE':
			return undefined;
		case 'IN':
			return texts.some((text) => valuesOf(filter).includes(text));
		case '=':
			return texts.includes(String(value));
		case '!=':
			return !texts.includes(String(value));
		default:
			return compares(actual[0], filter);
	}
}

/**
 * What a row says of a field: one value, or several for a contact, whose id it may say in several places (sinao-api,
 * Relations). Nothing where none of them is there; null where there is no contact.
 */
function valuesIn(row: Row, field: string): unknown[] {
	const [relation, ...inner] = field.split('.');
	if (!inner.length) return row[field] === undefined ? [] : [row[field]];
	const places = [
		...[relation, 'contact_infos', 'contact'].map((name) => [name, inner.join('.')]),
		...[relation, 'contact'].flatMap((name) => [
			[`${name}_id`],
			[`${name}_organization_id`],
			[`${name}_person_id`],
		]),
	];
	return places.flatMap(([name, rest]) => {
		const held = row[name];
		if (held === undefined) return [];
		if (rest === undefined || held === null || typeof held !== 'object') return [held];
		return valueAt(held, rest) ?? [];
	});
}

/** Compares numbers, or times; a day without a time with the day that the filter's time begins. */
function compares(actual: unknown, { comparator, value, day }: Filter): boolean | undefined {
	if (actual === null || actual === '') return false;
	if (typeof value === 'number') return inOrder(Number(actual), comparator, value);
	const text = String(actual);
	if (!/^-?\d{4,}-\d\d-\d\d/.test(text)) return undefined;
	if (/^\d{4}-\d\d-\d\d$/.test(text) && day !== undefined) return inOrder(text, comparator, day);
	const time = Date.parse(hasZone(text) ? text : `${text.replace(' ', 'T')}Z`);
	return !Number.isNaN(time) && inOrder(time, comparator, Date.parse(value));
}

function inOrder<T extends string | number>(
	actual: T,
	comparator: Filter['comparator'],
	bound: T,
): boolean {
	if (comparator === '>') return actual > bound;
	if (comparator === '>=') return actual >= bound;
	return comparator === '<' ? actual < bound : actual <= bound;
}

/**
 * A filter on a day, a day wider on both sides: a service that compares dates as text, or in another time zone, drops
 * the first or the last day of a period. What lies outside is dropped here.
 */
export function widened(filter: Filter): Filter {
	if (filter.day === undefined) return filter;
	const time = Date.parse(String(filter.value)) + (filter.comparator === '>=' ? -1 : 1) * day;
	return { ...filter, value: new Date(time).toISOString().replace('.000Z', 'Z') };
}

const day = 86_400_000;

/** A test whether a row carries a tag, whatever the case; the service gives tags as texts or as objects with a name. */
export function carries(tag: string): (row: Row) => boolean {
	return ({ tags }) => {
		const members = typeof tags === 'string' ? tags.split(',') : membersOf(tags);
		const names = members.map((each) => {
			const { name, value } = Object(each) as Row;
			return String(name ?? value ?? each).trim();
		});
		return names.some((name) => name.localeCompare(tag, 'fr', { sensitivity: 'accent' }) === 0);
	};
}
