import { invoices } from '../nodes/SinaoInvoices/invoices';
import { documentMeta } from '../nodes/shared/documents/documentMeta';
import { verifyDocument } from '../nodes/shared/documents/fetch';
import { documentPath } from '../nodes/shared/files/path';
import { provenDocuments, selectionOf } from '../nodes/shared/documents/bulk';
import { sha256 } from '../nodes/shared/files/path';
import type { DocumentSource } from '../nodes/shared/resource';
import { Company } from '../test/support/sinao/company';

/** Milliseconds of each step that the node adds to requesting and storing a document of 60 kB. */
export interface OwnWork {
	checking: number;
	hashing: number;
	naming: number;
	proving: number;
}

/** Measures each step with 1,000 documents; the median of five times. */
export async function measureOwnWork(): Promise<OwnWork> {
	const company = new Company({
		id: 1,
		seed: 1,
		nasty: false,
		documentBytes: 60_000,
		size: { invoices: 1_100 },
	});
	const rows = company.lists.invoices.filter(({ number }) => number !== null).slice(0, 1000);
	const bytes = rows.map(({ id }) => company.document('invoices', id)?.bytes as Buffer);
	const documents = rows.map((row) => documentMeta(invoices, { ...row } as never, 'Europe/Paris'));
	const source = invoices.document as DocumentSource;
	const naming = { pattern: '{date} {number} {customer}', structure: 'kindAndYear' as const };
	return {
		checking: await medianTime(() =>
			bytes.forEach((each, index) =>
				verifyDocument(each, source, documents[index], {
					'content-type': 'application/pdf',
				}),
			),
		),
		hashing: await medianTime(() => bytes.forEach((each) => sha256(each))),
		naming: await medianTime(() =>
			rows.forEach((row) =>
				documentPath(
					invoices,
					documentMeta(invoices, { ...row } as never, 'Europe/Paris'),
					'pdf',
					naming,
				),
			),
		),
		proving: await medianTime(async () => {
			const selection = selectionOf(documents);
			for (const each of bytes)
				await provenDocuments(
					{ name: 'x.pdf', bytes: each },
					selection,
					source,
					{},
					async () => false,
				);
		}),
	};
}

async function medianTime(work: () => unknown): Promise<number> {
	const times: number[] = [];
	for (let round = 0; round < 5; round++) {
		const start = performance.now();
		await work();
		times.push((performance.now() - start) / 1000);
	}
	return times.sort((a, b) => a - b)[2];
}
