import type { Connection } from '../../shared/api/connection';
import type { Failure } from '../../shared/api/failure';
import type { OutputFile } from '../../shared/files/fileItem';
import type { Resource, Row } from '../../shared/resource';
import type { Counts, FileEntry, MissingEntry } from '../manifest/schema';
import { keyOf } from '../manifest/versions';
import { type Emitted, emit, isKnown, noParticulars, type Run } from './emit';
import { type ListResult, readList } from './readList';
import type { Scope } from './scope';

export interface ListsBackup {
	emitted: Emitted[];
	missing: Array<{ entry: MissingEntry; failure: Failure; resource: Resource }>;
	counts: Counts[];
	/** What the files of the lists are of, and the names of the resources that have such files. */
	keys: Set<string>;
	listsOf: Set<string>;
	/** What was read, without the bytes of its files. */
	read: Array<Omit<ListResult, 'files'>>;
}

/** Reads every list of the scope, once, and puts out those of its files that are not as in the last manifest. */
export async function backUpLists(connection: Connection, run: Run): Promise<ListsBackup> {
	const { scope } = run;
	const backup: ListsBackup = { emitted: [], missing: [], counts: [], keys: new Set(), listsOf: new Set(), read: [] };
	for (const resource of new Set([...scope.lists, ...scope.documents])) {
		const { value, failure } = await readList(connection, resource, scope);
		if (failure) {
			for (const kind of kindsOf(resource, scope)) {
				backup.missing.push({ entry: missingList(resource, kind, failure), failure, resource });
				if (kind !== 'document') backup.counts.push({ resource: resource.name, kind, asked: 1, received: 0, stored: 0, transferred: 0 });
			}
			continue;
		}
		const { files, ...read } = value as ListResult;
		for (const file of files) await takeFile(run, backup, file as OutputFile & { kind: FileEntry['kind'] }, `${connection.appId}${resource.path}`);
		backup.read.push(read);
	}
	return backup;
}

async function takeFile(run: Run, backup: ListsBackup, file: OutputFile & { kind: FileEntry['kind'] }, source: string): Promise<void> {
	const part = file.details.part as Row | undefined;
	const id = (part?.id ?? null) as FileEntry['id'];
	backup.keys.add(keyOf({ ...file, id }));
	backup.listsOf.add(file.resource);
	const known = isKnown(run.versions, file, id);
	if (!known) backup.emitted.push(await emit(run, file, id, noParticulars, `/apps/${source}`));
	backup.counts.push({ resource: file.resource, kind: file.kind, asked: 1, received: 1, stored: known ? 1 : 0, transferred: known ? 0 : 1 });
}

/** What a resource contributes to the backup. */
function kindsOf(resource: Resource, scope: Scope): Array<FileEntry['kind']> {
	const lists = scope.lists.includes(resource) ? scope.listFormats : [];
	return scope.documents.includes(resource) ? [...lists, 'document'] : lists;
}

function missingList({ name }: Resource, kind: FileEntry['kind'], { reason, message }: Failure): MissingEntry {
	return { resource: name, kind, id: null, number: null, date: null, amountWithTax: null, contact: null, reason, message, tries: 1 };
}
