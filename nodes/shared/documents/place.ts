import { fileNameFrom, type FolderStructure, placeIn } from '../files/fileName';
import type { Resource } from '../resource';
import type { DocumentFacts } from './facts';

/** How documents are named unless their kind or the user says otherwise. */
export const defaultPattern = '{date} {number} {customer}';

/** How a user wants document files to be named. */
export interface Placing {
	/** With `{date}`, `{number}`, `{customer}`, `{title}`, `{id}`. */
	pattern: string;
	structure: FolderStructure;
}

/** Folder and file name of a document: the same in every run, whatever else is in the account. */
export function placeDocument(
	resource: Pick<Resource, 'frenchName'>,
	facts: Pick<DocumentFacts, 'id' | 'number' | 'date' | 'contact' | 'title' | 'isDraft'>,
	extension: string,
	{ pattern, structure }: Placing,
): { folder: string; fileName: string } {
	const { id, number, date, contact, title, isDraft } = facts;
	const values = {
		id: String(id),
		number: number ?? (isDraft ? `draft-${id}` : ''),
		date: date ?? '',
		customer: contact ?? '',
		title: title?.replace(new RegExp(`\\.${extension}$`, 'i'), '') ?? '',
	};
	const { folder, prefix } = placeIn(
		[resource.frenchName, date?.slice(0, 4) ?? 'Sans date'],
		structure,
	);
	return { folder, fileName: fileNameFrom(prefix + pattern, values, extension) };
}
