import { disk } from './disk';
import { dropbox } from './dropbox';
import { googleDrive } from './googleDrive';
import { oneDrive, sharePoint } from './microsoft';
import { nextcloud } from './nextcloud';
import { s3 } from './s3';
import { sftp } from './sftp';
import type { Storage } from './storage';

/** All storages to which the templates can save. */
export const storages: Storage[] = [
	disk,
	sftp,
	dropbox,
	googleDrive,
	oneDrive,
	sharePoint,
	s3,
	nextcloud,
];
