import { type Html, html, link, paragraph, section, table, type TableColumn } from '../report/html';
import { count, counted, moment, outcomes } from '../report/labels';
import { closedPage, style as reportStyle } from '../report/layout';
import type { Overview, OverviewCompany } from './data';

const style = `${reportStyle}
main { max-width: 78rem; }
`;

const results: Record<OverviewCompany['outcome'], string> = {
	complete: outcomes.complete.title,
	incomplete: outcomes.incomplete.title,
	failed: 'Pas de sauvegarde',
	absent: 'N’est plus accessible',
};

/**
 * `cabinet.html`: one line per company with the outcome of its backup and links to its report and documents. A page in
 * French that works from disk, fetches nothing and contains no script.
 */
export function overviewPage(overview: Overview, timeZone: string): string {
	const { companies, end, previousIsDamaged } = overview;
	const present = companies.filter(({ outcome }) => outcome !== 'absent');
	const absent = companies.filter(({ outcome }) => outcome === 'absent');
	const title = 'Sauvegardes Sinao de vos sociétés';
	return closedPage(
		title,
		`${counted(present.length, 'société')} · état du ${moment(end, timeZone)}`,
		style,
		verdictOf(overview),
		[
			previousIsDamaged
				? paragraph(
						'Le relevé précédent (cabinet.json) était illisible : les dernières sauvegardes complètes et les sociétés qui ont disparu de Sinao avant cette exécution ne sont pas connues.',
					)
				: '',
			companyTable(present, timeZone),
			reasons(present),
			gone(absent, timeZone),
			paragraph(
				'Les numéros absents sont des questions, pas des fautes : le rapport de chaque société les nomme. Les liens mènent aux dossiers à côté de cette page.',
				'note',
			),
		],
	);
}

function verdictOf({ companies, end }: Overview): {
	style: 'complete' | 'incomplete' | 'failed';
	title: string;
	sentence: string;
} {
	const present = companies.filter(({ outcome }) => outcome !== 'absent');
	const short = present.filter(({ outcome }) => outcome !== 'complete');
	const lost = companies.filter(({ absentSince }) => absentSince === end);
	const sentences = [
		short.length
			? `Sociétés sans sauvegarde complète : ${count(short.length)} sur ${count(present.length)}.`
			: 'La sauvegarde de chaque société est complète.',
		lost.length ? `Sociétés qui ne sont plus accessibles dans Sinao : ${count(lost.length)}.` : '',
	];
	const sentence = sentences.filter(Boolean).join(' ');
	if (short.length && short.length === present.length)
		return { style: 'failed', title: 'Aucune sauvegarde complète', sentence };
	if (short.length || lost.length) return { style: 'incomplete', title: 'À regarder', sentence };
	return { style: 'complete', title: 'Tout est complet', sentence };
}

/** Where the companies are that a long table does not show. */
const rest = html`dans ${link('cabinet.json')}`;

const nameOf = ({ name, id }: OverviewCompany) => name || `Société n° ${id}`;

function companyTable(companies: OverviewCompany[], timeZone: string): Html {
	return table(
		companies,
		[
			...nameColumns,
			{
				title: 'Résultat',
				cell: ({ outcome }) => html`<strong class="${outcome}">${results[outcome]}</strong>`,
			},
			{
				title: 'Documents enregistrés',
				cell: ({ documents }) =>
					documents && `${count(documents.stored)} sur ${count(documents.asked)}`,
				set: 'amount',
			},
			{
				title: 'Fichiers manquants',
				cell: ({ missing }) => (missing === null ? '' : count(missing)),
				set: 'amount',
			},
			{
				title: 'Numéros absents',
				cell: ({ numbering }) => numbering && count(numbering.missing),
				set: 'amount',
			},
			...linkColumns(timeZone),
		],
		rest,
	);
}

const nameColumns: Array<TableColumn<OverviewCompany>> = [
	{ title: 'Société', cell: nameOf, set: 'name' },
	{ title: 'SIREN', cell: ({ siren }) => siren, set: 'short' },
];

function linkColumns(timeZone: string): Array<TableColumn<OverviewCompany>> {
	return [
		{
			title: 'Dernière sauvegarde complète',
			cell: (company) => lastComplete(company, timeZone),
			set: 'short',
		},
		{ title: 'Ouvrir', cell: links },
	];
}

function lastComplete({ lastComplete: last }: OverviewCompany, timeZone: string): string {
	return last ? `n° ${count(last.number)}, ${moment(last.end, timeZone)}` : 'aucune connue';
}

/** A failed company keeps the pages of an earlier backup, if there was one. */
function links({ folder, documents, lastComplete: last, pages }: OverviewCompany): Html | '' {
	if (!documents && !last) return '';
	return html`${link(`./${folder}/${pages.report}`, 'rapport')} ·
	${link(`./${folder}/${pages.index}`, 'documents')}`;
}

function reasons(companies: OverviewCompany[]): Html | '' {
	const failed = companies.filter(({ reason }) => reason);
	if (!failed.length) return '';
	return section(
		'Pourquoi il n’y a pas de sauvegarde',
		paragraph(
			'Ces sociétés n’ont pas été sauvegardées cette fois. La prochaine exécution essaiera de nouveau. La raison est celle que donne le programme, en anglais.',
		),
		table(
			failed,
			[
				{ title: 'Société', cell: nameOf, set: 'name' },
				{ title: 'Raison', cell: ({ reason }) => html`<span lang="en">${reason}</span>` },
				{ title: 'Dossier', cell: ({ folder }) => folder },
			],
			rest,
		),
	);
}

function gone(companies: OverviewCompany[], timeZone: string): Html | '' {
	if (!companies.length) return '';
	return section(
		'Sociétés qui ne sont plus accessibles',
		paragraph(
			'Sinao ne les montre plus à cet utilisateur. Elles ne sont donc plus sauvegardées ; ce qui l’était reste dans leur dossier.',
		),
		table(
			companies,
			[
				...nameColumns,
				{
					title: 'Constaté le',
					cell: ({ absentSince }) => moment(absentSince ?? '', timeZone),
					set: 'short',
				},
				...linkColumns(timeZone),
			],
			rest,
		),
	);
}
