import type { DocumentState, IndexData } from './data';

/** The data of the page as they are written into it: each text that repeats is written once and named by its place. */
export interface PageData {
	/** Begins the names of the pages of the backup. */
	pagePrefix: string;
	folders: string[];
	/** Place of the folder, name, bytes, SHA-256 in Base64 (null: not vouched for). */
	files: Array<[number, string, number, string | null]>;
	kinds: string[];
	contacts: string[];
	statuses: string[];
	eInvoices: string[];
	documents: PageDocument[];
}

/** `kind`, `contact`, `status` and `eInvoice` are places of their text; `file` and `copy` are -1 where there is none; `counted` is 1 where the row is in the totals. */
export type PageDocument = [
	kind: number,
	number: string,
	date: string,
	contact: number,
	amount: number | string | null,
	status: number,
	state: DocumentState,
	file: number,
	counted: 0 | 1,
	eInvoice: number,
	copy: number,
];

/** Characters that hide, or turn the direction of what follows. */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}]/gu;

/** The data of the page as JSON that can stand in a `script` element. */
export function pageJson({ documents, files, pagePrefix }: IndexData): string {
	const folders = new Places();
	const kinds = new Places();
	const contacts = new Places();
	const statuses = new Places();
	const eInvoices = new Places();
	const fileOf = new Map(files.map(({ path }, index) => [path, index]));
	const placeOf = (path: string | null) => (path === null ? -1 : (fileOf.get(path) ?? -1));
	const data: PageData = {
		pagePrefix: pagePrefix ?? '',
		folders: folders.texts,
		files: files.map(({ path, size, sha256 }) => {
			const end = path.lastIndexOf('/') + 1;
			return [
				folders.of(path.slice(0, end)),
				path.slice(end),
				size,
				sha256 && Buffer.from(sha256, 'hex').toString('base64'),
			];
		}),
		kinds: kinds.texts,
		contacts: contacts.texts,
		statuses: statuses.texts,
		eInvoices: eInvoices.texts,
		documents: documents.map((row) => [
			kinds.of(row.kind),
			visible(row.number),
			row.date ?? '',
			contacts.of(visible(row.contact)),
			typeof row.amount === 'string' ? visible(row.amount) : row.amount,
			statuses.of(visible(row.status)),
			row.state,
			placeOf(row.path),
			row.counted ? 1 : 0,
			eInvoices.of(visible(row.eInvoice)),
			placeOf(row.copy),
		]),
	};
	return JSON.stringify(data).replace(/[<\u2028\u2029]/g, escapeCode);
}

const visible = (text: string | null) => (text ?? '').replace(hidden, ' ');

const escapeCode = (character: string) =>
	`\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Texts, each once, by their place. */
class Places {
	readonly texts: string[] = [];
	private readonly places = new Map<string, number>();

	of(text: string): number {
		const known = this.places.get(text);
		if (known !== undefined) return known;
		this.places.set(text, this.texts.length);
		return this.texts.push(text) - 1;
	}
}
