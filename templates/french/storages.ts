import { listed } from './sentences';

/** What the French templates say of a storage; the keys are those of `storages`. */
export interface FrenchStorage {
	/** After 'enregistrer', in a title. */
	place: string;
	requirement?: string;
	setup: (nodes: string[]) => string[];
	nextRun: string;
	singleFolder?: Partial<Pick<FrenchStorage, 'setup' | 'nextRun'>>;
}

const replacesFiles =
	'Les noms de fichiers ne changent pas : un document modifié remplace l’ancien.';

const microsoftSizes = 'Un fichier peut avoir 250 Mo au plus.';

const driveSetup = (nodes: string[]) => [
	`Dans ${listed(nodes)}, connectez votre compte Google (avec votre client OAuth).`,
	'Dans « Settings », indiquez l’identifiant du dossier : la fin de son adresse (ou root).',
];

export const frenchStorages: Record<string, FrenchStorage> = {
	disk: {
		place: 'sur le disque',
		setup: () => [
			'Dans « Settings », indiquez un dossier existant du serveur de n8n, dans lequel n8n peut écrire (voir N8N_RESTRICT_FILE_ACCESS_TO). Sous Docker, .n8n-files est /home/node/.n8n-files : montez-y un volume.',
		],
		nextRun: replacesFiles,
	},
	sftp: {
		place: 'sur un serveur SFTP',
		requirement: 'Un serveur SFTP',
		setup: (nodes) => [
			`Dans ${listed(nodes)}, sélectionnez l’identifiant SFTP de votre serveur.`,
			'Dans « Settings », indiquez un dossier de ce serveur ; il est créé s’il n’existe pas.',
		],
		nextRun: replacesFiles,
	},
	dropbox: {
		place: 'dans Dropbox',
		requirement: 'Un compte Dropbox',
		setup: (nodes) => [
			`Dans ${listed(nodes)}, connectez votre compte Dropbox (avec une application à créer chez Dropbox).`,
			'Dans « Settings », indiquez un dossier qui commence par / ; il est créé s’il n’existe pas.',
		],
		nextRun: replacesFiles,
	},
	'google-drive': {
		place: 'dans Google Drive',
		requirement: 'Un compte Google avec Google Drive',
		setup: (nodes) => driveSetup(['Create a folder for this run', ...nodes]),
		nextRun:
			'Chaque exécution crée un dossier à sa date et à son heure. Vous pouvez supprimer les anciens.',
		singleFolder: {
			setup: driveSetup,
			nextRun:
				'Google Drive garde chaque version d’un document modifié sous le même nom, avec sa date.',
		},
	},
	onedrive: {
		place: 'dans OneDrive',
		requirement: 'Un compte Microsoft avec OneDrive',
		setup: (nodes) => [
			`Dans ${listed(nodes)}, sélectionnez un identifiant « Microsoft Drive OAuth2 API ».`,
			`Dans « Settings », indiquez un dossier ; il est créé s’il n’existe pas. ${microsoftSizes}`,
		],
		nextRun: replacesFiles,
	},
	sharepoint: {
		place: 'dans SharePoint',
		requirement: 'Un site SharePoint dont vous pouvez modifier les documents',
		setup: (nodes) => [
			`Dans ${listed(nodes)}, sélectionnez un identifiant « Microsoft OAuth2 API » avec le scope « openid offline_access Sites.ReadWrite.All ».`,
			`Dans « Settings », indiquez le site et un dossier de ses documents. ${microsoftSizes}`,
		],
		nextRun: replacesFiles,
	},
	s3: {
		place: 'dans S3',
		requirement: 'Un bucket S3',
		setup: (nodes) => [
			`Dans ${listed(nodes)}, sélectionnez un identifiant S3 qui peut lister, lire, écrire et connaître la région.`,
			'Dans « Settings », indiquez le bucket et un dossier, sans / au début, sans %, + ni &.',
		],
		nextRun: replacesFiles,
	},
	nextcloud: {
		place: 'dans Nextcloud',
		requirement: 'Un compte Nextcloud',
		setup: (nodes) => [
			`Dans ${listed(['Create the folder if needed', ...nodes])}, sélectionnez votre identifiant Nextcloud (un mot de passe d’application convient).`,
			'Dans « Settings », indiquez un nom de dossier sans # ni ?.',
		],
		nextRun: replacesFiles,
	},
};
