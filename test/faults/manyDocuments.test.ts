import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { invoices } from '../../nodes/SinaoInvoices/invoices';
import { downloadDocuments } from '../../nodes/shared/documents/download';
import { documentMeta } from '../../nodes/shared/documents/documentMeta';
import { connectionTo } from '../support/connection';

const count = 50_000;
const size = 20_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** A PDF of its own bytes for each request. */
function pdfFor(url: string): Buffer {
	const bytes = Buffer.alloc(size, ' ');
	bytes.write(`%PDF-1.7\n% ${url}\n`);
	bytes.write('%%EOF\n', size - 6);
	return bytes;
}

it('56 50,000 documents: the bytes that are held at one time do not grow with their number', async () => {
	let requests = 0;
	const connection = connectionTo(
		async ({ url }) => {
			requests++;
			const headers = { 'content-type': 'application/pdf', 'content-length': String(size) };
			return { statusCode: 200, headers, body: Readable.from([pdfFor(url)]) };
		},
		{ downloadInBulk: 'never', parallelDownloads: 8 },
	);
	const wanted = Array.from({ length: count }, (_, index) =>
		documentMeta(
			invoices,
			{ id: index + 1, number: `F-${index + 1}`, status: 'final' },
			'Europe/Paris',
		),
	);
	const held: number[] = [];
	let kept = 0;
	const { missing, kept: results } = await downloadDocuments(
		connection,
		invoices,
		wanted,
		async ({ bytes }, { id }) => {
			if (!bytes.includes(`/invoices/${id}/pdf`)) throw new Error(`${id} has other bytes`);
			if (++kept % 5_000 === 0) {
				collect();
				// Newer Nodes let go of buffers beside the program; a second collection waits for that.
				collect();
				held.push(process.memoryUsage().arrayBuffers / 1e6);
			}
			return id;
		},
	);
	expect([kept, requests, missing.length, results.length]).toEqual([count, count, 0, count]);
	// 900 MB went through after the first measurement.
	const [first, ...later] = held;
	expect(later).toHaveLength(9);
	expect(Math.max(...later) - first).toBeLessThan(10);
}, 300_000);
