import { apiKey, getMany, useSinao } from '../../../support/faultyCompany';
import type { Fault } from '../../../support/sinao/faults/fault';
import { waysOf } from '../../../support/n8nVersions';

const sinao = useSinao({ size: { invoices: 2 } });

/** What n8n is told of the cause: the terms of n8n's documentation, and nothing that the response does not prove. */
it.each<[string, Fault, unknown]>([
	[
		'too many requests, and when to come back',
		{ kind: 'status', status: 429, retryAfter: 3600 },
		{ cause: 'rate-limited', retryAfterMs: 3_600_000 },
	],
	['too many requests', { kind: 'status', status: 429 }, { cause: 'rate-limited' }],
	[
		'maintenance, and when it ends',
		{ kind: 'status', status: 503, retryAfter: 7200 },
		{ cause: 'temporarily-unavailable', retryAfterMs: 7_200_000 },
	],
	['a service that is down', { kind: 'status', status: 502 }, { cause: 'temporarily-unavailable' }],
	['a fault in Sinao', { kind: 'status', status: 500 }, undefined],
	['a refused request', { kind: 'status', status: 422 }, undefined],
	['a broken connection', { kind: 'reset', when: 'beforeHeaders' }, undefined],
])('The cause of %s is declared as far as it is proven', async (_, fault, expected) => {
	const { api } = sinao;
	api.faults.add({ path: '/invoices$', fault });
	const { error } = await getMany(api, { options: { firstWait: 1, tries: 2 } });
	expect(error?.message).toBeTruthy();
	expect(error?.failure).toEqual(waysOf().keepsCauses ? expected : undefined);
});

it('The cause of a wrong key is a credential that must be replaced', async () => {
	const { api } = sinao;
	const { error } = await getMany(api, { credentials: apiKey(api, { apiKey: 'not the key' }) });
	expect(error?.message).toBe('Sinao rejected the API key or login');
	expect(error?.failure).toEqual(
		waysOf().keepsCauses ? { cause: 'credential-invalid' } : undefined,
	);
});
