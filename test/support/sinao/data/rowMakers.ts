import type { CompanySize, Row } from '../types';
import { account, accountCategory, accountingEntry } from './accounting';
import { bankDetail, cashflowSource, payment, sepaMandate, transaction } from './bank';
import {
	attachment,
	product,
	productCategory,
	productStock,
	RECURRING_RELATED,
	recurringInvoice,
	tag,
} from './catalogue';
import { organization, person, relationship } from './contacts';
import { EXPORT_COUNT, exportRow } from './exports';
import { invoice, invoiceRelated } from './invoices';
import {
	access,
	employeeAccount,
	forecastElement,
	rule,
	salesDocumentModel,
	subscriptionInvoice,
	template,
} from './newerLists';
import { PURCHASE_RELATED, purchase, purchaseRelated } from './purchases';
import { quote, quoteRelated } from './quotes';
import { SALES_RELATED } from './sales';
import type { ListName, World } from './world';

/** How the rows of one list are made, each from its position alone. */
export interface RowMaker {
	count: (size: CompanySize) => number;
	row: (world: World, index: number) => Row;
	/** Objects that appear only when they are expanded, and how they are made. */
	related: readonly string[];
	relatedOf?: (world: World, index: number, row: Row) => Partial<Row>;
}

function simple(count: RowMaker['count'], row: RowMaker['row']): RowMaker {
	return { count, row, related: [] };
}

export const ROW_MAKERS: Record<ListName, RowMaker> = {
	invoices: {
		count: (size) => size.invoices,
		row: invoice,
		related: SALES_RELATED,
		relatedOf: invoiceRelated,
	},
	quotes: {
		count: (size) => size.quotes,
		row: quote,
		related: SALES_RELATED,
		relatedOf: quoteRelated,
	},
	purchases: {
		count: (size) => size.purchases,
		row: purchase,
		related: PURCHASE_RELATED,
		relatedOf: purchaseRelated,
	},
	persons: simple((size) => size.persons, person),
	organizations: simple((size) => size.organizations, organization),
	products: simple((size) => size.products, product),
	cashflowsources: simple((size) => size.bankAccounts, cashflowSource),
	transactions: simple((size) => size.transactions, transaction),
	payments: simple((size) => size.payments, payment),
	attachments: simple((size) => size.attachments, attachment),
	bankdetails: simple((size) => size.bankDetails, bankDetail),
	relationships: simple((size) => size.persons + size.organizations, relationship),
	accounts: simple((size) => size.accounts, account),
	accountcategories: simple((size) => size.accountCategories, accountCategory),
	accounting_entries: simple((size) => size.accountingEntries, accountingEntry),
	productcategory: simple((size) => size.productCategories, productCategory),
	productstocks: simple((size) => size.productStocks, productStock),
	recurringinvoices: {
		count: (size) => size.recurringInvoices,
		row: recurringInvoice,
		related: RECURRING_RELATED,
	},
	sepamandates: simple((size) => size.sepaMandates, sepaMandate),
	tags: simple((size) => size.tags, tag),
	exports: simple(() => EXPORT_COUNT, exportRow),
	salesdocumentmodels: simple((size) => size.newerLists, salesDocumentModel),
	'subscription/invoices': simple((size) => size.newerLists, subscriptionInvoice),
	'accounts/employees': simple((size) => size.newerLists, employeeAccount),
	'forecast/elements': simple((size) => size.newerLists, forecastElement),
	rules: simple((size) => size.newerLists, rule),
	templates: simple((size) => size.newerLists, template),
	access: simple((size) => size.newerLists, access),
};

const DEFAULTS: CompanySize = {
	invoices: 60,
	quotes: 30,
	purchases: 40,
	persons: 12,
	organizations: 18,
	products: 25,
	bankAccounts: 2,
	transactions: 90,
	payments: 50,
	attachments: 6,
	bankDetails: 2,
	accounts: 12,
	accountCategories: 5,
	accountingEntries: 80,
	productCategories: 6,
	productStocks: 8,
	recurringInvoices: 4,
	sepaMandates: 3,
	tags: 5,
	newerLists: 3,
};

/** The given sizes, the rest as in a small company. */
export function completeSize(size: Partial<CompanySize> = {}): CompanySize {
	return { ...DEFAULTS, ...size };
}
