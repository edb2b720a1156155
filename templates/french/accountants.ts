import { archiveName, mailName } from '../accountantPack/nodes';
import { listCompaniesName } from '../allCompanies/nodes';
import { allStorageNodes } from '../allCompanies/texts';
import { backUpName } from '../backup/steps';
import { saveName } from '../storages/storage';
import {
	credentialStep,
	installStep,
	listed,
	mailTip,
	mailTipOfPage,
	requirements,
} from './sentences';
import { type FrenchTexts, singleFolder } from './texts';

export const allCompanies: FrenchTexts = (anyStorage, original) => {
	const storage = singleFolder(anyStorage);
	return {
		title: `Sauvegarder chaque nuit toutes vos sociétés Sinao ${storage.place}, avec un relevé`,
		overview: `Enregistre chaque nuit ${storage.place} les nouveautés de chaque société d’un utilisateur Sinao, et une page avec l’état de toutes les sauvegardes.`,
		audience:
			'Les experts-comptables et tous ceux qui suivent plusieurs sociétés dans Sinao : chaque société est sauvegardée dans son dossier, et une page montre quelles sauvegardes sont complètes.',
		steps: [
			'Le workflow liste les sociétés de l’utilisateur et s’appelle pour chacune.',
			`« ${backUpName} » télécharge les nouveautés d’une société. Fichiers, manifeste et rapport vont dans son dossier.`,
			'Une société qui échoue n’arrête pas les autres.',
			'cabinet.html montre, pour chaque société, le résultat, les fichiers manquants, les trous de numérotation et la dernière sauvegarde complète.',
			'Puis le workflow échoue si une sauvegarde est incomplète.',
		],
		paragraphs: [
			`Chaque nuit à 2 heures, le workflow liste les sociétés auxquelles un utilisateur Sinao a accès et les sauvegarde l’une après l’autre. Chaque société a un dossier ${storage.place}, nommé d’après la société, son SIREN et son identifiant Sinao, avec ses listes en CSV, ses documents en PDF, un manifeste, des empreintes, un rapport et une page de recherche. Seules les nouveautés sont téléchargées. Une société qui change de nom garde son dossier.`,
			'Chaque société est une exécution séparée, ou plusieurs si elle a plus de nouveaux documents que « Maximum Files » : une société dont l’accès a été retiré, ou qui ne répond pas, n’arrête pas les autres. À la fin, le workflow enregistre cabinet.html à côté des dossiers : résultat, nombre de documents, fichiers manquants, trous de numérotation et dernière sauvegarde complète de chaque société, avec des liens vers son rapport et ses documents. Les sociétés sans sauvegarde y figurent avec la raison, et celles auxquelles l’utilisateur n’a plus accès sont nommées. Si une sauvegarde n’est pas complète, le workflow échoue ensuite.',
			'Dans n8n 2, une exécution programmée ne peut appeler le workflow pour une société que s’il est publié. Une exécution à la main n’en a pas besoin.',
		],
		setup: [
			installStep,
			`Créez l’identifiant Sinao Login API d’un utilisateur qui a accès à toutes les sociétés, sans double authentification, et sélectionnez-le dans ${listed([listCompaniesName, backUpName])}.`,
			...storage.setup(allStorageNodes(original)),
			...(original.key === 'disk'
				? [
						`Créez-y un dossier par société, avec le nom que « ${listCompaniesName} » donne dans « folder ».`,
					]
				: []),
			'Exécutez le workflow une fois à la main, ouvrez cabinet.html, puis publiez-le (n8n 1 : activez-le).',
		],
		requirements: [
			'Un utilisateur Sinao qui a accès à plusieurs sociétés, sans double authentification',
			...(storage.requirement ? [storage.requirement] : []),
			'Le nœud de la communauté n8n-nodes-sinao',
		],
		customize: {
			canvas: `Changez l’horaire. ${mailTip}`,
			page: `Dans « ${backUpName} », choisissez les listes et les documents. Avec des clés d’API, utilisez un workflow « nightly-backup » par société. ${mailTipOfPage} n8n l’appellerait aussi pour chaque société qui échoue. Ce n’est pas un archivage à valeur probante.`,
		},
	};
};

export const accountantPack: FrenchTexts = (storage) => ({
	title: `Envoyer au comptable un mois, un trimestre ou un exercice Sinao en un ZIP, enregistré ${storage.place}`,
	overview:
		'Réunit chaque mois en un fichier ZIP ce que votre comptable attend de Sinao : listes, PDF des factures, originaux des achats et FEC.',
	audience:
		'Les sociétés qui facturent avec Sinao et leurs experts-comptables : un fichier par mois, par trimestre ou par exercice, avec la liste de tout ce qui manque.',
	steps: [
		'Des nœuds Sinao lisent les documents de la période, le FEC s’il existe, et des listes qui nomment chaque fichier. Aucune écriture n’est générée.',
		`« ${archiveName} » réunit tous les fichiers en une archive ZIP, avec rapport.html.`,
		'Le rapport et l’e-mail nomment les documents impossibles à télécharger.',
		'S’il manque quelque chose, le workflow échoue ensuite.',
	],
	paragraphs: [
		'Le 5 de chaque mois, le workflow exporte les factures, les achats, les opérations bancaires et les paiements de la période en CSV pour Excel, et télécharge le PDF de chaque facture et l’original de chaque achat, sans les brouillons. Les listes ont les colonnes principales et, dans Fichier, le chemin de chaque document dans l’archive. Il télécharge aussi l’export comptable (FEC) de la période s’il existe dans Sinao. Il ne génère jamais d’écritures.',
		`Tous les fichiers vont dans une archive ZIP, chacun dans son dossier. rapport.html, dans l’archive, dit ce qu’elle contient et nomme chaque document qui n’a pas pu être téléchargé, avec la raison, et chaque jour de la période sans FEC. L’archive est enregistrée ${storage.place}. ${storage.nextRun} Pour l’envoyer, activez « ${mailName} » : le texte de l’e-mail nomme aussi ce qui manque. Ensuite, le workflow échoue s’il manque un document.`,
	],
	setup: [
		installStep,
		credentialStep('les nœuds Sinao'),
		'Dans « Settings », indiquez lastMonth, lastQuarter ou lastFiscalYear dans « period », et le premier mois de l’exercice (1 à 12) dans « fiscalYearBeginsIn ».',
		...storage.setup([saveName]),
		`Pour envoyer l’archive, indiquez les adresses dans « Settings », sélectionnez l’identifiant SMTP dans « ${mailName} » et activez-le.`,
		'Exécutez le workflow une fois à la main, ouvrez l’archive, puis publiez-le (n8n 1 : activez-le).',
	],
	requirements: requirements(storage.requirement),
	customize: {
		canvas: `Changez l’horaire ou les listes. ${mailTip}`,
		page: `Pour ajouter une liste ou des documents, copiez un nœud Sinao, reliez-le à une autre entrée de « All files » et augmentez son « Number of Inputs ». Beaucoup de serveurs refusent les pièces jointes de plus de 20 Mo : envoyez alors un lien vers l’archive. L’archive peut avoir 500 Mo au plus. ${mailTipOfPage}`,
	},
});
