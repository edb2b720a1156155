import type { Manifest } from '../../../nodes/SinaoBackup/manifest/schema';
import { type Folder, isProof, runBackup } from '../../support/backup';
import { expectSucceeded, openCompanies, sha256sum } from '../../support/companies';
import type { SinaoServer } from '../../support/sinao';
import type { Row } from '../../support/sinao/types';

const { company, close } = openCompanies();

/** More invoices than a manifest is written and read with at a time. */
const invoices = 1200;

let api: SinaoServer;
let folder: Folder;
let manifest: Buffer;

const rows = () => api.company.table('invoices').byId();

beforeAll(async () => {
	({ api, folder } = await company(60, { invoices, quotes: 2, purchases: 2 }));
	// With these notes, the list has more bytes than are kept without compression.
	for (const row of rows()) row.note = `é${row.id}`.repeat(2_000);
	expectSucceeded(await runBackup(api, folder));
	manifest = folder.read('manifest.json');
}, 120_000);

afterAll(close);

const text = () => manifest.toString('utf8');
const parsed = () => JSON.parse(text()) as Manifest;

it('a manifest that is written in parts is one JSON document with one entry per document', () => {
	expect(`${JSON.stringify(parsed(), null, '\t')}\n` === text()).toBe(true);
	const { files, without } = parsed();
	const ids = [...files.filter(({ kind }) => kind === 'document'), ...without]
		.filter(({ resource }) => resource === 'invoices')
		.map(({ id }) => Number(id));
	expect(ids.sort((a, b) => a - b)).toEqual(rows().map(({ id }) => Number(id)));
	expect(sha256sum(folder)).toBe('');
});

const reversed = ({ files, ...others }: Manifest) => ({ ...others, files: [...files].reverse() });

const layouts: Array<[string, () => string]> = [
	['as it was written', text],
	['on one line', () => JSON.stringify(parsed())],
	['indented with spaces', () => JSON.stringify(parsed(), null, 2)],
	['with line breaks of Windows', () => text().replace(/\n/g, '\r\n')],
	['without the last line break', () => text().trimEnd()],
	['in another order', () => JSON.stringify(reversed(parsed()), null, '\t')],
	['whose last entry ends on the line of its list', () => text().replace('}\n\t],', '}],')],
	['with a space behind an entry', () => text().replace('\n\t\t}\n\t],', '\n\t\t} \n\t],')],
	['with spaces before the end of a list', () => text().replace('\n\t],', '\n    ],')],
	['with an entry on one line', () => changed(invoices, (entry) => entry.replace(/\n\t*/g, ' '))],
	[
		'with lists that are unknown',
		() =>
			['constructor', 'later'].reduce(
				(json, name) => json.replace('{\n', `{\n\t"${name}": [\n\t\t{\n\t\t},\n\t\t{}\n\t],\n`),
				text(),
			),
	],
	[
		'with entries that a later list of the same name replaces',
		() => text().replace('{\n', `{\n\t"f\\u0069les": [\n\t\t{\n\t\t\t"path": 1\n\t\t}\n\t],\n`),
	],
	[
		'with a list of the same name in an inner object, at the place of an outer one',
		() =>
			text().replace(
				'"scope": {\n',
				'"scope": {\n\t"without": [\n\t\t{\n\t\t\t"resource": "invoices"\n\t\t}\n\t],\n',
			),
	],
];

it('the JSON Lines of a large list have each row once and complete', () => {
	const bytes = folder.list('invoices', 'jsonl');
	expect(bytes.length).toBeGreaterThan(8 * 1024 * 1024);
	const lines = bytes.toString('utf8').split('\n').slice(0, -1);
	const notes = new Map(
		lines.map((line) => JSON.parse(line) as Row).map(({ id, note }) => [id, note]),
	);
	expect(lines).toHaveLength(invoices);
	expect(rows().filter(({ id, note }) => notes.get(id) !== note)).toEqual([]);
});

/** The manifest with a change in one of its entries. */
function changed(place: number, change: (entry: string) => string): string {
	const entries = text().split('\n\t\t},\n');
	entries[place] = change(entries[place]);
	return entries.join('\n\t\t},\n');
}

it.each(layouts)(
	'a manifest %s is read whole: no document is downloaded again',
	async (_, layout) => {
		const run = await runBackup(api, folder, { manifest: Buffer.from(layout()) });
		expectSucceeded(run);
		expect(run.backUp.outputs[0]).toEqual([]);
		const { files } = folder.manifest();
		expect(files).toEqual(parsed().files);
	},
);

const damages: Array<[string, () => string, RegExp]> = [
	[
		'has an entry with a damaged hash far behind',
		() => changed(1000, (entry) => entry.replace(/"sha256": "[0-9a-f]{4}/, '"sha256": "')),
		/damaged at 'files\.1000\.sha256'/,
	],
	[
		'has an entry with a damaged syntax far behind',
		() => changed(1000, (entry) => entry.replace('"size": ', '"size" ')),
		/incomplete or damaged/,
	],
	[
		'ends with an empty entry',
		() => text().replace('\n\t],', ',\n\t\t{}\n\t],'),
		/damaged at 'files\.\d+\./,
	],
	['is nothing', () => 'null', /incomplete or damaged/],
	['lacks its end', () => text().slice(0, -300), /incomplete or damaged/],
	['ends within a list', () => text().slice(0, text().length / 2), /incomplete or damaged/],
	['has more behind its end', () => `${text()}{}`, /incomplete or damaged/],
	[
		'has a list that is none',
		() => JSON.stringify({ ...parsed(), files: {} }, null, '\t'),
		/damaged at 'files'/,
	],
	[
		'lacks a list',
		() => JSON.stringify({ ...parsed(), files: undefined }, null, '\t'),
		/damaged at 'files'/,
	],
];

it.each(damages)('a manifest that %s is refused', async (_, damage, words) => {
	const run = await runBackup(api, folder, { manifest: Buffer.from(damage()) });
	expect(run.error?.message).toMatch(words);
	expect(run.backUp.outputs).toEqual([]);
});

const drafts: Array<[string, (draft: string) => string, RegExp]> = [
	[
		'ends too early',
		(draft) => draft.slice(0, draft.length / 2),
		/summary is incomplete or damaged/,
	],
	[
		'has a damaged entry',
		(draft) => draft.replace(/"sha256": "[0-9a-f]{4}/, '"sha256": "'),
		/summary is damaged at 'files\.0\.sha256'/,
	],
];

it.each(drafts)(
	'a summary that %s on its way is refused, and no manifest is written',
	async (_, damage, words) => {
		const before = folder.written.length;
		const run = await runBackup(api, folder, { manifest, editDraft: damage });
		expect(run.error?.message).toMatch(words);
		expect(run.error?.description).toContain("'Summary'");
		expect(folder.written.slice(before).filter(isProof)).toEqual([]);
	},
);
