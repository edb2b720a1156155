import { quoted } from '../parts/texts';
import type { NodeDeclaration, Parameters } from '../parts/workflow';
import {
	continueOnError,
	type ReadStep,
	replacesFiles,
	retry,
	saveName,
	settingsName,
	type Storage,
} from './storage';

/** Microsoft allows about 3,000 requests in 5 minutes. The node would otherwise send all at once. */
const batching = { batch: { batchSize: 5, batchInterval: 1000 } };

const folder = `$('${settingsName}').first().json.folder`;

/** Expressions for the paths of files in the drive. */
const paths: Record<ReadStep['file'], string> = {
	manifest: `${folder} + '/manifest.json'`,
	eachPath: `${folder} + '/' + $json.path`,
};

/** What differs between the drive of an account and that of a site. */
interface Drive {
	/** Its address below that of Microsoft Graph. */
	address: string;
	credentialType: string;
}

/**
 * A request to Microsoft Graph for the content of a file. n8n's OneDrive node saves to the ID of a folder only, and its
 * SharePoint node cannot create folders, so the HTTP Request node is used: it creates missing folders by saving a file.
 */
function request(
	name: string,
	{ address, credentialType }: Drive,
	path: string,
	position: [number, number],
	more: Parameters,
): NodeDeclaration {
	return {
		name,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		position,
		parameters: {
			url: `=https://graph.microsoft.com/v1.0/${address}/root:/{{ (${path}).split('/').filter(Boolean).map(encodeURIComponent).join('/') }}:/content`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: credentialType,
			...more,
		},
		...retry,
	};
}

function save(drive: Drive): Storage['save'] {
	return (position) =>
		request(saveName, drive, paths.eachPath, position, {
			method: 'PUT',
			sendBody: true,
			contentType: 'binaryData',
			inputDataFieldName: 'data',
			options: { batching },
		});
}

/** Files are read in batches, because the node opens all files before it reads the first one. */
function read(drive: Drive): Storage['read'] {
	return ({ name, file }, [x, y]) => {
		const isEach = file === 'eachPath';
		const options = {
			response: { response: { responseFormat: 'file', outputPropertyName: 'data' } },
			// Microsoft redirects to a link that needs no token. n8n 1 does not have this option and sends the token.
			sendCredentialsOnCrossOriginRedirect: false,
		};
		const batches: NodeDeclaration = {
			name: 'Read in batches',
			type: 'n8n-nodes-base.splitInBatches',
			typeVersion: 3,
			position: [x, y - 60],
			parameters: { batchSize: 50, options: {} },
		};
		return [
			...(isEach ? [batches] : []),
			{
				...request(name, drive, paths[file], isEach ? [x + 240, y + 60] : [x, y], {
					method: 'GET',
					options: isEach ? { ...options, batching } : options,
				}),
				...continueOnError,
			},
		];
	};
}

/** What Microsoft answered; n8n has it in the description of its error. */
const answer =
	'JSON.stringify([$json.error?.message, $json.error?.description, $json.error?.messages])';

/** Microsoft has one code for a missing file and a missing site. */
const isAbsent = `/itemNotFound/.test(${answer}) && !/\\b(?:drive|site)\\b/i.test(${answer})`;

const sizes = 'The maximum is 250 MB per file.';

const ofAccount: Drive = {
	address: 'me/drive',
	credentialType: 'microsoftOneDriveOAuth2Api',
};

/** OneDrive. Saving a file creates its folders, and replaces a file with the same name. */
export const oneDrive: Storage = {
	key: 'onedrive',
	title: 'OneDrive',
	requirement: 'A Microsoft account with OneDrive',
	settings: [{ name: 'folder', value: 'Sinao' }],
	fileOptions: {},
	save: save(ofAccount),
	read: read(ofAccount),
	isAbsent,
	setup: (nodes) => [
		`In ${quoted(nodes)}, select a 'Microsoft Drive OAuth2 API' credential.`,
		`In 'Settings', enter a folder. Missing folders are created. ${sizes}`,
	],
	nextRun: replacesFiles,
};

const site = `{{ $('${settingsName}').first().json.site.replace(/^https?:\\/\\//, '').replace(/\\/+$/, '').replace(/^([^\\/]+)\\/(.+)$/, '$1:/$2:') }}`;

const ofSite: Drive = {
	address: `sites/${site}/drive`,
	credentialType: 'microsoftOAuth2Api',
};

/** The document library of a SharePoint site. */
export const sharePoint: Storage = {
	key: 'sharepoint',
	title: 'SharePoint',
	requirement: 'A SharePoint site where you can edit documents',
	settings: [
		{ name: 'site', value: 'contoso.sharepoint.com/sites/Compta' },
		{ name: 'folder', value: 'Sinao' },
	],
	fileOptions: {},
	save: save(ofSite),
	read: read(ofSite),
	isAbsent,
	setup: (nodes) => [
		`In ${quoted(nodes)}, select a 'Microsoft OAuth2 API' credential with the scope 'openid offline_access Sites.ReadWrite.All'.`,
		`In 'Settings', enter the site and a folder in its documents. ${sizes}`,
	],
	nextRun: replacesFiles,
};
