import type { Resource } from '../shared/resource';
import { accountCategories } from './kinds/accountCategories';
import { accountingEntries } from './kinds/accountingEntries';
import { accounts } from './kinds/accounts';
import { attachments } from './kinds/attachments';
import { bankAccounts } from './kinds/bankAccounts';
import { bankDetails } from './kinds/bankDetails';
import { companyProfile } from './kinds/companyProfile';
import { payments } from './kinds/payments';
import { productCategories } from './kinds/productCategories';
import { recipeBook } from './kinds/recipeBook';
import { recurringInvoices } from './kinds/recurringInvoices';
import { relationships } from './kinds/relationships';
import { sepaMandates } from './kinds/sepaMandates';
import { stocks } from './kinds/stocks';
import { tags } from './kinds/tags';

/** Every list of the account that has no node of its own, in the order of their names in the interface. */
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
