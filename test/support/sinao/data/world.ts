import type { CompanySize } from '../types';
import { type Random, randomFor } from './random';
import type { Words } from './words';

/** What every row is made from. */
export interface World {
	seed: number;
	nasty: boolean;
	/** Whether a person and a company share each id. */
	sharesContactIds: boolean;
	documentBytes: number;
	size: CompanySize;
	words: Words;
}

/** The lists of the API, named by their path without slashes at its ends. */
export const LISTS = [
	'invoices',
	'quotes',
	'purchases',
	'persons',
	'organizations',
	'products',
	'cashflowsources',
	'transactions',
	'payments',
	'attachments',
	'bankdetails',
	'relationships',
	'accounts',
	'accountcategories',
	'accounting_entries',
	'productcategory',
	'productstocks',
	'recurringinvoices',
	'sepamandates',
	'tags',
	'exports',
	'salesdocumentmodels',
	'subscription/invoices',
	'accounts/employees',
	'forecast/elements',
	'rules',
	'templates',
	'access',
] as const;

export type ListName = (typeof LISTS)[number];

/** Id of the row at `index`: ascending, with holes as in any real database. */
export function idOf(list: ListName, index: number): number {
	return (LISTS.indexOf(list) + 1) * 1000 + index * 3 + (index % 7 === 3 ? 1 : 0);
}

/** Id of the row at `index` in this company, where persons may share the ids of organizations. */
export function idIn(world: World, list: ListName, index: number): number {
	return idOf(list === 'persons' && world.sharesContactIds ? 'organizations' : list, index);
}

export function randomOf(world: World, list: ListName, index: number): Random {
	return randomFor(world.seed, list, index);
}
