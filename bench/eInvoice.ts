import { readEInvoice } from '../nodes/shared/eInvoice/readInvoice';
import { pdf } from '../test/support/eInvoice/pdfSamples';
import { cii } from '../test/support/eInvoice/xmlSamples';

/** Prints what reading the electronic invoice in a PDF of 60 kB takes: `npx tsx bench/eInvoice.ts`. */
for (const lines of [0, 3, 20]) {
	const attachments = lines ? [{ bytes: cii({ lines }) }] : [];
	const document = pdf({ attachments, ballast: 56_000 });
	for (let run = 0; run < 300; run++) readEInvoice(document);
	const times = Array.from({ length: 500 }, () => {
		const begin = performance.now();
		readEInvoice(document);
		return performance.now() - begin;
	}).sort((one, other) => one - other);
	const at = (share: number) => `${times[Math.floor(share * times.length)].toFixed(2)} ms`;
	process.stdout.write(
		`${document.length} bytes, ${lines} lines: 10 % below ${at(0.1)}, median ${at(0.5)}, 90 % below ${at(0.9)}\n`,
	);
}
