/** Fields of every list that has times. */
const times = 'created_at updated_at deleted_at';

const sales =
	'id number title details note reference status currency tags columns metadata discount totals amount amount_tax legal_notice customer_email customer author author_user_id balance bank_detail bank_details_id contact_infos content third_account attachments vat_exemption downpayment_request imported_at email_sent_at validated_at written_at';

const company =
	'id name billing_name national_id vat_id tax_id legal_form code_naf capital country_iso2 rcs greffe founding_date founding_location dissolution_date closeaccounting_period number_of_employees vat_system slogan logo establishments metadata';

/** Names of fields by the name of the list: those of the older text of the API and of rows that people saw. */
const known: Record<string, string> = {
	invoices: `${sales} avoid_of delivered_at downpayments invoice_of is_downpayment paid_at payment_methods payment_period payment_deadline_at credit_note_id related_quote_id related_recurring_invoice related_recurring_invoice_id sepa_direct_debit_exported_at stocks_are_pending_back`,
	quotes: `${sales} commercialvalidity_deadline signed_at`,
	purchases:
		'id title status supplier_name supplier_organization_id supplier account account_id balance amount amount_tax amount_net_foreign_currency currency foreign_currency vat_detail vat_repayment comment md5 picture tags billed_at completed_at accounted_at paid_at payment_deadline_at will_be_late_at is_late payment_account_number payment_iban payment_routing_number payment_swift',
	persons: 'id civility firstname lastname image establishments metadata',
	organizations: company,
	products:
		'id reference name description category accounting_number amount_accurately vat_percent currency unity quantity_name intangible lifetime image tags metadata',
	transactions:
		'id amount label details method received_at lettered_at cashflow_source contact contact_name account author metadata',
	bankAccounts:
		'id name identifiant type account_type balance_amount status disabled parent_cashflow_source',
	payments: 'id amount date source document document_type transaction',
	attachments: 'id name attachable_id attachable_type file_url',
	bankDetails: 'id name iban bic',
	relationships:
		'id contact_type contact_id is_customer is_supplier is_prospect is_notifying importance_level rating note accounting_infos metadata',
	accounts:
		'id accounting_number name description technical_name keywords journalcode editable is_purchase is_sales is_cashflow is_various is_associate need_charge need_employee need_invoice',
	accountCategories: 'id name description type',
	productCategories: 'id name image parent products',
	stocks:
		'id product purchase product_stocks_movements sales_lines initial_quantity quantity_in quantity_out cost_amount bar_code location entered_at expired_at use_duration',
	recurringInvoices: `${sales} discount_end_at discount_mode discount_start_at end_at frequency_count frequency_duration next_invoice_at orders_plan saving_status payment_period`,
	sepaMandates:
		'id mandate_id customer customer_name author iban bic is_first signed_at last_debit_at last_debit_amount last_debit_id old_mandate_id electronic_signature logs_sepa_direct_debits',
	accountingExports: 'id status period_start period_end entries_count total_debit total_credit',
	companyProfile: `${company} app`,
	tags: 'id name object',
};

/** Those that only the newer text names (sinao-api, What each resource is). */
const newer: Record<string, string> = {
	invoices: 'expected_payment_deadline_at breakdown',
	purchases: 'amount_reverse_tax expected_payment_deadline_at',
	transactions:
		'contact_organization_id contact_person_id author_user_id cashflow_source_id credit debit tags',
};

/**
 * Which text of the API names a field of a list; undefined where it is not known which fields the list has.
 * An id beside a known relation counts as known.
 */
export function fieldSource(list: string, field: string): 'older' | 'newer' | 'none' | undefined {
	if (!(list in known)) return undefined;
	const names = `${known[list]} ${times}`.split(' ');
	if (names.includes(field)) return 'older';
	if (newer[list]?.split(' ').includes(field)) return 'newer';
	const relation = /^(.+)_id$/.exec(field)?.[1];
	const ofContact = /^contact_(?:organization|person)$/.test(relation ?? '');
	return relation !== undefined && (names.includes(relation) || ofContact) ? 'older' : 'none';
}
