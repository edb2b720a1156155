import { gzipSync } from 'node:zlib';
import type { Company } from '../company';
import type { SourceDocument } from '../documents';
import { makePdf } from '../documents/pdf';
import type { Fault } from '../faults/fault';
import type { Answer, DocumentList } from '../types';
import type { Variants } from '../variants';

/** A photo or another original as the PDF that Sinao may make of it; the same one for each request. */
function converted(document: SourceDocument, list: DocumentList, id: number): SourceDocument {
	return {
		bytes: makePdf({
			title: 'Document converti',
			lines: [`${list} ${id}`],
			bytes: document.bytes.length,
		}),
		contentType: 'application/pdf',
		extension: 'pdf',
		name: document.name.replace(/\.\w+$/, '.pdf'),
	};
}

/** A file as it is served, or undefined where there is none; `reading` grows with each request. */
export function servedDocument(
	company: Company,
	variants: Variants,
	list: DocumentList,
	id: number,
	reading: number,
	template?: string,
): SourceDocument | undefined {
	const document = company.document(list, id, template, {
		compressed: variants.pdf === 'compressed',
		reading: variants.rendering === 'fresh' ? reading : undefined,
	});
	if (!document || list !== 'purchases' || variants.purchaseFiles === 'asSent') return document;
	const isPhoto = document.contentType.startsWith('image/');
	return isPhoto || variants.purchaseFiles === 'allConverted'
		? converted(document, list, id)
		: document;
}

/** The answer packed, where the client accepts it and there is something to pack. */
export function packed(
	answer: Answer,
	headers: Record<string, string>,
	gzip: boolean,
	faults: Fault[] = [],
): Answer {
	if (!gzip || answer.body.length === 0 || !/\bgzip\b/.test(headers['accept-encoding'] ?? ''))
		return answer;
	const body = gzipSync(answer.body, { level: 1 });
	const isCut = faults.some(({ kind }) => kind === 'packedCut');
	return {
		...answer,
		headers: { ...answer.headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' },
		body: isCut ? body.subarray(0, -20) : body,
	};
}
