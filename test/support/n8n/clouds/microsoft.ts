import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import path from 'node:path';

import { waysOf } from '../../n8nVersions';
import { type Answer, answering, type Asked, type Willingness } from './answers';

/** The site of the simulated SharePoint. */
export const site = 'contoso.sharepoint.com/sites/Compta';

/** What Microsoft Graph saves in one request. */
const maximumSize = 250 * 1024 * 1024;

function refused(status: number, code: string, message: string): Answer {
	const innerError = { date: '2026-11-26T12:00:00', 'request-id': randomUUID() };
	return { status, body: { error: { code, message, innerError } } };
}

/** A file as Graph describes it. Its eTag is no hash of the content, and its hash is one that only Microsoft uses. */
function driveItem(file: string, bytes: Buffer) {
	const id = createHash('sha256').update(file).digest('hex').slice(0, 32).toUpperCase();
	return {
		'@odata.context': "https://graph.microsoft.com/v1.0/$metadata#users('1')/drive/root/$entity",
		id: `01${id}`,
		name: path.basename(file),
		size: bytes.length,
		eTag: `"{${id}},1"`,
		cTag: `"c:{${id}},1"`,
		file: {
			mimeType: 'application/pdf',
			hashes: { quickXorHash: createHash('sha1').update(bytes).digest('base64') },
		},
		parentReference: { driveType: 'business', path: `/drive/root:/${path.dirname(file)}` },
	};
}

/** What no name in OneDrive and SharePoint may have, and the length of a path. */
function isName(file: string): boolean {
	return (
		file.length <= 400 &&
		file
			.split('/')
			.every((name) => name !== '' && !/["*:<>?\\|]|^\s|[\s.]$|^~\$|^\.lock$|_vti_/.test(name))
	);
}

/** The folder of the drive to which an address leads; undefined for a site that does not exist. */
function driveOf(address: string): string | undefined {
	const [host, ...rest] = site.split('/');
	if (address === 'me/drive') return 'onedrive';
	return address === `sites/${host}:/${rest.join('/')}:/drive` ? 'sharepoint' : undefined;
}

function save(target: string, file: string, bytes: Buffer): Answer {
	if (bytes.length > maximumSize)
		return refused(413, 'requestEntityTooLarge', 'The request entity is too large.');
	const status = existsSync(target) ? 200 : 201;
	mkdirSync(path.dirname(target), { recursive: true });
	writeFileSync(target, bytes);
	return { status, body: driveItem(file, bytes) };
}

/**
 * The part of Microsoft Graph that the HTTP Request nodes of the templates use: the content of a file by its path, in
 * OneDrive and in the documents of a site. A saved file creates its folders; a download leads to another host, which
 * refuses requests with a token. Whether Microsoft's does is not known; n8n 1 always sends it.
 *
 * @param root files of OneDrive are below `root`/onedrive, those of the site below `root`/sharepoint
 */
export function microsoftHosts(
	root: string,
	token: string,
	willing: Willingness,
): Record<string, RequestListener> {
	const links = new Map<string, string>();

	function graph({ method, path: address, body, headers }: Asked): Answer {
		if (headers.authorization !== `Bearer ${token}`)
			return refused(401, 'InvalidAuthenticationToken', 'Access token is empty.');
		const [, drive, encoded] =
			/^\/v1\.0\/((?:me|sites\/[^/]+(?:\/.*)?)\/drive)\/root:\/(.+):\/content$/.exec(address) ?? [];
		if (!drive) return refused(400, 'BadRequest', 'Resource not found for the segment.');
		const folder = driveOf(decodeURIComponent(drive));
		if (!folder) return refused(404, 'itemNotFound', 'Requested site could not be found');
		const file = decodeURIComponent(encoded);
		if (!isName(file)) return refused(400, 'invalidRequest', 'The provided path is not valid.');
		const target = path.join(root, folder, file);
		if (method === 'PUT') {
			return willing.saves(file)
				? save(target, file, body)
				: refused(507, 'quotaLimitReached', 'Insufficient Space Available');
		}
		if (method !== 'GET') return refused(405, 'BadRequest', 'Method not allowed.');
		if (!willing.reads(file)) return refused(503, 'serviceNotAvailable', 'Service unavailable');
		if (!existsSync(target) || !statSync(target).isFile())
			return refused(404, 'itemNotFound', 'The resource could not be found.');
		const key = randomUUID();
		links.set(key, target);
		return {
			status: 302,
			headers: { Location: `https://contoso.sharepoint.com/download?tempauth=${key}` },
		};
	}

	function download({ query, headers }: Asked): Answer {
		const target = links.get(String(query.get('tempauth')));
		if (!target || (headers.authorization && !waysOf().sendsTokenOn)) return { status: 401 };
		return { body: readFileSync(target) };
	}

	return {
		'graph.microsoft.com': answering(graph),
		'contoso.sharepoint.com': answering(download),
	};
}
