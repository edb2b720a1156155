import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { readSettings } from '../../nodes/shared/parameters/settings';
import type { Connection } from '../../nodes/shared/sinao/connection';
import { createPace } from '../../nodes/shared/sinao/pace';

/** A connection whose requests a function answers, in place of n8n's request helper. */
export function connectionTo(
	answer: (request: IHttpRequestOptions) => Promise<unknown>,
	options: IDataObject = {},
	signal?: AbortSignal,
): Connection {
	const helpers = {
		httpRequest: answer,
		httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) =>
			await answer(request),
	};
	return {
		context: { helpers } as unknown as IExecuteFunctions,
		credentialType: 'sinaoApi',
		baseUrl: 'http://127.0.0.1/v1',
		appId: '1',
		settings: readSettings(options),
		throttle: {},
		pace: createPace(),
		refusals: new Map(),
		warnings: { retried: 0, messages: new Set(), totalMismatches: new Set() },
		related: new Map(),
		secrets: [],
		signal,
	};
}
