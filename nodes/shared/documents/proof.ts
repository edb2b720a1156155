import { createHash } from 'crypto';

import type { ZipEntry } from '../files/unzip';
import type { DocumentSource } from '../resource';
import type { DocumentFacts } from './facts';
import { facturXNumber, readablePdfText } from './pdfText';

/** Numbers that can be told from other text: four characters or more, a digit among them, nothing that is written in several ways. */
const tellable = /^(?=.*\d)[\w./-]{4,}$/;

/**
 * Which of the wanted documents an entry of a ZIP is. A name alone proves nothing, because nobody has
 * documented the names inside (sinao-api, Many files at once). Proof is, in this order:
 * - the MD5 that the API gives of an uploaded file; one file uploaded twice is both documents
 * - the number in the invoice data of a Factur-X PDF
 * - a name with the number or id of one wanted document, in whose PDF that number stands and no other wanted one
 *
 * Empty where there is no proof.
 */
export function provenDocuments(
	{ name, bytes }: ZipEntry,
	wanted: DocumentFacts[],
	source: DocumentSource,
): DocumentFacts[] {
	if (source.md5Field) {
		const md5 = createHash('md5').update(bytes).digest('hex');
		return wanted.filter((facts) => facts.md5 === md5);
	}
	const text = readablePdfText(bytes);
	const invoiceNumber = facturXNumber(text);
	const candidates =
		invoiceNumber === undefined
			? wanted.filter((facts) => isNamed(name, facts))
			: numbered(wanted, invoiceNumber);
	if (candidates.length !== 1 || invoiceNumber !== undefined)
		return candidates.length === 1 ? candidates : [];
	const mentioned = wanted.filter(
		({ number }) => number !== null && tellable.test(number) && mentions(text, number),
	);
	return mentioned.length === 1 && mentioned[0] === candidates[0] ? candidates : [];
}

function numbered(wanted: DocumentFacts[], invoiceNumber: string): DocumentFacts[] {
	return tellable.test(invoiceNumber)
		? wanted.filter(({ number }) => number === invoiceNumber)
		: [];
}

function isNamed(name: string, { id, number }: DocumentFacts): boolean {
	const words = wordsOf(name.replace(/\.\w+$/, ''));
	return [String(id), ...(number ? [number] : [])]
		.map(wordsOf)
		.some((part) => part.length > 2 && words.includes(part));
}

/** `Facture FAC/2024/1` → `-facture-fac-2024-1-`, so that 1 is not found in 12. */
function wordsOf(text: string): string {
	return `-${text.toLowerCase()}-`.replace(/[^\p{L}\p{N}]+/gu, '-');
}

function mentions(text: string, number: string): boolean {
	for (let at = text.indexOf(number); at >= 0; at = text.indexOf(number, at + 1)) {
		if (!/\w/.test(text[at - 1] ?? '') && !/[\w-]/.test(text[at + number.length] ?? ''))
			return true;
	}
	return false;
}
