import { issuesPage } from '../../shared/failure';

/** What a finding means and what to do, in English for the item and in French for the page. */
interface Text {
	severity: 'info' | 'warning' | 'problem';
	message: string;
	description: string;
	french: [message: string, description: string];
}

const nothing = 'Nothing.';
const rien = 'Rien.';
const report = `Report it with account-check.json, which contains no personal data: ${issuesPage}.`;
const signaler = `Le signaler avec le fichier account-check.json, qui ne contient aucune donnée personnelle : ${issuesPage}.`;
const grantAccess =
	'If the backup must contain it, ask an administrator of the Sinao account for the permission.';
const donnerAcces =
	'Si la sauvegarde doit la contenir, demander le droit à un administrateur du compte Sinao.';

const info = (
	message: string,
	french: string,
	description = nothing,
	frenchDescription = rien,
): Text => ({ severity: 'info', message, description, french: [french, frenchDescription] });

const warning = (
	message: string,
	french: string,
	description = report,
	frenchDescription = signaler,
): Text => ({ severity: 'warning', message, description, french: [french, frenchDescription] });

const problem = (
	message: string,
	french: string,
	description = report,
	frenchDescription = signaler,
): Text => ({ severity: 'problem', message, description, french: [french, frenchDescription] });

/** Everything that a check can find. */
export const texts = {
	listForbidden: problem(
		'The key has no permission for this list. A backup would not contain it.',
		'La clé n’a pas droit à cette liste. La sauvegarde ne la contiendrait pas.',
		grantAccess,
		donnerAcces,
	),
	listNotFound: problem(
		'Sinao does not offer this list for this account. A backup would not contain it.',
		'Sinao n’offre pas cette liste pour ce compte. La sauvegarde ne la contiendrait pas.',
		'If Sinao shows this data in its menu, report it with account-check.json.',
		'Si Sinao montre ces données dans son menu, le signaler avec account-check.json.',
	),
	listFailed: problem(
		'Sinao could not return this list. A backup would not contain it.',
		'Sinao n’a pas pu fournir cette liste. La sauvegarde ne la contiendrait pas.',
		'Run the check again later. If this keeps happening, contact Sinao support.',
		'Recommencer le contrôle plus tard. Si cela persiste, s’adresser à l’assistance de Sinao.',
	),
	listUnanswered: problem(
		'No answer came for this list.',
		'Cette liste est restée sans réponse.',
		'Run the check again later.',
		'Recommencer le contrôle plus tard.',
	),
	listNotReadable: problem(
		'The answer is not a list that the nodes can read.',
		'La réponse n’est pas une liste lisible.',
	),
	pagingImpossible: problem(
		'Neither the filter by ID nor the offset works, so that only the first page can be read.',
		'Ni le filtre par identifiant ni le décalage ne fonctionnent : seule la première page est lisible.',
	),
	wholeListUnproven: warning(
		'This list may contain more records: it has as many as a page, and Sinao does not return others.',
		'Cette liste contient peut-être d’autres lignes : elle en compte autant qu’une page, et Sinao n’en donne pas d’autres.',
		'Compare the number of records with Sinao. If Sinao shows more, report it with account-check.json.',
		'Comparer le nombre de lignes avec Sinao. S’il en montre davantage, le signaler avec le fichier account-check.json.',
	),
	fieldsMissing: warning(
		'These fields are in no record. Their columns will be empty in the CSV file.',
		'Ces champs ne figurent dans aucune ligne. Leurs colonnes seront vides dans le fichier CSV.',
	),
	fieldsUnknown: warning(
		'These fields are new. Raw data and All Fields contain them; the main columns do not.',
		'Ces champs sont nouveaux. Les données brutes les contiennent, les colonnes principales non.',
	),
	relationsAbsent: warning(
		'These related objects come neither nested nor as IDs. Their columns may be empty.',
		'Ces objets liés ne viennent ni imbriqués ni par identifiant. Leurs colonnes peuvent rester vides.',
	),
	expandRefused: warning(
		'Sinao refuses to add these related objects. Their columns may be empty.',
		'Sinao refuse d’ajouter ces objets liés. Leurs colonnes peuvent rester vides.',
	),
	expandIgnored: warning(
		'These related objects were requested and did not come. Their columns may be empty.',
		'Ces objets liés ont été demandés et ne sont pas venus. Leurs colonnes peuvent rester vides.',
	),
	documentsFailed: warning(
		'A document could not be downloaded.',
		'Un document n’a pas pu être téléchargé.',
		'Open the newest document of this list in Sinao. If it is there, report it with account-check.json.',
		'Ouvrir dans Sinao le document le plus récent de cette liste. S’il y est, le signaler avec account-check.json.',
	),
	md5Differs: warning(
		'The checksum in Sinao is not that of the file. Sinao converts originals.',
		'L’empreinte donnée par Sinao n’est pas celle du fichier. Sinao convertit les originaux.',
	),
	md5OfPicturesDiffers: warning(
		'The checksum in Sinao is not that of the file for photos. Sinao converts them.',
		'L’empreinte donnée par Sinao n’est pas celle du fichier pour les photos. Sinao les convertit.',
	),
	embeddedXmlMissing: warning(
		'The PDF of an invoice contains no invoice data (Factur-X).',
		'Le PDF d’une facture ne contient pas de données de facture (Factur-X).',
		'Check in the settings of Sinao whether invoices are created as Factur-X.',
		'Vérifier dans les réglages de Sinao si les factures sont créées au format Factur-X.',
	),
	dateFilterDropsDay: warning(
		'A filter by date drops records of the first day of a period.',
		'Un filtre par date perd des lignes du premier jour d’une période.',
		'Nothing. The nodes request a day more on both sides and drop what is outside of the period.',
		'Rien. Les nœuds demandent un jour de plus de chaque côté et écartent ce qui est hors de la période.',
	),
	dateFilterRefused: warning(
		'Sinao refuses filters by date.',
		'Sinao refuse les filtres par date.',
		'Back Up Account uses none. Do not use date filters in other nodes.',
		'La sauvegarde n’en utilise pas. Ne pas utiliser de filtre par date dans les autres nœuds.',
	),
	dateFilterIgnored: info(
		'Filters by date do nothing in Sinao. The nodes drop the other records themselves.',
		'Les filtres par date sont sans effet dans Sinao. Les nœuds écartent eux-mêmes les autres lignes.',
	),
	rateLimited: warning(
		'Sinao limits the number of requests per minute.',
		'Sinao limite le nombre de requêtes par minute.',
		'The nodes send as many requests as it allows. Run the first backup at night.',
		'Les nœuds envoient autant de requêtes que Sinao en accepte. Lancer la première sauvegarde la nuit.',
	),
	checkIncomplete: warning(
		'The check reached its maximum number of requests. Some questions remain open.',
		'Le nombre maximal de requêtes du contrôle est atteint. Certaines questions restent ouvertes.',
		nothing,
		rien,
	),
	webhookEventsUnread: warning(
		'The list of webhook events could not be read.',
		'La liste des événements n’a pas pu être lue.',
		'Sinao Trigger may need event names as an expression.',
		'Le déclencheur Sinao peut demander les noms des événements sous forme d’expression.',
	),
	exportFailed: warning(
		'The latest accounting export could not be downloaded.',
		'Le dernier export comptable n’a pas pu être téléchargé.',
	),
	fecName: warning(
		'The accounting file does not have the name of a FEC.',
		'Le fichier comptable ne porte pas le nom d’un FEC.',
		'Ask your accountant whether the name matters.',
		'Demander à l’expert-comptable si le nom importe.',
	),
	fecColumns: warning(
		'The accounting file does not have the columns of a FEC.',
		'Le fichier comptable n’a pas les colonnes d’un FEC.',
		'Ask your accountant whether the file is usable.',
		'Demander à l’expert-comptable si le fichier est utilisable.',
	),
	fecBalance: warning(
		'Debits and credits of the accounting file are not equal.',
		'Les débits et les crédits du fichier comptable ne sont pas égaux.',
		'Ask your accountant to check the entries.',
		'Faire vérifier les écritures par l’expert-comptable.',
	),
	bulkRefused: info(
		'ZIP archives of several documents are not available.',
		'Les archives ZIP de plusieurs documents ne sont pas disponibles.',
	),
	bulkIncomplete: info(
		'A ZIP archive did not contain every document. Download in Bulk downloads the others individually.',
		'Une archive ZIP ne contenait pas tous les documents. Les autres sont téléchargés un à un.',
	),
	bulkNotProven: info(
		'The content of a ZIP archive does not always prove which document a file is. Download in Bulk downloads these individually.',
		'Le contenu d’une archive ZIP ne prouve pas toujours de quel document il s’agit. Ceux-là sont téléchargés un à un.',
	),
	zipNamesWrong: warning(
		'A file in a ZIP archive has the name of another document.',
		'Un fichier d’une archive ZIP porte le nom d’un autre document.',
		'Report it with account-check.json.',
		'Le signaler avec le fichier account-check.json.',
	),
	zipNamesUnverified: info(
		'The check could not verify whether files in ZIP archives have the names of their documents. Download in Bulk compares the first one with a single download.',
		'Le contrôle n’a pas pu vérifier si les fichiers des archives ZIP portent le nom de leur document. Le téléchargement groupé compare le premier à un téléchargement seul.',
	),
	zipNamesByNumber: info(
		'Files in ZIP archives have the number or title of the document.',
		'Les fichiers des archives ZIP portent le numéro ou le titre du document.',
	),
	zipNamesById: info(
		'Files in ZIP archives have the ID of the record.',
		'Les fichiers des archives ZIP portent l’identifiant de la ligne.',
	),
	zipNamesOther: info(
		'Files in ZIP archives have neither the number nor the ID of the document.',
		'Les fichiers des archives ZIP ne portent ni le numéro ni l’identifiant du document.',
	),
	orderRefused: info(
		'Sinao refuses an order. The list is read without one.',
		'Sinao refuse un ordre de tri. La liste est lue sans tri.',
	),
	orderIgnored: info(
		'The requested order has no effect. The list is read by offset.',
		'L’ordre demandé est sans effet. La liste est lue par décalage.',
	),
	limitRefused: info(
		'Pages of 1,000 records are refused; smaller ones are used.',
		'Les pages de 1 000 lignes sont refusées ; de plus petites sont utilisées.',
	),
	limitIgnored: info(
		'Sinao chooses the size of a page itself, so a backup needs more requests.',
		'Sinao choisit lui-même la taille des pages : une sauvegarde demande plus de requêtes.',
	),
	idFilterRefused: info(
		'Sinao refuses a filter by ID. The list is read by offset.',
		'Sinao refuse un filtre par identifiant. La liste est lue par décalage.',
	),
	idFilterIgnored: info(
		'The filter by ID has no effect. The list is read by offset.',
		'Le filtre par identifiant est sans effet. La liste est lue par décalage.',
	),
	offsetRefused: info(
		'Sinao refuses an offset. The list is read by ID.',
		'Sinao refuse un décalage. La liste est lue par identifiant.',
	),
	offsetIgnored: info(
		'The offset has no effect. The list is read by ID.',
		'Le décalage est sans effet. La liste est lue par identifiant.',
	),
	offsetHonoured: info(
		'The offset works, although Sinao does not document it for this list.',
		'Le décalage fonctionne, bien que Sinao ne le documente pas pour cette liste.',
	),
	wholeListPaged: info(
		'This list comes in pages, although Sinao does not document it. All pages are read.',
		'Cette liste vient par pages, bien que Sinao ne le documente pas. Toutes les pages sont lues.',
	),
	searchRefused: info(
		'Sinao refuses to search.',
		'Sinao refuse la recherche.',
		'Do not use the filter Search.',
		'Ne pas utiliser le filtre de recherche.',
	),
	searchIgnored: info(
		'The search has no effect in Sinao.',
		'La recherche est sans effet dans Sinao.',
		'Do not use the filter Search.',
		'Ne pas utiliser le filtre de recherche.',
	),
	inFilterFirst: info(
		'Of a filter with several IDs only the first counts. The nodes request the others individually.',
		'D’un filtre à plusieurs identifiants, seul le premier compte. Les nœuds demandent les autres un à un.',
	),
	inFilterNone: info(
		'A filter with several IDs finds nothing. The nodes request each one individually.',
		'Un filtre à plusieurs identifiants ne trouve rien. Les nœuds les demandent un à un.',
	),
	idsAsTexts: info('IDs come as texts.', 'Les identifiants viennent sous forme de texte.'),
	relationsAsIds: info(
		'These related objects come as IDs. Their names are in another list.',
		'Ces objets liés viennent par identifiant. Leurs noms sont dans une autre liste.',
	),
	relationsByExpand: info(
		'These related objects come only when they are requested.',
		'Ces objets liés ne viennent que sur demande.',
	),
	fieldsNewer: info('The account has these newer fields.', 'Le compte a ces champs récents.'),
	fieldsChanging: info(
		'These fields differ at each request although nobody changed the record.',
		'Ces champs diffèrent à chaque requête sans que personne n’ait modifié la ligne.',
		'If the second backup downloads unchanged documents again, report it with account-check.json.',
		'Si la deuxième sauvegarde reprend des documents inchangés, le signaler avec account-check.json.',
	),
	columnsEmpty: info(
		'These columns are empty in every record that was read.',
		'Ces colonnes sont vides dans toutes les lignes lues.',
		'If Sinao shows values for them, report it with account-check.json.',
		'Si Sinao y montre des valeurs, le signaler avec account-check.json.',
	),
	rowsRepeated: info(
		'A page contained a record twice. The nodes keep it once.',
		'Une page contenait deux fois la même ligne. Les nœuds la gardent une fois.',
	),
	rowsAsArray: info('Lists come as arrays.', 'Les listes viennent sous forme de tableau.'),
	rowsWithNumericKeys: info(
		'Lists come as objects with numbers for keys.',
		'Les listes viennent sous forme d’objet à clés numériques.',
	),
	totalGiven: info(
		'Lists come with their total, so a missing record is noticed.',
		'Les listes viennent avec leur total : une ligne perdue serait remarquée.',
	),
	rowsBare: info(
		'Single records come without an envelope.',
		'Une ligne seule vient sans enveloppe.',
	),
	oldestFirst: info(
		'Without an order, lists begin with the oldest record.',
		'Sans ordre demandé, les listes commencent par la ligne la plus ancienne.',
	),
	answersPacked: info('Responses are compressed.', 'Les réponses sont compressées.'),
	linesTyped: info(
		'Lines of documents have a type and no style.',
		'Les lignes des documents ont un type et pas de style.',
	),
	headquartersNamed: info(
		'Contacts name their headquarters.',
		'Les contacts indiquent leur siège.',
	),
	contactIdsShared: info(
		'A person and an organization have the same ID.',
		'Un particulier et une entreprise portent le même identifiant.',
	),
	tagObjectIgnored: info(
		'Sinao does not say for which objects a tag is used.',
		'Sinao ne dit pas pour quels objets une étiquette est utilisée.',
	),
	tagObjectRefused: info(
		'Sinao has no tags of some kinds of objects.',
		'Sinao n’a pas d’étiquettes pour certains types d’objets.',
	),
	sendingHistoryRefused: info(
		'Sinao has no sending history of these documents.',
		'Sinao n’a pas d’historique d’envoi pour ces documents.',
	),
	subscriptionPdfFromSinao: info(
		'The PDFs of the invoices of your Sinao subscription come from Sinao itself.',
		'Les PDF des factures de l’abonnement Sinao viennent de Sinao même.',
	),
	subscriptionPdfIsPage: warning(
		'The invoices of your Sinao subscription link to a web page, not to a PDF. A backup does not contain their PDFs.',
		'Les factures de l’abonnement Sinao renvoient à une page web et non à un PDF. La sauvegarde ne contient pas leurs PDF.',
		'Download these PDFs in Sinao.',
		'Télécharger ces PDF dans Sinao.',
	),
	subscriptionPdfFailed: warning(
		'The PDF of an invoice of your Sinao subscription could not be downloaded.',
		'Le PDF d’une facture de l’abonnement Sinao n’a pas pu être téléchargé.',
		'Download these PDFs in Sinao.',
		'Télécharger ces PDF dans Sinao.',
	),
	subscriptionPdfNone: warning(
		'The invoices of your Sinao subscription have no link to a PDF. A backup does not contain their PDFs.',
		'Les factures de l’abonnement Sinao n’ont pas de lien vers un PDF. La sauvegarde ne contient pas leurs PDF.',
		'Download these PDFs in Sinao.',
		'Télécharger ces PDF dans Sinao.',
	),
	settingsNested: info('Settings come nested.', 'Les réglages viennent imbriqués.'),
	pdfDiffers: info(
		'Two downloads of the same PDF differ, so Sinao creates it anew each time.',
		'Deux téléchargements d’un même PDF diffèrent : Sinao le crée à chaque fois.',
		'Compare saved documents with the manifest, not with a new download.',
		'Comparer les documents enregistrés au manifeste, non à un nouveau téléchargement.',
	),
	draftWithPdf: info('Drafts have a PDF.', 'Les brouillons ont un PDF.'),
	draftWithoutPdf: info('Drafts have no PDF.', 'Les brouillons n’ont pas de PDF.'),
	draftRefused: info(
		'Drafts have no PDF, and Sinao answers with an unusual status.',
		'Les brouillons n’ont pas de PDF, et Sinao répond par un statut inhabituel.',
		'If the backup lists drafts as missing, report it with account-check.json.',
		'Si la sauvegarde compte des brouillons comme manquants, le signaler avec account-check.json.',
	),
	exportAsJob: info(
		'Sinao prepares accounting exports in a job.',
		'Sinao prépare les exports comptables en tâche de fond.',
	),
	exportAsAddress: info(
		'Sinao answers with the address of the accounting export.',
		'Sinao répond par l’adresse de l’export comptable.',
	),
	exportNotZip: info(
		'The accounting export is a file and not a ZIP archive.',
		'L’export comptable est un fichier et non une archive ZIP.',
	),
	webhookEvents: info(
		'Number of events that Sinao Trigger can use.',
		'Nombre d’événements utilisables par le déclencheur Sinao.',
	),
	webhookEventsPaged: info(
		'The list of webhook events comes in pages.',
		'La liste des événements vient par pages.',
	),
	webhookEventsAsRows: info(
		'Webhook events come as records.',
		'Les événements viennent sous forme de lignes.',
	),
	estimate: info(
		'What a full backup contains: documents and lists.',
		'Ce que contient une sauvegarde entière : documents et listes.',
	),
	estimateAtLeast: info(
		'What a full backup contains at least: documents and lists.',
		'Ce que contient au moins une sauvegarde entière : documents et listes.',
	),
} satisfies Record<string, Text>;

export type Code = keyof typeof texts;
