import type { Resource } from '../../shared/resource';
import { accountingExports } from '../../SinaoAccounting/exports';
import { records } from '../../SinaoRecords/records';
import { guideResources } from '../backUp/scope';

/** A list to be checked. */
export interface PlannedList {
	resource: Resource;
	/** Related objects that every text says come only with `expand[]`. */
	expand: string[];
	/** Related objects of which it is not known in which form they come (sinao-api, Relations). */
	relations: string[];
	/** Whether a backup is worth little without it. */
	isMain: boolean;
}

const expands: Record<string, string[]> = {
	invoices: ['contact_infos', 'content'],
	quotes: ['contact_infos', 'content'],
	purchases: ['account', 'supplier', 'balance'],
};

const relations: Record<string, string[]> = {
	persons: ['establishments'],
	organizations: ['establishments'],
	transactions: ['cashflow_source', 'contact'],
	products: ['category'],
	payments: ['document', 'transaction'],
	stocks: ['product'],
	productCategories: ['parent'],
	recurringInvoices: ['customer'],
	sepaMandates: ['customer'],
};

/** Every list that a backup reads, and the accounting exports; the main ones first. */
export const plannedLists: PlannedList[] = [
	...guideResources.map((resource) => ({ resource, isMain: true })),
	...[...records.filter(({ perDocument }) => !perDocument), accountingExports].map((resource) => ({
		resource,
		isMain: false,
	})),
].map((planned) => ({
	...planned,
	expand: expands[planned.resource.name] ?? [],
	relations: relations[planned.resource.name] ?? [],
}));
