import type {
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { Failure } from '../failure';
import type { Refusals } from './refusals';

export type CredentialType = 'sinaoApi' | 'sinaoLoginApi';

/** What the user may tune; the defaults are in `node/settings.ts`. */
export interface Settings {
	/** Rows asked for in one request. */
	pageSize: number;
	/** Documents fetched at the same time. */
	parallelDownloads: number;
	/** Whether documents are asked for many at a time. */
	downloadInBulk: boolean;
	/** Tries of one request. */
	tries: number;
	/** Milliseconds before the second try; later waits grow. */
	firstWait: number;
	/** Milliseconds without a byte. */
	idleTimeout: { list: number; file: number };
	/** Bytes. */
	maximumFileSize: number;
}

/** How fast requests may be sent; shared by everything that one execution does with one credential. */
export interface Throttle {
	/** Why no more requests are sent: Sinao rejected the key, or asks for a wait that is too long. */
	ended?: Failure;
	/** How often the number of parallel downloads was halved, and when it last was (milliseconds). */
	halvings: number;
	halvedAt: number;
}

/** What is worth telling the user after the run. */
export interface Warnings {
	/** Requests that succeeded after a fault. */
	retried: number;
	/** Oddities, in sentences. */
	messages: Set<string>;
	/** Names of entries whose amounts differ from the sums of their parts. */
	totalMismatches: Set<string>;
}

/** Everything that a request needs. */
export interface Connection {
	context: IExecuteFunctions | ILoadOptionsFunctions | IHookFunctions | IWebhookFunctions;
	credentialType: CredentialType;
	/** Without a slash at the end. */
	baseUrl: string;
	appId: string;
	settings: Settings;
	throttle: Throttle;
	/** What the service was found to refuse, by the path of the list. */
	refusals: Map<string, Refusals>;
	warnings: Warnings;
	/** What must not stand in any message: the key, the password. */
	secrets: string[];
	/** Fires when the user presses Stop. */
	signal?: AbortSignal;
}
