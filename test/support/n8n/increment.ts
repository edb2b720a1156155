import path from 'node:path';

import { Folder } from '../backup';
import { sha256sum } from '../companies';
import { type SinaoServer, startSinao } from '../sinao';
import type { CompanySize, DocumentList } from '../sinao/types';
import { documentRequests, otherDocuments, transferred } from './backupRuns';
import { execute, importCredentials, importWorkflow } from './commands';
import { documentIds } from './comparison';
import { createInstance, type Instance } from './instance';
import { type SftpServer, startSftp } from './sftp';
import { fillIn, readTemplate, sinaoCredential, withParts } from './workflows';

const workflowId = 'increment0000000';
const lists: DocumentList[] = ['invoices', 'quotes', 'purchases', 'attachments'];

/** What one run of the backup came to. */
export interface IncrementRun {
	/** The documents that were put out, as `list/id`. */
	transferred: string[];
	/** Requests to Sinao for documents that exist. */
	documents: number;
	/** All other requests to Sinao: company, pages of lists, and drafts without a PDF. */
	pages: number;
	seconds: number;
}

/** A company, an OpenSSH server, and a real n8n with the template that backs the one up to the other. */
export interface IncrementSetup {
	api: SinaoServer;
	folder: Folder;
	backUp(): Promise<IncrementRun>;
	close(): Promise<void>;
}

async function install(
	n8n: Instance,
	api: SinaoServer,
	sftp: SftpServer,
	folder: Folder,
): Promise<void> {
	await importCredentials(n8n, [sinaoCredential(api), sftp.credential]);
	const credentials = {
		'n8n-nodes-sinao': sinaoCredential(api),
		'n8n-nodes-base.ftp': sftp.credential,
	};
	await importWorkflow(
		n8n,
		workflowId,
		// n8n's command line ends after one execution.
		withParts(fillIn(readTemplate('nightly-backup-sftp'), { folder: folder.root }, credentials), 0),
	);
}

export async function setUpIncrement(size: Partial<CompanySize>): Promise<IncrementSetup> {
	const api = await startSinao({ seed: 50, size });
	const n8n = await createInstance();
	const sftp = await startSftp();
	const folder = new Folder(path.join(sftp.root, 'backup', 'sinao'));
	await install(n8n, api, sftp, folder);
	return {
		api,
		folder,
		async backUp() {
			api.requests.length = 0;
			const begin = Date.now();
			const execution = await execute(n8n, workflowId);
			expect(execution.error).toBeUndefined();
			const documents = documentRequests(api);
			return {
				transferred: transferred(execution),
				documents,
				pages: api.requests.length - documents,
				seconds: Math.round((Date.now() - begin) / 1000),
			};
		},
		async close() {
			await sftp.close();
			await n8n.dispose();
			await api.close();
		},
	};
}

/** 30 new invoices, 5 quotes that changed, 2 purchases that were deleted; gives what is to be transferred for that. */
function change({ company, document }: SinaoServer): string[] {
	const added = Array.from({ length: 30 }, () => company.addInvoice().id);
	const changed = company.lists.quotes
		.filter(({ id }) => document('quotes', id))
		.slice(-5)
		.map(({ id }) => id);
	for (const id of changed) company.changeRow('quotes', id, { title: `Révisé ${id}` });
	for (const { id } of company.lists.purchases
		.filter((row) => document('purchases', row.id))
		.slice(0, 2))
		company.deleteRow('purchases', id);
	return [...added.map((id) => `invoices/${id}`), ...changed.map((id) => `quotes/${id}`)].sort();
}

/**
 * Expects that a first run saves every document, a second one, after changes, exactly what is new or changed, and a
 * third one nothing; that neither of these asks for more than that and the pages of the lists; and that the checksums
 * fit on the server.
 */
export async function expectIncrements({
	api,
	folder,
	backUp,
}: IncrementSetup): Promise<IncrementRun[]> {
	const first = await backUp();
	const ids = await Promise.all(
		lists.map(async (list) => (await documentIds(api, list)).map((id) => `${list}/${id}`)),
	);
	expect(first.transferred).toEqual([...ids.flat(), ...otherDocuments(api)].sort());
	expect(sha256sum(folder)).toBe('');

	const expected = change(api);
	const second = await backUp();
	expect(second).toMatchObject({ transferred: expected, documents: 35 });
	expect(second.pages).toBeLessThanOrEqual(first.pages);
	expect(sha256sum(folder)).toBe('');
	const { files, outcome, run } = folder.manifest();
	expect({ outcome, number: run.number }).toEqual({ outcome: 'complete', number: 2 });
	expect(
		files.filter(({ kind, deletedAt }) => kind === 'document' && deletedAt !== null),
	).toHaveLength(2);

	const quiet = await backUp();
	expect(quiet).toMatchObject({ transferred: [], documents: 0 });
	// The lists of which documents were downloaded are read once more, to see whether these are still as they were.
	expect(second.pages).toBeLessThanOrEqual(2 * quiet.pages);
	return [first, second, quiet];
}
