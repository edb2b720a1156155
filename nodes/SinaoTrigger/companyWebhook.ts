import type { Connection } from '../shared/sinao/connection';
import { valueOrThrow } from '../shared/failure';
import { requestJson } from '../shared/sinao/request';
import { valueAt } from '../shared/values/fields';
import type { Query, Row } from '../shared/resource';

/** The one webhook of a company, as its settings hold it (docs/sinao-api.md, Webhooks). */
export interface CompanyWebhook {
	/** Empty where none is set. */
	url: string;
	events: string[];
}

const urlSetting = 'services.webhook.url';
const eventsSetting = 'services.webhook.events';

/**
 * Reads the webhook; settings may come flat by their dotted names or nested.
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
 * Sets the webhook; what was set before is gone.
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

/** A list, one as an object with numeric keys, or one written as text. */
function listOf(value: unknown): string[] {
	if (typeof value === 'string') return value.match(/[\w.]+/g) ?? [];
	return Object.values(value ?? {}).map(String);
}
