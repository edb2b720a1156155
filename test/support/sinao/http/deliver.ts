import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import type { Fault } from '../faults/fault';
import type { Answer } from '../types';

function head(
	response: ServerResponse,
	{ status, headers, body }: Answer,
	length: number | null = body.length,
): void {
	response.sendDate = !('date' in headers);
	response.writeHead(status, {
		...headers,
		...(length === null ? {} : { 'content-length': length }),
	});
	response.flushHeaders();
}

async function write(response: ServerResponse, piece: Buffer): Promise<void> {
	if (response.destroyed || response.write(piece)) return;
	const done = new AbortController();
	const either = ['drain', 'close'].map(
		async (event) => await once(response, event, { signal: done.signal }).catch(() => undefined),
	);
	await Promise.race(either);
	done.abort();
}

function cut(response: ServerResponse): void {
	// What was written must leave before the connection is reset.
	setImmediate(() => response.socket?.resetAndDestroy());
}

async function drip(
	response: ServerResponse,
	answer: Answer,
	fault: Extract<Fault, { kind: 'drip' }>,
): Promise<void> {
	const { everyMilliseconds, bytes = 1, steps = Infinity } = fault;
	head(response, answer);
	let at = 0;
	for (let step = 0; step < steps && at < answer.body.length && !response.destroyed; step++) {
		await write(response, answer.body.subarray(at, at + bytes));
		at += bytes;
		await pause(everyMilliseconds);
	}
	response.end(answer.body.subarray(at));
}

async function endless(response: ServerResponse, answer: Answer, bytes: number): Promise<void> {
	head(response, answer, null);
	const piece = Buffer.alloc(1 << 16, 'x');
	await write(response, answer.body);
	for (let sent = answer.body.length; sent < bytes && !response.destroyed; sent += piece.length)
		await write(response, piece);
	response.end();
}

/** Sends more than was announced, which Node's own response object would refuse. */
function sendTooLong(
	response: ServerResponse,
	{ status, headers, body }: Answer,
	extra: number,
): void {
	const lines = Object.entries(headers)
		.map(([name, value]) => `${name}: ${String(value)}\r\n`)
		.join('');
	response.socket?.write(
		`HTTP/1.1 ${status} OK\r\n${lines}content-length: ${body.length}\r\nconnection: close\r\n\r\n`,
	);
	response.socket?.end(Buffer.concat([body, Buffer.alloc(extra, 'x')]));
}

/** Sends an answer over the wire in the way that the faults say. */
export async function deliver(
	response: ServerResponse,
	answer: Answer,
	faults: Fault[],
): Promise<void> {
	const { body } = answer;
	const half = body.subarray(0, Math.floor(body.length / 2));
	for (const fault of faults) {
		switch (fault.kind) {
			case 'reset':
				if (fault.when === 'midBody') {
					head(response, answer);
					await write(response, half);
				}
				return cut(response);
			case 'silence':
				if (fault.when === 'midBody') {
					head(response, answer);
					await write(response, half);
				}
				return;
			case 'drip':
				return await drip(response, answer, fault);
			case 'shortBody':
				head(response, answer);
				await write(response, body.subarray(0, Math.max(0, body.length - (fault.missing ?? 100))));
				response.socket?.end();
				return;
			case 'chunkedCut':
				head(response, answer, null);
				await write(response, body.subarray(0, Math.floor(body.length * (fault.keep ?? 0.5))));
				return cut(response);
			case 'longBody':
				return sendTooLong(response, answer, fault.extra ?? 1000);
			case 'endless':
				return await endless(response, answer, fault.bytes ?? 1 << 30);
		}
	}
	head(response, answer);
	response.end(body);
}
