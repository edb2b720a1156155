import { optionsCollection } from '../shared/parameters/properties';
import { requestOptions } from '../shared/parameters/settings';
import type { Operation } from '../shared/operations/operation';
import { defineResource } from '../shared/resource';
import { fetchCompanies } from '../shared/sinao/readPages';

/** The companies of a key or login (`GET /apps`). They are not records of a company, so they are not in a backup. */
export const companies = defineResource({
	name: 'companies',
	singular: 'Company',
	plural: 'Companies',
	frenchName: 'Sociétés',
	path: '/apps',
	columns: [],
});

/** Returns the companies as items, to run a workflow for each. */
export const getCompanies: Operation = {
	value: 'getMany',
	option: () => ({
		name: 'Get Many Companies',
		action: 'Get many companies',
		description:
			'Return the ID, name and SIREN of each company that the key or login has access to',
	}),
	properties: () => [optionsCollection(...requestOptions)],
	needsNoCompany: true,
	async execute({ connection, itemIndex }) {
		const found = await fetchCompanies(connection);
		return {
			items: found.map(({ id, name, siren = null }) => ({
				json: { id, name, siren },
				pairedItem: { item: itemIndex },
			})),
			missing: [],
		};
	},
};
