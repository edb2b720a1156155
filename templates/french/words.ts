/** The French of the notes, the error messages and the emails of the templates, by their English sentences. */
export const sentences: Record<string, string> = {
	'Start and settings': 'Départ et réglages',
	'Runs every week or manually.': 'Chaque semaine, ou à la main.',
	'Runs every night or manually.': 'Chaque nuit, ou à la main.',
	'Runs every night or manually, and for each next part.':
		'Chaque nuit, à la main, et pour chaque partie suivante.',
	'Runs manually, and for each next part.': 'À la main, et pour chaque partie suivante.',
	'Set your values here.': 'Indiquez vos valeurs ici.',
	'Sinao calls this workflow when an invoice is created or changed.':
		'Sinao appelle ce workflow quand une facture est créée ou modifiée.',
	'Drafts are skipped.': 'Les brouillons sont ignorés.',
	'Get data from Sinao': 'Lire les données de Sinao',
	'Lists as CSV, and all documents.': 'Listes en CSV, et tous les documents.',
	"The lists of invoices, quotes and purchases follow the downloads: their column 'Fichier' names the files.":
		'Les listes des factures, devis et achats suivent les téléchargements : leur colonne « Fichier » nomme les fichiers.',
	'Lists with documents': 'Listes avec documents',
	"Follow the downloads: the column 'Fichier' names the file of each row.":
		'Suivent les téléchargements : la colonne « Fichier » nomme le fichier de chaque ligne.',
	'Each file is one item.': 'Un élément par fichier.',
	'Create folders': 'Créer les dossiers',
	'Creates the folders of the files that follow.': 'Crée les dossiers des fichiers qui suivent.',
	Save: 'Enregistrer',
	'Saves each file under its path.': 'Enregistre chaque fichier sous son chemin.',
	'Replace this node to use another storage.': 'Remplacez ce nœud pour utiliser un autre stockage.',
	'Failed files are retried in the next run.': 'Ce qui échoue est repris à l’exécution suivante.',
	'Uses the same file name as the weekly backup.':
		'Le nom du fichier est celui de la sauvegarde hebdomadaire.',
	'Report the outcome': 'Rendre compte',
	'Fails the workflow and lists missing documents after everything else is saved.':
		'Une fois tout le reste enregistré, fait échouer le workflow et liste les documents manquants.',
	'Fails the workflow and lists missing files after everything else is saved.':
		'Une fois tout le reste enregistré, fait échouer le workflow et liste les fichiers manquants.',
	'Fails the workflow and lists missing and modified files after everything else is done.':
		'À la fin, fait échouer le workflow et liste les fichiers manquants ou modifiés.',
	'Fails the workflow and names the invoice if its PDF cannot be downloaded.':
		'Fait échouer le workflow et nomme la facture dont le PDF ne peut pas être téléchargé.',
	'Leave the first input unconnected: it makes n8n wait.':
		'Laissez la première entrée libre : elle fait attendre n8n.',
	"To get an email after each run, fill in 'Send the outcome' and enable it.":
		'Pour un e-mail après chaque exécution, remplissez et activez « Send the outcome ».',
	"To get an email when a run fails, fill in 'Send the outcome' and enable it.":
		'Pour un e-mail en cas d’échec, remplissez et activez « Send the outcome ».',
	'Next part': 'Partie suivante',
	"'Maximum Files' is the size of a part.": '« Maximum Files » est la taille d’une partie.',
	'If documents are left, the workflow calls itself.':
		'S’il reste des documents, le workflow s’appelle lui-même.',
	'It must be published for that.': 'Pour cela, il doit être publié.',
	'Find what is new': 'Trouver ce qui est nouveau',
	'The last manifest lists what has been saved.':
		'Le dernier manifeste liste ce qui est déjà enregistré.',
	'Without it, everything is new; if the storage cannot be reached, the workflow stops.':
		'Sans lui, tout est nouveau ; si le stockage est inaccessible, le workflow s’arrête.',
	'Manifest and report': 'Manifeste et rapport',
	'Saves a manifest, checksums and a report (in French).':
		'Enregistre un manifeste, des empreintes et un rapport.',
	'manifest.json is saved last: without it the backup is not complete.':
		'manifest.json vient en dernier : sans lui, la sauvegarde n’est pas complète.',
	'Download the PDF': 'Télécharger le PDF',
	'Downloads the current version of the invoice.': 'Télécharge la version actuelle de la facture.',
	'Read everything back': 'Tout relire',
	'Reads the manifest and every file back from storage.':
		'Relit le manifeste et chaque fichier dans le stockage.',
	'Stops if the manifest is not the one that was just saved.':
		'S’arrête si le manifeste n’est pas celui qui vient d’être enregistré.',
	Verify: 'Vérifier',
	'Compares every file with the manifest.': 'Compare chaque fichier avec le manifeste.',
	'The result is a page in French, saved next to the files.':
		'Le résultat est une page, enregistrée avec les fichiers.',
	'Runs every night or manually, and for one company when it calls itself.':
		'Chaque nuit, ou à la main, et pour une société quand il s’appelle lui-même.',
	'List the companies': 'Lister les sociétés',
	'The last overview lists the folder and the last complete backup of each company.':
		'Le dernier relevé liste le dossier et la dernière sauvegarde complète de chaque société.',
	'If the storage cannot be reached, the workflow stops.':
		'Si le stockage est inaccessible, le workflow s’arrête.',
	'One company after the other': 'Une société après l’autre',
	'Each company is a separate execution of this workflow, or several.':
		'Chaque société est une exécution séparée de ce workflow, ou plusieurs.',
	'One that fails does not stop the others.': 'Une qui échoue n’arrête pas les autres.',
	Overview: 'Relevé',
	'Saves cabinet.html, a page in French about all companies.':
		'Enregistre cabinet.html, une page sur toutes les sociétés.',
	'Fails the workflow and lists companies without a complete backup after everything else is saved.':
		'Une fois tout le reste enregistré, fait échouer le workflow et liste les sociétés sans sauvegarde complète.',
	'Folder of the company': 'Dossier de la société',
	'Name, SIREN and ID, so that no two companies share it.':
		'Nom, SIREN et identifiant : deux sociétés ne le partagent jamais.',
	Outcome: 'Résultat',
	'Returns the outcome to the run for all companies.':
		'Rend le résultat à l’exécution pour toutes les sociétés.',
	'Runs every month or manually.': 'Chaque mois, ou à la main.',
	"Set 'period' to lastMonth, lastQuarter or lastFiscalYear.":
		'Indiquez lastMonth, lastQuarter ou lastFiscalYear dans « period ».',
	'Two lists as CSV for French Excel, PDFs of invoices, originals of purchases, and the FEC if it exists.':
		'Deux listes en CSV pour Excel, les PDF des factures, les originaux des achats, et le FEC s’il existe.',
	'One archive': 'Une archive',
	'Waits for all files and for the names of missing documents, then creates one ZIP archive with a report.':
		'Attend tous les fichiers et les noms des documents manquants, puis crée une archive ZIP avec un rapport.',
	'Save and mail': 'Enregistrer et envoyer',
	'Saves the archive.': 'Enregistre l’archive.',
	"To mail it, enter the addresses in 'Settings' and enable 'Mail the archive'.":
		'Pour l’envoyer, indiquez les adresses dans « Settings » et activez « Mail the archive ».',
	'Fails the workflow and lists what is missing after the archive is saved.':
		'Une fois l’archive enregistrée, fait échouer le workflow et liste ce qui manque.',
	Download: 'Télécharger',
};

/** Words inside the expressions of error messages and emails; longer ones first. An apostrophe would end a string there. */
export const phrases: Array<[english: string, french: string]> = [
	['1 file is missing or modified', '1 fichier manquant ou modifié'],
	['files are missing or modified', 'fichiers manquants ou modifiés'],
	['1 element is missing in the archive', '1 élément manque dans l’archive'],
	['elements are missing in the archive', 'éléments manquent dans l’archive'],
	['1 company has no complete backup', '1 société n’a pas de sauvegarde complète'],
	['companies have no complete backup', 'sociétés n’ont pas de sauvegarde complète'],
	["'Company '", "'Société '"],
	[
		"'All backups are complete. Companies: '",
		"'Toutes les sauvegardes sont complètes. Sociétés : '",
	],
	[
		'could not reach the storage. Check the output of that node. No company was backed up.',
		'n’a pas pu joindre le stockage. Regardez la sortie de ce nœud. Aucune société n’a été sauvegardée.',
	],
	[
		"'This part did not find the manifest that the one before saved. Publish the workflow, and check that no other run saves to the same folder. '",
		"'Cette partie n’a pas trouvé le manifeste que la précédente a enregistré. Publiez le workflow, et vérifiez qu’aucune autre exécution n’enregistre dans le même dossier. '",
	],
	["'Documents left: ' + ", "'Documents restants : ' + "],
	["'. Run the workflow again. '", "'. Relancez le workflow. '"],
	[
		'n8n did not start the next part. Publish the workflow (n8n 1: activate it) and run it again. n8n says:',
		'n8n n’a pas lancé la partie suivante. Publiez le workflow (n8n 1 : activez-le) et relancez-le. Message de n8n :',
	],
	['=Documents left: {{', '=Documents restants : {{'],
	['1 document is missing', '1 document manquant'],
	['documents are missing', 'documents manquants'],
	['1 file is missing', '1 fichier manquant'],
	['files are missing', 'fichiers manquants'],
	['; everything else was saved. ', ' ; tout le reste est enregistré. '],
	[' | and more', ' | et d’autres'],
	["'not in the manifest'", "'absent du manifeste'"],
	["'modified'", "'modifié'"],
	["'missing'", "'manquant'"],
	[
		'could not reach the storage. Check the output of that node. Nothing was backed up.',
		'n’a pas pu joindre le stockage. Regardez la sortie de ce nœud. Rien n’a été sauvegardé.',
	],
	[
		'The manifest.json in the storage is not the one that this run saved. Nothing was verified.',
		'Le manifest.json du stockage n’est pas celui de cette exécution. Rien n’a été vérifié.',
	],
	['n8n cannot write to the folder', 'n8n ne peut pas écrire dans le dossier'],
	["' in 'Settings'.", "' indiqué dans « Settings »."],
	[
		"n8n may only use the folders in the environment variable N8N_RESTRICT_FILE_ACCESS_TO (by default, the folder .n8n-files in the home folder of n8n\\'s user). Enter such a folder in \\'Settings\\', or add this one to the variable and restart n8n.",
		'n8n n’a accès qu’aux dossiers de la variable d’environnement N8N_RESTRICT_FILE_ACCESS_TO (à défaut, le dossier .n8n-files du dossier personnel de l’utilisateur de n8n). Indiquez un tel dossier dans « Settings », ou ajoutez celui-ci à la variable et redémarrez n8n.',
	],
	[
		'The folder does not exist where n8n runs. Create it. If n8n runs in Docker, mount a folder of the server as a volume under this path. A path that does not begin with / is below the folder in which n8n was started.',
		'Ce dossier n’existe pas là où n8n s’exécute. Créez-le. Si n8n s’exécute dans Docker, montez un dossier du serveur comme volume sous ce chemin. Un chemin sans / au début part du dossier où n8n a été démarré.',
	],
	[
		"n8n\\'s user may not write to the folder. Make this user its owner; in Docker, run \\'chown 1000:1000\\' on the folder of the server.",
		'L’utilisateur de n8n n’a pas le droit d’y écrire. Donnez-lui ce dossier ; avec Docker : chown 1000:1000 sur le dossier du serveur.',
	],
	[
		'The folder is read-only. Mount it with write access.',
		'Ce dossier est en lecture seule. Montez-le en écriture.',
	],
	['The disk is full.', 'Le disque est plein.'],
	['A part of the path is a file, not a folder.', 'Une partie du chemin est un fichier.'],
	['Nothing was saved. n8n says:', 'Rien n’a été enregistré. Message de n8n :'],
	['The run failed. ', 'L’exécution a échoué. '],
	["'Failed' : 'Complete'", "'Échec' : 'Terminé'"],
	['}}: {{ $workflow.name }}', '}} : {{ $workflow.name }}'],
	['=Failed: ', '=Échec : '],
	[
		'The seven lists and the documents of invoices, quotes and purchases were saved.',
		'Les sept listes et les documents des factures, devis et achats sont enregistrés.',
	],
	["' was saved. Files in it: '", "' est enregistrée. Nombre de fichiers : '"],
	["'The backup is complete. It contains '", "'La sauvegarde est complète. Elle contient '"],
	["'Everything was saved and verified: '", "'Tout est enregistré et vérifié : '"],
	["' files. Check '", "' fichiers. Consultez '"],
	["' and verification.html.'", "' et verification.html.'"],
	["' files. The details are in '", "' fichiers. Les détails sont dans '"],
];
