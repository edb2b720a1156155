import { decoderOf, readPdfObjects } from './pdfObjects';

/** A PDF that an invoice in XML contains (BG-24). */
export interface AttachedPdf {
	/** BT-123 */
	description: string;
	/** Name of the file (BT-125-2), a text to compare. */
	name?: string;
	bytes: Buffer;
}

/** What BT-123 says of an attachment in the French reform, apart from `LISIBLE`: it is not a copy of the invoice (XP Z12-012, BR-FR-17). */
const otherAttachment =
	/^(?:RIB|FEUILLE_DE_STYLE|PJA|BORDEREAU_SUIVI(?:_VALIDATION)?|DOCUMENT_ANNEXE|BON_LIVRAISON|BON_COMMANDE|ETAT_ACOMPTE|FACTURE_PAIEMENT_DIRECT|RECAPITULATIF_COTRAITANCE)$/;

/**
 * The PDF that is the invoice for people: the one that is marked so. Otherwise the only one that may be it, by the first
 * of these that tells: what the others are marked as, the number of the invoice in the name, the number in the text of
 * the PDF, the word invoice in the name or description.
 *
 * @returns `unclear` if there are several, and nothing tells which one it is
 */
export function readableCopy(
	pdfs: AttachedPdf[],
	number: string | undefined,
): AttachedPdf | 'unclear' | undefined {
	const marked = pdfs.find(({ description }) => description === 'LISIBLE');
	let candidates = pdfs.filter(
		({ description, bytes }, index) =>
			!otherAttachment.test(description) &&
			pdfs.findIndex((other) => other.bytes.equals(bytes)) === index,
	);
	if (marked || candidates.length < 2) return marked ?? candidates[0];
	const isNumber = numberPattern(number);
	const evidence: Array<(pdf: AttachedPdf) => boolean> = [
		({ name = '', description }) => isNumber(`${name} ${description}`),
		({ bytes }) => pageTexts(bytes).some(isNumber),
		({ name = '', description }) => /facture|invoice|rechnung/i.test(`${name} ${description}`),
	];
	for (const fits of evidence) {
		const fitting = candidates.filter(fits);
		if (fitting.length === 1) return fitting[0];
		if (fitting.length) candidates = fitting;
	}
	return 'unclear';
}

/** Shorter numbers are in every document. */
const shortestNumber = 4;

/** Whether a text contains the number, in which separators may differ, and not as a part of a longer one. */
function numberPattern(number = ''): (text: string) => boolean {
	const parts = number.match(/[\p{L}\p{N}]+/gu) ?? [];
	if (parts.join('').length < shortestNumber || !/\d/.test(number)) return () => false;
	const pattern = new RegExp(`(?<!\\d)${parts.join('[^\\p{L}\\p{N}]?')}(?!\\d)`, 'iu');
	return (text) => pattern.test(text);
}

/** Limits of what is read of a PDF; fonts and pictures are larger than pages. */
const maximumStreams = 60;
const maximumStream = 256 * 1024;

/** What an operator of a page shows: `(text) Tj` or `[(te) -20 (xt)] TJ` (ISO 32000-1, 9.4.3). */
const shown =
	/\[((?:\((?:\\[^]|[^\\()])*\)|[^[\]()])*)\]\s*TJ|(\((?:\\[^]|[^\\()])*\))\s*(?:Tj|['"])/g;

/** The text of the pages, as far as it can be read without the fonts. */
function pageTexts(pdf: Buffer): string[] {
	const { streams, resolve } = readPdfObjects(pdf);
	const pages = [...streams.values()].filter(
		({ dictionary }) => !dictionary.has('Type') && !dictionary.has('Subtype'),
	);
	return pages.slice(0, maximumStreams).map((stream) => {
		const parts: string[] = [];
		let length = 0;
		for (const chunk of decoderOf(stream, resolve)?.() ?? []) {
			length += chunk.length;
			if (length > maximumStream) return '';
			parts.push(Buffer.from(chunk).toString('latin1'));
		}
		const texts = [...parts.join('').matchAll(shown)].map(([, several, one]) =>
			[...(several ?? one).matchAll(/\(((?:\\[^]|[^\\()])*)\)/g)].map(([, text]) => text).join(''),
		);
		return texts.join(' ').replace(/\\/g, '');
	});
}
