import type { Connection } from '../../shared/api/connection';
import type { Company } from '../../shared/api/company';
import {
	type Draft,
	type FileEntry,
	formatName,
	formatVersion,
	type MissingEntry,
} from '../manifest/schema';
import { keyOf } from '../manifest/versions';
import { tool } from '../version';
import { type AllDocuments, missingDocument } from './backUpAllDocuments';
import type { ListsBackup } from './backUpLists';
import { addUp, carriedFiles } from './carried';
import type { Run } from './emit';
import { linkInvoices } from './invoiceRows';
import type { Previous } from './previous';

/** What the manifest will say, except what storage has still to confirm. */
export function draftOf(
	{ notes }: Connection,
	run: Run,
	begin: string,
	company: Company,
	previous: Previous | undefined,
	files: FileEntry[],
	lists: ListsBackup,
	documents: AllDocuments,
): Draft {
	const { scope } = run;
	const before = previous?.manifest;
	return {
		format: formatName,
		formatVersion,
		tool,
		company: { id: company.id, name: company.name, siren: company.siren ?? null },
		run: { id: run.id, number: (before?.run.number ?? 0) + 1, begin },
		scope: {
			lists: scope.lists.map(({ name }) => name),
			listFormats: scope.listFormats,
			documents: scope.documents.map(({ name }) => name),
			maximumFiles: scope.maximumFiles,
			timeZone: scope.timeZone,
			folderStructure: scope.structure,
		},
		files: carriedFiles(files, seenIn(run, lists, documents), begin),
		missing: missingEntries(lists, documents),
		without: [
			...documents.without,
			...(before?.without ?? []).filter(({ resource }) => !wasRead(lists, resource, run)),
		],
		counts: addUp([...lists.counts, ...documents.counts]),
		previous:
			previous && before
				? {
						sha256: previous.sha256,
						runId: before.run.id,
						number: before.run.number,
						end: before.end,
					}
				: null,
		notes: [...notes.oddities, ...clockNotes(begin, before?.end)],
		folder: scope.folder,
		put: [...lists.emitted, ...documents.emitted].map(({ put }) => put),
		invoices: linkInvoices(lists.read.flatMap(({ invoices }) => invoices)),
	};
}

function missingEntries(lists: ListsBackup, documents: AllDocuments): MissingEntry[] {
	return [
		...lists.missing.map(({ entry }) => entry),
		...documents.missing.map(({ resource, facts, failure, tries }) =>
			missingDocument(resource, facts, failure.reason, failure.message, tries),
		),
		...documents.later.map(({ resource, facts }) =>
			missingDocument(resource, facts, 'notYet', "Left for the next run by 'Maximum Files'", 0),
		),
	];
}

function seenIn({ scope }: Run, lists: ListsBackup, documents: AllDocuments) {
	const documentsRead = lists.read
		.filter(({ resource }) => scope.documents.includes(resource))
		.map(({ resource }) => `${resource.name}/document`);
	const keys = new Set(lists.keys);
	for (const { resource, facts } of lists.read)
		for (const { id } of facts) keys.add(keyOf({ resource: resource.name, kind: 'document', id }));
	for (const { resource, facts } of documents.deleted)
		keys.delete(keyOf({ resource: resource.name, kind: 'document', id: facts.id }));
	return { keys, read: new Set([...lists.whole, ...documentsRead]) };
}

function wasRead(lists: ListsBackup, name: string, { scope }: Run): boolean {
	return (
		lists.read.some(({ resource }) => resource.name === name) &&
		scope.documents.some((resource) => resource.name === name)
	);
}

/** A clock that was moved back does no harm, because no date decides; but somebody should look at it (faults, row 66). */
function clockNotes(begin: string, previousEnd?: string): string[] {
	return previousEnd && previousEnd > begin
		? [
				`The last manifest is dated ${previousEnd}, after this run: a clock is or was wrong. Everything was compared all the same.`,
			]
		: [];
}
