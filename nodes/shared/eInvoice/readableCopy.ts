import { decoderOf, isUsedUp, readPdfObjects, type ReadingBudget } from './pdfObjects';

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

/** Words of other documents that suppliers attach. */
const otherDocument =
	/livraison|commande|(?<!\p{L})rib(?!\p{L})|cgv|conditions|bordereau|annexe|relev|delivery|order|terms|timesheet/iu;

const invoiceWord = /facture|invoice|rechnung/i;

/** More PDFs are no invoice with its attachments. */
const maximumPdfs = 20;

/**
 * The PDF that is the invoice for people: the one that is marked so. Otherwise the only one that may be it, by the first
 * of these that tells: what the others are marked as, or have in their name or description, the number of the invoice in the name, the number in the text of
 * the PDF, the word invoice in the name or description.
 *
 * @returns `unclear` if there are several, and nothing tells which one it is; undefined if all are other documents
 */
export function readableCopy(
	pdfs: AttachedPdf[],
	number: string | undefined,
	budget: ReadingBudget,
): AttachedPdf | 'unclear' | undefined {
	const marked = pdfs.find(({ description }) => description === 'LISIBLE');
	if (marked) return marked;
	if (pdfs.length > maximumPdfs) return 'unclear';
	const isNumber = numberPattern(number);
	let candidates = pdfs.filter(
		({ name = '', description, bytes }, index) =>
			!otherAttachment.test(description.toUpperCase().replace(/[^\p{L}\p{N}]+/gu, '_')) &&
			!isOtherDocument(`${name} ${description}`, isNumber) &&
			pdfs.findIndex((other) => other.bytes.equals(bytes)) === index,
	);
	if (candidates.length < 2) return candidates[0];
	const hasNumberInText = ({ bytes }: AttachedPdf) =>
		pageTexts(bytes, maximumStreams / candidates.length, budget).some(isNumber);
	const evidence: Array<(pdf: AttachedPdf) => boolean> = [
		({ name = '', description }) => isNumber(`${name} ${description}`),
		hasNumberInText,
		({ name = '', description }) => invoiceWord.test(`${name} ${description}`),
	];
	for (const fits of evidence) {
		const fitting = candidates.filter(fits);
		// What was not read may be what tells.
		if (fits === hasNumberInText && isUsedUp(budget)) return 'unclear';
		if (fitting.length === 1) return fitting[0];
		if (fitting.length) candidates = fitting;
	}
	return 'unclear';
}

function isOtherDocument(text: string, isNumber: (text: string) => boolean): boolean {
	return otherDocument.test(text) && !invoiceWord.test(text) && !isNumber(text);
}

/** Shorter numbers are in every document, and longer ones are none. */
const [shortestNumber, longestNumber] = [4, 100];

/** Whether a text contains the number, in which separators may differ, and not as a part of a longer one. */
function numberPattern(number = ''): (text: string) => boolean {
	if (number.length > longestNumber) return () => false;
	const parts = number.match(/[\p{L}\p{N}]+/gu) ?? [];
	if (parts.join('').length < shortestNumber || !/\d/.test(number)) return () => false;
	const pattern = new RegExp(`(?<!\\d)${parts.join('[^\\p{L}\\p{N}]?')}(?!\\d)`, 'iu');
	return (text) => pattern.test(text);
}

/** Limits of what is read of all PDFs, and of each stream; fonts and pictures are larger than pages. */
const maximumStreams = 60;
const maximumStream = 256 * 1024;

/**
 * What an operator of a page shows: `(text) Tj` or `[(te) -20 (xt)] TJ` (ISO 32000-1, 9.4.3). No backslash is outside of
 * texts, and none comes before one, or a hostile page would be read again from each of its characters.
 */
const shown =
	/\[((?:\((?:\\[^]|[^\\()])*\)|[^[\]()\\])*)\]\s*TJ|((?<!\\)\((?:\\[^]|[^\\()])*\))\s*(?:Tj|['"])/g;

/** The text of the pages, as far as it can be read without the fonts. */
function pageTexts(pdf: Buffer, maximumPages: number, budget: ReadingBudget): string[] {
	if (isUsedUp(budget)) return [];
	const { streams, resolve } = readPdfObjects(pdf, budget);
	const pages = [...streams.values()].filter(
		({ dictionary }) => !dictionary.has('Type') && !dictionary.has('Subtype'),
	);
	return pages.slice(0, maximumPages).map((stream) => {
		const parts: string[] = [];
		let length = 0;
		for (const chunk of decoderOf(stream, resolve, budget)?.() ?? []) {
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
