import type { Gap, NumberFindings, OutOfOrder } from '../numberSeries/findings';
import type { NumberedInvoice } from '../numberSeries/parse';
import type { ReportData } from './data';
import { type Html, paragraph, section, subsection, table } from './html';
import { count, counted, day } from './labels';

/** Findings about invoice numbers, phrased as questions (docs/reliability.md, faults 70 to 72). */
export function numberSection({ numbering, drafts, imported }: ReportData): Html {
	const title = 'Numérotation des factures';
	if (!numbering)
		return section(
			title,
			paragraph(
				'Les factures n’ont pas été lues pendant cette exécution ; leur numérotation n’a pas été examinée.',
			),
		);
	return section(
		title,
		numbering.series.length
			? seriesTable(numbering)
			: paragraph('Aucune suite de numéros à examiner.'),
		...questions(numbering),
		paragraph(asides(numbering, drafts, imported.length), 'note'),
	);
}

const notExamined = 'non examiné';

function seriesTable({ series }: NumberFindings): Html {
	return table(series, [
		{ title: 'Premier numéro', cell: ({ first }) => first.number, set: 'name' },
		{ title: 'Dernier numéro', cell: ({ last }) => last.number, set: 'name' },
		{ title: 'Factures', cell: ({ invoices }) => count(invoices), set: 'amount' },
		{
			title: 'Numéros absents',
			cell: ({ understood, holes: gaps }) =>
				understood ? count(gaps.reduce((sum, gap) => sum + gap.count, 0n)) : notExamined,
			set: 'amount',
		},
		{
			title: 'Hors ordre des dates',
			cell: ({ understood, outOfOrder }) => (understood ? count(outOfOrder.length) : notExamined),
			set: 'amount',
		},
	]);
}

function questions({ series, duplicates }: NumberFindings): Array<Html | ''> {
	const gaps = series.flatMap((one) => one.holes);
	const outOfOrder = series.flatMap((one) => one.outOfOrder);
	const isExamined = series.every(({ understood }) => understood);
	if (isExamined && !gaps.length && !outOfOrder.length && !duplicates.length)
		return [
			paragraph(
				'Rien à expliquer : chaque suite est continue, sans doublon, et dans l’ordre des dates.',
			),
		];
	return [
		isExamined
			? ''
			: paragraph(
					'Numérotation non comprise là où le tableau indique « non examiné » : ces numéros semblent suivre une autre règle qu’un compteur (des numéros manquent après plus d’une facture sur trois, ou la plupart ne suivent pas l’ordre des dates). Leurs absences et leur ordre ne sont donc pas examinés.',
				),
		gaps.length
			? subsection(
					'À expliquer : numéros absents',
					paragraph(
						'Une absence n’est pas une faute en soi : un numéro a pu être abandonné, ou une autre suite commencée. Mieux vaut en noter la raison.',
					),
					gapTable(gaps),
				)
			: '',
		duplicates.length
			? subsection(
					'À expliquer : un même numéro sur plusieurs factures',
					paragraph('Tous ces documents sont sauvegardés.'),
					duplicateTable(duplicates),
				)
			: '',
		outOfOrder.length
			? subsection('À expliquer : numéros hors de l’ordre des dates', orderTable(outOfOrder))
			: '',
	];
}

const named = ({ number, date }: NumberedInvoice) => `${number} du ${day(date)}`;

function gapTable(gaps: Gap[]): Html {
	return table(gaps, [
		{
			title: 'Absent',
			cell: ({ from, to, count: many }) =>
				many === 1n ? from : `${from} à ${to} (${count(many)} numéros)`,
		},
		{
			title: 'Numéro précédent',
			cell: ({ before }) => (before ? named(before) : 'aucun : début de la suite'),
		},
		{ title: 'Numéro suivant', cell: ({ after }) => named(after) },
	]);
}

function duplicateTable(duplicates: NumberedInvoice[][]): Html {
	return table(duplicates, [
		{ title: 'Numéro', cell: ([{ number }]) => number, set: 'name' },
		{
			title: 'Factures',
			cell: (invoices) =>
				invoices.map(({ id, date }) => `identifiant ${id} du ${day(date)}`).join(' ; '),
		},
	]);
}

function orderTable(outOfOrder: OutOfOrder[]): Html {
	return table(outOfOrder, [
		{ title: 'Numéro', cell: ({ invoice }) => named(invoice) },
		{
			title: 'Numéro précédent',
			cell: ({ before }) => (before ? named(before) : 'aucun : début de la suite'),
		},
		{
			title: 'Numéro suivant',
			cell: ({ after }) => (after ? named(after) : 'aucun : fin de la suite'),
		},
	]);
}

function asides({ single }: NumberFindings, drafts: number, imported: number): string {
	const sentences = ['Les brouillons n’ont pas de numéro et ne laissent pas de trou.'];
	if (drafts) sentences.push(`Il y en a ${count(drafts)}.`);
	if (imported)
		sentences.push(
			`${counted(imported, 'facture importée', 'factures importées')} d’un autre logiciel : comptées à part, hors de ces suites.`,
		);
	if (single.length)
		sentences.push(
			`${counted(single.length, 'numéro', 'numéros')} hors de toute suite : ${single
				.slice(0, 20)
				.map(({ number }) => shortened(number))
				.join(' · ')}${single.length > 20 ? ' …' : ''}`,
		);
	return sentences.join(' ');
}

function shortened(number: string): string {
	return number.length > 40 ? `${number.slice(0, 40)}…` : number;
}
