import type {
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { Failure } from '../failure';
import type { Row } from '../resource';
import type { Refusals } from './refusals';

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

/** How fast requests may be sent; shared by everything that one execution does with one credential. */
export interface Throttle {
	/** Why no more requests are sent: Sinao rejected the key, or asks for a wait that is too long. */
	ended?: Failure;
	/** How often the number of parallel downloads was halved, and when it last was (milliseconds). */
	halvings: number;
	halvedAt: number;
}

/** Warnings to show after the run. */
export interface Warnings {
	/** Requests that succeeded after a retry. */
	retried: number;
	/** Warnings, in sentences. */
	messages: Set<string>;
	/** Names of records whose totals do not match the sum of their subtotals or taxes. */
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
	/** What the service was found to refuse, by the path of the list. */
	refusals: Map<string, Refusals>;
	warnings: Warnings;
	/** What is known of lists that rows of other lists refer to, by path; shared by everything that one item does. */
	related: Map<string, Promise<Map<string, Row> | undefined>>;
	/** Texts that no message may contain: the key, the password. */
	secrets: string[];
	/** Fires when the execution is stopped. */
	signal?: AbortSignal;
}
