import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { firstDay, lastDay } from '../../SinaoAccounting/periods';
import type { Row } from '../../shared/resource';
import { count, counted, day, documentLabel, reasonLabel, resourceLabel } from '../report/labels';
import type { MissingEntry } from '../manifest/schema';

/** Something that is not in the archive. */
export interface Absent {
	/** What it is, in French: `Facture FAC-00041 du 15/10/2026, Dupont`. */
	title: string;
	/** Why, in French if the reason is known. */
	reason: string;
	/** Whether it is missing. False for accounting exports that do not exist. */
	isMissing: boolean;
}

const noExport =
	/^(?:No accounting export for this period|Access denied by Sinao|Not found in Sinao)/;

/** What an item of the output 'Missing' of a download, or an error item, says. */
export function absentOf({ json, error }: INodeExecutionData): Absent {
	const message = String(
		error?.message ?? (json.error || json.message || 'The item contains no file'),
	);
	const resource = typeof json.resource === 'string' ? json.resource : '';
	if (resource === 'accountingExports' && !json.document)
		return {
			title: 'Comptabilité (FEC)',
			reason: noExport.test(message)
				? 'Aucun export comptable n’existe pour cette période dans Sinao, ou la clé n’y a pas droit.'
				: message,
			isMissing: !noExport.test(message),
		};
	const { number, id, date, contact } = (json.document ?? {}) as IDataObject;
	const title = [
		[
			resource ? documentLabel(resource) : 'Élément',
			number ?? (id ? `identifiant ${String(id)}` : ''),
		]
			.filter(Boolean)
			.join(' '),
		date ? ` du ${day(String(date))}` : '',
		contact ? `, ${String(contact)}` : '',
	].join('');
	const reason = reasonLabel({ reason: String(json.reason ?? ''), message } as MissingEntry);
	return { title, reason, isMissing: true };
}

/** What an accounting export says is not in it: months that Sinao is preparing, and days without an export. */
export function absentFromExport({ uncovered, missing }: IDataObject): Absent[] {
	const periods = (value: unknown) => (Array.isArray(value) ? (value as IDataObject[]) : []);
	return [
		...(periods(missing) as Row[]).map((row) => ({
			title: `Export comptable du ${day(firstDay(row))} au ${day(lastDay(row))}`,
			reason:
				row.status === 'error'
					? 'Sinao n’a pas pu créer cet export.'
					: 'Sinao prépare encore cet export.',
			isMissing: true,
		})),
		...periods(uncovered).map(({ from, to }) => ({
			title: `Comptabilité (FEC) du ${day(String(from))} au ${day(String(to))}`,
			reason: 'Les écritures n’ont pas été générées dans Sinao pour ces jours.',
			isMissing: false,
		})),
	];
}

/** The files of an archive by the list that they are from. */
export function groupsOf(
	files: IDataObject[],
): Array<{ title: string; files: number; rows: number | null }> {
	const groups = new Map<string, { title: string; files: number; rows: number | null }>();
	for (const { resource, kind, rows } of files) {
		const isList = typeof rows === 'number';
		const title = `${resourceLabel(String(resource))} : ${isList ? 'liste' : kind === 'zip' ? 'archives' : 'documents'}`;
		const group = groups.get(title) ?? { title, files: 0, rows: isList ? 0 : null };
		group.files += 1;
		if (isList) group.rows = (group.rows ?? 0) + rows;
		groups.set(title, group);
	}
	return [...groups.values()];
}

/** The text of a mail with the archive, in French. It names everything that is missing. */
export function mailText(title: string, fileCount: number, size: string, absent: Absent[]): string {
	const line = (each: Absent) => `- ${each.title} : ${each.reason}`;
	const missing = absent.filter(({ isMissing }) => isMissing);
	const others = absent.filter(({ isMissing }) => !isMissing);
	return [
		'Bonjour,',
		`Voici l’archive « ${title} » : ${counted(fileCount, 'fichier')}, ${size}. Le fichier rapport.html dit ce qu’elle contient.`,
		missing.length
			? `Attention, il manque ${counted(missing.length, 'élément')} :\n${missing.map(line).join('\n')}`
			: 'Rien de ce qui a été demandé ne manque.',
		...(others.length ? [`À savoir :\n${others.map(line).join('\n')}`] : []),
	].join('\n\n');
}

/** `3 pièces manquent` for a subject. */
export function mailSubject(title: string, absent: Absent[]): string {
	const missing = absent.filter(({ isMissing }) => isMissing).length;
	if (!missing) return title;
	return `${title} – ${missing > 1 ? `il manque ${count(missing)} éléments` : 'il manque 1 élément'}`;
}
