import type { IDataObject } from 'n8n-workflow';

import type { Column, Resource, Row } from '../resource';
import { euros, eurosFromMilliCents, percent } from './amounts';
import { localDate } from './dates';
import { valueAt } from './fields';

/** The value of a column in a row. */
export function valueOf(column: Column, row: Row): unknown {
	return column.read ? column.read(row) : valueAt(row, column.name);
}

/**
 * Reduces a row to at most ten flat fields: amounts in euros, rates in percent, dates as `yyyy-mm-dd`
 * in the time zone. A value of another type than its column is unchanged.
 */
export function simplified(
	resource: Pick<Resource, 'columns'>,
	row: Row,
	timeZone: string,
): IDataObject {
	const fields: IDataObject = {};
	for (const column of resource.columns) {
		if (column.simple)
			fields[column.simple] = simpleValue(
				column,
				valueOf(column, row),
				timeZone,
			) as IDataObject[string];
	}
	return fields;
}

function simpleValue({ type }: Column, value: unknown, timeZone: string): unknown {
	if (value === null || value === undefined) return null;
	switch (type) {
		case 'cents':
			return exactNumber(euros(value, '.'));
		case 'milliCents':
			return exactNumber(eurosFromMilliCents(value, '.'));
		case 'basisPoints':
			return exactNumber(percent(value, '.'));
		case 'date':
		case 'dateTime':
			return localDate(value, timeZone) ?? value;
		default:
			return value;
	}
}

/** The text as a number if it can be represented exactly, else the text. */
function exactNumber(text: string): number | string {
	const digits = text.replace(/\D/g, '').replace(/^0+/, '');
	return digits.length <= 15 && /^-?[\d.]+$/.test(text) ? Number(text) : text;
}
