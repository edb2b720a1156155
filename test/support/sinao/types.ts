import type { Company } from './company';
import type { FaultBook } from './faults/book';
import type { StorageServer } from './storage';
import type { Variants } from './variants';

export type { Variants } from './variants';

/** One row as the API knows it, with every related object; the server strips what was not expanded. */
export interface Row {
	id: number;
	[field: string]: unknown;
}

/** How many rows each list has when the company is made. */
export interface CompanySize {
	invoices: number;
	quotes: number;
	purchases: number;
	persons: number;
	organizations: number;
	products: number;
	bankAccounts: number;
	transactions: number;
	payments: number;
	attachments: number;
	bankDetails: number;
	accounts: number;
	accountCategories: number;
	accountingEntries: number;
	productCategories: number;
	productStocks: number;
	recurringInvoices: number;
	sepaMandates: number;
	tags: number;
	/** Rows of each list that only the newer text of the API has, such as `/salesdocumentmodels`. */
	newerLists: number;
}

export interface SinaoOptions {
	/** Same seed, same company, to the byte. */
	seed?: number;
	port?: number;
	/** Milliseconds before each answer. */
	latencyMs?: number;
	size?: Partial<CompanySize>;
	/** Salts in values that are nasty but legal; true unless told otherwise. */
	nasty?: boolean;
	/** The switches of variants.ts; those that are not given stay as the service was observed. */
	variants?: Partial<Variants>;
	/** Pads documents to about this many bytes. */
	documentBytes?: number;
	/** Serves over TLS with a certificate that ran out in 2020. */
	tls?: 'expired';
}

export interface RecordedRequest {
	method: string;
	/** Path without the query string, `/v1` included. */
	path: string;
	/** Query string as received, without `?`. */
	query: string;
	headers: Record<string, string>;
	host: string;
	/** Request body as text. */
	body: string;
	/** 0 as long as nothing was sent, as for a connection that was reset. */
	status: number;
	/** Milliseconds since the epoch. */
	start: number;
	/** 0 as long as the request is under way. */
	end: number;
	/** Bytes of the answer that left, headers included, when it ended; 0 until then. */
	sent: number;
}

export interface SinaoServer {
	baseUrl: string;
	/** The key that is valid now. */
	apiKey: string;
	appId: number;
	/** What `POST /login` takes; the login opens two apps, the key one. */
	login: { email: string; password: string; code: string };
	company: Company;
	/** Every company by app id; the second one is seen by the login only. */
	companies: Map<number, Company>;
	variants: Variants;
	faults: FaultBook;
	requests: RecordedRequest[];
	contractViolations: string[];
	/** The other host, to which files may be redirected. */
	storage: StorageServer;
	/** The bytes that the API serves, or undefined where there is no file; with `rendering: 'fresh'`, of one reading. */
	document(list: DocumentList, id: number): Buffer | undefined;
	/** Greatest number of requests that were under way at the same time. */
	maximumInFlight(): number;
	/** Revokes the key and gives the new one. */
	renewKey(): string;
	/** Sends the webhooks that `webhookHold` kept, newest first. */
	sendHeldWebhooks(): Promise<void>;
	/** Resolves when every webhook that was started has been answered. */
	webhooksSettled(): Promise<void>;
	close(): Promise<void>;
}

export type DocumentList = 'invoices' | 'quotes' | 'purchases' | 'attachments';

/** An answer before it goes over the wire. */
export interface Answer {
	status: number;
	headers: Record<string, string | string[]>;
	body: Buffer;
}
