import { WorkflowOperationError } from 'n8n-workflow';

/** Where users report what the nodes do not understand. */
export const issuesPage = 'github.com/n8n-nodes-sinao/n8n-nodes-sinao/issues';

/** What kept a request from giving what was asked. */
export type FailureReason =
	| 'cancelled'
	| 'changed'
	| 'forbidden'
	| 'incompleteList'
	| 'invalidFile'
	| 'invalidJson'
	| 'invalidRequest'
	| 'network'
	| 'notFound'
	| 'postponed'
	| 'rateLimited'
	| 'serverFault'
	| 'timeout'
	| 'tooLarge'
	| 'unauthorized';

/** A failure in words for a person who is no programmer, and what the machine must know of it. */
export interface Failure {
	reason: FailureReason;
	/** What happened. */
	message: string;
	/** What to do about it. */
	description: string;
	httpCode?: string;
	/** Whether the same request may succeed later: never, one more time, or with growing waits. */
	retry: 'never' | 'once' | 'backoff';
	/** Wait that the service asked for, in milliseconds. */
	retryAfter?: number;
	/** The body's message and other details for error panels; holds no secret. */
	details?: string;
}

export type Outcome<T> =
	| { value: T; failure?: undefined }
	| { value?: undefined; failure: Failure };

/**
 * A failure on its way to the one place that turns it into n8n's error. It is an error of n8n's kind because
 * n8n wraps what a login throws, and of the wrapped error n8n 1 keeps nothing but the message and this context.
 */
export class SinaoFailure extends WorkflowOperationError {
	constructor(readonly failure: Failure) {
		super(failure.message);
		this.context.failure = failure;
	}
}

/** The value, or the failure thrown. */
export function valueOrThrow<T>(outcome: Outcome<T>): T {
	if (outcome.failure) throw new SinaoFailure(outcome.failure);
	return outcome.value as T;
}

/** A failure that stays the same however often the request is repeated. */
export function finalFailure(failure: Omit<Failure, 'retry'>): Failure {
	return { ...failure, retry: 'never' };
}

/** The user pressed Stop. By the word 'canceled' in the message n8n tells a stopped run from a failed one. */
export function cancelled(): Failure {
	return finalFailure({
		reason: 'cancelled',
		message: 'The execution was canceled',
		description: 'Files saved so far are kept. Run the workflow again to complete it.',
	});
}

/** Whether nothing more can succeed in this run: the user pressed Stop, or the key was rejected. */
export function endsRun({ reason }: Failure): boolean {
	return reason === 'cancelled' || reason === 'unauthorized';
}

/** The result of some work, or its failure as a value. A failure that ends the run is thrown. */
export async function attempt<T>(work: () => Promise<T>): Promise<Outcome<T>> {
	try {
		return { value: await work() };
	} catch (error) {
		if (error instanceof SinaoFailure && !endsRun(error.failure)) return { failure: error.failure };
		return await Promise.reject(error);
	}
}

/** Shortens a text of the service for a message and blanks what may be a secret. */
export function excerpt(text: string): string {
	return text
		.replace(/\s+/g, ' ')
		.replace(
			/((?:api[-_ ]?key|token|password|authorization|secret|signature)["']?\s*[:=]\s*["']?(?:bearer\s+)?)[^"'\s,;&}<]+/gi,
			'$1…',
		)
		.slice(0, 200)
		.trim();
}

/** A failure in whose texts each secret is blanked, also where an excerpt holds only the beginning of it. */
export function withoutSecrets(failure: Failure, secrets: string[]): Failure {
	const blank = (text: string) => secrets.reduce(withoutSecret, text);
	const { message, description, details } = failure;
	return {
		...failure,
		message: blank(message),
		description: blank(description),
		...(details ? { details: blank(details) } : {}),
	};
}

function withoutSecret(text: string, secret: string): string {
	const [before, ...pieces] = text.split(secret.slice(0, 8));
	return [before, ...pieces.map((piece) => piece.replace(/^[^\s"'<>,;&}]*/, ''))].join('…');
}

/** The `message` (and the first of `errors`) of a Laravel error body, or an excerpt of what came instead. */
export function serviceMessage(body: Buffer): string {
	const text = body.toString('utf8');
	try {
		const { message, errors } = JSON.parse(text) as {
			message?: unknown;
			errors?: Record<string, unknown>;
		};
		const first = errors && Object.values(errors).flat()[0];
		return excerpt([message, first].filter((part) => typeof part === 'string').join(' – '));
	} catch {
		return excerpt(text);
	}
}
