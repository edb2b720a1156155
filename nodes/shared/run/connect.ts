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
 * Creates the connection from a node's credential and options.
 *
 * @throws SinaoFailure if no company is set and the credential does not have access to exactly one
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
 * The connection and options for one input item.
 *
 * @param paces throttles shared by the items of one run, by authentication method
 */
export async function connectForItem(
	context: IExecuteFunctions,
	itemIndex: number,
	paces: Partial<Record<string, Throttle>> = {},
): Promise<{ connection: Connection; options: IDataObject }> {
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const authentication = context.getNodeParameter('authentication', itemIndex, 'apiKey') as string;
	// n8n returns no value for a hidden parameter.
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

/** Adds hints for the warnings of a connection. */
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

/** The connection of a trigger that is being activated or deactivated. */
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

/** The connection of a node that is open in the editor. */
export async function connectWhileEditing(context: ILoadOptionsFunctions): Promise<Connection> {
	const authentication = context.getCurrentNodeParameter('authentication') as string;
	const company =
		authentication === 'login'
			? context.getCurrentNodeParameter('company', { extractValue: true })
			: '';
	return await connect(context, authentication, company, {});
}
