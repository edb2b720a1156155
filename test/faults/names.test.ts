import * as fc from 'fast-check';

import { NASTY_NUMBERS, NASTY_TEXTS } from '../support/sinao/data/nasty';
import {
	download,
	everyId,
	expectDocuments,
	getMany,
	idsOf,
	useSinao,
} from '../support/faultyCompany';

const sinao = useSinao({ size: { invoices: 12 } });
const settings = { seed: 20261125, numRuns: 8, endOnFailure: true };
const forbidden = /[\p{Cc}\p{Cf}\p{Cs}"*:<>?\\|#%&+{}~$`'^]/u;
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

interface Naming {
	numbers: string[];
	customers: string[];
	pattern: string;
	/** One of the fixed structures, or a folder pattern. */
	structure: string;
}

/** Downloads invoices of these numbers and customers, and gives the path of each by its id. */
async function pathsOf(
	{ numbers, customers, pattern, structure }: Naming,
	pageSize: number,
): Promise<Map<unknown, string>> {
	const { api } = sinao;
	everyId(api).forEach((id, index) => {
		const { contact_infos: contact } = api.company.find('invoices', id) as {
			contact_infos?: object;
		};
		const name = customers[index % customers.length];
		api.company.changeRow('invoices', id, {
			status: 'final',
			number: numbers[index % numbers.length],
			contact_infos: { ...contact, name },
		});
	});
	const { outputs, error } = await download(api, {
		options: {
			fileNamePattern: pattern,
			...(structure.includes('{') ? { folderPattern: structure } : { folderStructure: structure }),
			pageSize,
		},
	});
	expect(error).toBeUndefined();
	await expectDocuments(
		api,
		[...outputs[0]].sort((one, other) => Number(idsOf([one])[0]) - Number(idsOf([other])[0])),
	);
	outputs[0].forEach(({ json }) => {
		const { number } = json.document as { number: string };
		expect(number).toBe(
			numbers[everyId(api).indexOf(idsOf([{ json }])[0] as number) % numbers.length],
		);
	});
	return new Map(outputs[0].map((item) => [idsOf([item])[0], String(item.json.path)]));
}

function expectSafe(path: string): void {
	for (const part of path.split('/')) {
		expect(Buffer.byteLength(part)).toBeLessThanOrEqual(120);
		expect(part).not.toMatch(forbidden);
		expect(part).not.toMatch(devices);
		expect(part).not.toMatch(/^[\s.-]|[\s.]$|^$/);
		expect(part).toBe(part.normalize('NFC'));
	}
	expect(path.split('/').length).toBeLessThanOrEqual(3);
}

async function expectSafeAndApart(naming: Naming): Promise<void> {
	const paths = await pathsOf(naming, 1000);
	for (const path of paths.values()) expectSafe(path);
	const seen = [...paths.values()].map((path) =>
		path.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase(),
	);
	expect(new Set(seen).size).toBe(seen.length);
	sinao.api.faults.add({ path: '/invoices$', fault: { kind: 'shuffle', within: 'list' } });
	expect(new Map([...(await pathsOf(naming, 3))].sort())).toEqual(new Map([...paths].sort()));
	sinao.api.faults.clear();
}

const text = fc.oneof(
	fc.constantFrom(...NASTY_NUMBERS, ...NASTY_TEXTS),
	fc.string({ unit: 'binary', maxLength: 150 }),
	fc.string({ unit: 'grapheme', maxLength: 150 }),
);
const number = text.filter((value) => value !== '');
const structure = fc.constantFrom(
	'kindAndYear',
	'kind',
	'flat',
	'{type}/{customer}',
	'{customer} {status}',
);

it('45 Any number and any customer: a name that every system takes, with the real number beside it', async () => {
	const naming = fc.record({
		numbers: fc.array(number, { minLength: 12, maxLength: 12 }),
		customers: fc.array(text, { minLength: 12, maxLength: 12 }),
		pattern: fc.constant(''),
		structure,
	});
	await fc.assert(fc.asyncProperty(naming, expectSafeAndApart), settings);
});

it('46 Documents of one name, or of names that differ by case or accent form alone: apart, and the same in each run', async () => {
	const twins = fc.constantFrom<string[]>(
		['doublon'],
		['É', 'é', 'e\u0301', 'E\u0301'],
		['A1', 'a1', 'A 1', 'A-1'],
		['1', '10', '100', '1 0'],
		['x'.repeat(300), 'X'.repeat(300)],
	);
	const pattern = fc.constantFrom(
		'',
		'{number}',
		'{number}{id}',
		'{id}{number}',
		'{number} {id} {customer}',
		'{id}',
		'invoice',
		'{customer}_{id}',
	);
	const naming = fc.record({ numbers: twins, customers: twins, pattern, structure });
	await fc.assert(fc.asyncProperty(naming, expectSafeAndApart), settings);
});

it.each<[string, Partial<Naming>]>([
	[
		'a number of digits right before the id',
		{ pattern: '{id}{number}', numbers: ['3', '33', '333'] },
	],
	[
		'the id between other texts',
		{
			pattern: '{number} {id} {customer}',
			numbers: ['1 1000', '1'],
			customers: ['1003', '1000 1003'],
		},
	],
	['a flat name with folders in front of it', { structure: 'flat', numbers: ['9'.repeat(300)] }],
])('46 %s: apart, and within the length', async (_, naming) => {
	await expectSafeAndApart({
		pattern: '',
		structure: 'kindAndYear',
		numbers: ['1'],
		customers: ['x'],
		...naming,
	});
});

it('47 Accents as letter and mark: joined in the name, as they came in the data', async () => {
	const { api } = sinao;
	const paths = await pathsOf(
		{ numbers: ['e\u0301te\u0301'], customers: ['Ame\u0301lie'], pattern: '', structure: 'kind' },
		1000,
	);
	for (const path of paths.values()) expect(path).toContain('été Amélie');
	const { outputs } = await getMany(api);
	expect(outputs[0].map(({ json }) => json.number)).toEqual(
		everyId(api).map(() => 'e\u0301te\u0301'),
	);
});

it('48 Half a surrogate pair: replaced in the name, as it came in the data', async () => {
	const { api } = sinao;
	const paths = await pathsOf(
		{ numbers: ['FAC \ud800 1'], customers: ['x'], pattern: '', structure: 'kind' },
		1000,
	);
	for (const path of paths.values()) expect(path).toMatch(/FAC - 1 x/);
	expect((await getMany(api)).outputs[0][0].json.number).toBe('FAC \ud800 1');
});
