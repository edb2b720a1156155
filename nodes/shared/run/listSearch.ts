import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { valueOrThrow } from '../failure';
import type { Resource, Row } from '../resource';
import { fetchCompanies } from '../sinao/readPages';
import type { Connection } from '../sinao/connection';
import { fetchPage } from '../sinao/fetchPage';
import { listRequest } from '../sinao/rows';
import { type ContactKind, nameOf, simplified } from '../values/fields';
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
	const list = listRequest(resource, { filters: [], search });
	const page = valueOrThrow(await fetchPage(connection, list, { fromEnd: true }, shown));
	return page?.rows ?? [];
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
			(['organization', 'person'] as const).map(async (kind: ContactKind) => {
				const rows = await newestRows(connection, { path: `/${kind}s`, expand: [] }, filter);
				return rows.map((row) => ({
					name: nameOf(row) ?? String(row.id),
					value: `${kind}:${String(row.id)}`,
				}));
			}),
		);
		return lists.flat().sort((one, other) => one.name.localeCompare(other.name, 'fr'));
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
			const isNumbered = resource.columns.some(({ simple }) => simple === 'number');
			return rows.map((row) => {
				const { number, title, contact, date } = simplified(resource, row, 'Europe/Paris');
				// Documents get their number when they are finalized. Purchases and attachments have a title instead.
				const name = isNumbered ? number || 'Draft' : title;
				return {
					name: [name, contact, date].filter(Boolean).join(' · '),
					value: String(row.id),
				};
			});
		});
	};
}
