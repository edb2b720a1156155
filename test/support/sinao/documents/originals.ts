import type { World } from '../data/world';
import { makeHeic, makeJpeg, makePng } from './images';
import { makePdf } from './pdf';

export interface FileContent {
	bytes: Buffer;
	contentType: string;
	extension: string;
}

/** Kinds of what suppliers send, by turns; null where nothing was uploaded. */
const KINDS = [
	'pdf',
	'pdf',
	'jpeg',
	'pdf',
	null,
	'pdf',
	'png',
	'pdf',
	'xml',
	'pdf',
	'heic',
	'pdf',
] as const;

/** The original of the purchase at `index`: what was uploaded, so it never changes with the row. */
export function originalAt(world: World, index: number, id: number): FileContent | undefined {
	const note = `Achat ${id} de la simulation ${world.seed}`;
	switch (KINDS[index % KINDS.length]) {
		case 'pdf':
			return {
				bytes: makePdf({ title: 'Facture fournisseur', lines: [note], bytes: world.documentBytes }),
				contentType: 'application/pdf',
				extension: 'pdf',
			};
		case 'jpeg':
			return { bytes: makeJpeg(note), contentType: 'image/jpeg', extension: 'jpg' };
		case 'png':
			return { bytes: makePng(note), contentType: 'image/png', extension: 'png' };
		case 'heic':
			return { bytes: makeHeic(note), contentType: 'image/heic', extension: 'heic' };
		case 'xml':
			return {
				bytes: Buffer.from(
					`<?xml version="1.0" encoding="UTF-8"?>\n<facture><note>${note}</note></facture>\n`,
				),
				contentType: 'application/xml',
				extension: 'xml',
			};
		default:
			return undefined;
	}
}
