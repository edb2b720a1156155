import { createHash } from 'node:crypto';

import type { Answer } from './answers';

/** A file, or a folder without bytes. */
export interface DriveFile {
	id: string;
	name: string;
	mimeType: string;
	parents: string[];
	createdTime: string;
	bytes: Buffer;
}

const hash = (name: string, bytes: Buffer) => createHash(name).update(bytes).digest('hex');

/** A file as Google describes it: all of it where every field was asked for. */
export function described({ bytes, ...file }: DriveFile, fields: string | null) {
	const { id, name, mimeType } = file;
	if (fields !== '*') return { kind: 'drive#file', id, name, mimeType };
	return {
		kind: 'drive#file',
		...file,
		size: String(bytes.length),
		md5Checksum: hash('md5', bytes),
		sha256Checksum: hash('sha256', bytes),
	};
}

/** How Google refuses a request. */
export function refused(code: number, message: string, reason: string): Answer {
	return {
		status: code,
		body: { error: { code, message, errors: [{ message, domain: 'global', reason }] } },
	};
}

export function notFound(id: string): Answer {
	return refused(404, `File not found: ${id}.`, 'notFound');
}

export function badRequest(message: string): Answer {
	return refused(400, message, 'invalid');
}
