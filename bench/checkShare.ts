import { invoices } from '../nodes/SinaoInvoices/invoices';
import { documentMeta } from '../nodes/shared/documents/documentMeta';
import { verifyDocument } from '../nodes/shared/documents/fetch';
import { documentPath } from '../nodes/shared/files/path';
import { provenDocuments } from '../nodes/shared/documents/bulk';
import { sha256 } from '../nodes/shared/files/fileItem';
import type { DocumentSource } from '../nodes/shared/resource';
import { Company } from '../test/support/sinao/company';

/** Milliseconds for a document of 60 kB of each step that our node does besides asking and storing. */
export interface CheckShare {
	checking: number;
	hashing: number;
	naming: number;
	proving: number;
}

/** Milliseconds of what is done for each document, whichever way it comes. */
export function shareOfEach({ checking, hashing, naming }: CheckShare): number {
	return checking + hashing + naming;
}

/** Does each step for 1,000 documents; the middle of five times. */
export function checkShare(): CheckShare {
	const company = new Company({
		id: 1,
		seed: 1,
		nasty: false,
		documentBytes: 60_000,
		size: { invoices: 1_100 },
	});
	const rows = company.lists.invoices.filter(({ number }) => number !== null).slice(0, 1000);
	const bytes = rows.map(({ id }) => company.document('invoices', id)?.bytes as Buffer);
	const facts = rows.map((row) => documentMeta(invoices, { ...row } as never, 'Europe/Paris'));
	const source = invoices.document as DocumentSource;
	const placing = { pattern: '{date} {number} {customer}', structure: 'kindAndYear' as const };
	return {
		checking: middle(() =>
			bytes.forEach((each, at) => verifyDocument(each, source, facts[at], 'application/pdf')),
		),
		hashing: middle(() => bytes.forEach((each) => sha256(each))),
		naming: middle(() =>
			rows.forEach((row) =>
				documentPath(
					invoices,
					documentMeta(invoices, { ...row } as never, 'Europe/Paris'),
					'pdf',
					placing,
				),
			),
		),
		proving: middle(() =>
			bytes.forEach((each, at) =>
				provenDocuments(
					{ name: 'x.pdf', bytes: each },
					facts.slice(at - (at % 50), at - (at % 50) + 50),
					source,
				),
			),
		),
	};
}

function middle(work: () => void): number {
	const times = Array.from({ length: 5 }, () => {
		const start = performance.now();
		work();
		return (performance.now() - start) / 1000;
	});
	return times.sort((a, b) => a - b)[2];
}
