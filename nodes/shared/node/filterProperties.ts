import type { INodeProperties } from 'n8n-workflow';

import type { Resource } from '../resource';

const searchFilter: INodeProperties = {
	displayName: 'Search',
	name: 'search',
	type: 'string',
	default: '',
	placeholder: 'e.g. Dupont',
	description: 'Text to look for, as in the search field of Sinao',
};

const idsFilter: INodeProperties = {
	displayName: 'IDs',
	name: 'ids',
	type: 'string',
	default: '',
	placeholder: 'e.g. 1234, 1235',
	description: 'Only the entries with these Sinao IDs, separated by commas',
};

/** A period by name or by dates. */
export const periodProperties: INodeProperties[] = [
	{
		displayName: 'Period',
		name: 'period',
		type: 'options',
		options: [
			{ name: 'Custom', value: 'custom', description: "From 'From Date' to 'To Date'" },
			{ name: 'Last Fiscal Year', value: 'lastFiscalYear' },
			{ name: 'Last Month', value: 'lastMonth' },
			{ name: 'Last Quarter', value: 'lastQuarter' },
			{ name: 'Last Year', value: 'lastYear' },
			{ name: 'This Fiscal Year', value: 'thisFiscalYear' },
			{ name: 'This Month', value: 'thisMonth' },
			{ name: 'This Quarter', value: 'thisQuarter' },
			{ name: 'This Year', value: 'thisYear' },
		],
		default: 'lastMonth',
		description: "The document's date, in the time zone of the options",
	},
	{
		displayName: 'From Date',
		name: 'fromDate',
		type: 'dateTime',
		default: '',
		displayOptions: { show: { period: ['custom'] } },
		description: 'First day of the period',
	},
	{
		displayName: 'To Date',
		name: 'toDate',
		type: 'dateTime',
		default: '',
		displayOptions: { show: { period: ['custom'] } },
		description: 'Last day of the period, included',
	},
	{
		displayName: 'Fiscal Year Begins In',
		name: 'fiscalYearMonth',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 12 },
		default: 1,
		displayOptions: { show: { period: ['lastFiscalYear', 'thisFiscalYear'] } },
		description:
			'Month in which the fiscal year (exercice comptable) of the company begins, from 1 to 12',
	},
];

/** Among filters, which a user adds one by one, the dates need no period. */
const dateFilters = periodProperties.map((property): INodeProperties => {
	if (property.name === 'period')
		return { ...property, options: property.options?.filter(({ name }) => name !== 'Custom') };
	return property.name.endsWith('Date') ? { ...property, displayOptions: undefined } : property;
});

const tagFilter: INodeProperties = {
	displayName: 'Tag',
	name: 'tag',
	type: 'string',
	default: '',
	placeholder: 'e.g. chantier',
	description: 'Only entries that carry this tag (étiquette)',
};

function statusFilter({ statuses }: Resource): INodeProperties {
	return {
		displayName: 'Status',
		name: 'status',
		type: 'multiOptions',
		options: statuses,
		default: [],
		description: 'Only entries in one of these states',
	};
}

function contactFilter({ contactField }: Resource): INodeProperties {
	const contact = contactField === 'supplier.id' ? 'Supplier' : 'Customer';
	return {
		displayName: contact,
		name: 'contact',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: `Only documents of this ${contact.toLowerCase()}`,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Select a ${contact.toLowerCase()}…`,
				typeOptions: { searchListMethod: 'searchContacts', searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 1234' },
		],
	};
}

/** The fields under 'Filters', as Sinao's own pages offer them for the resource. */
export function filterProperties(resource: Resource): INodeProperties[] {
	if (resource.unpaged) return [];
	const options: INodeProperties[] = [
		idsFilter,
		searchFilter,
		...(resource.dateField ? dateFilters : []),
		...(resource.statuses.length ? [statusFilter(resource)] : []),
		...(resource.contactField ? [contactFilter(resource)] : []),
		...(resource.tagged ? [tagFilter] : []),
	];
	return [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			description: 'Without a filter, everything is taken',
			options: options.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
		},
	];
}
