import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { type AddedColumn, pathColumn } from '../csv/table';
import { documentMeta } from '../documents/documentMeta';
import { finalFailure, SinaoFailure } from '../failure';
import { documentPath, pathOf } from '../files/path';
import { folderPatternOptions } from '../parameters/settings';
import type { Resource } from '../resource';
import { isDeleted } from '../sinao/fetchPage';
import type { ReadRows } from '../sinao/rows';
import { fileNameOption, readFileChoices } from './download';
import type { OperationContext } from './operation';

const predictedOption: INodeProperties = {
	displayName: 'Document Paths',
	name: 'documentPaths',
	type: 'boolean',
	default: false,
	description:
		"Whether to add a column 'Fichier' with the path that a download with the same 'File Name', folder options and 'Time Zone' gives each PDF",
};

const downloadedOption: INodeProperties = {
	displayName: 'Downloaded Documents',
	name: 'downloadedDocuments',
	type: 'string',
	default: '',
	placeholder: "e.g. {{ $('Download invoice PDFs').all(0) }}",
	description:
		"Output of a node that downloaded the documents, as an expression. Adds a column 'Fichier' with the path of each file, which is empty if there is none.",
};

/** Whether the path of a document is known without a download: the extension of uploaded files is not. */
function hasKnownPaths({ document }: Resource): boolean {
	return document?.content === 'pdf' && document.file !== undefined;
}

/** The options of an export that add the column 'Fichier'; none for a list without documents. */
export function documentPathOptions(resource: Resource): INodeProperties[] {
	if (!resource.document) return [];
	if (!hasKnownPaths(resource)) return [downloadedOption];
	const naming = [fileNameOption, ...folderPatternOptions].map((option) => ({
		...option,
		displayOptions: { show: { documentPaths: [true] } },
	}));
	return [predictedOption, ...naming, downloadedOption];
}

/** The column 'Fichier', and how the list is read for it. */
export interface DocumentPaths {
	column: AddedColumn;
	noting: (read: ReadRows) => ReadRows;
}

/**
 * The column 'Fichier' that the options ask for; undefined if they do not.
 *
 * @throws SinaoFailure if 'Downloaded Documents' is not the output of a download
 */
export function readDocumentPaths(job: OperationContext): DocumentPaths | undefined {
	const { resource, options } = job;
	if (resource.document && 'downloadedDocuments' in options)
		return {
			column: downloadedPaths(options.downloadedDocuments, resource),
			noting: (read) => read,
		};
	return options.documentPaths && hasKnownPaths(resource) ? predictedPaths(job) : undefined;
}

/** The paths of the files in the output of a download. A file in a ZIP archive has the path of the archive before its own. */
function downloadedPaths(output: unknown, { name, plural }: Resource): AddedColumn {
	const items = (Array.isArray(output) ? output : [undefined]) as Array<IDataObject | undefined>;
	const files = items.map((item) => (item?.json ?? item ?? {}) as IDataObject);
	const own = files.filter(({ resource, path }) => resource === name && path !== undefined);
	if (files.length && !own.length)
		throw new SinaoFailure(
			finalFailure({
				reason: 'invalidRequest',
				message: `'Downloaded Documents' is not the output of a download of ${plural.toLowerCase()}`,
				description:
					"Nothing was requested. Enter an expression such as {{ $('Download invoice PDFs').all(0) }} with the name of the node, or remove the option.",
			}),
		);
	const paths = new Map<string, string>();
	for (const { kind, path, document, documents } of own) {
		if (kind === 'document') paths.set(String((document as IDataObject).id), String(path));
		if (kind !== 'zip') continue;
		for (const { id, path: inner, derivedFrom } of documents as IDataObject[])
			if (!derivedFrom) paths.set(String(id), `${String(path)}/${String(inner)}`);
	}
	const column = pathColumn((id) => paths.get(String(id)));
	return { ...column, isLink: own.every(({ kind }) => kind !== 'zip') };
}

/** Notes the path of the PDF of each row that is read, as a download with the same options names it. */
function predictedPaths(job: OperationContext): DocumentPaths {
	const { resource } = job;
	const choices = readFileChoices(job);
	const paths = new Map<unknown, string | undefined>();
	return {
		noting: (read) =>
			async function* (list, query) {
				for await (const rows of read(list, query)) {
					for (const row of rows) {
						const meta = documentMeta(resource, row, choices.timeZone);
						const path = pathOf(documentPath(resource, meta, 'pdf', choices));
						paths.set(row.id, isDeleted(row) ? undefined : path);
					}
					yield rows;
				}
			},
		column: pathColumn((id) => paths.get(id)),
	};
}
