import { readRow } from '../data/lazyRow';
import { idOf, type ListName, type World } from '../data/world';
import type { DocumentList, Row } from '../types';
import { facturX } from './facturX';
import { makeJpeg } from './images';
import { type FileContent, originalAt } from './originals';
import { makeCompressedPdf } from './compressedPdf';
import { makePdf } from './pdf';

export interface SourceDocument extends FileContent {
	/** Name as the service proposes it in `content-disposition`. */
	name: string;
}

/** What of a company its documents are made from. */
interface DocumentSource {
	world: World;
	rendering: number;
	find(list: ListName, id: number): Row | undefined;
}

/** How a document that Sinao makes is written. */
export interface DocumentForm {
	/** With compressed streams and fonts by glyph. */
	compressed?: boolean;
	/** Makes the bytes differ, with the same content. */
	reading?: number;
}

const TITLES = { invoices: 'Facture', quotes: 'Devis' } as const;
const TEMPLATES: Record<string, string> = {
	delivery: 'Bon de livraison',
	command: 'Bon de commande',
};

function salesPdf(
	{ world, rendering }: DocumentSource,
	list: 'invoices' | 'quotes',
	row: Row,
	template: string,
	form: DocumentForm,
): SourceDocument | undefined {
	if (row.number === null || row.number === undefined) return undefined;
	const title = TEMPLATES[template] ?? TITLES[list];
	const lines = [
		`Identifiant ${row.id}`,
		`Date ${written(row.written_at)}`,
		`Objet ${written(row.title ?? '')}`,
		`Total HT ${written(row.amount)} centimes`,
	];
	const isInvoice = list === 'invoices' && template === '';
	const bytes = (form.compressed ? makeCompressedPdf : makePdf)({
		title: `${title} ${written(row.number)}`,
		lines: [
			...lines,
			`Statut ${written(row.status)}`,
			...(rendering > 0 ? [`Rendu ${rendering}`] : []),
		],
		embedded: isInvoice ? { name: 'factur-x.xml', content: facturX(row) } : undefined,
		bytes: world.documentBytes,
		rendering: form.reading,
	});
	const safe = written(row.number)
		.replace(/[^\w.-]+/g, '_')
		.slice(0, 80);
	return {
		bytes,
		contentType: 'application/pdf',
		extension: 'pdf',
		name: `${title.replace(/ /g, '-')}-${safe}.pdf`,
	};
}

/** Position of a row that was there from the start, by its id; the originals of later rows follow from the id as well. */
function positionOf(id: number): number {
	return Math.floor((id - idOf('purchases', 0)) / 3);
}

/**
 * A file of the API, made on demand (sinao-api.md, What each resource is). A draft has none, nor has a purchase
 * without `picture`.
 */
export function documentOf(
	company: DocumentSource,
	list: DocumentList,
	id: number,
	template = '',
	form: DocumentForm = {},
): SourceDocument | undefined {
	const found = company.find(list, id);
	const row = found && readRow(found, false);
	if (!row) return undefined;
	if (list === 'invoices' || list === 'quotes') return salesPdf(company, list, row, template, form);
	if (list === 'attachments') {
		if (/\.jpg$/.test(String(row.name)))
			return {
				bytes: makeJpeg(`Pièce jointe ${id}`),
				contentType: 'image/jpeg',
				extension: 'jpg',
				name: `piece-jointe-${id}.jpg`,
			};
		const bytes = makePdf({
			title: 'Pièce jointe',
			lines: [`Identifiant ${id}`],
			bytes: company.world.documentBytes,
		});
		return {
			bytes,
			contentType: 'application/pdf',
			extension: 'pdf',
			name: `piece-jointe-${id}.pdf`,
		};
	}
	const original = row.picture ? originalAt(company.world, positionOf(id), id) : undefined;
	return original && { ...original, name: `achat-${id}.${original.extension}` };
}

/** A value as text, also an object whose `toString` is no function. */
function written(value: unknown): string {
	return typeof value === 'object' && value !== null
		? (JSON.stringify(value) as string)
		: String(value);
}
