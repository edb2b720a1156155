import {
	contactName,
	forEachLeaf,
	identityOf,
	isLink,
	kindOf,
	membersOf,
	partyOf,
	rowsIn,
} from '../../../../nodes/shared/values/fields';
import { dayAfter, startOfDay } from '../../../../nodes/shared/values/units';

describe('What a document says of its customer', () => {
	test.each([
		['a SIREN', '123456789'],
		['a SIREN with spaces', '123 456 789'],
		['a SIRET', '12345678900012'],
		['a SIRET with spaces', '123 456 789 00012'],
	])('%s identifies the company by its SIREN', (_, registration) => {
		expect(identityOf({ customer: { national_id: registration } }).ids).toEqual(['123456789']);
	});

	test.each(['12345678', '1234567890', '123456789ABCDE', 'RCS 123456789', '', null])(
		'the registration %p identifies nobody',
		(registration) => {
			expect(identityOf({ customer: { national_id: registration } }).ids).toEqual([]);
		},
	);

	it('a VAT number is the same with spaces, dots and in small letters', () => {
		for (const number of ['FR32123456789', 'FR 32 123456789', 'fr32.123.456.789'])
			expect(identityOf({ customer: { vat_id: number } }).ids).toEqual(['FR32123456789']);
	});

	it('a number without the letters of a country is no VAT number', () => {
		for (const number of ['32123456789', 'F32123456789', 'FR', 'FR-', ''])
			expect(identityOf({ customer: { vat_id: number } }).ids).toEqual([]);
	});

	it('a billing name counts beside the name', () => {
		const { names } = identityOf({ customer: { name: 'Dupont', billing_name: 'Dupont SARL' } });
		expect([...names].sort()).toEqual(['Dupont', 'Dupont SARL']);
	});

	it('the name is that of the first relation that has one', () => {
		expect(contactName({ contact_infos: {}, customer: { name: 'Dupont' } })).toBe('Dupont');
		expect(contactName({ customer: { firstname: 'Zoé', lastname: null } })).toBe('Zoé');
		expect(contactName({ customer: null, supplier_name: 'Durand' })).toBe('Durand');
		expect(contactName({ customer: { name: '' } })).toBeUndefined();
	});

	test.each([
		[{ firstname: 'Zoé' }, 'person'],
		[{ lastname: 'Lefèvre' }, 'person'],
		[{ national_id: null }, 'organization'],
		[{ billing_name: null }, 'organization'],
		[{ name: 'Dupont' }, undefined],
	] as const)('%j is of the kind %s', (contact, kind) => {
		expect(kindOf(contact)).toBe(kind);
	});

	it('what is no object has no kind', () => {
		for (const value of [null, undefined, 'Dupont', 7])
			expect(kindOf(value as unknown as Parameters<typeof kindOf>[0])).toBeUndefined();
	});

	it('no customer is something else than a customer that the row does not name', () => {
		expect(partyOf({ customer: null })).toBeNull();
		expect(partyOf({ customer_id: null })).toBeNull();
		expect(partyOf({ customer: [] })).toBeNull();
		expect(partyOf({ number: 'F1' })).toBeUndefined();
		expect(partyOf({ customer_id: 7 })?.id).toBe('7');
	});
});

describe('The fields of a row', () => {
	it('a leaf is a value; null, an empty list and an object are none', () => {
		const leaves: Array<[string, unknown]> = [];
		forEachLeaf({ a: { b: 0, c: null }, d: [], e: ['x'], f: '' }, (name, value) =>
			leaves.push([name, value]),
		);
		expect(leaves).toEqual([
			['a.b', 0],
			['e.0', 'x'],
			['f', ''],
		]);
	});

	it('a list can be an object with numeric keys; a text or a number has no members', () => {
		expect(membersOf({ 1: 'a', 2: 'b' })).toEqual(['a', 'b']);
		for (const value of ['text', 7, null, undefined, true]) {
			expect(membersOf(value)).toEqual([]);
			expect(rowsIn(value)).toEqual([]);
		}
		expect(rowsIn([{ id: 1 }, null, 'text'])).toEqual([{ id: 1 }]);
	});

	test.each([
		['https://example.com/a.pdf', true],
		['/files/a.pdf', true],
		['a.pdf', false],
		['see https://example.com', false],
		['/with a space', false],
		[7, false],
	])('%p is an address: %p', (value, expected) => {
		expect(isLink(value)).toBe(expected);
	});
});

describe('A day', () => {
	it('begins on the date that was given, whatever time stands beside it', () => {
		expect(startOfDay('2026-03-01T23:30:00Z', 'Europe/Paris')).toBe('2026-02-28T23:00:00Z');
		expect(startOfDay('2026-03-01', 'Europe/Paris')).toBe('2026-02-28T23:00:00Z');
		expect(startOfDay('someday', 'Europe/Paris')).toBeUndefined();
	});

	it('is followed by the next one, also at the end of a month and a year', () => {
		expect(dayAfter('2026-02-28')).toBe('2026-03-01');
		expect(dayAfter('2028-02-28T10:00:00')).toBe('2028-02-29');
		expect(dayAfter('2026-12-31')).toBe('2027-01-01');
		expect(dayAfter('2026-02-27T23:30:00-11:00')).toBe('2026-02-28');
		expect(dayAfter('someday')).toBe('someday');
	});
});
