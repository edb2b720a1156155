import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';

import { type Answer, answering, type Asked, type Willingness } from './answers';
import { badRequest, described, type DriveFile, notFound, refused } from './driveWords';

/** A simulated Google Drive and what is in it. */
export interface Drive {
	hosts: Record<string, RequestListener>;
	/** The newest file of each name in a folder, by its name. */
	newestIn(folderId: string): Map<string, DriveFile>;
	remove(file: DriveFile): void;
}

type Routes = Array<[method: string, path: RegExp, answer: (asked: Asked, id: string) => Answer]>;

const pageSize = 100;

function routesOf(all: Map<string, DriveFile>, willing: Willingness): Routes {
	const pending = new Map<string, DriveFile>();

	function added(body: Buffer): DriveFile {
		const {
			name,
			mimeType = 'application/octet-stream',
			parents,
		} = JSON.parse(body.toString()) as DriveFile;
		return {
			id: randomUUID(),
			name,
			mimeType,
			parents,
			createdTime: new Date().toISOString(),
			bytes: Buffer.of(),
		};
	}

	function search({ query }: Asked): Answer {
		const asked =
			/^((?:(?:name|mimeType) = '[^'\\]+' and )+)'([^'\\]+)' in parents and trashed = false$/.exec(
				query.get('q') ?? '',
			);
		if (!asked) return badRequest('Invalid Value');
		const [, conditions, parent] = asked;
		const values = [...conditions.matchAll(/(name|mimeType) = '([^']+)'/g)];
		const found = [...all.values()]
			.filter(
				(file) =>
					file.parents.includes(parent) &&
					values.every(([, field, value]) => file[field as 'name' | 'mimeType'] === value),
			)
			.reverse();
		const begin = Number(query.get('pageToken') ?? 0);
		const page = found.slice(begin, begin + pageSize).map((file) => described(file, '*'));
		return {
			body: {
				files: page,
				...(found.length > begin + pageSize ? { nextPageToken: String(begin + pageSize) } : {}),
			},
		};
	}

	function create({ body }: Asked): Answer {
		const file = added(body);
		all.set(file.id, file);
		return { body: described(file, null) };
	}

	function beginUpload({ query, body, headers }: Asked): Answer {
		if (query.get('uploadType') !== 'resumable')
			return badRequest('Only resumable uploads are simulated');
		const file = { ...added(body), mimeType: String(headers['x-upload-content-type']) };
		if (!willing.saves(file.name))
			return refused(
				403,
				"The user's Drive storage quota has been exceeded.",
				'storageQuotaExceeded',
			);
		const session = randomUUID();
		pending.set(session, file);
		return {
			headers: {
				Location: `https://www.googleapis.com/upload/drive/v3/files?uploadType=resumable&upload_id=${session}`,
			},
		};
	}

	function continueUpload({ query, body, headers }: Asked): Answer {
		const file = pending.get(String(query.get('upload_id')));
		const range = /^bytes (\d+)-(\d+)\/(\d+)$/
			.exec(String(headers['content-range']))
			?.slice(1)
			.map(Number);
		if (
			!file ||
			!range ||
			range[0] !== file.bytes.length ||
			range[1] - range[0] + 1 !== body.length
		)
			return badRequest('Invalid upload request');
		file.bytes = Buffer.concat([file.bytes, body]);
		if (file.bytes.length < range[2])
			return { status: 308, headers: { Range: `bytes=0-${range[1]}` } };
		all.set(file.id, file);
		return { body: described(file, null) };
	}

	function ofFile(answer: (file: DriveFile, asked: Asked) => Answer): Routes[0][2] {
		return (asked, id) => {
			const file = all.get(id);
			return file ? answer(file, asked) : notFound(id);
		};
	}

	function read(file: DriveFile, { query }: Asked): Answer {
		if (query.get('alt') !== 'media') return { body: described(file, query.get('fields')) };
		if (!willing.reads(file.name)) return refused(500, 'Internal Error', 'internalError');
		return { headers: { 'Content-Type': file.mimeType }, body: file.bytes };
	}

	function change(file: DriveFile, { query, body }: Asked): Answer {
		const { name, mimeType } = JSON.parse(body.toString()) as DriveFile;
		return { body: described(Object.assign(file, { name, mimeType }), query.get('fields')) };
	}

	return [
		['GET', /^\/drive\/v3\/files$/, search],
		['POST', /^\/drive\/v3\/files$/, create],
		['POST', /^\/upload\/drive\/v3\/files$/, beginUpload],
		['PUT', /^\/upload\/drive\/v3\/files$/, continueUpload],
		['GET', /^\/drive\/v3\/files\/([^/]+)$/, ofFile(read)],
		['PATCH', /^\/drive\/v3\/files\/([^/]+)$/, ofFile(change)],
	];
}

/**
 * The part of Google Drive that n8n's node calls to make a folder, to save a file, to find it and to read it. Like
 * Google's it keeps files of one name side by side, and finds the newest first.
 */
export function startDrive(token: string, willing: Willingness): Drive {
	const all = new Map<string, DriveFile>();
	const routes = routesOf(all, willing);
	const answer = (asked: Asked): Answer => {
		// The address of an upload that was begun is a secret itself.
		if (asked.method !== 'PUT' && asked.headers.authorization !== `Bearer ${token}`)
			return refused(401, 'Invalid Credentials', 'authError');
		for (const [method, pattern, route] of routes) {
			const match = method === asked.method && pattern.exec(asked.path);
			if (match) return route(asked, match[1]);
		}
		return { status: 404 };
	};
	return {
		hosts: { 'www.googleapis.com': answering(answer) },
		newestIn: (folderId) =>
			new Map(
				[...all.values()]
					.filter(({ parents }) => parents.includes(folderId))
					.map((file) => [file.name, file]),
			),
		remove: ({ id }) => all.delete(id),
	};
}
