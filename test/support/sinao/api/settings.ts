import type { Answer } from '../types';
import { json, refuse } from './answers';
import type { Context } from './context';
import { type QueryTree, type QueryValue, textOf } from './query';

/** What `GET /apps/{appId}/webhooks/events` lists (sinao-api.md, Webhooks). */
export const WEBHOOK_EVENTS: readonly string[] = [
	'invoice',
	'quote',
	'purchase',
	'contactorganization',
	'contactperson',
	'payments',
].flatMap((object) => ['created', 'updated', 'deleted'].map((action) => `${object}.${action}`));

/** All names that Sinao's developer page lists: those, and those of three more kinds of contact data. */
const DOCUMENTED_EVENTS: readonly string[] = [
	...WEBHOOK_EVENTS,
	...['contactestablishment', 'contactrelationship', 'contactaddress'].flatMap((object) =>
		['created', 'updated', 'deleted'].map((action) => `${object}.${action}`),
	),
];

export const WEBHOOK_URL = 'services.webhook.url';
export const WEBHOOK_LIST = 'services.webhook.events';

function plain(value: QueryValue): unknown {
	if (typeof value === 'string') return value === '' ? null : value;
	return Object.values(value).map(plain);
}

function nested(settings: Map<string, unknown>): unknown {
	const tree: Record<string, unknown> = {};
	for (const [name, value] of settings) {
		const parts = name.split('.');
		const last = parts.pop() as string;
		let at = tree;
		for (const part of parts) at = (at[part] ??= {}) as Record<string, unknown>;
		at[last] = value;
	}
	return tree;
}

/** `GET /apps/{appId}/settings`, all of them or one by `key`. */
export function answerSettings({ company, query, variants }: Context): Answer {
	const key = textOf(query.key);
	if (key !== undefined && !company.settings.has(key)) return refuse(404, 'App or key not found');
	const asked = key === undefined ? company.settings : new Map([[key, company.settings.get(key)]]);
	const settings = variants.settings === 'nested' ? nested(asked) : Object.fromEntries(asked);
	return json(variants.single === 'data' ? { data: settings } : settings);
}

/** `POST /apps/{appId}/settings` with `settings[name]` in the form, as the developer pages show, or `key` and `value`. */
export function changeSettings({ company, query, form, variants }: Context): Answer {
	const fields: QueryTree = { ...query, ...form };
	const given: QueryTree = typeof fields.settings === 'object' ? { ...fields.settings } : {};
	const key = textOf(fields.key);
	if (key !== undefined) given[key] = fields.value ?? '';
	if (Object.keys(given).length === 0)
		return refuse(422, 'The given data was invalid.', {
			settings: ['The settings field is required.'],
		});
	const url = textOf(given[WEBHOOK_URL]);
	if (url && !URL.canParse(url))
		refuse(422, 'The given data was invalid.', { [WEBHOOK_URL]: ['The url format is invalid.'] });
	for (const [name, value] of Object.entries(given)) company.settings.set(name, plain(value));
	if (variants.settingsAnswer === 'empty') return { status: 204, headers: {}, body: Buffer.of() };
	return json({ code: 200, type: 'success', message: 'Settings updated' });
}

/** `GET /apps/{appId}/webhooks/events`. */
export function answerWebhookEvents({ variants, query }: Context): Answer {
	const search = textOf(query.search) ?? '';
	const names =
		variants.webhookEvents === 'short'
			? WEBHOOK_EVENTS
			: DOCUMENTED_EVENTS.filter((name) => name.includes(search)).slice(
					0,
					Number(textOf(query.limit) ?? 10),
				);
	const events =
		variants.webhookEvents === 'rows'
			? names.map((name, at) => ({ id: at + 1, name, type: name.split('.')[0] }))
			: names;
	return json(variants.envelope === 'array' ? events : { data: events });
}
