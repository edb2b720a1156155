import type {
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { Failure } from '../failure';
import type { Row } from '../resource';

export type CredentialType = 'sinaoApi' | 'sinaoLoginApi';

/** Settings from the node's options; `parameters/settings.ts` has the defaults. */
export interface Settings {
	/** Rows per request. */
	pageSize: number;
	/** The most documents that are downloaded at the same time. */
	parallelDownloads: number;
	/** Whether to request many documents at once; `automatic`: where it turns out to be useful. */
	downloadInBulk: 'automatic' | 'always' | 'never';
	/** Maximum attempts per request. */
	tries: number;
	/** Milliseconds before the first retry; later delays increase. */
	firstWait: number;
	/** Milliseconds without receiving data. */
	idleTimeout: { list: number; file: number };
	/** Bytes. */
	maximumFileSize: number;
}

/** Whether requests may be sent; shared by all items of one run of a node with one credential. */
export interface Throttle {
	/** Why no more requests are sent: Sinao rejected the key, or asks for a wait that is too long. */
	ended?: Failure;
}

/** How fast requests may be sent; shared by all nodes of one execution with one credential. Times are milliseconds. */
export interface Pace {
	/** Documents that may be downloaded at the same time; a whole number once it is rounded down. */
	parallel: number;
	/** Answers since `parallel` last grew. */
	answers: number;
	/** When `parallel` last shrank: answers to earlier requests say nothing about what is sent since. */
	shrunkAt: number;
	/** When the service refused a request as one too many that was sent after the last such one. */
	refusedAt: number;
	/** When a request last succeeded; at first, when the run began. */
	succeededAt: number;
	/** How long an answer takes on average, and the shortest such average. */
	latency?: number;
	shortestLatency: number;
	/** Average size of a file. */
	fileBytes: number;
	/** Requests without an answer. */
	inFlight: number;
	/** The requests that were accepted in the last minute, or in a longer window, by their end. */
	accepted: Array<{ start: number; end: number }>;
	/** No request is sent before: the service refused one, and asked to wait. */
	opensAt: number;
	/** The last such time after which a request was accepted. */
	openedAt: number;
	/** When the service first refused a request since. */
	closedAt: number;
	limit?: RateLimit;
	/** What was found out about ZIP archives, by company and path of the list. */
	archives: Map<string, ArchiveFindings>;
}

/** A limit of requests, as far as refusals tell. */
export interface RateLimit {
	/** Number of requests that may be sent in `window` milliseconds. */
	requests: number;
	window: number;
	/** The greatest number that was not refused. */
	held: number;
	/** By how much the number is raised next. */
	step: number;
	/** When it was derived from a refusal. */
	learnedAt: number;
	/** How often one request more was refused. */
	refusals: number;
	/** When `requests` was last decided on, and whether a request has waited for it since. */
	since: number;
	hasWaited: boolean;
}

/** What was found out about the ZIP archives of documents of one list. */
export interface ArchiveFindings {
	/** Whether most documents of an archive were identified. */
	areUseful?: boolean;
	/** The most documents in one archive, if a larger one failed or was not complete. */
	largest?: number;
	/**
	 * The words before the ID or number in the names of entries, such as `Facture `, or an empty text. False if the document
	 * that an entry names had other bytes when it was requested singly.
	 */
	wordsInFront?: string | false;
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

/** What the service was found to refuse for one list, over one connection. */
export interface Refusals {
	/** Names of parts that are left out. */
	parts: Set<string>;
	/** Names of parts that a request contained which succeeded; without the limit, whose value counts. */
	accepted: Set<string>;
	/** The greatest `limit` to send. */
	limit: number;
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
	pace: Pace;
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
