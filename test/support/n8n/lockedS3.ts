import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

import { bytesOf, open } from '../sinao/http/listen';

/** What a bucket with Object Lock adds to an S3 server, in front of it. */
export interface ObjectLock {
	port: number;
	/** Every version of an object, oldest first, by its path with the bucket. */
	versions: Map<string, Buffer[]>;
	/** Requests that it refused, as `METHOD path`. */
	refused: string[];
	close(): Promise<void>;
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
	response
		.writeHead(status, { 'Content-Type': 'application/xml' })
		.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}

/**
 * Simulates Object Lock with a default retention, as Amazon documents it: a file needs a checksum (`Content-MD5`), each one
 * becomes a new version, and no version can be deleted. The server behind it does everything else; it sees the
 * requests unchanged, with their signatures.
 */
export async function startObjectLock(serverPort: number): Promise<ObjectLock> {
	const versions: ObjectLock['versions'] = new Map();
	const refused: string[] = [];

	function forward(asked: IncomingMessage, body: Buffer, response: ServerResponse): void {
		const { method, url, headers } = asked;
		request({ host: '127.0.0.1', port: serverPort, method, path: url, headers }, (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		})
			.on('error', () => response.destroy())
			.end(body);
	}

	const answer = async (asked: IncomingMessage, response: ServerResponse) => {
		const { method, url, headers } = asked;
		const file = decodeURIComponent(new URL(String(url), 'http://any').pathname);
		const body = await bytesOf(asked);
		const md5 = createHash('md5').update(body).digest('base64');
		if (method === 'DELETE') {
			refused.push(`${method} ${file}`);
			refuse(
				response,
				403,
				'AccessDenied',
				'Access Denied because object protected by object lock.',
			);
		} else if (method === 'PUT' && headers['content-md5'] !== md5) {
			refused.push(`${method} ${file}`);
			refuse(
				response,
				400,
				'InvalidRequest',
				'Content-MD5 is required for Put Object requests with Object Lock parameters',
			);
		} else {
			if (method === 'PUT') versions.set(file, [...(versions.get(file) ?? []), body]);
			forward(asked, body, response);
		}
	};
	const server = createServer((asked, response) => void answer(asked, response));
	const { port, close } = await open(server);
	return { port, versions, refused, close };
}
