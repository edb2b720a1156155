import { createHash } from 'crypto';

import { provenDocuments, selectionOf } from '../../shared/documents/bulk';
import { type DocumentMeta, documentMeta } from '../../shared/documents/documentMeta';
import { invoiceNumberIn, readEInvoice } from '../../shared/eInvoice/readInvoice';
import { checkDocument } from '../../shared/files/type';
import { readZip, type ZipEntry } from '../../shared/files/unzip';
import type { DocumentSource, Query, Row } from '../../shared/resource';
import type { Agreement, BulkCheck, DocumentCheck, PdfCheck } from './accountCheck';
import type { Asker, Reply } from './ask';
import type { SampledList } from './lists';
import { patternOf } from './patterns';

const picture = /\.(?:jpe?g|png|gif|webp|heic|tiff?)\b/i;
/** Documents in the ZIP file that is requested. */
const inBulk = 3;

/** Downloads some documents of a list, a draft, and a ZIP file of three. */
export async function probeDocuments(
	asker: Asker,
	{ planned: { resource }, check, rows }: SampledList,
	timeZone: string,
): Promise<DocumentCheck | null> {
	const source = resource.document;
	if (!source?.file || check.status !== 200) return null;
	const meta = rows.map((row) => ({ row, facts: documentMeta(resource, row, timeZone) }));
	const wanted = meta.filter(({ facts }) => !facts.mayBeAbsent);
	const documents: DocumentCheck = {
		list: resource.name,
		expected: wanted.length,
		rows: rows.length,
		types: {},
		failed: [],
		kilobytes: null,
		pdf: null,
		draftStatus: null,
		md5: source.md5Field ? { pictures: null, others: null } : null,
		bulk: null,
	};
	const sizes: number[] = [];
	const singles = new Map<DocumentMeta, Buffer>();
	const fetch = async (row: Row, kind: 'file' | 'draft' = 'file') =>
		await asker.ask(
			`${resource.path}/${String(row.id)}/${source.file}`,
			source.query?.() ?? [],
			kind,
		);

	for (const { row, facts } of samplesOf(wanted, source)) {
		const reply = await fetch(row);
		if (!reply) break;
		const type = reply.status === 200 ? typeOf(reply, facts.title) : undefined;
		if (!type) {
			documents.failed.push(reply.status ?? 0);
			continue;
		}
		documents.types[type] = (documents.types[type] ?? 0) + 1;
		sizes.push(reply.body.length);
		singles.set(facts, reply.body);
		if (documents.md5 && facts.md5) {
			const kind = picture.test(String(row.picture)) ? 'pictures' : 'others';
			documents.md5[kind] = worse(documents.md5[kind], agreement(reply.body, facts.md5));
		}
		if (source.content === 'pdf') documents.pdf = pdfCheck(reply.body, await fetch(row));
	}
	documents.kilobytes = sizes.length
		? Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length / 1000)
		: null;
	const draft = meta.find(({ facts }) => facts.isDraft);
	if (draft) documents.draftStatus = (await fetch(draft.row, 'draft'))?.status ?? null;
	if (!source.isOnlySingle && wanted.length >= inBulk)
		documents.bulk = await probeBulk(
			asker,
			`${resource.path}/download`,
			source,
			wanted.slice(-inBulk).map(({ facts }) => facts),
			singles,
		);
	return documents;
}

type Wanted = Array<{ row: Row; facts: ReturnType<typeof documentMeta> }>;

/** The newest document; of uploaded ones also the newest picture and one of another kind. */
function samplesOf(wanted: Wanted, { content }: DocumentSource): Wanted {
	const newest = [...wanted].reverse();
	if (content === 'pdf') return newest.slice(0, 1);
	const isPicture = ({ row }: Wanted[number]) => picture.test(String(row.picture ?? row.name));
	return [newest.find(isPicture), newest.find((each) => !isPicture(each))].filter(
		(each) => each !== undefined,
	);
}

function typeOf({ body, contentType }: Reply, name: string | null): string | undefined {
	return checkDocument(body, { content: 'any', contentType, names: [name] }).value?.extension;
}

function agreement(bytes: Buffer, md5: string): Agreement {
	return createHash('md5').update(bytes).digest('hex') === md5 ? 'agrees' : 'differs';
}

function worse(one: Agreement, other: Agreement): Agreement {
	return one === 'differs' ? one : other;
}

function pdfCheck(bytes: Buffer, again: Reply | undefined): PdfCheck {
	return {
		equal: again?.status === 200 ? again.body.equals(bytes) : null,
		embeddedXml: invoiceNumberIn(readEInvoice(bytes)) !== undefined,
	};
}

/** @param singles documents that were requested one at a time */
async function probeBulk(
	asker: Asker,
	path: string,
	source: DocumentSource,
	wanted: DocumentMeta[],
	singles: Map<DocumentMeta, Buffer>,
): Promise<BulkCheck | null> {
	const ids: Query = wanted.map(({ id }) => ['ids[]', id]);
	const reply = await asker.ask(path, ids, 'file');
	if (!reply) return null;
	const { value } =
		reply.status === 200
			? readZip(reply.body, { entries: 100, entryBytes: 100e6, totalBytes: 300e6 })
			: {};
	const entries = [...(value?.entries ?? [])];
	const names = entries.map(({ name }) => name);
	const namesVerified = verifyNames(entries, wanted, source, singles);
	const selection = selectionOf(wanted);
	const findings = {};
	const isRight = async () => await Promise.resolve(namesVerified === true);
	let proven = 0;
	for (const entry of entries)
		if ((await provenDocuments(entry, selection, source, findings, isRight)).length) proven++;
	return {
		status: reply.status,
		requested: wanted.length,
		received: entries.length,
		proven,
		namedBy: !names.length
			? null
			: wanted.some(({ id }) => names.some((name) => contains(name, String(id))))
				? 'id'
				: wanted.some(({ number, title }) => names.some((name) => contains(name, number ?? title)))
					? 'number'
					: 'other',
		namesVerified,
		names: [...new Set(names.map(patternOf))],
	};
}

/**
 * Whether files have the names of their documents; null where no content proves which document a file is. The proof is
 * the MD5 in Sinao, the number in the electronic invoice, or the same bytes as those of a single download.
 */
function verifyNames(
	entries: ZipEntry[],
	wanted: DocumentMeta[],
	{ md5Field }: DocumentSource,
	singles: Map<DocumentMeta, Buffer>,
): boolean | null {
	const right = entries.flatMap(({ name, bytes }) => {
		const number = md5Field ? undefined : invoiceNumberIn(readEInvoice(bytes));
		const documents = wanted.filter((facts) =>
			number === undefined
				? singles.get(facts)?.equals(bytes) ||
					(facts.md5 && agreement(bytes, facts.md5) === 'agrees')
				: facts.number === number,
		);
		const isNamed = ({ id, number: own, title }: DocumentMeta) =>
			contains(name, String(id)) || contains(name, own ?? title);
		return documents.length ? [documents.some(isNamed)] : [];
	});
	return right.length ? right.every(Boolean) : null;
}

/** Whether the words of a file name contain those of a text, whatever stands between them. */
function contains(name: string, text: string | null): boolean {
	return text !== null && wordsIn(name).includes(wordsIn(text));
}

function wordsIn(text: string): string {
	return `-${text.replace(/\.\w{2,4}$/, '').toLowerCase()}-`.replace(/[^\p{L}\p{N}]+/gu, '-');
}
