import { passes, widened } from '../../../../nodes/shared/sinao/checkFilters';
import type { Row } from '../../../../nodes/shared/resource';

const filter = { field: 'customer.id', comparator: '=', value: '7' } as const;

/** The places where a row may say whose it is (docs/sinao-api.md, Relations). */
const places: Array<[string, (id: number | string) => Row]> = [
	['the relation that the filter names', (id) => ({ customer: { id } })],
	['the ID of that relation', (id) => ({ customer_id: id })],
	['contact_infos', (id) => ({ contact_infos: { id } })],
	['contact', (id) => ({ contact: { id } })],
	['the ID of the contact', (id) => ({ contact_id: id })],
	['the ID of its company', (id) => ({ contact_organization_id: id })],
	['the ID of its person', (id) => ({ contact_person_id: id })],
];

describe('Where Sinao ignores a filter on the contact', () => {
	it.each(places)('a row is kept or dropped by %s', (_, rowOf) => {
		for (const id of [7, '7']) expect(passes(rowOf(id), filter)).toBe(true);
		for (const id of [8, '77']) expect(passes(rowOf(id), filter)).toBe(false);
	});

	it('a row without a contact is dropped', () => {
		expect(passes({ customer: null }, filter)).toBe(false);
	});

	it('a row that does not say it is neither', () => {
		expect(passes({ id: 7, number: '7' }, filter)).toBeUndefined();
	});
});

describe('A filter on a day', () => {
	it.each<['>=' | '<', string, string]>([
		['>=', '2024-01-31T23:00:00Z', '2024-01-30T23:00:00Z'],
		['<', '2024-02-29T23:00:00Z', '2024-03-01T23:00:00Z'],
	])('%s is sent a day wider, as a time in UTC', (comparator, value, sent) => {
		const day = '2024-02-01';
		const wider = widened({ field: 'written_at', comparator, value, day });
		expect(wider).toEqual({ field: 'written_at', comparator, value: sent, day });
	});

	it('is sent as it is where it is no day', () => {
		const other = { field: 'id', comparator: '>=', value: 7 } as const;
		expect(widened(other)).toEqual(other);
	});
});
