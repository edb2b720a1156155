import { french, html, paragraph, section, table, type TableColumn } from '../report/html';
import { count, counted, moment, resourceLabel } from '../report/labels';
import { definition, page } from '../report/layout';
import type { Company } from '../../shared/sinao/company';
import type { AccountCheck, ListCheck } from './accountCheck';
import type { Estimate } from './estimate';
import type { Finding } from './findings';
import { texts } from './texts';

const severities = { problem: 'Problème', warning: 'Attention', info: 'Information' };
const paging: Record<ListCheck['paging'], string> = {
	id: 'par identifiant',
	offset: 'par décalage',
	unpaged: 'en une fois',
	unproven: 'peut-être incomplète',
	none: 'impossible',
	unknown: 'trop peu de lignes',
};

const labelOf = (list: string | null) =>
	list === null ? 'Service' : list === 'accountingExports' ? 'Comptabilité' : resourceLabel(list);

/** What the check found, for people: one page in French. */
export function accountCheckPage(
	check: AccountCheck,
	estimate: Estimate,
	findings: Finding[],
	{ company, time, timeZone }: { company: Company; time: string; timeZone: string },
): string {
	const problems = findings.filter(({ severity }) => severity === 'problem').length;
	const warnings = findings.filter(({ severity }) => severity === 'warning').length;
	const atLeast = estimate.isLowerBound ? 'au moins ' : '';
	return page(
		'Contrôle du compte Sinao',
		{ siren: null, ...company },
		verdictOf(problems, warnings),
		[
			definition('Contrôlé le', moment(time, timeZone)),
			definition(
				'Requêtes',
				`${count(check.requests.sent)}, en ${counted(check.requests.seconds, 'seconde')}`,
			),
			definition(
				'Une sauvegarde entière',
				`${atLeast}${counted(estimate.documents, 'document')} et ${counted(estimate.lists, 'liste')}, ${atLeast}${count(estimate.megabytes)} Mo, environ ${counted(estimate.minutes, 'minute')}, ${count(estimate.requests)} requêtes`,
			),
		],
		[
			lackingSection(check),
			section('Constats', table(findings, findingColumns)),
			section('Listes', table(check.lists, listColumns)),
			section(
				'Et maintenant',
				paragraph(
					'Si rien n’est marqué « Problème », la première sauvegarde peut commencer. Le fichier account-check.json dit comment Sinao répond pour ce compte, sans aucune donnée du compte : ni nom, ni numéro, ni montant. Il peut être joint à un signalement.',
				),
			),
		],
	);
}

function verdictOf(problems: number, warnings: number) {
	if (problems)
		return {
			style: 'failed' as const,
			title: 'Une sauvegarde serait incomplète',
			sentence: `${counted(problems, 'problème')} à régler ou à accepter avant la première sauvegarde.`,
		};
	return warnings
		? {
				style: 'incomplete' as const,
				title: 'Le compte peut être sauvegardé',
				sentence: `${counted(warnings, 'point')} à lire avant la première sauvegarde.`,
			}
		: {
				style: 'complete' as const,
				title: 'Le compte peut être sauvegardé',
				sentence: 'Rien d’inhabituel n’a été trouvé.',
			};
}

function lackingSection({ lists, documents }: AccountCheck) {
	const closed = lists
		.filter(({ status }) => status !== 200)
		.map(
			({ list, status }) => `${labelOf(list)} : liste non accessible (${status ?? 'sans réponse'})`,
		);
	const without = documents
		.filter(({ rows, expected }) => rows > expected)
		.map(
			({ list, rows, expected }) =>
				`${labelOf(list)} : ${counted(rows - expected, 'ligne')} sans document, par exemple un brouillon`,
		);
	const lacking = [...closed, ...without];
	return section(
		'Ce qui manquerait à une sauvegarde',
		lacking.length
			? html`<ul>
					${lacking.map((line) => html`<li>${french(line)}</li>`)}
				</ul>`
			: paragraph('Rien : la clé donne accès à toutes les listes.'),
	);
}

const findingColumns: Array<TableColumn<Finding>> = [
	{ title: 'Gravité', cell: ({ severity }) => severities[severity], set: 'short' },
	{ title: 'Liste', cell: ({ list }) => labelOf(list), set: 'name' },
	{ title: 'Constat', cell: ({ code }) => texts[code].french[0] },
	{ title: 'Détail', cell: ({ detail }) => detail },
	{ title: 'Que faire', cell: ({ code }) => texts[code].french[1] },
];

const listColumns: Array<TableColumn<ListCheck>> = [
	{ title: 'Liste', cell: ({ list }) => labelOf(list), set: 'name' },
	{
		title: 'Lignes',
		cell: ({ status, rows }) =>
			status !== 200
				? ''
				: rows.atMost === rows.atLeast
					? count(rows.atLeast)
					: rows.atMost === null
						? `au moins ${count(rows.atLeast)}`
						: `${count(rows.atLeast)} à ${count(rows.atMost)}`,
		set: 'amount',
	},
	{
		title: 'Lecture',
		cell: (list) => (list.status === 200 ? paging[list.paging] : ''),
		set: 'short',
	},
	{ title: 'Réponse', cell: ({ status }) => status ?? 'aucune', set: 'amount' },
	{ title: 'Temps (ms)', cell: ({ milliseconds }) => count(milliseconds), set: 'amount' },
];
