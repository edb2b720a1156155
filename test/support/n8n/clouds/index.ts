import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { filesBelow, type Place } from '../places';
import type { Credential } from '../workflows';
import type { Willingness } from './answers';
import type { DriveFile } from './driveWords';
import { dropboxHosts } from './dropbox';
import { type Drive, startDrive } from './googleDrive';
import { startInternet } from './internet';
import { microsoftHosts, site } from './microsoft';

/** A simulated Dropbox, Google Drive, OneDrive and SharePoint, for an n8n that runs in their environment. */
export interface Clouds {
	env: NodeJS.ProcessEnv;
	/** A new folder in one of them. */
	dropboxPlace(): Promise<Place>;
	googleDrivePlace(): Promise<Place>;
	oneDrivePlace(): Promise<Place>;
	sharePointPlace(): Promise<Place>;
	/** From now on this is not done for files whose name or path matches. Gives what ends that. */
	refuse(action: keyof Willingness, files: RegExp): () => void;
	close(): Promise<void>;
}

const token = 'an access token of this test';

/** A credential as n8n keeps it when a user has connected the account. */
function connected(id: string, type: string): Credential {
	const oauthTokenData = {
		access_token: token,
		token_type: 'bearer',
		refresh_token: 'not used',
		expires_in: 14_400,
	};
	return { id, name: type, type, data: { clientId: 'id', clientSecret: 'secret', oauthTokenData } };
}

const isFolder = ({ mimeType }: DriveFile) => mimeType === 'application/vnd.google-apps.folder';

/** The files in a folder of Google Drive and in its folders, by path; those of the newest run where each has a folder. */
function filesInDrive(drive: Drive, folderId: string): Map<string, DriveFile> {
	const entries = [...drive.newestIn(folderId)];
	const newest = entries.findLast(([name, file]) => isFolder(file) && /^Sinao \d{4}-/.test(name));
	if (newest) return filesInDrive(drive, newest[1].id);
	return new Map(
		entries.flatMap(([name, file]) =>
			isFolder(file)
				? [...filesInDrive(drive, file.id)].map(([path, inner]) => [`${name}/${path}`, inner])
				: [[name, file]],
		) as Array<[string, DriveFile]>,
	);
}

function placeInDrive(drive: Drive, folderId: string, root: string): Place {
	return {
		storage: 'google-drive',
		settings: { folderId },
		credentials: {
			'n8n-nodes-base.googleDrive': connected('googleDriveCred1', 'googleDriveOAuth2Api'),
		},
		root,
		async look() {
			await rm(root, { recursive: true, force: true });
			await mkdir(root, { recursive: true });
			for (const [name, { bytes }] of filesInDrive(drive, folderId)) {
				await mkdir(path.dirname(path.join(root, name)), { recursive: true });
				await writeFile(path.join(root, name), bytes);
			}
		},
		async spoil(name, bytes) {
			const file = filesInDrive(drive, folderId).get(name);
			if (!file) throw new Error(`Google Drive has no ${name}`);
			if (bytes) file.bytes = bytes;
			else drive.remove(file);
		},
		close: async () => {},
	};
}

/** Starts all of them, reached under their true names. */
export async function startClouds(): Promise<Clouds> {
	const folder = await mkdtemp(path.join(tmpdir(), 'sinao-clouds-'));
	const refused = { saves: new Set<RegExp>(), reads: new Set<RegExp>() };
	const does = (action: keyof Willingness) => (file: string) =>
		![...refused[action]].some((pattern) => pattern.test(file));
	const willing = { saves: does('saves'), reads: does('reads') };
	const drive = startDrive(token, willing);
	const internet = await startInternet({
		...dropboxHosts(path.join(folder, 'dropbox'), token, willing),
		...drive.hosts,
		...microsoftHosts(path.join(folder, 'microsoft'), token, willing),
	});
	let count = 0;
	const microsoftPlace = (
		storage: string,
		credentialType: string,
		settings: Record<string, string>,
	): Place => {
		const subfolder = `Comptabilité 2025/Sinao ${++count}`;
		return {
			storage,
			settings: { ...settings, folder: subfolder },
			credentials: {
				'n8n-nodes-base.httpRequest': connected('microsoftCred001', credentialType),
			},
			...filesBelow(path.join(folder, 'microsoft', storage, subfolder)),
			close: async () => {},
		};
	};
	return {
		env: internet.env,
		async dropboxPlace() {
			const settings = { folder: `/Comptabilité/Sinao ${++count}` };
			const credentials = {
				'n8n-nodes-base.dropbox': connected('dropboxCredent01', 'dropboxOAuth2Api'),
			};
			return {
				storage: 'dropbox',
				settings,
				credentials,
				...filesBelow(path.join(folder, 'dropbox', settings.folder)),
				close: async () => {},
			};
		},
		googleDrivePlace: async () =>
			placeInDrive(drive, `folder-${++count}`, path.join(folder, `drive-${count}`)),
		oneDrivePlace: async () => microsoftPlace('onedrive', 'microsoftOneDriveOAuth2Api', {}),
		sharePointPlace: async () => microsoftPlace('sharepoint', 'microsoftOAuth2Api', { site }),
		refuse(action, files) {
			refused[action].add(files);
			return () => refused[action].delete(files);
		},
		async close() {
			await internet.close();
			await rm(folder, { recursive: true });
		},
	};
}
