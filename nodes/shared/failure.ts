import { WorkflowOperationError } from 'n8n-workflow';

/** Where users report what the nodes do not support. */
export const issuesPage = 'github.com/n8n-nodes-sinao/n8n-nodes-sinao/issues';

/** Why a request failed. */
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

/** A failure, with texts for users and properties for the code. */
export interface Failure {
	reason: FailureReason;
	/** What happened. */
	message: string;
	/** What to do about it. */
	description: string;
	httpCode?: string;
	/** Whether the same request may succeed later: never, one more time, or with growing waits. */
	retry: 'never' | 'once' | 'backoff';
	/** Delay that Sinao requested, in milliseconds. */
	retryAfter?: number;
	/** Message of the response and other details for error panels; contains no secrets. */
	details?: string;
}

export type Outcome<T> =
	| { value: T; failure?: undefined }
	| { value?: undefined; failure: Failure };

/**
 * A failure as an exception; `nodeError` converts it to n8n's error. It extends an error of n8n, because
 * n8n wraps errors of a login, and n8n 1 keeps only the message and this context.
 */
export class SinaoFailure extends WorkflowOperationError {
	constructor(readonly failure: Failure) {
		super(failure.message);
		this.context.failure = failure;
	}
}

/** Returns the value, or throws the failure. */
export function valueOrThrow<T>(outcome: Outcome<T>): T {
	if (outcome.failure) throw new SinaoFailure(outcome.failure);
	return outcome.value as T;
}

/** A failure that must not be retried. */
export function finalFailure(failure: Omit<Failure, 'retry'>): Failure {
	return { ...failure, retry: 'never' };
}

/** The execution was stopped. n8n recognizes this by the word 'canceled' in the message. */
export function cancelled(): Failure {
	return finalFailure({
		reason: 'cancelled',
		message: 'The execution was canceled',
		description: 'Files saved so far are kept. Run the workflow again to complete it.',
	});
}

/** Whether nothing else can succeed in this run: it was stopped, or the key was rejected. */
export function endsRun({ reason }: Failure): boolean {
	return reason === 'cancelled' || reason === 'unauthorized';
}

/** Returns the result of some work or its failure. Throws failures that end the run. */
export async function attempt<T>(work: () => Promise<T>): Promise<Outcome<T>> {
	try {
		return { value: await work() };
	} catch (error) {
		if (error instanceof SinaoFailure && !endsRun(error.failure)) return { failure: error.failure };
		return await Promise.reject(error);
	}
}

/** Shortens a text from Sinao for a message, and removes anything that can be a secret. */
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

/** Removes secrets from the texts of a failure, also if an excerpt contains only the beginning of one. */
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

/** The forms in which a service may repeat a secret: as it is, on one line, in JSON, in an address, in a form, in Basic. */
function formsOf(secret: string): string[] {
	return [
		secret,
		secret.replace(/\s+/g, ' '),
		JSON.stringify(secret).slice(1, -1),
		encodeURIComponent(secret),
		new URLSearchParams([['', secret]]).toString().slice(1),
		Buffer.from(secret).toString('base64'),
	];
}

function withoutSecret(text: string, secret: string): string {
	return [...new Set(formsOf(secret))].reduce(withoutForm, text);
}

/** Removes a form of a secret, or as much of its beginning as there is, and what remains of its end behind a removed one. */
function withoutForm(text: string, form: string): string {
	const [before, ...pieces] = text.split(form.slice(0, 8));
	const rest = form.slice(8);
	const blanked = pieces.map((piece) => {
		let length = 0;
		while (length < rest.length && piece[length] === rest[length]) length++;
		return length === rest.length && length > 0
			? piece.slice(length)
			: piece.slice(length).replace(/^[^\s"'<>,;&}]*/, '');
	});
	const ends = Array.from({ length: Math.max(0, form.length - 3) }, (_, at) => form.slice(at + 1));
	return [before, ...blanked]
		.join('…')
		.split('…')
		.map((piece, index) => {
			const end = index ? ends.find((each) => piece.startsWith(each)) : undefined;
			return end === undefined ? piece : piece.slice(end.length);
		})
		.join('…');
}

/** The `message` and first of `errors` in a Laravel error body, or an excerpt of any other body. */
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
