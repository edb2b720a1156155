import type { Resource } from '../shared/resource';
import { access } from './resources/access';
import { accountCategories } from './resources/accountCategories';
import { accountingEntries } from './resources/accountingEntries';
import { accounts } from './resources/accounts';
import { attachments } from './resources/attachments';
import { bankAccounts } from './resources/bankAccounts';
import { bankDetails } from './resources/bankDetails';
import { companyProfile } from './resources/companyProfile';
import { employeeAccounts } from './resources/employeeAccounts';
import { forecastElements } from './resources/forecastElements';
import { mileageAllowances } from './resources/mileageAllowances';
import { payments } from './resources/payments';
import { productCategories } from './resources/productCategories';
import { recipeBook } from './resources/recipeBook';
import { recurringInvoices } from './resources/recurringInvoices';
import { relationships } from './resources/relationships';
import { rules } from './resources/rules';
import { salesDocumentModels } from './resources/salesDocumentModels';
import { sendingHistory } from './resources/sendingHistory';
import { sepaMandates } from './resources/sepaMandates';
import { settings } from './resources/settings';
import { stocks } from './resources/stocks';
import { subscriptionInvoices } from './resources/subscriptionInvoices';
import { tags } from './resources/tags';
import { templates } from './resources/templates';

/** All lists without a separate node. The backup reads them in this order, the sending history only on request. */
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
	access,
	employeeAccounts,
	forecastElements,
	mileageAllowances,
	rules,
	salesDocumentModels,
	sendingHistory,
	settings,
	subscriptionInvoices,
	templates,
];
