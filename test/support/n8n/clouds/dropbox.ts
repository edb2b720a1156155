import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import path from 'node:path';

import { type Answer, answering, type Asked, type Willingness } from './answers';

const blockSize = 4 * 1024 * 1024;

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

/** Dropbox's own hash: that of the hashes of blocks of 4 MB. */
function contentHash(bytes: Buffer): string {
	const blocks = Array.from({ length: Math.ceil(bytes.length / blockSize) }, (_, index) =>
		bytes.subarray(index * blockSize, (index + 1) * blockSize),
	);
	return sha256(Buffer.concat(blocks.map(sha256))).toString('hex');
}

/** Dropbox answers 409 to everything that it does not do because of a path. */
function refused(reason: string): Answer {
	return {
		status: 409,
		body: {
			error_summary: `path/${reason}/..`,
			error: { '.tag': 'path', path: { '.tag': reason } },
		},
	};
}

function metadata(file: string, bytes: Buffer) {
	const now = `${new Date().toISOString().slice(0, 19)}Z`;
	return {
		name: path.basename(file),
		path_lower: file.toLowerCase(),
		path_display: file,
		id: `id:${sha256(Buffer.from(file)).toString('base64url').slice(0, 22)}`,
		client_modified: now,
		server_modified: now,
		rev: sha256(bytes).toString('hex').slice(0, 17),
		size: bytes.length,
		is_downloadable: true,
		content_hash: contentHash(bytes),
	};
}

function upload(root: string, file: string, bytes: Buffer): Answer {
	const target = path.join(root, file);
	mkdirSync(path.dirname(target), { recursive: true });
	writeFileSync(target, bytes);
	return { body: metadata(file, bytes) };
}

function download(root: string, file: string): Answer {
	const source = path.join(root, file);
	if (!existsSync(source)) return refused('not_found');
	const bytes = readFileSync(source);
	return {
		headers: {
			'Dropbox-API-Result': JSON.stringify(metadata(file, bytes)).replace(/[\u007f-\uffff]/g, '?'),
		},
		body: bytes,
	};
}

const rootNamespace = '1234567890';

/** Of a whole account n8n asks first for the folder to which paths belong, and names it in every request. */
function account({ method, path: address }: Asked): Answer {
	if (method !== 'POST' || address !== '/2/users/get_current_account') return { status: 404 };
	return {
		body: {
			account_id: 'dbid:1',
			root_info: {
				'.tag': 'user',
				root_namespace_id: rootNamespace,
				home_namespace_id: rootNamespace,
			},
		},
	};
}

function content(
	root: string,
	willing: Willingness,
	{ method, path: address, query, headers, body }: Asked,
): Answer {
	const { path: file } = JSON.parse(query.get('arg') ?? '{}') as { path: string };
	const { root: namespace } = JSON.parse(String(headers['dropbox-api-path-root'] ?? '{}')) as {
		root?: string;
	};
	if (namespace !== rootNamespace)
		return {
			status: 422,
			body: { error_summary: 'invalid_root/..', error: { '.tag': 'invalid_root' } },
		};
	if (!/^(?:\/[^/\\]+)+$/.test(file)) return refused('malformed_path');
	if (
		method === 'POST' &&
		address === '/2/files/upload' &&
		headers['content-type'] === 'application/octet-stream'
	) {
		return willing.saves(file) ? upload(root, file, body) : refused('insufficient_space');
	}
	if (
		method === 'POST' &&
		address === '/2/files/download' &&
		headers['content-type'] !== 'application/json'
	)
		return willing.reads(file) ? download(root, file) : { status: 500 };
	return { status: 400 };
}

/** The part of Dropbox that n8n's node calls to save and to read a file. Files lie below `root`. */
export function dropboxHosts(
	root: string,
	token: string,
	willing: Willingness,
): Record<string, RequestListener> {
	const refusal = {
		status: 401,
		body: { error_summary: 'invalid_access_token/..', error: { '.tag': 'invalid_access_token' } },
	};
	const whoMay = (answer: (asked: Asked) => Answer) =>
		answering((asked) =>
			asked.headers.authorization === `Bearer ${token}` ? answer(asked) : refusal,
		);
	return {
		'api.dropboxapi.com': whoMay(account),
		'content.dropboxapi.com': whoMay((asked) => content(root, willing, asked)),
	};
}
