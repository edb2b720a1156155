import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { fetchCompanies } from '../api/company';
import { listRequest } from '../data/query';
import { simplified } from '../data/simplified';
import { valueOrThrow } from '../api/failure';
import { requestJson } from '../api/requestJson';
import { rowsOf } from '../api/list';
import type { Resource } from '../resource';
import { connect, connectEditor } from './connect';
import { nodeError } from './error';

const shown = 50;

/** The companies that the login opens, for the list in the parameter 'Company'. */
export async function searchCompanies(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	try {
		const connection = await connect(this, 'login', 'any', {});
		const companies = await fetchCompanies(connection);
		const matching = companies.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
		return { results: matching.map(({ id, name }) => ({ name, value: id })) };
	} catch (error) {
		throw nodeError(this.getNode(), error, 0);
	}
}

/** Searches documents of a resource by free text, newest first, for the list in its node. */
export function searchDocumentsOf(resource: Resource) {
	return async function searchDocuments(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
		try {
			const connection = await connectEditor(this);
			const { query } = listRequest(resource, { filters: [], search: filter });
			const answer = await requestJson(connection, {
				path: `/apps/${connection.appId}${resource.path}`,
				query: [...query, ['order[0][name]', 'id'], ['order[0][direction]', 'desc'], ['limit', shown]],
			});
			const rows = rowsOf(valueOrThrow(answer)) ?? [];
			return {
				results: rows.map((row) => {
					const { number, title, contact, date } = simplified(resource, row, 'Europe/Paris');
					return { name: [number ?? title ?? 'Draft', contact, date].filter(Boolean).join(' · '), value: String(row.id) };
				}),
			};
		} catch (error) {
			throw nodeError(this.getNode(), error, 0);
		}
	};
}
