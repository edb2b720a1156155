import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import { readSettings } from '../parameters/settings';
import { findCompanyId } from '../sinao/company';
import { type Connection, createThrottle, type Throttle } from '../sinao/connection';
import { counted } from '../values/english';

/**
 * The connection that a node's credential and options describe.
 *
 * @throws SinaoFailure where the company is not named and the credential does not open exactly one
 */
export async function connect(
	context: IExecuteFunctions | ILoadOptionsFunctions | IHookFunctions | IWebhookFunctions,
	authentication: string,
	company: unknown,
	options: IDataObject,
	itemIndex?: number,
	pace: Throttle = createThrottle(),
): Promise<Connection> {
	const credentialType = authentication === 'login' ? 'sinaoLoginApi' : 'sinaoApi';
	const credentials = await context.getCredentials(credentialType, itemIndex);
	const connection: Connection = {
		context,
		credentialType,
		baseUrl: String(credentials.baseUrl).replace(/\/+$/, ''),
		appId: String(company || credentials.appId || '').trim(),
		settings: readSettings(options),
		throttle: pace,
		warnings: { retried: 0, messages: new Set(), totalMismatches: new Set() },
		secrets: [credentials.apiKey, credentials.password, credentials.accessToken].filter(
			(secret) => typeof secret === 'string' && secret.length > 3,
		) as string[],
		signal: 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined,
	};
	if (!connection.appId) connection.appId = await findCompanyId(connection);
	return connection;
}

/**
 * The connection and the options of one input item of a node.
 *
 * @param paces what the items of one run share, for each way to sign in
 */
export async function connectForItem(
	context: IExecuteFunctions,
	itemIndex: number,
	paces: Partial<Record<string, Throttle>> = {},
): Promise<{ connection: Connection; options: IDataObject }> {
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const authentication = context.getNodeParameter('authentication', itemIndex, 'apiKey') as string;
	// n8n finds no value in a parameter that it does not show.
	const company =
		authentication === 'login'
			? context.getNodeParameter('company', itemIndex, '', { extractValue: true })
			: '';
	return {
		connection: await connect(
			context,
			authentication,
			company,
			options,
			itemIndex,
			paces[authentication],
		),
		options,
	};
}

/** Tells the user what was odd while the service was asked. */
export function showWarnings(
	{ warnings: notes }: Connection,
	hint: (message: string) => void,
): void {
	if (notes.retried) hint(`${counted(notes.retried, 'request')} succeeded after a retry.`);
	for (const oddity of notes.messages) hint(oddity);
	const [...names] = notes.totalMismatches;
	if (names.length)
		hint(
			`Totals that do not match the sum of their lines in Sinao: ${names.slice(0, 20).join(', ')}${names.length > 20 ? '…' : ''}.`,
		);
}

/** The connection of a trigger that is being switched on or off. */
export async function connectHook(context: IHookFunctions): Promise<Connection> {
	const authentication = context.getNodeParameter('authentication', 'apiKey') as string;
	const company =
		authentication === 'login'
			? context.getNodeParameter('company', '', { extractValue: true })
			: '';
	return await connect(
		context,
		authentication,
		company,
		context.getNodeParameter('options', {}) as IDataObject,
	);
}

/** The connection of a node whose parameters are open in the editor. */
export async function connectWhileEditing(context: ILoadOptionsFunctions): Promise<Connection> {
	const authentication = context.getCurrentNodeParameter('authentication') as string;
	const company =
		authentication === 'login'
			? context.getCurrentNodeParameter('company', { extractValue: true })
			: '';
	return await connect(context, authentication, company, {});
}
