import { type Failure, serviceMessage } from './failure';
import { retryAfter } from './retryAfter';
import type { Answer } from './send';

/**
 * The failure that an HTTP status stands for (sinao-api, Errors), or undefined for a success.
 */
export function statusFailure(answer: Answer): Failure | undefined {
	const { status, headers, url } = answer;
	if (status >= 200 && status < 300) return undefined;
	const common = {
		httpCode: String(status),
		details: `${status} from ${url.host}${url.pathname}: ${serviceMessage(answer.body)}`,
	};
	if (answer.foreign) return foreignFailure(answer, common);
	switch (status) {
		case 401:
			return {
				...common,
				reason: 'unauthorized',
				message: 'Sinao refused the API key or login',
				description:
					'Check the credential: the key may be mistyped, deleted or made for another company. An administrator finds and creates keys in the settings of Sinao.',
				retry: 'never',
			};
		case 403:
			return {
				...common,
				reason: 'forbidden',
				message: 'Sinao does not allow this key or login to do that',
				description:
					"Check the 'Company ID' in the credential, and what the person who created the key may do in Sinao.",
				retry: 'never',
			};
		case 404:
			return {
				...common,
				reason: 'notFound',
				message: 'Sinao does not know what was asked for',
				description:
					"It may have been deleted meanwhile. If nothing at all is found, check the 'Company ID' and the 'Base URL' in the credential.",
				retry: 'never',
			};
		case 408:
		case 425:
		case 429:
		case 500:
		case 502:
		case 503:
		case 504:
			return {
				...passingFailure(status),
				...common,
				retry: 'backoff',
				retryAfter: retryAfter(headers),
			};
		case 407:
			return {
				...common,
				reason: 'network',
				message: `The proxy on the way to ${url.host} asks for a login`,
				description: 'Ask whoever runs n8n to set the proxy with its user and password.',
				retry: 'never',
			};
		default:
			if (status >= 500) return { ...passingFailure(status), ...common, retry: 'backoff' };
			return {
				...common,
				reason: 'invalidRequest',
				message: `Sinao could not work with the request (${status})`,
				description: `${quotation(answer.body)}Check the parameters of the node, 'Filters' among them, and the 'Base URL' in the credential.`,
				retry: 'never',
			};
	}
}

function quotation(body: Buffer): string {
	const said = serviceMessage(body);
	return said && `Sinao says: “${said}”. `;
}

function passingFailure(status: number): Pick<Failure, 'reason' | 'message' | 'description'> {
	if (status === 429) {
		return {
			reason: 'rateLimited',
			message: 'Sinao asks for fewer requests',
			description: "Run the workflow again later, or lower 'Parallel Downloads' in the options.",
		};
	}
	return {
		reason: 'serverFault',
		message: `Sinao has a fault of its own (${status})`,
		description: 'Nothing is wrong on your side. Run the workflow again later.',
	};
}

/** A signed address of a storage service may expire; the API gives a new one when it is asked again. */
function foreignFailure(
	{ status, url }: Answer,
	common: Pick<Failure, 'httpCode' | 'details'>,
): Failure {
	return {
		...common,
		reason: status === 404 ? 'notFound' : 'serverFault',
		message: `The file service ${url.host} that Sinao pointed to did not give the file (${status})`,
		description: 'Run the workflow again later.',
		retry: 'backoff',
	};
}
