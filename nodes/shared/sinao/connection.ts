import type {
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { Failure } from '../failure';

export type CredentialType = 'sinaoApi' | 'sinaoLoginApi';

/** Settings from the node's options; `parameters/settings.ts` has the defaults. */
export interface Settings {
	/** Rows per request. */
	pageSize: number;
	/** Documents downloaded in parallel. */
	parallelDownloads: number;
	/** Whether to request many documents at once. */
	downloadInBulk: boolean;
	/** Maximum attempts per request. */
	tries: number;
	/** Milliseconds before the first retry; later delays increase. */
	firstWait: number;
	/** Milliseconds without receiving data. */
	idleTimeout: { list: number; file: number };
	/** Bytes. */
	maximumFileSize: number;
}

/** Limits the rate of requests, shared by everything in one execution that uses the same credential. */
export interface Throttle {
	/** Why no more requests are sent: Sinao rejected the key, or asked for too long a delay. */
	ended?: Failure;
	/** How many times the parallel downloads were halved. */
	halvings: number;
	/** Called on 429 and 503 with the start time of the request. Parallel requests count once. */
	slowDown(begin: number): void;
}

/** Warnings to show after the run. */
export interface Warnings {
	/** Requests that succeeded after a retry. */
	retried: number;
	/** Warnings, in sentences. */
	messages: Set<string>;
	/** Names of records whose totals do not match the sum of their lines. */
	totalMismatches: Set<string>;
}

/** Everything that a request needs. */
export interface Connection {
	context: IExecuteFunctions | ILoadOptionsFunctions | IHookFunctions | IWebhookFunctions;
	credentialType: CredentialType;
	/** Without a trailing slash. */
	baseUrl: string;
	appId: string;
	settings: Settings;
	throttle: Throttle;
	warnings: Warnings;
	/** Texts that no message may contain: the key, the password. */
	secrets: string[];
	/** Fires when the execution is stopped. */
	signal?: AbortSignal;
}

export function createThrottle(): Throttle {
	let halvedAt = 0;
	const pace: Throttle = {
		halvings: 0,
		slowDown(begin) {
			if (begin < halvedAt) return;
			halvedAt = Date.now();
			pace.halvings++;
		},
	};
	return pace;
}

/** How many documents to download in parallel now. */
export function parallelDownloads({ settings, throttle: throttle }: Connection): number {
	return Math.max(1, Math.floor(settings.parallelDownloads / 2 ** throttle.halvings));
}
