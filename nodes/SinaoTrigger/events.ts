import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { invoices } from '../SinaoInvoices/invoices';
import { organizations } from '../SinaoOrganizations/organizations';
import { persons } from '../SinaoPersons/persons';
import { products } from '../SinaoProducts/products';
import { purchases } from '../SinaoPurchases/purchases';
import { quotes } from '../SinaoQuotes/quotes';
import { records } from '../SinaoRecords/records';
import { valueOrThrow } from '../shared/failure';
import { requestJson } from '../shared/sinao/request';
import { forEachLeaf } from '../shared/values/fields';
import { connectWhileEditing } from '../shared/run/execute';
import { nodeError } from '../shared/run/nodeError';
import { defineResource, type Resource, type Row } from '../shared/resource';

const resources = [
	invoices,
	organizations,
	persons,
	products,
	purchases,
	quotes,
	...records.filter(({ unpaged }) => !unpaged),
];

/**
 * The resource of an event: `contactorganization.created` is about organizations. A resource that no node
 * reads has an empty path.
 */
export function resourceOf(event: string): Resource {
	const [name] = event.split('.', 1);
	const object = name.replace(/^contact/, '').replace(/s$/, '');
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

/** The events that Sinao supports, for the list of the parameter 'Events'. */
export async function getEvents(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	try {
		const connection = await connectWhileEditing(this);
		const answer = valueOrThrow(
			await requestJson(connection, { path: `/apps/${connection.appId}/webhooks/events` }),
		);
		const events: string[] = [];
		forEachLeaf(answer as Row, (_, value) => events.push(String(value)));
		return events
			.filter((event) => /^\w+\.\w+$/.test(event))
			.map((event) => ({ name: titleOf(event), value: event }));
	} catch (error) {
		throw nodeError(this.getNode(), error, 0);
	}
}

function titleOf(event: string): string {
	return `${resourceOf(event).singular} ${capitalized(event.split('.')[1])}`;
}

function capitalized(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
