import type { Connection } from '../../shared/api/connection';
import type { MissingDocument } from '../../shared/documents/download';
import { type DocumentFacts, publicFacts } from '../../shared/documents/facts';
import type { CheckedDocument } from '../../shared/documents/fetchDocument';
import { downloadFresh } from '../../shared/documents/fresh';
import { defaultPattern, placeDocument } from '../../shared/documents/place';
import type { DocumentSource, Resource } from '../../shared/resource';
import type { WithoutEntry } from '../manifest/schema';
import { type Emitted, emit, type Run } from './emit';
import type { ListResult } from './readList';

export interface DocumentsBackup {
	emitted: Emitted[];
	missing: MissingDocument[];
	/** Rightly without a document. */
	without: WithoutEntry[];
	deleted: DocumentFacts[];
}

/** Downloads the chosen documents of one list and puts out each. */
export async function backUpDocuments(
	connection: Connection,
	run: Run,
	{ resource, readAgain }: Pick<ListResult, 'resource' | 'readAgain'>,
	wanted: DocumentFacts[],
): Promise<DocumentsBackup> {
	const keep = async (document: CheckedDocument, facts: DocumentFacts) =>
		await emitDocument(connection, run, resource, document, facts);
	const { kept, missing, deleted, without } = await downloadFresh(
		connection,
		resource,
		wanted,
		readAgain,
		keep,
	);
	return {
		emitted: kept.map(({ value }) => value),
		missing,
		deleted,
		without: without.map((facts) => withoutEntry(resource, facts)),
	};
}

async function emitDocument(
	{ appId }: Connection,
	run: Run,
	resource: Resource,
	{ bytes, type }: CheckedDocument,
	facts: DocumentFacts,
): Promise<Emitted> {
	const { file, fileNamePattern: pattern = defaultPattern } = resource.document as DocumentSource;
	const place = placeDocument(resource, facts, type.extension, { ...run.scope, pattern });
	const details = { document: publicFacts(facts) };
	const { number, date, amountWithTax, contact, status } = facts;
	return await emit(
		run,
		{
			resource: resource.name,
			kind: 'document',
			...place,
			mimeType: type.mimeType,
			bytes,
			details,
		},
		facts.id,
		{ number, date, amountWithTax, contact, status },
		`/apps/${appId}${resource.path}/${facts.id}/${file}`,
		facts.fingerprint,
	);
}

function withoutEntry(
	{ name }: Resource,
	{ id, number, date, amountWithTax, contact, fingerprint }: DocumentFacts,
): WithoutEntry {
	return { resource: name, id, number, date, amountWithTax, contact, fingerprint };
}
