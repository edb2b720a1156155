import type { DocumentState } from '../data';
import type { PageData } from '../pageData';
import { amountWords, fold } from './search';

/** A document as the page shows it. */
export interface Row {
	kind: string;
	number: string;
	/** `yyyy-mm-dd`, or empty. */
	date: string;
	contact: string;
	amount: number | string | null;
	status: string;
	state: DocumentState;
	/** Empty where there is no file. */
	path: string;
	/** The readable copy of an invoice in XML; empty where there is none. */
	copy: string;
	/** Format and differences of the electronic invoice; empty where there is none. */
	eInvoice: string;
	counted: boolean;
}

export const stateWords: Record<DocumentState, string> = {
	current: 'À jour',
	replaced: 'Version précédente',
	deleted: 'Supprimé dans Sinao',
	altered: 'Modifié dans le stockage',
	missing: 'Fichier manquant',
	without: 'Sans document',
};

const money = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' });
const months = Array.from({ length: 12 }, (_, month) =>
	new Intl.DateTimeFormat('fr-FR', { month: 'long', timeZone: 'UTC' }).format(
		Date.UTC(2000, month, 1),
	),
);

const whole = new Intl.NumberFormat('fr-FR');

export const count = (value: number) => whole.format(value);
/** `2 documents`, `1 document`. */
export const counted = (value: number, singular: string) =>
	`${count(value)} ${value > 1 ? singular.replace(/(?= |$)/g, 's') : singular}`;
export const euros = (cents: number) => money.format(cents / 100);
export const day = (date: string) => date.split('-').reverse().join('/');

export function pathOf({ folders, files }: PageData, file: number): string {
	return files[file] ? folders[files[file][0]] + files[file][1] : '';
}

export function rowsOf(data: PageData): Row[] {
	return data.documents.map(
		([kind, number, date, contact, amount, status, state, file, counted, eInvoice, copy]) => ({
			kind: data.kinds[kind],
			number,
			date,
			contact: data.contacts[contact],
			amount,
			status: data.statuses[status],
			state,
			path: pathOf(data, file),
			copy: pathOf(data, copy),
			eInvoice: data.eInvoices[eInvoice],
			counted: counted === 1,
		}),
	);
}

/** Texts that many rows have in common, folded once. */
const folded = new Map<string, string>();

function foldOnce(text: string): string {
	const known = folded.get(text);
	if (known !== undefined) return known;
	const made = fold(text);
	folded.set(text, made);
	return made;
}

/** What a search looks through. */
export function searchText(row: Row): string {
	const { kind, number, date, contact, amount, status, state, path, eInvoice } = row;
	const month = date ? `${Number(date.slice(8))} ${months[Number(date.slice(5, 7)) - 1]}` : '';
	const nameAt = path.lastIndexOf('/') + 1;
	return [
		foldOnce(kind),
		fold(number),
		foldOnce(contact),
		typeof amount === 'number' ? amountWords(amount) : (amount ?? ''),
		date,
		day(date),
		foldOnce(month),
		foldOnce(status),
		foldOnce(stateWords[state]),
		foldOnce(eInvoice),
		foldOnce(path.slice(0, nameAt)),
		fold(path.slice(nameAt)),
	].join('\n');
}
