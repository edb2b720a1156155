import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { invoices } from '../SinaoInvoices/invoices';
import { organizations } from '../SinaoOrganizations/organizations';
import { persons } from '../SinaoPersons/persons';
import { products } from '../SinaoProducts/products';
import { purchases } from '../SinaoPurchases/purchases';
import { quotes } from '../SinaoQuotes/quotes';
import { records } from '../SinaoRecords/records';
import { valueOrThrow } from '../shared/failure';
import type { Connection } from '../shared/sinao/connection';
import { requestJson } from '../shared/sinao/request';
import { forEachLeaf } from '../shared/values/fields';
import { connectWhileEditing } from '../shared/run/execute';
import { nodeError } from '../shared/run/nodeError';
import { defineResource, type Resource, type Row } from '../shared/resource';

/** Parts of contacts, which have events but no list: their events are about the contact. */
const establishments = defineResource({
	name: 'contactestablishment',
	singular: 'Contact Establishment',
	plural: 'Contact Establishments',
	frenchName: 'Établissements',
	webhookObject: 'establishment',
	path: '',
	columns: [],
});
const addresses = defineResource({
	name: 'contactaddress',
	singular: 'Contact Address',
	plural: 'Contact Addresses',
	frenchName: 'Adresses',
	webhookObject: 'address',
	path: '',
	columns: [],
});

const resources = [
	addresses,
	establishments,
	invoices,
	organizations,
	persons,
	products,
	purchases,
	quotes,
	...records.filter(({ unpaged }) => !unpaged),
];

/** The names of events that Sinao's developer page contains (sinao-api, Webhooks). */
const documentedEvents = [
	'invoice',
	'quote',
	'purchase',
	'contactorganization',
	'contactperson',
	'contactestablishment',
	'contactrelationship',
	'contactaddress',
	'payments',
].flatMap((object) => ['created', 'updated', 'deleted'].map((action) => `${object}.${action}`));

/**
 * The resource of an event: `contactorganization.created` is about organizations. A resource that no node
 * reads has an empty path.
 */
export function resourceOf(event: string): Resource {
	const [name] = event.split('.', 1);
	const object = objectIn(name);
	const known = resources.find(({ webhookObject }) => webhookObject === object);
	return (
		known ??
		defineResource({
			name,
			singular: capitalized(name),
			plural: name,
			frenchName: name,
			path: '',
			columns: [],
		})
	);
}

/** Whether a name is that of data that has events. */
export function isObject(name: string): boolean {
	return resourceOf(name).webhookObject !== undefined;
}

/** What the object of an event may be called in a call: `contactorganization` is `organization` and `organizations` too. */
export function namesOf(event: string): string[] {
	const [name] = event.toLowerCase().split('.', 1);
	const full = name.replace(/[^a-z]/g, '').replace(plural, '');
	return [...new Set([full, objectIn(name)])].flatMap((object) => [object, `${object}s`]);
}

/** Whether two names are one event: `payment.created` is `payments.created`. */
export function isSameEvent(one: string, other: string): boolean {
	const [, action] = one.split('.');
	return (
		one === other ||
		(action !== undefined &&
			action === other.split('.')[1] &&
			objectIn(one.split('.')[0]) === objectIn(other.split('.')[0]))
	);
}

/** The ending of a plural, which `address` does not have. */
const plural = /(?<!s)s$/;

/** The object of an event, a name in the interface or a class in one form: `App\\Models\\Invoice`, `invoices` and `Invoice` are one. */
function objectIn(name: string): string {
	const word = name.split(/[\\/]/).at(-1) ?? name;
	return word
		.toLowerCase()
		.replace(/[^a-z]/g, '')
		.replace(/^contact(?=.)/, '')
		.replace(plural, '');
}

/** The events that Sinao offers, for the list in the parameter 'Events', and the documented ones that its list lacks. */
export async function getEvents(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	try {
		const offered = await fetchEvents(await connectWhileEditing(this));
		const missing = documentedEvents.filter(
			(event) => !offered.some((each) => isSameEvent(each, event)),
		);
		return [...offered, ...missing].map((event) => ({ name: titleOf(event), value: event }));
	} catch (error) {
		throw nodeError(this.getNode(), error, 0);
	}
}

/** The list comes ten at a time unless `limit` says otherwise, which an older service may refuse (sinao-api, Webhooks). */
async function fetchEvents(connection: Connection): Promise<string[]> {
	const path = `/apps/${connection.appId}/webhooks/events`;
	const all = await requestJson(connection, {
		path,
		query: [['limit', 1000]],
		mayBeRefused: true,
	});
	const isRefused = ['invalidRequest', 'serverFault'].includes(all.failure?.reason ?? '');
	const answer = valueOrThrow(isRefused ? await requestJson(connection, { path }) : all);
	const events = new Set<string>();
	forEachLeaf(answer as Row, (_, value) => events.add(String(value)));
	return [...events].filter((event) => /^\w+\.\w+$/.test(event));
}

function titleOf(event: string): string {
	return `${resourceOf(event).singular} ${capitalized(event.split('.')[1])}`;
}

function capitalized(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
