import type { Resource } from '../shared/resource';
import { accountCategories } from './resources/accountCategories';
import { accountingEntries } from './resources/accountingEntries';
import { accounts } from './resources/accounts';
import { attachments } from './resources/attachments';
import { bankAccounts } from './resources/bankAccounts';
import { bankDetails } from './resources/bankDetails';
import { companyProfile } from './resources/companyProfile';
import { payments } from './resources/payments';
import { productCategories } from './resources/productCategories';
import { recipeBook } from './resources/recipeBook';
import { recurringInvoices } from './resources/recurringInvoices';
import { relationships } from './resources/relationships';
import { sepaMandates } from './resources/sepaMandates';
import { stocks } from './resources/stocks';
import { tags } from './resources/tags';

/** All lists without a separate node. The backup reads them in this order. */
export const records: Resource[] = [
	accountCategories,
	accountingEntries,
	accounts,
	attachments,
	bankAccounts,
	bankDetails,
	companyProfile,
	sepaMandates,
	payments,
	productCategories,
	recipeBook,
	recurringInvoices,
	relationships,
	stocks,
	tags,
];
