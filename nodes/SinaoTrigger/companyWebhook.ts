import type { Connection } from '../shared/sinao/connection';
import { valueOrThrow } from '../shared/failure';
import { requestJson } from '../shared/sinao/request';
import { valueAt } from '../shared/values/fields';
import type { Query, Row } from '../shared/resource';

/** The webhook in the settings of a company (docs/sinao-api.md, Webhooks). */
export interface CompanyWebhook {
	/** Empty if there is none. */
	url: string;
	events: string[];
}

const urlSetting = 'services.webhook.url';
const eventsSetting = 'services.webhook.events';

/**
 * Reads the webhook; settings can be flat, with dotted names, or nested.
 *
 * @throws SinaoFailure
 */
export async function readWebhook(connection: Connection): Promise<CompanyWebhook> {
	const answer = valueOrThrow(
		await requestJson(connection, { path: `/apps/${connection.appId}/settings` }),
	);
	const settings = valueAt(answer, 'data') ?? answer;
	const setting = (name: string) => (settings as Row)[name] ?? valueAt(settings, name);
	return { url: String(setting(urlSetting) ?? ''), events: listOf(setting(eventsSetting)) };
}

/**
 * Sets the webhook and replaces the previous one.
 *
 * @throws SinaoFailure
 */
export async function writeWebhook(
	connection: Connection,
	{ url, events }: CompanyWebhook,
): Promise<void> {
	const named = events.map((event, index): [string, string] => [
		`settings[${eventsSetting}][${index}]`,
		event,
	]);
	const form: Query = [
		[`settings[${urlSetting}]`, url],
		...(named.length ? named : ([[`settings[${eventsSetting}]`, '']] as Query)),
	];
	valueOrThrow(
		await requestJson(connection, {
			method: 'POST',
			path: `/apps/${connection.appId}/settings`,
			form,
		}),
	);
}

/** An array, an object with numeric keys, or text. */
function listOf(value: unknown): string[] {
	if (typeof value === 'string') return value.match(/[\w.]+/g) ?? [];
	return Object.values(value ?? {}).map(String);
}
