import type { Column, Resource, Row } from '../../../../nodes/shared/resource';
import { watchRows, watchSearch } from '../../../../nodes/shared/values/watch';

const column = (name: string, type: Column['type'], more: Partial<Column> = {}): Column => ({
	...{ name, title: name.toUpperCase(), type, ...more },
});

function warningsOf(
	resource: Partial<Resource>,
	rows: Array<Record<string, unknown>>,
	expand: string[] = [],
	isWhole = true,
): string[] {
	const watch = watchRows({ plural: 'Invoices', ...resource }, expand);
	for (const row of rows) watch.see(row as Row);
	return watch.warnings(isWhole);
}

describe('A related object', () => {
	const relations = [{ name: 'customer' }] as Resource['relations'];

	test.each([
		['customer', { id: 1 }],
		['customer', 7],
		['customer', '7'],
		['customer', null],
		['customer', []],
		['payments', [{ id: 1 }]],
		['payments', []],
	])('%s may be %j', (name, value) => {
		expect(warningsOf({ relations }, [{ [name]: value }], [name])).toEqual([]);
	});

	test.each([
		['customer', [{ id: 1 }], 'a list'],
		['customer', 'Dupont 12', 'xxxxxx 99'],
		['customer', true, 'xxxx'],
		['payments', [1, 2], 'a list'],
		['payments', [{ id: 1 }, 2], 'a list'],
	])('%s is odd as %j, and said once without its content', (name, value, shape) => {
		const warnings = warningsOf({ relations }, [{ [name]: value }, { [name]: value }], [name]);
		expect(warnings).toEqual([
			expect.stringContaining(
				`'${name}' of the list 'Invoices' is neither an object nor an ID (${shape})`,
			),
		]);
	});

	it('is missed if no row has it, but not where an ID says which one it is', () => {
		expect(warningsOf({}, [{ id: 1 }], ['payments'])).toEqual([
			expect.stringContaining("Sinao does not return 'payments'"),
		]);
		expect(warningsOf({}, [{ payments_id: 3 }], ['payments'])).toEqual([]);
		expect(warningsOf({}, [{ customer_id: 3 }], ['contact'])).toEqual([]);
		expect(warningsOf({}, [{ customer_id: 3 }], ['payments'])).toHaveLength(1);
		expect(warningsOf({}, [], ['payments'])).toEqual([]);
	});
});

describe('A value of a column', () => {
	test.each([
		['cents', 1200],
		['cents', '1200'],
		['cents', '-9007199254740993'],
		['cents', null],
		['cents', ''],
		['basisPoints', 2000],
		['date', '2026-01-31'],
		['dateTime', '2026-01-31T10:00:00Z'],
		['dateTime', '2026-01-31 10:00:00'],
		['text', { any: 'thing' }],
	] as const)('%s may be %j', (type, value) => {
		expect(warningsOf({ columns: [column('a', type)] }, [{ a: value }])).toEqual([]);
	});

	test.each([
		['cents', 12.5, '99.9'],
		['cents', '12,50', '99,99'],
		['cents', [1], 'a list'],
		['milliCents', '1 200', '9 999'],
		['basisPoints', { rate: 20 }, 'an object'],
		['date', '31/01/2026', '99/99/9999'],
		['date', 20260131, '99999999'],
		['dateTime', '2026-01-31T', '9999-99-99x'],
	] as const)('%s as %j is said once, without its digits', (type, value, shape) => {
		const warnings = warningsOf({ columns: [column('a', type)] }, [{ a: value }, { a: value }]);
		expect(warnings).toEqual([expect.stringContaining(`not documented (${shape})`)]);
		expect(warnings[0]).toContain("The column 'A' of the list 'Invoices'");
	});

	it('that is derived may be absent', () => {
		const columns = [column('a', 'cents', { read: ({ paid }) => (paid ? 0 : null) })];
		expect(warningsOf({ columns }, [{ paid: false }, { paid: true }])).toEqual([]);
	});

	it('a status that is not documented is said with its name', () => {
		const resource = {
			columns: [column('status', 'text')],
			statuses: [{ name: 'Paid', value: 'paid' }],
		} as Partial<Resource>;
		expect(warningsOf(resource, [{ status: 'paid' }])).toEqual([]);
		expect(warningsOf(resource, [{ status: 'halfPaid' }])).toEqual([
			expect.stringContaining("the status 'halfPaid'"),
		]);
		expect(warningsOf({ ...resource, statuses: [] }, [{ status: 'halfPaid' }])).toEqual([]);
	});
});

describe('A list of twenty rows', () => {
	const rows = (row: Record<string, unknown>, count = 20) =>
		Array.from({ length: count }, () => row);
	const columns = [column('a', 'text', { usuallyFilled: true })];

	it('has a hint if a main column is empty or absent in all of them, but not in fewer or in a part', () => {
		for (const empty of [null, '', [], {}]) {
			expect(warningsOf({ columns }, rows({ a: empty }))).toEqual([
				expect.stringContaining("'A' of the list 'Invoices' is empty in every record"),
			]);
			expect(warningsOf({ columns }, rows({ a: empty }, 19))).toEqual([]);
			expect(warningsOf({ columns }, rows({ a: empty }), [], false)).toEqual([]);
			expect(warningsOf({ columns }, [...rows({ a: empty }), { a: 0 }])).toEqual([]);
		}
		expect(warningsOf({ columns }, rows({ b: 1 }))).toEqual([
			expect.stringContaining("No record of the list 'Invoices' has the field 'a'"),
		]);
	});

	it('says how many rows are deleted', () => {
		const deleted = (count: number) => rows({ a: 1, deleted_at: '2026-01-01' }, count);
		expect(warningsOf({}, [...deleted(1), { a: 1, deleted_at: null }])).toEqual([
			expect.stringMatching(/^1 record of the list 'Invoices' is deleted/),
		]);
		expect(warningsOf({}, deleted(2))).toEqual([
			expect.stringMatching(/^2 records of the list 'Invoices' are deleted/),
		]);
	});
});

describe('A search', () => {
	const warnings = (search: string, rows: unknown[]) => {
		const watch = watchSearch(search);
		for (const row of rows) watch.see(row as Row);
		return watch.warnings(true);
	};

	it('that most rows do not contain may have been ignored', () => {
		const [hit, other] = [{ name: 'CAFÉ de la gare' }, { name: 'Dupont' }];
		expect(warnings('café', [hit, other])).toEqual([]);
		expect(warnings('cafe', [hit])).toEqual([]);
		expect(warnings('café', [hit, other, other])).toHaveLength(1);
		expect(warnings('gare dupont', [hit, other])).toEqual([]);
		expect(warnings('café', [])).toEqual([]);
		expect(warnings('name', [hit, other])).toHaveLength(1);
	});
});
