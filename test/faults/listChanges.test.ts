import * as fc from 'fast-check';

import type { Fault, Step } from '../support/sinao/faults/fault';
import { getMany, idsOf, useSinao } from '../support/faultyCompany';

const sinao = useSinao({ size: { invoices: 1 } });

/** What somebody does in Sinao when a page is asked for; `place` from 0 (front) to 1 (end) of the list. */
interface Change {
	request: number;
	kind: 'insertInFront' | 'append' | 'delete' | 'change';
	place: number;
}

interface Course {
	rows: number;
	pageSize: number;
	/** Most rows that the service gives. */
	cap: number;
	/** The service does not filter by id, so that the list is read by offset. */
	byOffset: boolean;
	shuffled: boolean;
	changes: Change[];
}

/** Puts so many plain invoices into the company, with ids that leave room in front of them. */
function fill(rows: number): number[] {
	const { invoices } = sinao.api.company.lists;
	const [template] = invoices;
	invoices.splice(
		0,
		invoices.length,
		...Array.from({ length: rows }, (_, index) => ({
			...template,
			id: 1000 + index * 10,
			title: 'before',
		})),
	);
	return invoices.map(({ id }) => id);
}

/** The step of a change, and the id of the row that it takes away. */
function stepOf(
	{ kind, place }: Change,
	ids: number[],
	serial: number,
): { step: Step; gone?: number } | undefined {
	if (kind === 'insertInFront')
		return { step: { do: 'insert', list: 'invoices', where: 'front', row: { id: 900 - serial } } };
	if (kind === 'append')
		return { step: { do: 'insert', list: 'invoices', row: { id: 900_000 + serial } } };
	const id = ids[Math.min(ids.length - 1, Math.floor(place * ids.length))];
	if (id === undefined) return undefined;
	if (kind === 'change')
		return { step: { do: 'change', list: 'invoices', id, changes: { title: 'after' } } };
	ids.splice(ids.indexOf(id), 1);
	return { step: { do: 'delete', list: 'invoices', id }, gone: id };
}

/** Asserts that every row that was there all the time comes exactly once, and none that never was. */
async function expectComplete({
	rows,
	pageSize,
	cap,
	byOffset,
	shuffled,
	changes,
}: Course): Promise<void> {
	const { api } = sinao;
	api.faults.clear();
	const ids = fill(rows);
	const faults: Fault[] = [{ kind: 'capLimit', to: cap }];
	if (byOffset) faults.push({ kind: 'ignoreFilter' });
	if (shuffled) faults.push({ kind: 'shuffle', within: 'page' });
	for (const fault of faults) api.faults.add({ path: '/invoices$', fault });
	// A request that comes later than the last change finds no further one.
	const remaining = [...ids];
	for (const [serial, change] of [...changes]
		.sort((one, other) => one.request - other.request)
		.entries()) {
		const made = stepOf(change, remaining, serial);
		if (made)
			api.faults.add({
				path: '/invoices$',
				after: change.request,
				times: 1,
				fault: { kind: 'mutate', steps: [made.step] },
			});
	}
	const { outputs, error } = await getMany(api, { options: { pageSize } });
	expect(error).toBeUndefined();
	const got = idsOf(outputs[0]) as number[];
	expect(new Set(got).size).toBe(got.length);
	expect(remaining.filter((id) => !got.includes(id))).toEqual([]);
	expect(
		got.filter((id) => !ids.includes(id) && id >= 900 - changes.length && id < 900_000 && id > 900),
	).toEqual([]);
}

const course = (
	kinds: Array<Change['kind']>,
	more: Partial<Record<keyof Course, fc.Arbitrary<boolean>>> = {},
): fc.Arbitrary<Course> =>
	fc.record({
		rows: fc.integer({ min: 0, max: 30 }),
		pageSize: fc.integer({ min: 2, max: 9 }),
		cap: fc.integer({ min: 2, max: 9 }),
		byOffset: more.byOffset ?? fc.boolean(),
		shuffled: more.shuffled ?? fc.constant(false),
		changes: fc.array(
			fc.record({
				request: fc.nat({ max: 12 }),
				kind: fc.constantFrom(...kinds),
				place: fc.double({ min: 0, max: 1, noNaN: true }),
			}),
			{ maxLength: 6 },
		),
	}) as fc.Arbitrary<Course>;

const settings = { seed: 20261125, numRuns: 25, endOnFailure: true };

it('27 Rows inserted while the list is read: none that was there is missing or twice', async () => {
	await fc.assert(
		fc.asyncProperty(course(['insertInFront', 'append', 'change']), expectComplete),
		settings,
	);
});

it('28 Rows deleted while the list is read, and inserted: none of those that stay is skipped', async () => {
	await fc.assert(
		fc.asyncProperty(course(['delete', 'delete', 'insertInFront', 'append']), expectComplete),
		settings,
	);
});

it('30 Rows in any order within each page, whatever the sizes: complete', async () => {
	await fc.assert(
		fc.asyncProperty(course(['append'], { shuffled: fc.constant(true) }), expectComplete),
		settings,
	);
});

const plain: Course = {
	rows: 30,
	pageSize: 5,
	cap: 9,
	byOffset: true,
	shuffled: false,
	changes: [],
};

it.each<[string, Partial<Course>]>([
	[
		'more rows than a page holds, in front of what is read',
		{ changes: Array.from({ length: 8 }, () => ({ request: 4, kind: 'delete', place: 0 })) },
	],
	[
		'so many that the list ends before the place that was reached',
		{
			rows: 11,
			pageSize: 9,
			changes: Array.from({ length: 3 }, () => ({ request: 3, kind: 'delete', place: 0 })),
		},
	],
	['the last row of the page before', { changes: [{ request: 4, kind: 'delete', place: 0.29 }] }],
])('28 Deleted by offset, %s', async (_, changes) => {
	await expectComplete({ ...plain, ...changes });
});

it('27 Inserted by offset, as many rows as a page holds', async () => {
	await expectComplete({
		...plain,
		pageSize: 2,
		changes: [{ request: 4, kind: 'insertInFront', place: 0 }],
	});
});
