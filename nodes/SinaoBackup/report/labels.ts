import { DateTime } from 'luxon';

import { records } from '../../SinaoRecords/records';
import type { Manifest, MissingEntry } from '../manifest/schema';

const resources: Record<string, string> = {
	invoices: 'Factures',
	quotes: 'Devis',
	purchases: 'Achats',
	persons: 'Particuliers',
	organizations: 'Entreprises',
	products: 'Catalogue',
	transactions: 'Banque',
	accountingExports: 'Comptabilité',
	...Object.fromEntries(records.map(({ name, frenchName }) => [name, frenchName])),
};

const documents: Record<string, string> = {
	invoices: 'Facture',
	quotes: 'Devis',
	purchases: 'Achat',
	attachments: 'Pièce jointe',
	subscriptionInvoices: 'Facture Sinao',
	accountingExports: 'Export comptable',
};

const formats = { csv: 'CSV', jsonl: 'JSON Lines', xlsx: 'Excel' };

const kinds = {
	csv: 'liste pour tableur (CSV)',
	xlsx: 'classeur Excel',
	jsonl: 'données brutes (JSON Lines)',
	document: 'documents',
	readable: 'copie lisible',
};

/** Reasons for missing files: those of failures and those of the backup. */
const reasons: Record<string, string> = {
	cancelled: 'L’exécution a été arrêtée.',
	changed: 'Le document a changé dans Sinao pendant la sauvegarde.',
	forbidden: 'La clé d’API n’y a pas droit.',
	incompleteList: 'Sinao n’a pas donné la liste entière, malgré une seconde lecture.',
	invalidFile: 'Ce que Sinao a envoyé n’est pas un document entier.',
	invalidJson: 'La réponse de Sinao n’était pas lisible.',
	invalidRequest: 'Sinao n’a pas accepté la demande.',
	lost: 'Le fichier enregistré a été modifié ou perdu, et Sinao n’a plus ce document.',
	network: 'La connexion à Sinao a été coupée.',
	notFound: 'Sinao n’a pas de document pour cette pièce.',
	notStored: 'Reçu de Sinao, mais l’enregistrement n’a pas été confirmé.',
	notYet: 'Reporté à la prochaine exécution (nombre de fichiers limité).',
	postponed: 'Sinao a demandé de revenir plus tard.',
	rateLimited: 'Sinao a demandé moins de requêtes.',
	serverFault: 'Sinao était en panne.',
	timeout: 'Sinao n’a pas répondu à temps.',
	tooLarge: 'Le document dépasse la taille permise.',
	unauthorized: 'La clé d’API a été refusée.',
};

export const outcomes: Record<Manifest['outcome'], { title: string; sentence: string }> = {
	complete: {
		title: 'Sauvegarde complète',
		sentence:
			'Tout ce qui était demandé a été reçu de Sinao, et son enregistrement a été confirmé.',
	},
	incomplete: {
		title: 'Sauvegarde incomplète',
		sentence: 'Il manque des éléments. Ils sont nommés ci-dessous ; tout le reste est enregistré.',
	},
	failed: {
		title: 'Sauvegarde échouée',
		sentence:
			'Rien de ce qui était demandé n’a pu être enregistré. L’état de la sauvegarde précédente reste valable.',
	},
};

/** The words for the outcome of a run: an incomplete one may have differences only, or documents left for the next run. */
export function verdictOf({ outcome, missing }: Pick<Manifest, 'outcome' | 'missing'>): {
	title: string;
	sentence: string;
} {
	if (outcome !== 'incomplete') return outcomes[outcome];
	if (!missing.length)
		return {
			title: 'Écarts à expliquer',
			sentence:
				'Tout est enregistré, mais des factures électroniques ne disent pas la même chose que Sinao.',
		};
	if (missing.some(({ reason }) => reason !== 'notYet')) return outcomes.incomplete;
	return {
		title: 'Sauvegarde à poursuivre',
		sentence: `Il reste ${counted(missing.length, 'document')} à télécharger, car le nombre de fichiers par exécution est limité. Tout le reste est enregistré ; la prochaine exécution continue.`,
	};
}

export const resourceLabel = (resource: string) => resources[resource] ?? resource;
export const documentLabel = (resource: string) => documents[resource] ?? resourceLabel(resource);
export const formatLabel = (kind: keyof typeof formats) => formats[kind];
export const kindLabel = (kind: keyof typeof kinds) => kinds[kind];
export const reasonLabel = ({ reason, message }: MissingEntry) => reasons[reason] ?? message;

export const count = (value: number | bigint) => value.toLocaleString('fr-FR');

/** `2 factures`, `1 facture`. */
export const counted = (value: number, singular: string, plural = `${singular}s`) =>
	`${count(value)} ${value > 1 ? plural : singular}`;

/** `yyyy-mm-dd` in French format. */
export const day = (date: string | null) =>
	date ? date.split('-').reverse().join('/') : 'sans date';

/** A UTC time as local time in a time zone. */
export const moment = (time: string, timeZone: string) =>
	inZone(time, timeZone, "dd/MM/yyyy 'à' HH:mm:ss");

/** The day of a UTC time in a time zone. */
export const momentDay = (time: string, timeZone: string) => inZone(time, timeZone, 'dd/MM/yyyy');

function inZone(time: string, timeZone: string, format: string): string {
	const local = DateTime.fromISO(time, { zone: timeZone });
	return local.isValid ? local.toFormat(format) : time;
}

/** `1 234,50 €`, `1 234,50 USD`. @param currency a code of three letters */
export function amount(units: number | string | null, currency = 'EUR'): string {
	if (typeof units !== 'number') return units ?? '';
	if (currency === 'EUR') return units.toLocaleString('fr-FR', { style: 'currency', currency });
	return `${units.toLocaleString('fr-FR', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} ${currency}`;
}

export function bytes(size: number): string {
	const units = ['octets', 'ko', 'Mo', 'Go'];
	const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(size, 1)) / 3));
	return `${(size / 1000 ** step).toLocaleString('fr-FR', { maximumFractionDigits: step ? 1 : 0 })} ${units[step]}`;
}
