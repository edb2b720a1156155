/** The usual parameters of a list; `offset` is declared apart. */
const LIST = 'limit search filters order';

/**
 * What the newer text of Sinao's API (March 2026) declares of the operations that the nodes may need: method, path, and
 * the parameters besides those in the path; `!` marks a required one.
 */
export const NEWER_OPERATIONS: ReadonlyArray<readonly [string, string]> = [
	['POST /login', 'email! password! code'],
	['GET /refresh', ''],
	['GET /me', ''],
	['GET /apps', `${LIST}`],
	['GET /apps/{appId}', ''],
	['GET /apps/{appId}/invoices', `offset ${LIST}`],
	['GET /apps/{appId}/invoices/{id}', 'with_trashed'],
	['GET /apps/{appId}/quotes', `offset ${LIST}`],
	['GET /apps/{appId}/quotes/{id}', 'with_trashed'],
	['GET /apps/{appId}/purchases', `offset ${LIST} expand`],
	['GET /apps/{appId}/purchases/{id}', 'with_trashed'],
	['GET /apps/{appId}/persons', `${LIST}`],
	['GET /apps/{appId}/persons/{id}', 'with_trashed'],
	['GET /apps/{appId}/organizations', `${LIST}`],
	['GET /apps/{appId}/organizations/{id}', 'with_trashed'],
	['GET /apps/{appId}/products', `offset ${LIST}`],
	['GET /apps/{appId}/products/{id}', 'with_trashed'],
	['GET /apps/{appId}/cashflowsources/', `offset ${LIST}`],
	['GET /apps/{appId}/cashflowsources/{id}', 'with_trashed'],
	['GET /apps/{appId}/transactions/', `offset ${LIST}`],
	['GET /apps/{appId}/transactions/{id}', 'with_trashed'],
	['GET /apps/{appId}/payments', `offset ${LIST}`],
	['GET /apps/{appId}/payments/{id}', 'with_trashed'],
	['GET /apps/{appId}/attachments', `offset ${LIST}`],
	['GET /apps/{appId}/attachments/{id}', 'with_trashed'],
	['GET /apps/{appId}/bankdetails', `offset ${LIST}`],
	['GET /apps/{appId}/bankdetails/{id}', 'with_trashed'],
	['GET /apps/{appId}/relationships', `${LIST}`],
	['GET /apps/{appId}/relationships/{id}', 'with_trashed'],
	['GET /apps/{appId}/accounts/', `offset ${LIST}`],
	['GET /apps/{appId}/accounts/{id}', 'with_trashed'],
	['GET /apps/{appId}/accountcategories/', `offset ${LIST}`],
	['GET /apps/{appId}/accountcategories/{id}', 'with_trashed'],
	['GET /apps/{appId}/accounting_entries/', `offset ${LIST}`],
	['GET /apps/{appId}/productcategory', `offset ${LIST}`],
	['GET /apps/{appId}/productcategory/{id}', 'with_trashed'],
	['GET /apps/{appId}/productstocks', `offset ${LIST}`],
	['GET /apps/{appId}/productstocks/{id}', 'with_trashed'],
	['GET /apps/{appId}/recurringinvoices', `offset ${LIST}`],
	['GET /apps/{appId}/recurringinvoices/{id}', 'with_trashed'],
	['GET /apps/{appId}/sepamandates/', `offset ${LIST}`],
	['GET /apps/{appId}/sepamandates/{id}', ''],
	['GET /apps/{appId}/exports', `offset ${LIST}`],
	['GET /apps/{appId}/exports/{id}', 'with_trashed'],
	['GET /apps/{appId}/salesdocumentmodels', `offset ${LIST}`],
	['GET /apps/{appId}/salesdocumentmodels/{id}', 'with_trashed'],
	['GET /apps/{appId}/accounts/employees', `offset ${LIST}`],
	['GET /apps/{appId}/accounts/employees/{id}', ''],
	['GET /apps/{appId}/forecast/elements', `offset ${LIST}`],
	['GET /apps/{appId}/rules/', `offset ${LIST}`],
	['GET /apps/{appId}/rules/{id}', 'with_trashed'],
	['GET /apps/{appId}/access', `${LIST}`],
	['GET /apps/{appId}/invoices/{id}/pdf', 'template'],
	['GET /apps/{appId}/quotes/{id}/pdf', 'template'],
	['GET /apps/{appId}/purchases/{id}/original', ''],
	['GET /apps/{appId}/attachments/{id}/pdf', 'random!'],
	['GET /apps/{appId}/invoices/download', 'ids! template'],
	['GET /apps/{appId}/quotes/download', 'ids! template'],
	['GET /apps/{appId}/purchases/download', 'ids!'],
	['GET /apps/{appId}/organization', ''],
	['GET /apps/{appId}/settings', 'key'],
	['GET /apps/{appId}/webhooks/events', `${LIST} type`],
	['GET /apps/{appId}/exports/months', ''],
	[
		'GET /apps/{appId}/exports/download',
		'format export_entities_ids start_at end_at since since_last',
	],
	['GET /apps/{appId}/exports/download/{export_id}', ''],
	['GET /apps/{appId}/jobs/{job}', ''],
	['GET /apps/{appId}/payments/recipe_book', ''],
	['GET /apps/{appId}/tags', 'object'],
	['GET /apps/{appId}/subscription/invoices', ''],
	['GET /apps/{appId}/purchases/mileage_allowances/resume', 'employee_id year'],
	['GET /apps/{appId}/email/document/{id}', 'type!'],
	['GET /apps/{appId}/templates', ''],
	['POST /apps/{appId}/settings', 'settings key value'],
	['POST /apps/{appId}/exports', 'until!'],
];

/** The fields of rows where the newer text names them. */
export const NEWER_FIELDS: Readonly<Record<string, string>> = {
	purchases:
		'id status title supplier_name amount amount_tax amount_reverse_tax amount_net_foreign_currency foreign_currency vat_detail comment picture tags vat_repayment md5 billed_at completed_at accounted_at paid_at payment_deadline_at expected_payment_deadline_at payment_account_number payment_routing_number payment_swift payment_iban is_late will_be_late_at account supplier balance',
	products:
		'id name amount_accurately vat_percent currency image lifetime description unity intangible quantity_name reference accounting_number tags category metadata',
	cashflowsources:
		'id parent_cashflow_source name identifiant account_type disabled balance_amount type status created_at updated_at',
	transactions:
		'id contact_organization_id contact_person_id author_user_id cashflow_source_id amount credit debit method received_at label details lettered_at metadata tags created_at updated_at deleted_at',
	payments: 'id source transaction amount date document document_type',
	bankdetails: 'id name iban bic',
	relationships:
		'id is_customer is_supplier is_prospect importance_level rating is_notifying note accounting_infos metadata',
	accounts:
		'id journalcode technical_name editable name description keywords accounting_number need_invoice need_charge need_employee is_associate is_cashflow is_sales is_purchase is_various',
	accountcategories: 'id name description type',
	productcategory: 'id name image parent products',
	productstocks:
		'id quantity_in quantity_out bar_code location entered_at expired_at cost_amount initial_quantity use_duration purchase product product_stocks_movements sales_lines',
	sepamandates:
		'id customer author mandate_id signed_at electronic_signature customer_name iban bic is_first logs_sepa_direct_debits last_debit_at last_debit_amount last_debit_id old_mandate_id created_at updated_at',
	exports:
		'id period_start period_end entries_count total_debit total_credit status created_at updated_at',
	salesdocumentmodels: 'id name title json',
	rules: 'id conditions on_event parameter value priority',
	'exports/download/{export_id}':
		'id period_start period_end file_url file_size format entries_count status downloaded_at created_at updated_at',
};
