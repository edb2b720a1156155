import type { Connection } from '../../shared/api/connection';
import type { Failure } from '../../shared/api/failure';
import type { Resource, Row } from '../../shared/resource';
import { records } from '../../SinaoRecords/records';
import type { Counts, FileEntry, ListFormat, MissingEntry } from '../manifest/schema';
import { keyOf } from '../manifest/versions';
import { type Emitted, emit, isKnown, noParticulars, type Run } from './emit';
import { type ListResult, readList } from './readList';
import type { Scope } from './scope';

export interface ListsBackup {
	emitted: Emitted[];
	missing: Array<{ entry: MissingEntry; failure: Failure }>;
	counts: Counts[];
	/** Of which lists and parts there is a file now. */
	keys: Set<string>;
	/** Resource and kind of every list that was read whole. */
	whole: Set<string>;
	/** What was read, without the bytes of its files. */
	read: Array<Omit<ListResult, 'files'>>;
}

/** Reads every list of the scope, once, and puts out those of its files that are not as in the last manifest. */
export async function backUpLists(connection: Connection, run: Run): Promise<ListsBackup> {
	const { scope } = run;
	const backup: ListsBackup = {
		emitted: [],
		missing: [],
		counts: [],
		keys: new Set(),
		whole: new Set(),
		read: [],
	};
	for (const resource of new Set([...scope.lists, ...scope.documents])) {
		const formats = formatsOf(resource, scope);
		const { value, failure } = await readList(connection, resource, formats, scope);
		if (failure) noteFailure(connection, backup, resource, formats, failure, scope);
		else await takeList(connection, backup, run, value as ListResult);
	}
	return backup;
}

async function takeList(
	{ appId }: Connection,
	backup: ListsBackup,
	run: Run,
	{ files, ...read }: ListResult,
): Promise<void> {
	for (const file of files) {
		const part = file.details.part as Row | undefined;
		const id = (part?.id ?? null) as FileEntry['id'];
		const known = isKnown(run.versions, file, id);
		if (!known)
			backup.emitted.push(
				await emit(run, file, id, noParticulars, `/apps/${appId}${read.resource.path}`),
			);
		backup.keys.add(keyOf({ ...file, id }));
		backup.whole.add(`${file.resource}/${file.kind}`);
		backup.counts.push({
			resource: file.resource,
			kind: file.kind,
			asked: 1,
			received: 1,
			stored: known ? 1 : 0,
			transferred: known ? 0 : 1,
		});
	}
	backup.read.push(read);
}

/** Lists that are not open to every key or subscription are no gap: Sinao does not have them for this account. */
function noteFailure(
	{ notes }: Connection,
	backup: ListsBackup,
	resource: Resource,
	formats: ListFormat[],
	failure: Failure,
	scope: Scope,
): void {
	if (
		records.includes(resource) &&
		(failure.reason === 'forbidden' || failure.reason === 'notFound')
	) {
		notes.oddities.add(
			`Sinao does not open the list '${resource.plural}' to this key; it was left out.`,
		);
		return;
	}
	const documents: Array<FileEntry['kind']> = scope.documents.includes(resource)
		? ['document']
		: [];
	for (const kind of [...formats, ...documents]) {
		const { reason, message } = failure;
		const entry = {
			resource: resource.name,
			kind,
			id: null,
			number: null,
			date: null,
			amountWithTax: null,
			contact: null,
			reason,
			message,
			tries: 1,
		};
		backup.missing.push({ entry, failure });
		if (kind !== 'document')
			backup.counts.push({
				resource: resource.name,
				kind,
				asked: 1,
				received: 0,
				stored: 0,
				transferred: 0,
			});
	}
}

/** The other lists are for programs and archives: they are kept as JSON Lines only. */
function formatsOf(resource: Resource, { lists, listFormats }: Scope): ListFormat[] {
	if (!lists.includes(resource)) return [];
	return records.includes(resource) ? ['jsonl'] : listFormats;
}
