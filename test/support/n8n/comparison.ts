import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import axios from 'axios';
import { parse } from 'papaparse';

import type { SinaoServer } from '../sinao';
import type { DocumentList } from '../sinao/types';
import { type Execution, itemsOf, type RunItem } from './commands';

/** The nodes of the template 'Save everything', with the address of the list that each one saves. */
export const exportNodes: Record<string, string> = {
	'Export invoices': 'invoices',
	'Export quotes': 'quotes',
	'Export purchases': 'purchases',
	'Export individuals': 'persons',
	'Export organizations': 'organizations',
	'Export products': 'products',
	'Export bank transactions': 'transactions/',
};

export const downloadNodes: Record<string, DocumentList> = {
	'Download invoice PDFs': 'invoices',
	'Download quote PDFs': 'quotes',
	'Download purchase documents': 'purchases',
};

/** The lists of these documents, with the node that saves each. */
export const documentLists: Record<string, string> = {
	'Download invoice PDFs': 'Export invoices',
	'Download quote PDFs': 'Export quotes',
	'Download purchase documents': 'Export purchases',
};

/** A list for French Excel, as a program reads it. */
export function readList(csv: Buffer | undefined): Array<Record<string, string>> {
	const { data, errors } = parse<Record<string, string>>(String(csv).replace(/^\uFEFF/, ''), {
		header: true,
		delimiter: ';',
		skipEmptyLines: true,
	});
	expect(errors).toEqual([]);
	return data;
}

/** The paths in the column 'Fichier' of a list, in the order of the alphabet. */
export function namedFiles(list: Array<Record<string, string>>): string[] {
	return list
		.map(({ Fichier }) => Fichier)
		.filter(Boolean)
		.sort();
}

/** Every file below a folder, by its path with slashes, without the one with which the templates test the disk. */
export function readFiles(root: string): Map<string, Buffer> {
	const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter(
		(entry) => entry.isFile() && entry.name !== '.n8n-folder-test',
	);
	return new Map(
		entries.map((entry) => {
			const file = path.join(entry.parentPath, entry.name);
			return [path.relative(root, file).normalize('NFC'), readFileSync(file)];
		}),
	);
}

/** SHA-256 of every file below a folder, by its path with slashes: jest shows what differs at once, which takes it minutes for the bytes. */
export function digestsOf(root: string): Record<string, string> {
	const digests = [...readFiles(root)].map(([file, bytes]) => [
		file,
		createHash('sha256').update(bytes).digest('hex'),
	]);
	return Object.fromEntries(digests) as Record<string, string>;
}

/** A list as the simulated API gives it to anyone with the key. */
export async function listOf(api: SinaoServer, list: string): Promise<Array<{ id: number }>> {
	const response = await axios.get(`${api.baseUrl}/apps/${api.appId}/${list}`, {
		params: { limit: 10_000 },
		headers: { 'Api-Key': api.apiKey },
		proxy: false,
	});
	return response.data.data ?? response.data;
}

/** Ids of the documents that the simulated API has for a list, ascending. */
export async function documentIds(api: SinaoServer, list: DocumentList): Promise<number[]> {
	const rows = await listOf(api, list);
	return rows
		.map(({ id }) => id)
		.filter((id) => api.document(list, id) !== undefined)
		.sort((one, other) => one - other);
}

/** Ids of the documents that a download node gave, ascending. */
export function idsOf(items: RunItem[]): number[] {
	return items
		.map(({ json }) => (json.document as { id: number }).id)
		.sort((one, other) => one - other);
}

/** Paths of the items of an execution, in the order of the alphabet. */
export function pathsOf(execution: Execution): string[] {
	const names = [...Object.keys(exportNodes), ...Object.keys(downloadNodes)];
	return names
		.flatMap((name) => itemsOf(execution, name).map(({ json }) => String(json.path)))
		.sort();
}

/** Documents on the far side whose bytes are not those of the simulated API. */
export function differences(
	api: SinaoServer,
	execution: Execution,
	files: Map<string, Buffer>,
): string[] {
	return Object.entries(downloadNodes).flatMap(([name, list]) =>
		itemsOf(execution, name)
			.filter(({ json }) => {
				const { id } = json.document as { id: number };
				return api.document(list, id)?.equals(files.get(String(json.path)) ?? Buffer.of()) !== true;
			})
			.map(({ json }) => String(json.path)),
	);
}

/** Expects that the files are the PDFs of these invoices, as they are now, and nothing else. */
export function expectInvoices(
	api: SinaoServer,
	files: Map<string, Buffer>,
	invoices: Array<{ id: number }>,
): void {
	const isOf = (name: string, bytes: Buffer) =>
		invoices.some(
			({ id }) => name.includes(`(${id})`) && api.document('invoices', id)?.equals(bytes),
		);
	expect([...files].filter(([name, bytes]) => !isOf(name, bytes)).map(([name]) => name)).toEqual(
		[],
	);
	expect(files.size).toBe(invoices.length);
}
