import type { DocumentType } from './documentType';

const office = 'application/vnd.openxmlformats-officedocument';
const openDocument = 'application/vnd.oasis.opendocument';

/** Files that are a ZIP by their first bytes. */
const inZip: Record<string, string> = {
	docx: `${office}.wordprocessingml.document`,
	xlsx: `${office}.spreadsheetml.sheet`,
	pptx: `${office}.presentationml.presentation`,
	odt: `${openDocument}.text`,
	ods: `${openDocument}.spreadsheet`,
	odp: `${openDocument}.presentation`,
};

/** Files that have no first bytes of their own, or share them with others. */
const unmarked: Record<string, string> = {
	txt: 'text/plain',
	csv: 'text/csv',
	eml: 'message/rfc822',
	msg: 'application/vnd.ms-outlook',
	rtf: 'application/rtf',
	doc: 'application/msword',
	xls: 'application/vnd.ms-excel',
	ppt: 'application/vnd.ms-powerpoint',
	bmp: 'image/bmp',
};

/**
 * What a file is by the ending of its name, as far as its content does not contradict: a Word document is
 * a ZIP, a text is nothing that can be told. Undefined where the name does not help.
 */
export function namedType(
	byContent: DocumentType | undefined,
	name: string | null | undefined,
): DocumentType | undefined {
	const extension = /\.([a-z]{3,4})$/i.exec(name ?? '')?.[1].toLowerCase() ?? '';
	const types = byContent === undefined ? unmarked : byContent.extension === 'zip' ? inZip : {};
	return Object.hasOwn(types, extension) ? { extension, mimeType: types[extension] } : undefined;
}
