import type { ReportData, SavedAccounting } from './data';
import { french, html, type Html, paragraph, section, subsection } from './html';
import { count, counted, day } from './labels';

/** Until when to keep the documents, as advice: the end of the fiscal year plus ten years. */
export function keepSection({ years, saved }: ReportData): Html | '' {
	if (!years || !saved.files) return '';
	const until = (year: number) => `31/12/${year + 10}`;
	const [first, last] = years;
	const oldest = first < last ? ` ; ceux de ${first}, jusqu’au ${until(first)}` : '';
	return section(
		'Jusqu’à quand garder ce dossier',
		paragraph(
			`Conseil : dix ans à compter de la fin de l’exercice. Si l’exercice est l’année civile, les documents de ${last} se gardent jusqu’au ${until(last)}${oldest}. Si l’exercice finit un autre jour, comptez à partir de ce jour. À confirmer par votre expert-comptable.`,
		),
	);
}

interface Step {
	text: string;
	isDone: boolean;
}

function savedOf({ documents }: ReportData, name: string): number {
	return documents.find(({ resource }) => resource === name)?.stored ?? 0;
}

/** What follows the steps to generate entries. */
const runAgain = 'puis relancer la sauvegarde, qui ne génère jamais d’écritures.';

/**
 * What is saved is done. Whether all months were generated is not known, so that step stays open: an export proves only
 * the days that it covers.
 */
function accountingSteps(facts: ReportData): Step[] {
	const { accounting } = facts;
	const open = (text: string): Step => ({ text, isDone: false });
	if (!accounting)
		return [
			open(
				'Comptabilité : cette sauvegarde n’inclut pas les exports comptables (FEC). Si vous utilisez cette partie de Sinao, ajouter « Accounting Exports (FEC) » aux documents, ou les télécharger avec le nœud Sinao Accounting.',
			),
		];
	const { access, exports, unfinished } = accounting;
	if (access === 'denied')
		return [
			open(
				'Comptabilité (FEC) : Sinao n’y donne pas accès. Si cette société l’utilise, l’exporter dans Sinao, ou relancer la sauvegarde avec une clé qui y a droit.',
			),
		];
	if (access === 'unread')
		return [
			open(
				'Comptabilité (FEC) : la liste des exports n’a pas pu être lue. Relancer la sauvegarde.',
			),
		];
	const all = exports.length + unfinished.length;
	if (!all)
		return [
			open(
				`Comptabilité (FEC) : aucun export n’existe dans Sinao. Si vous utilisez cette partie de Sinao, y générer les écritures, ${runAgain}`,
			),
		];
	const stored = savedOf(facts, 'accountingExports');
	return [
		{
			text: `Exports comptables (FEC) qui existent dans Sinao : ${counted(stored, 'sauvegardé')} sur ${count(all)}.`,
			isDone: stored >= all,
		},
		open(`${coverage(accounting)}, ${runAgain}`),
	];
}

function coverage({ covered }: SavedAccounting): string {
	if (!covered) return 'Comptabilité (FEC) : générer dans Sinao les mois qui ne le sont pas encore';
	const { from, to, gaps } = covered;
	const some = gaps.slice(0, 5).map((gap) => `du ${day(gap.from)} au ${day(gap.to)}`);
	const except = some.length
		? `, sauf ${some.join(', ')}${gaps.length > some.length ? ' …' : ''}`
		: '';
	return `Les exports comptables sauvegardés vont du ${day(from)} au ${day(to)}${except}. Générer dans Sinao les mois suivants, et tout autre mois qu’ils ne couvrent pas`;
}

/** The checklist for leaving Sinao: what this run has done, and what nobody but the user can do. */
export function leavingSection(facts: ReportData): Html | '' {
	if (!facts.leavingChecklist) return '';
	const { outcome, missing, scope, lists } = facts;
	const guide = ['invoices', 'quotes', 'purchases', 'persons', 'organizations', 'products'];
	const isListed = (name: string) =>
		lists.some(({ resource, asked, stored }) => resource === name && stored >= asked);
	const hasDocuments = ['invoices', 'quotes', 'purchases'].every((name) =>
		scope.documents.includes(name),
	);
	const ownInvoices = lists.find(({ resource }) => resource === 'subscriptionInvoices')?.rows ?? 0;
	const missingDocuments = missing.filter(({ kind }) => kind === 'document').length;
	const steps: Step[] = [
		{
			text: 'Listes du guide de Sinao : factures, devis, achats, contacts, catalogue, banque.',
			isDone: [...guide, 'transactions'].every(isListed),
		},
		{
			text: missingDocuments
				? `PDF des factures et des devis, originaux des achats : il en manque ${count(missingDocuments)}.`
				: 'PDF des factures et des devis, originaux des achats.',
			isDone: hasDocuments && !missingDocuments,
		},
		{
			text: 'Factures de votre abonnement Sinao, qui sont des achats à conserver : liste et PDF.',
			isDone:
				isListed('subscriptionInvoices') && savedOf(facts, 'subscriptionInvoices') >= ownInvoices,
		},
		{
			text: 'Relire chaque fichier : verification.html doit dire « Fichiers intacts ».',
			isDone: false,
		},
		{ text: 'Copier le dossier à un second endroit et vérifier la copie.', isDone: false },
		...accountingSteps(facts),
		{
			text: 'Si une nouvelle société reprend les contacts et le catalogue : les exporter à la main dans Sinao et les importer dans la nouvelle entreprise (guide de Sinao), ou, pour un autre logiciel, les exporter au format Import des nœuds et associer les colonnes dans son import.',
			isDone: false,
		},
		{
			text: 'Choisir une autre plateforme agréée et faire mettre à jour votre ligne de l’annuaire avant de résilier : elle se remplace, elle ne se supprime pas.',
			isDone: false,
		},
		{
			text: 'Enregistrer les statuts des factures électroniques et les déclarations d’e-reporting, que l’API ne donne pas.',
			isDone: false,
		},
		{
			text: 'Demander à Sinao par écrit : quelle plateforme agréée a reçu vos factures, si les fichiers des achats sont les originaux reçus, et comment obtenir ceux qui manquent.',
			isDone: false,
		},
	];
	const list = (done: boolean) => {
		const items = steps.filter(({ isDone }) => isDone === done);
		return html`<ul>
			${items.map(({ text }) => html`<li>${french(text)}</li>`)}
		</ul>`;
	};
	return section(
		'Quitter Sinao',
		outcome === 'complete'
			? ''
			: paragraph('Cette sauvegarde n’est pas complète : ne résiliez pas encore.'),
		steps.some(({ isDone }) => isDone) ? subsection('Fait', list(true)) : '',
		subsection('Reste à faire', list(false)),
	);
}
