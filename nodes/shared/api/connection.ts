import type { IExecuteFunctions, IHookFunctions, ILoadOptionsFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Failure } from './failure';

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

/** How fast the service may be asked, shared by everything that one execution does. */
export interface Pace {
	/** Set when Sinao asked for a wait that is too long to hold: nothing more is asked. */
	postponed?: Failure;
	/** Called at 429 and 503. */
	slowDown(): void;
	/** Called by `slowDown`; set by whoever runs requests in parallel. */
	onSlowDown?: () => void;
}

/** What is worth telling the user after the run. */
export interface Notes {
	/** Requests that succeeded after a fault. */
	repeated: number;
	/** Oddities, in sentences. */
	oddities: Set<string>;
}

/** Everything that a request needs. */
export interface Connection {
	context: IExecuteFunctions | ILoadOptionsFunctions | IHookFunctions | IWebhookFunctions;
	credentialType: CredentialType;
	/** Without a slash at the end. */
	baseUrl: string;
	appId: string;
	settings: Settings;
	pace: Pace;
	notes: Notes;
	/** Fires when the user presses Stop. */
	signal?: AbortSignal;
}

export function createPace(): Pace {
	const pace: Pace = { slowDown: () => pace.onSlowDown?.() };
	return pace;
}
