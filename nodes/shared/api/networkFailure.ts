import { excerpt, type Failure } from './failure';

interface ErrorLike {
	code?: string;
	httpCode?: string | null;
	message?: string;
	cause?: ErrorLike;
	context?: { failure?: Failure };
	response?: { status?: number };
}

const certificateCodes =
	/^(CERT_|ERR_TLS_|UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|ERR_SSL)/;

/** The failure behind what n8n's request helper threw: no answer came, or it broke off. */
export function networkFailure(error: unknown, url: URL, signal?: AbortSignal): Failure {
	if (signal?.aborted) return cancelled();
	const chain = causes(error as ErrorLike);
	const known = chain.map(({ context }) => context?.failure).find(Boolean);
	// The credential could not log in and says why.
	if (known) return known;
	// n8n 1 drops the cause of its error and leaves the code of the network where otherwise the status stands.
	const code =
		chain.flatMap(({ code, httpCode }) => [code, httpCode]).find((code) => code && !Number(code)) ??
		'';
	const words = excerpt(chain.map(({ message }) => message).find(Boolean) ?? '');
	const status = chain.map((link) => link.response?.status ?? Number(link.httpCode)).find(Boolean);
	const common = { details: `${code} ${words} (${url.host}${url.pathname})`.trim() };
	if (status === 401) return unauthorized(common.details);
	if (certificateCodes.test(code)) {
		return {
			...common,
			reason: 'network',
			message: `The certificate of ${url.host} is not valid`,
			description:
				'No data was sent, because it is not certain who would get it. Check the clock of the computer that runs n8n and a proxy on the way; otherwise wait until the service is mended.',
			retry: 'never',
		};
	}
	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
		return {
			...common,
			reason: 'network',
			message: `The address ${url.host} was not found`,
			description: "Check the 'Base URL' in the credential, and that n8n can reach the internet.",
			retry: 'once',
		};
	}
	if (code === 'ECONNABORTED' || code === 'ETIMEDOUT' || /timeout|timed out/i.test(words)) {
		return {
			...common,
			reason: 'timeout',
			message: `${url.host} did not answer in time`,
			description:
				"Run the workflow again later, or raise 'Idle Timeout (Seconds)' in the options.",
			retry: 'backoff',
		};
	}
	return {
		...common,
		reason: 'network',
		message: `The connection to ${url.host} broke off`,
		description:
			'Run the workflow again later. If it stays so, check the network and a proxy on the way.',
		retry: 'backoff',
	};
}

/** The user pressed Stop. By the word 'canceled' in the message n8n tells a stopped run from a failed one. */
export function cancelled(): Failure {
	return {
		reason: 'cancelled',
		message: 'The execution was canceled',
		description: 'What was saved before stays. Run the workflow again to complete it.',
		retry: 'never',
	};
}

/** Reached with a login: n8n makes an error of 401 after it has tried a new token. */
function unauthorized(details: string): Failure {
	return {
		reason: 'unauthorized',
		message: 'Sinao refused the login',
		description:
			"Check 'E-Mail' and 'Password' in the credential, and that this user still has access to the company.",
		httpCode: '401',
		details,
		retry: 'never',
	};
}

function causes(error: ErrorLike): ErrorLike[] {
	const chain: ErrorLike[] = [];
	for (let link: ErrorLike | undefined = error; link && chain.length < 5; link = link.cause)
		chain.push(link);
	return chain;
}
