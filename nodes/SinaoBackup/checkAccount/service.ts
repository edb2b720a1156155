import { type ReadZip, readZip } from '../../shared/files/unzip';
import type { Row } from '../../shared/resource';
import { rowsOf } from '../../shared/sinao/fetchPage';
import { forEachLeaf, rowsIn, valueAt } from '../../shared/values/fields';
import { checkFec } from '../../SinaoAccounting/fec';
import type { AccountCheck, ExportCheck, ParameterState } from './accountCheck';
import { type Asker, jsonOf } from './ask';
import type { SampledList } from './lists';
import { askTolerantly, type Refusals } from './request';

type General = Pick<
	AccountCheck,
	| 'single'
	| 'defaultOrder'
	| 'search'
	| 'inFilter'
	| 'dropsFirstDay'
	| 'lines'
	| 'headquarters'
	| 'sharedContactIds'
	| 'settings'
	| 'webhookEvents'
>;

/** What is true of the service as a whole, seen on one list each. */
export async function probeService(
	asker: Asker,
	lists: Map<string, SampledList>,
	refusals: Refusals,
): Promise<General> {
	const of = (name: string) => lists.get(name) as SampledList;
	const sample = ['invoices', 'quotes', 'purchases', 'transactions']
		.map(of)
		.reduce((best, list) => (list.rows.length > best.rows.length ? list : best));
	const filtered: boolean[] = [];
	for (const name of ['invoices', 'quotes', 'purchases', 'transactions']) {
		const drops = await probeDateFilter(asker, of(name), refusals);
		if (drops !== undefined) filtered.push(drops);
	}
	return {
		single: await singleForm(asker, sample),
		defaultOrder: await defaultOrder(asker, sample),
		search: await probeSearch(asker, of('invoices'), refusals),
		inFilter: await probeIn(asker, sample, refusals),
		dropsFirstDay: filtered.length ? filtered.includes(true) : null,
		lines: linesForm([...of('invoices').rows, ...of('quotes').rows]),
		headquarters: namesHeadquarters([...of('organizations').rows, ...of('persons').rows]),
		sharedContactIds: shareIds(of('persons').rows, of('organizations').rows),
		settings: await settingsForm(asker),
		webhookEvents: await countEvents(asker),
	};
}

async function singleForm(
	asker: Asker,
	{ planned, rows }: SampledList,
): Promise<AccountCheck['single']> {
	if (!rows.length) return null;
	const reply = await asker.ask(
		`${planned.resource.path.replace(/\/$/, '')}/${String(rows[0].id)}`,
		[],
	);
	if (reply?.status !== 200) return null;
	return valueAt(reply.json, 'data') === undefined ? 'bare' : 'data';
}

async function defaultOrder(
	asker: Asker,
	{ planned, rows }: SampledList,
): Promise<AccountCheck['defaultOrder']> {
	if (rows.length < 3) return null;
	const reply = await asker.ask(planned.resource.path, []);
	const ids = (reply?.status === 200 && rowsOf(reply.json)?.map(({ id }) => Number(id))) || [];
	if (ids.length < 2) return null;
	const rises = ids.slice(1).map((id, index) => id > ids[index]);
	return rises.every(Boolean) ? 'ascending' : rises.some(Boolean) ? 'other' : 'descending';
}

async function probeSearch(
	asker: Asker,
	{ planned, rows, check }: SampledList,
	refusals: Refusals,
): Promise<ParameterState> {
	const texts = rows.map(({ number }) => number).filter((number) => typeof number === 'string');
	const search = texts.find((text) => text.length > 3 && /^[\w-]+$/.test(text));
	if (search === undefined || check.sampled < 5) return 'unknown';
	const reply = await askTolerantly(
		asker,
		planned.resource.path,
		{ search, limit: Math.min(100, rows.length) },
		refusals,
	);
	if (!reply) return 'unknown';
	if (reply.refused.includes('search')) return 'refused';
	const found = reply.status === 200 ? rowsOf(reply.json) : undefined;
	if (!found) return 'unknown';
	const holds = (row: Row) => JSON.stringify(row).toLowerCase().includes(search.toLowerCase());
	return found.some(holds) &&
		found.length < rows.length &&
		found.filter(holds).length * 2 > found.length
		? 'honoured'
		: 'ignored';
}

async function probeIn(
	asker: Asker,
	{ planned, rows }: SampledList,
	refusals: Refusals,
): Promise<AccountCheck['inFilter']> {
	if (rows.length < 4) return null;
	const ids = [rows[0].id, rows[2].id].map(String);
	const reply = await askTolerantly(
		asker,
		planned.resource.path,
		{ filters: [{ field: 'id', comparator: 'IN', value: ids.join(',') }], order: true, limit: 10 },
		refusals,
	);
	if (!reply) return null;
	if (!reply.sent.filters?.length) return 'refused';
	const found = reply.status === 200 ? rowsOf(reply.json)?.map(({ id }) => String(id)) : undefined;
	if (!found) return null;
	if (found.some((id) => !ids.includes(id))) return 'ignored';
	return ids.every((id) => found.includes(id)) ? 'all' : found.length ? 'first' : 'none';
}

/**
 * Asks for one row by a span of some hours around its date, in the form in which the nodes ask for periods.
 * Gives whether the row was dropped; undefined where that was not to be seen.
 */
async function probeDateFilter(
	asker: Asker,
	{ planned, rows, check }: SampledList,
	refusals: Refusals,
): Promise<boolean | undefined> {
	const field = planned.resource.dateField as string;
	const row = rows.find((each) => /T(?!00:00)/.test(String(each[field])));
	if (!row || check.sampled < 5) return undefined;
	const time = Date.parse(String(row[field]));
	const [from, to] = [time - 60_000, time + 60_000].map((each) => new Date(each).toISOString());
	const reply = await askTolerantly(
		asker,
		planned.resource.path,
		{
			filters: [
				{ field, comparator: '>=', value: from },
				{ field, comparator: '<=', value: to },
			],
			limit: Math.min(100, rows.length),
		},
		withoutFilters(refusals),
	);
	if (!reply) return undefined;
	if (!reply.sent.filters?.length) {
		check.parameters.dateFilter = 'refused';
		check.refusalStatus ??= reply.refusalStatus;
		return undefined;
	}
	const found = reply.status === 200 ? rowsOf(reply.json) : undefined;
	if (!found) return undefined;
	const isOutside = (each: Row) => Math.abs(Date.parse(String(each[field])) - time) > 86_400_000;
	check.parameters.dateFilter = found.some(isOutside) ? 'ignored' : 'honoured';
	return check.parameters.dateFilter === 'honoured' && !found.some(({ id }) => id === row.id);
}

/** A filter by id that is refused says nothing of one by date. */
function withoutFilters(refusals: Refusals): Refusals {
	const parameters = new Set([...refusals.parameters].filter((name) => name !== 'filter'));
	return { ...refusals, parameters };
}

function linesForm(documents: Row[]): AccountCheck['lines'] {
	const lines = documents
		.flatMap(({ content }) => rowsIn(content))
		.flatMap((member) => [member, ...rowsIn(member.lines)]);
	if (lines.some(({ style }) => style !== undefined)) return 'styled';
	return lines.some(({ type }) => type !== undefined) ? 'typed' : null;
}

function namesHeadquarters(contacts: Row[]): boolean | null {
	const establishments = contacts.flatMap((contact) => rowsIn(contact.establishments));
	return establishments.length ? establishments.some((each) => 'is_headquarters' in each) : null;
}

function shareIds(persons: Row[], organizations: Row[]): boolean | null {
	if (!persons.length || !organizations.length) return null;
	const ids = new Set(persons.map(({ id }) => id));
	return organizations.some(({ id }) => ids.has(id));
}

async function settingsForm(asker: Asker): Promise<AccountCheck['settings']> {
	const reply = await asker.ask('/settings', []);
	const settings = valueAt(reply?.json, 'data') ?? reply?.json;
	if (reply?.status !== 200 || typeof settings !== 'object' || settings === null) return null;
	if (Object.keys(settings).some((name) => name.includes('.'))) return 'flat';
	return Object.values(settings).some((value) => rowsIn([value]).length && !Array.isArray(value))
		? 'nested'
		: null;
}

async function countEvents(asker: Asker): Promise<AccountCheck['webhookEvents']> {
	const first = await asker.ask('/webhooks/events', []);
	if (first?.status !== 200) return null;
	const events = eventsIn(first.json);
	const isRows = (rowsOf(first.json)?.length ?? 0) > 0;
	// A page of the usual size may not be all.
	const all =
		events.length === 10 ? await asker.ask('/webhooks/events', [['limit', 1000]]) : undefined;
	return {
		first: events.length,
		all: Math.max(events.length, all?.status === 200 ? eventsIn(all.json).length : 0),
		form: isRows ? 'rows' : 'texts',
	};
}

function eventsIn(json: unknown): string[] {
	const events: string[] = [];
	if (typeof json === 'object' && json !== null)
		forEachLeaf(json as Row, (_, value) => {
			if (/^\w+\.\w+$/.test(String(value))) events.push(String(value));
		});
	return events;
}

/** Downloads the accounting export that finished last, in the universal format, which changes nothing in Sinao. */
export async function probeExport(
	asker: Asker,
	{ rows }: SampledList,
): Promise<ExportCheck | null> {
	const finished = rows.filter(({ status }) => status === 'finished');
	const newest = finished[finished.length - 1];
	if (!newest) return null;
	const reply = await asker.ask(
		'/exports/download',
		[
			['format', 'universal'],
			['export_entities_ids[]', newest.id as number],
		],
		'file',
	);
	if (!reply) return null;
	const isRight = reply.status === 200 || reply.status === 202;
	const json =
		isRight && /^\s*[{[]/.test(reply.body.subarray(0, 20).toString())
			? jsonOf(reply.body)
			: undefined;
	if (!isRight || json !== undefined)
		return {
			status: reply.status,
			fec: null,
			answer: !isRight
				? null
				: (valueAt(json, 'file_url') ?? valueAt(json, 'data.file_url'))
					? 'fileUrl'
					: 'job',
		};
	const zip = reply.body.subarray(0, 2).toString() === 'PK';
	return {
		status: reply.status,
		answer: zip ? 'zip' : 'file',
		fec: zip ? fecIn(reply.body) : null,
	};
}

function fecIn(bytes: Buffer): ExportCheck['fec'] {
	const { value } = readZip(bytes, { entries: 1000, entryBytes: 100e6, totalBytes: 300e6 });
	const files = [...((value as ReadZip | undefined)?.entries ?? [])];
	const file =
		files.find(({ name }) => /FEC/i.test(name)) ??
		files.find(({ name }) => /\.(txt|csv)$/i.test(name));
	if (!file) return null;
	const name = file.name.replace(/^.*\//, '');
	const { debit, credit } = checkFec(name, file.bytes);
	const [firstLine] = file.bytes.subarray(0, 2000).toString('latin1').split(/\r?\n/);
	const columns = firstLine.split(/[\t|;]/);
	return {
		name: /^\d{9}FEC\d{8}\b/i.test(name),
		columns: columns.length >= 18 && /JournalCode/i.test(columns[0]),
		balance: debit === null ? null : debit === credit,
	};
}
