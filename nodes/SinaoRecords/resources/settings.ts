import { defineResource, type Row } from '../../shared/resource';

/** Names of settings that can be secret. */
const secret = /key|token|secret|password|passwd|credential|private|signature|cnx|uuid/i;

/** The settings of the company in one row, without secrets (docs/sinao-api.md, Webhooks). */
export const settings = defineResource({
	name: 'settings',
	singular: 'Settings',
	plural: 'Settings',
	frenchName: 'Réglages',
	path: '/settings',
	unpaged: true,
	withoutSecrets: (row) => withoutSecrets(row) as Row,
	columns: [],
});

function withoutSecrets(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutSecrets);
	if (typeof value === 'string') return withoutQuery(value);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => !secret.test(name))
			.map(([name, each]) => [name, withoutSecrets(each)]),
	);
}

/** A URL without user name, password, query and long parts of its path, which can be secret; other text unchanged. */
function withoutQuery(text: string): string {
	if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return text;
	const { origin, pathname } = new URL(text);
	return origin + pathname.replace(/[\w-]{16,}/g, '…');
}
