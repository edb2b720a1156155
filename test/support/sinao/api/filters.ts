import type { Row } from '../types';
import { refuse } from './answers';
import { partsOf, type QueryTree, textOf, valuesOf } from './query';

const COMPARATORS = ['=', '<', '>', '<=', '>=', '!=', 'LIKE', 'IN', 'REGEX'];

export interface Filter {
	name: string;
	comparator: string;
	values: string[];
	/** Compares dates as a database does that holds them as text. */
	datesAsText?: boolean;
}

/** Reads `filters[n][name|comparator|value]` (sinao-api.md, Lists); an unknown comparator is refused. */
export function readFilters(query: QueryTree): Filter[] {
	return partsOf(query.filters).map((part, at) => {
		const comparator = (textOf(part.comparator) ?? '=').toUpperCase();
		const name = textOf(part.name);
		if (!name)
			refuse(422, 'The given data was invalid.', {
				[`filters.${at}.name`]: ['The name field is required.'],
			});
		if (!COMPARATORS.includes(comparator)) {
			refuse(422, 'The given data was invalid.', {
				[`filters.${at}.comparator`]: ['The selected comparator is invalid.'],
			});
		}
		const text = textOf(part.value);
		return {
			name,
			comparator,
			values: comparator === 'IN' || text === undefined ? valuesOf(part.value) : [text],
		};
	});
}

/** The values at a dotted name; a part that is an array gives those of each member. */
export function valuesAt(value: unknown, names: string[]): unknown[] {
	if (Array.isArray(value)) return value.flatMap((member) => valuesAt(member, names));
	if (names.length === 0) return [value];
	if (typeof value !== 'object' || value === null) return [];
	return valuesAt((value as Record<string, unknown>)[names[0]], names.slice(1));
}

const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** Below 0, 0 or above 0 as a database compares numbers, times and texts. */
export function compare(one: unknown, other: unknown): number {
	const [left, right] = [String(one ?? ''), String(other ?? '')];
	const isNumber = /^-?\d+(\.\d+)?$/.test(left) && /^-?\d+(\.\d+)?$/.test(right);
	if (isNumber) return Number(left) - Number(right);
	if (DATE.test(left) && DATE.test(right)) return Date.parse(left) - Date.parse(right);
	return left < right ? -1 : left > right ? 1 : 0;
}

/** A time as a database holds it in text; other values stay as they are. */
function databaseText(value: unknown): string {
	return String(value).replace(/^(\d{4}-\d{2}-\d{2})T([\d:]{8})[\d.]*Z$/, '$1 $2');
}

/** As `compare`, but a date is compared as text: a space, as the database writes, comes before the `T` of an ISO time. */
function compareText(value: unknown, wanted: string): number {
	if (!DATE.test(String(value))) return compare(value, wanted);
	const held = databaseText(value);
	return held < wanted ? -1 : held > wanted ? 1 : 0;
}

function likePattern(value: string): RegExp {
	const escaped = value
		.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
		.replace(/%/g, '.*')
		.replace(/_/g, '.');
	return new RegExp(`^${escaped}$`, 'isu');
}

function pattern(make: () => RegExp): RegExp {
	try {
		return make();
	} catch {
		return refuse(422, 'The given data was invalid.', {
			filters: ['The regular expression is invalid.'],
		});
	}
}

function testOf({ comparator, values, datesAsText }: Filter): (value: unknown) => boolean {
	const order = datesAsText ? compareText : compare;
	const wanted = values[0] ?? '';
	const isKnown = (value: unknown) => value !== null && value !== undefined;
	switch (comparator) {
		case '=':
			return (value) =>
				wanted === ''
					? !isKnown(value) || value === ''
					: isKnown(value) && compare(booleanText(value), wanted) === 0;
		case '!=':
			return (value) =>
				wanted === ''
					? isKnown(value) && value !== ''
					: !isKnown(value) || compare(booleanText(value), wanted) !== 0;
		case '<':
			return (value) => isKnown(value) && order(value, wanted) < 0;
		case '>':
			return (value) => isKnown(value) && order(value, wanted) > 0;
		case '<=':
			return (value) => isKnown(value) && order(value, wanted) <= 0;
		case '>=':
			return (value) => isKnown(value) && order(value, wanted) >= 0;
		case 'IN':
			return (value) => isKnown(value) && values.some((each) => compare(value, each) === 0);
		default: {
			const expression = pattern(() =>
				comparator === 'LIKE' ? likePattern(wanted) : new RegExp(wanted, 'u'),
			);
			return (value) => isKnown(value) && expression.test(String(value));
		}
	}
}

function booleanText(value: unknown): unknown {
	return typeof value === 'boolean' ? Number(value) : value;
}

/** One test of a row for each filter; a row without the field is like one whose field is null. */
export function predicatesOf(filters: Filter[]): Array<(row: Row) => boolean> {
	return filters.map((filter) => {
		const names = filter.name.split('.');
		const test = testOf(filter);
		return (row) => {
			const values = valuesAt(row, names);
			return values.length === 0 ? test(null) : values.some(test);
		};
	});
}

/** The test for `search=`: any text of the row, its nested objects included, whatever the case. */
export function searchPredicate(text: string): (row: Row) => boolean {
	const wanted = text.toLowerCase();
	const holds = (value: unknown): boolean => {
		if (typeof value === 'string') return value.toLowerCase().includes(wanted);
		if (typeof value === 'object' && value !== null) return Object.values(value).some(holds);
		return false;
	};
	return holds;
}
