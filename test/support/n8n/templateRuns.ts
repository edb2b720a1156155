import type { Workflow } from '../../../templates/parts/workflow';
import type { SinaoServer } from '../sinao';
import { execute, type Execution, importCredentials, importWorkflow } from './commands';
import type { Instance } from './instance';
import type { Place } from './places';
import type { Server } from './server';
import { type Credential, fillIn, readTemplate, sinaoCredential } from './workflows';

function filledIn(
	key: string,
	place: Place,
	sinao: Credential,
	credentials: Record<string, Credential>,
): Workflow {
	return fillIn(readTemplate(`${key}-${place.storage}`), place.settings, {
		'n8n-nodes-sinao': sinao,
		...credentials,
	});
}

/**
 * Imports a template that saves to a place, with its credentials, and gives what runs it. Afterwards the simulated
 * API knows the requests of that run alone, and the place shows what lies there.
 *
 * @param key the template's name without its storage, e.g. `nightly-backup`
 */
export async function installTemplate(
	n8n: Instance,
	api: SinaoServer,
	key: string,
	place: Place,
): Promise<() => Promise<Execution>> {
	const sinao = sinaoCredential(api);
	await importCredentials(n8n, [sinao, ...Object.values(place.credentials)]);
	const id = `${key}${place.storage}0000`.replace(/-/g, '');
	await importWorkflow(n8n, id, filledIn(key, place, sinao, place.credentials));
	return async () => {
		api.requests.length = 0;
		const execution = await execute(n8n, id);
		await place.look();
		return execution;
	};
}

/** Makes a credential in a running n8n, and gives it with the id that it has there. */
export async function addCredential(
	{ client }: Server,
	{ name, type, data }: Credential,
): Promise<Credential> {
	const { id } = (await client.post('/credentials', { name, type, data })).data.data as {
		id: string;
	};
	return { id, name, type, data };
}

/** Makes the credentials and the workflow of a template in a running n8n as a user does. Gives the workflow's id. */
export async function addTemplate(
	server: Server,
	api: SinaoServer,
	key: string,
	place: Place,
): Promise<string> {
	const credentials: Record<string, Credential> = {};
	for (const [type, credential] of Object.entries(place.credentials))
		credentials[type] = await addCredential(server, credential);
	const sinao = await addCredential(server, sinaoCredential(api));
	return await server.add(filledIn(key, place, sinao, credentials));
}

/** Adds a template to a running n8n and activates it. Gives the workflow's id. */
export async function activateTemplate(
	server: Server,
	api: SinaoServer,
	key: string,
	place: Place,
): Promise<string> {
	const id = await addTemplate(server, api, key, place);
	await server.activate(id);
	return id;
}
