import { accountantPack, allCompanies } from './accountants';
import { backUpName, backupStorageNodes, saveManifestName } from '../backup/steps';
import { verificationStorageNodes } from '../backup/verification';
import { downloadName } from '../finalizedInvoices/texts';
import { incremental, pageName, saveName } from '../storages/storage';
import {
	credentialStep,
	installStep,
	mailTip,
	mailTipOfPage,
	partsParagraph,
	publishStep,
	requirements,
} from './sentences';
import { type FrenchTexts, singleFolder } from './texts';

const quotes: [string, string] = ['« ', ' »'];

const saveEverything: FrenchTexts = (storage) => ({
	title: `Sauvegarder chaque semaine un compte Sinao ${storage.place}`,
	overview:
		'Une copie des listes et documents principaux de votre compte Sinao, dans des fichiers qui s’ouvrent sans Sinao.',
	audience:
		'Les sociétés qui facturent avec Sinao et leurs experts-comptables : tous ceux qui veulent leur propre copie de leurs données, ou qui quittent Sinao.',
	steps: [
		'Sept nœuds exportent factures, devis, achats, particuliers, entreprises, catalogue et opérations bancaires en CSV pour Excel.',
		'Trois nœuds téléchargent le PDF de chaque facture et devis, et le justificatif de chaque achat. Les listes nomment ces fichiers dans la colonne Fichier.',
		`« Save » enregistre chaque fichier ${storage.place}. ${storage.nextRun}`,
		'Si un document ne peut pas être téléchargé, tout le reste est enregistré, puis le workflow échoue et le nomme.',
	],
	paragraphs: [
		`Chaque lundi à 3 heures, le workflow exporte sept listes d’un compte Sinao en CSV : factures, devis, achats, particuliers, entreprises, catalogue et opérations de chaque compte bancaire. Il télécharge aussi le PDF de chaque facture et devis et le justificatif d’origine de chaque achat, et enregistre le tout ${storage.place}. Dans les listes des factures, devis et achats, la colonne Fichier contient le chemin du fichier de chaque ligne. ${storage.nextRun} Si un document reste impossible à télécharger après plusieurs tentatives, tous les autres sont enregistrés, puis l’exécution échoue avec une erreur qui nomme les documents manquants.`,
	],
	setup: [
		installStep,
		credentialStep('les dix nœuds Sinao'),
		...storage.setup([saveName]),
		publishStep,
	],
	requirements: requirements(storage.requirement),
	customize: {
		canvas: `Changez l’horaire, ou filtrez par date ou par statut dans les nœuds Sinao. ${mailTip}`,
		page: `Chaque nœud Sinao a des filtres par date et par statut, plusieurs formats et un modèle de nom de fichier. Remplacez « Save » pour utiliser un autre stockage. Pour beaucoup de documents sur un stockage lent, comme SFTP, activez « Compress Into ZIP Files » dans les nœuds de téléchargement. ${mailTipOfPage}`,
	},
});

const nightlyBackup: FrenchTexts = (anyStorage, original) => {
	const storage = singleFolder(anyStorage);
	return {
		title: `Sauvegarder chaque nuit les nouveautés de Sinao ${storage.place}`,
		overview: `Enregistre chaque nuit ${storage.place} les nouveautés de Sinao : listes en CSV, documents en PDF. Signale tout ce qui manque.`,
		audience:
			'Les sociétés qui facturent avec Sinao et leurs experts-comptables : tous ceux qui doivent garder leurs documents des années et veulent être sûrs que rien ne manque ni n’a été modifié.',
		steps: [
			'Le manifeste, à côté des fichiers, liste ce qui est déjà enregistré. Sans lui, tout est sauvegardé.',
			`« ${backUpName} » lit toutes les listes, les compare au manifeste et ne télécharge que les documents nouveaux ou modifiés. Un document modifié devient une nouvelle version.`,
			`« Save » enregistre les fichiers ${storage.place}.`,
			`« ${saveManifestName} » ajoute le manifeste, SHA256SUMS et un rapport.`,
			'S’il manque quelque chose, le workflow échoue et le nomme ; l’exécution suivante réessaie.',
		],
		paragraphs: [
			`Chaque nuit à 2 heures, le workflow lit le manifeste de l’exécution précédente et toutes les listes de Sinao, et télécharge les documents nouveaux ou modifiés : PDF des factures et devis, justificatifs des achats, pièces jointes, et FEC des exports comptables qui existent. Les listes sont enregistrées en CSV et en JSON Lines. Tout est enregistré ${storage.place}. Rien de ce que liste le manifeste n’est écrasé : une modification donne une nouvelle version, et les documents supprimés dans Sinao restent dans la sauvegarde.`,
			`Le workflow crée ensuite un manifeste avec l’empreinte SHA-256 de chaque fichier, un fichier SHA256SUMS, une page de recherche (${pageName(incremental(original), 'index.html', quotes)}) et un rapport qui montre les documents manquants et les trous de numérotation. Le manifeste est enregistré en dernier. Si un fichier ne peut pas être téléchargé ou enregistré, l’exécution échoue et le nomme, et la suivante réessaie.`,
			partsParagraph,
		],
		setup: [
			installStep,
			credentialStep(`« ${backUpName} »`),
			...storage.setup(backupStorageNodes(incremental(original))),
			`Publiez le workflow (n8n 1 : activez-le), exécutez-le à la main et vérifiez ${pageName(incremental(original), 'rapport.html', quotes)}. Un dossier par société, pour aucun autre workflow que leaving-sinao.`,
		],
		requirements: requirements(storage.requirement),
		customize: {
			canvas: `Changez l’horaire, ou la taille d’une partie (« Maximum Files »). ${mailTip}`,
			page: `Dans « ${backUpName} », choisissez les listes et les documents. L’option « Maximum Files » est la taille d’une partie (remplacez l’expression par un nombre pour la changer), « Replace Lists » ne garde que la dernière version de chaque liste, « Download Again » retélécharge des fichiers modifiés ou perdus. Si la première sauvegarde peut durer jusqu’au prochain départ automatique, désactivez « Every night at 2 am » jusqu’à ce qu’elle soit complète. ${mailTipOfPage} Ce n’est pas un archivage à valeur probante.`,
		},
	};
};

const leavingSinao: FrenchTexts = (anyStorage, original) => {
	const storage = singleFolder(anyStorage);
	return {
		title: `Exporter tout un compte Sinao ${storage.place} avant de partir, et le vérifier`,
		overview:
			'Tout ce que Sinao conseille d’exporter avant de partir, et toutes les autres listes, en une exécution vérifiée.',
		audience:
			'Les sociétés qui ferment, changent de forme juridique ou quittent Sinao, et leurs experts-comptables : tout doit être exporté avant la fin de l’abonnement, et gardé des années.',
		steps: [
			`« ${backUpName} » exporte toutes les listes (CSV et JSON Lines) et télécharge les PDF des factures et devis, les justificatifs des achats et les pièces jointes.`,
			`« Save » enregistre les fichiers ${storage.place}, puis manifeste, SHA256SUMS et rapport.`,
			'Chaque fichier est relu et comparé au manifeste (verification.html).',
			'Si un fichier manque ou est modifié, le workflow échoue et le nomme. Relancez-le pour réessayer.',
		],
		paragraphs: [
			`En une exécution, le workflow exporte les listes que cite le guide de Sinao pour ceux qui partent (factures, devis, achats, particuliers, entreprises, catalogue et chaque compte bancaire) en CSV et en JSON Lines, et toutes les autres listes auxquelles la clé donne accès. Il télécharge aussi le PDF de chaque facture et devis, le justificatif de chaque achat, les pièces jointes et le FEC de chaque export comptable qui existe. Tout est enregistré ${storage.place}, avec un manifeste, un fichier SHA256SUMS et un rapport qui montre les documents manquants et les trous de numérotation.`,
			'Le workflow relit ensuite chaque fichier dans le stockage, le compare octet par octet au manifeste et enregistre le résultat dans verification.html. Si un document manque ou si un fichier est modifié, l’exécution échoue et le nomme, une fois tout le reste terminé. L’exécution suivante ne reprend que ce qui a échoué.',
			partsParagraph,
		],
		setup: [
			installStep,
			credentialStep(`« ${backUpName} »`),
			...storage.setup([
				...backupStorageNodes(incremental(original)),
				...verificationStorageNodes(incremental(original)),
			]),
			`Publiez-le (n8n 1 : inutile), exécutez-le tant que votre abonnement est actif, puis consultez ${pageName(incremental(original), 'rapport.html', quotes)} et verification.html.`,
		],
		requirements: requirements(storage.requirement),
		customize: {
			canvas: `Dans le dossier d’une sauvegarde quotidienne, seules les nouveautés sont téléchargées. ${mailTip}`,
			page: `Les écritures comptables ne sont jamais générées : générez-les dans Sinao avant d’exécuter le workflow. Il y a deux voies vers une nouvelle société : exporter les contacts et le catalogue dans Sinao et les y importer, comme le dit son guide, ou, pour un autre logiciel, les exporter avec « Format: Import » et associer les colonnes dans son import. Pour retélécharger un fichier modifié ou perdu, indiquez son chemin dans l’option « Download Again » de « ${backUpName} », ou partez d’un dossier vide. Voir aussi la page « Quitter Sinao » de la documentation. ${mailTipOfPage} Ce n’est pas un archivage à valeur probante.`,
		},
	};
};

const finalizedInvoices: FrenchTexts = (anyStorage) => {
	const storage = singleFolder(anyStorage);
	return {
		title: `Enregistrer les factures Sinao ${storage.place} dès leur validation`,
		overview: 'Enregistre le PDF de chaque facture dès sa validation, puis à chaque modification.',
		audience:
			'Les sociétés qui facturent avec Sinao et veulent chaque PDF tout de suite, sans attendre la sauvegarde de la semaine : pour l’expert-comptable, pour un dossier partagé ou comme seconde copie.',
		steps: [
			'Tant que le workflow est actif, Sinao l’appelle quand une facture est créée ou modifiée. Sinao n’a qu’un webhook par société : si un autre outil l’utilise, le workflow ne démarre pas.',
			`Les brouillons sont ignorés. Pour les autres, « ${downloadName} » télécharge le dernier PDF, sous le même nom que la sauvegarde hebdomadaire.`,
			`« Save » l’enregistre ${storage.place}. ${storage.nextRun}`,
			'Si un PDF ne peut pas être téléchargé, le workflow échoue et nomme la facture.',
		],
		paragraphs: [
			`Tant que le workflow est actif, Sinao l’appelle quand une facture est créée ou modifiée. Le workflow ignore les brouillons, télécharge le PDF actuel de la facture, le contrôle et l’enregistre ${storage.place}. ${storage.nextRun} Un événement en double ou en retard est sans effet, car seul l’identifiant de la facture est utilisé. Un appel sans le secret de l’adresse du webhook est refusé. Si un PDF reste impossible à télécharger, l’exécution échoue avec une erreur qui nomme la facture.`,
			'Sinao n’a qu’un webhook par société. Si un autre outil l’utilise, le workflow le signale et ne démarre pas. Avec *Replace Existing Webhook*, il remplace ce webhook et le rétablit quand il est désactivé.',
		],
		setup: [
			installStep,
			'Sinao doit pouvoir joindre votre n8n : indiquez son adresse publique dans WEBHOOK_URL.',
			credentialStep('les deux nœuds Sinao'),
			...storage.setup([saveName]),
			'Publiez le workflow (n8n 1 : activez-le), modifiez une facture dans Sinao et vérifiez le fichier.',
		],
		requirements: requirements(storage.requirement, 'Un n8n que Sinao peut joindre par internet'),
		customize: {
			canvas: `Sinao ne renvoie pas les événements manqués quand n8n était arrêté : gardez aussi une sauvegarde hebdomadaire. ${mailTip}`,
			page: `Ajoutez des événements de devis ou d’achats dans le premier nœud, suivis d’un nœud de téléchargement. Remplacez « Save » pour un autre stockage ou pour envoyer le PDF par e-mail. Sinao ne renvoie pas les événements manqués quand n8n était arrêté : gardez aussi une sauvegarde hebdomadaire, avec les mêmes noms de fichiers. ${mailTipOfPage}`,
		},
	};
};

/** By the key of the English template. */
export const frenchFamilies: Record<string, FrenchTexts> = {
	'save-everything': saveEverything,
	'nightly-backup': nightlyBackup,
	'leaving-sinao': leavingSinao,
	'save-at-once': finalizedInvoices,
	'back-up-all-companies': allCompanies,
	'accountant-pack': accountantPack,
};
