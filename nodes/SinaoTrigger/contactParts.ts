import { organizations } from '../SinaoOrganizations/organizations';
import { persons } from '../SinaoPersons/persons';
import type { Resource, Row } from '../shared/resource';
import type { Connection } from '../shared/sinao/connection';
import { collectById, everyRow, readRows } from '../shared/sinao/rows';
import { rowsIn } from '../shared/values/fields';
import type { NamedDocument } from './body';

/** A part of a contact that has events but no list. */
export type ContactPart = 'address' | 'establishment';

/** Which part of contacts the events of a resource are about; undefined for all others. */
export function contactPartOf({ webhookObject }: Resource): ContactPart | undefined {
	return (['address', 'establishment'] as const).find((part) => part === webhookObject);
}

export interface FoundContact {
	resource: Resource;
	row: Row;
}

export interface FoundContacts {
	/** For each document of the call, the contacts that contain the part with its ID. */
	owners: FoundContact[][];
	/** Contacts that changed recently. */
	changed: FoundContact[];
}

export interface Checks {
	/** Whether a call is about an establishment or address with the same ID. */
	isMeant(named: NamedDocument, part: Row): boolean;
	/** Whether a contact changed shortly before the call, or since. */
	isRecent(contact: Row): boolean;
}

/**
 * Reads all contacts and finds those that contain a part, because a part does not say which contact it belongs to. That
 * the ID of an address is that of `place` is an assumption, so its contact must have changed recently too.
 *
 * @throws SinaoFailure if the contacts cannot be read
 */
export async function findContacts(
	connection: Connection,
	part: ContactPart,
	documents: NamedDocument[],
	checks: Checks,
): Promise<FoundContacts> {
	const owners: FoundContact[][] = documents.map(() => []);
	const changed: FoundContact[] = [];
	for (const resource of [organizations, persons]) {
		for (const row of await collectById(readRows(connection, resource, everyRow))) {
			const isRecent = checks.isRecent(row);
			if (isRecent && !row.deleted_at) changed.push({ resource, row });
			for (const [index, named] of documents.entries())
				if (contains(row, part, named, checks) && (isRecent || part === 'establishment'))
					owners[index].push({ resource, row });
		}
	}
	return { owners, changed };
}

function contains(
	{ establishments, deleted_at: deletedAt }: Row,
	part: ContactPart,
	named: NamedDocument,
	{ isMeant }: Checks,
): boolean {
	const parts = rowsIn(establishments).map((establishment) =>
		part === 'address' ? establishment.place : establishment,
	);
	return (
		named.id !== undefined &&
		!deletedAt &&
		rowsIn(parts).some((each) => String(each.id) === String(named.id) && isMeant(named, each))
	);
}
