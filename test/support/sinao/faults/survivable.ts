import type { Fault } from './fault';

/** Faults that a client survives by asking again: what the soak test draws from. */
export const survivableFaults: Fault[] = [
	{ kind: 'status', status: 429, retryAfter: 0.05 },
	{ kind: 'status', status: 429 },
	{ kind: 'status', status: 500 },
	{ kind: 'status', status: 502, body: '<html><body>Bad Gateway</body></html>' },
	{ kind: 'status', status: 503 },
	{ kind: 'status', status: 504 },
	{ kind: 'reset', when: 'beforeHeaders' },
	{ kind: 'reset', when: 'midBody' },
	{ kind: 'shortBody' },
	{ kind: 'chunkedCut' },
	{ kind: 'html' },
	{ kind: 'jsonError' },
];
