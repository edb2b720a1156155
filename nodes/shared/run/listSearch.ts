import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { valueOrThrow } from '../failure';
import type { Resource, Row } from '../resource';
import { fetchCompanies } from '../sinao/company';
import type { Connection } from '../sinao/connection';
import { rowsOf } from '../sinao/list';
import { requestJson } from '../sinao/request';
import { listRequest } from '../sinao/rows';
import { nameOf, simplified } from '../values/fields';
import { connect, connectWhileEditing } from './execute';
import { nodeError } from './nodeError';

const shown = 50;

/** Returns the results of a list search, or throws an error with a message for the user. */
async function results(
	context: ILoadOptionsFunctions,
	search: () => Promise<INodeListSearchItems[]>,
): Promise<INodeListSearchResult> {
	try {
		return { results: await search() };
	} catch (error) {
		throw nodeError(context.getNode(), error, 0);
	}
}

/** The newest rows that match a text. */
async function newestRows(
	connection: Connection,
	resource: Pick<Resource, 'path' | 'expand'>,
	search?: string,
): Promise<Row[]> {
	const answer = await requestJson(connection, {
		path: `/apps/${connection.appId}${resource.path}`,
		query: [
			...listRequest(resource, { filters: [], search }).query,
			['order[0][name]', 'id'],
			['order[0][direction]', 'desc'],
			['limit', shown],
		],
	});
	return rowsOf(valueOrThrow(answer)) ?? [];
}

/** The companies that the login has access to, for the parameter 'Company'. */
export async function searchCompanies(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await results(this, async () => {
		const companies = await fetchCompanies(await connect(this, 'login', 'any', {}));
		const matching = companies.filter(({ name }) =>
			name.toLowerCase().includes(filter.toLowerCase()),
		);
		return matching.map(({ id, name }) => ({ name, value: id }));
	});
}

/** Searches organizations and persons by free text, for the filter 'Customer' or 'Supplier'. */
export async function searchContacts(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await results(this, async () => {
		const connection = await connectWhileEditing(this);
		const lists = await Promise.all(
			['/organizations', '/persons'].map(
				async (path) => await newestRows(connection, { path, expand: [] }, filter),
			),
		);
		const found = lists
			.flat()
			.map((row) => ({ name: nameOf(row) ?? String(row.id), value: String(row.id) }));
		return found.sort((one, other) => one.name.localeCompare(other.name, 'fr'));
	});
}

/** Searches documents of a resource by free text, newest first, for the list in the node. */
export function searchDocumentsOf(resource: Resource) {
	return async function searchDocuments(
		this: ILoadOptionsFunctions,
		filter?: string,
	): Promise<INodeListSearchResult> {
		return await results(this, async () => {
			const rows = await newestRows(await connectWhileEditing(this), resource, filter);
			return rows.map((row) => {
				const { number, title, contact, date } = simplified(resource, row, 'Europe/Paris');
				return {
					name: [number ?? title ?? 'Draft', contact, date].filter(Boolean).join(' · '),
					value: String(row.id),
				};
			});
		});
	};
}
