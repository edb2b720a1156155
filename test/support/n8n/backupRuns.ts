import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';

import type { Manifest } from '../../../nodes/SinaoBackup/manifest/schema';
import type { SinaoServer } from '../sinao';
import { subscriptionPdf } from '../sinao/api/lists';
import { accountingArchive } from '../sinao/documents/accountingArchive';
import type { DocumentList } from '../sinao/types';
import { type Execution, itemsOf } from './commands';
import { documentIds } from './comparison';

const lists: DocumentList[] = ['invoices', 'quotes', 'purchases'];

/** The manifest in the folder of a backup. */
export function manifestIn(folder: string): Manifest {
	return JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as Manifest;
}

/** What `sha256sum -c SHA256SUMS` finds wrong in the folder of a backup; nothing, where every file is right. */
export function sha256sum(folder: string): string {
	return execFileSync('sha256sum', ['--quiet', '--check', 'SHA256SUMS'], {
		cwd: folder,
		encoding: 'utf8',
	});
}

/** Documents that a backup put out, as `list/id`, in the order of the alphabet. */
export function transferred(execution: Execution): string[] {
	const documents = itemsOf(execution, 'Back up what is new').filter(
		({ json }) => json.kind === 'document',
	);
	return documents
		.map(({ json }) => `${json.resource}/${(json.document as { id: number }).id}`)
		.sort();
}

/** How many existing documents Sinao was asked for. Drafts without a PDF yet are asked for in every run. */
export function documentRequests(api: SinaoServer): number {
	return api.requests.filter(({ path: address }) => {
		const [, list, id] = /(\w+)\/(\d+)\/(?:pdf|original)$/.exec(address) ?? [];
		return list && api.document(list as DocumentList, Number(id));
	}).length;
}

/** The bytes of a document of a backup as the simulation serves them. */
function servedDocument(api: SinaoServer, resource: string, id: number): Buffer | undefined {
	if (resource === 'accountingExports') return accountingFile(api, id);
	if (resource !== 'subscriptionInvoices') return api.document(resource as DocumentList, id);
	const row = api.company.find('subscription/invoices', id);
	return row && subscriptionPdf(row);
}

/** The FEC of an export. */
function accountingFile({ company, variants }: SinaoServer, id: number): Buffer {
	const rows = company.lists.exports.filter((row) => row.id === id);
	const [bytes] = Object.values(
		unzipSync(accountingArchive(company, rows, 'universal', variants.fec)),
	);
	return Buffer.from(bytes);
}

/** The PDFs of what Sinao itself billed, and the FEC of each export, as `list/id`. */
export function otherDocuments({ company }: SinaoServer): string[] {
	return [
		...company.lists['subscription/invoices']
			.filter(({ pdf_url: link }) => link)
			.map(({ id }) => `subscriptionInvoices/${id}`),
		...company.lists.exports
			.filter(({ status }) => status === 'finished')
			.map(({ id }) => `accountingExports/${id}`),
	];
}

/** Expects that the folder holds the newest state of every document of the account, byte for byte, that its manifest says so, and that its checksums fit. */
export async function expectWholeBackup(api: SinaoServer, folder: string): Promise<void> {
	const manifest = manifestIn(folder);
	expect(manifest).toMatchObject({ outcome: 'complete', missing: [] });
	const current = manifest.files.filter(
		({ kind, state, deletedAt }) =>
			kind === 'document' && state === 'current' && deletedAt === null,
	);
	for (const list of lists) {
		const ids = current.filter(({ resource }) => resource === list).map(({ id }) => Number(id));
		expect(ids.sort((one, other) => one - other)).toEqual(await documentIds(api, list));
	}
	const differing = current.filter(
		(file) =>
			!servedDocument(api, file.resource, Number(file.id))?.equals(
				readFileSync(path.join(folder, file.path)),
			),
	);
	expect(differing.map((file) => file.path)).toEqual([]);
	expect(sha256sum(folder)).toBe('');
}
