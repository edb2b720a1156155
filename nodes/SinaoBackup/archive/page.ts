import type { IDataObject } from 'n8n-workflow';

import { french, type Html, section, table } from '../report/html';
import { bytes, count, counted } from '../report/labels';
import { closedPage, style } from '../report/layout';
import { type Absent, groupsOf } from './data';

/** `rapport.html` of an archive: what it contains, and what is missing and why. A page in French without scripts. */
export function archivePage(title: string, files: IDataObject[], absent: Absent[]): string {
	const missing = absent.filter(({ isMissing }) => isMissing);
	const others = absent.filter(({ isMissing }) => !isMissing);
	const total = files.reduce((sum, { size }) => sum + Number(size), 0);
	return closedPage(
		title,
		`${counted(files.length, 'fichier')}, ${bytes(total)}`,
		style,
		missing.length
			? {
					style: 'incomplete',
					title: 'Archive incomplète',
					sentence: 'Ce qui manque est nommé ci-dessous ; tout le reste est dans l’archive.',
				}
			: {
					style: 'complete',
					title: 'Rien ne manque',
					sentence: 'Tout ce qui a été demandé à Sinao est dans l’archive.',
				},
		[
			missing.length ? section('Ce qui manque', ...tables(missing)) : '',
			others.length ? section('À savoir', ...tables(others)) : '',
			section(
				'Contenu',
				table(groupsOf(files), [
					{ title: 'Contenu', cell: (group) => french(group.title) },
					{ title: 'Fichiers', cell: (group) => count(group.files), set: 'amount' },
					{
						title: 'Lignes',
						cell: ({ rows }) => (rows === null ? '' : count(rows)),
						set: 'amount',
					},
				]),
			),
		],
	);
}

/** A table shows up to 300 rows, and nothing may be left out here. */
function tables(absent: Absent[]): Html[] {
	const starts = Array.from({ length: Math.ceil(absent.length / 300) }, (_, index) => index * 300);
	return starts.map((start) =>
		table(absent.slice(start, start + 300), [
			{ title: 'Élément', cell: ({ title }) => title },
			{ title: 'Raison', cell: ({ reason }) => reason },
		]),
	);
}
