import type { AccountCheck, ListCheck } from '../../../nodes/SinaoBackup/checkAccount/accountCheck';
import type { SinaoOptions } from '.';
import type { CompanySize } from './types';
import type { ChangingField, Parameter, Variants } from './variants';

/** Rows that a simulated list has at most. */
const maximumRows = 2000;

const sizes: Record<string, keyof CompanySize> = {
	invoices: 'invoices',
	quotes: 'quotes',
	purchases: 'purchases',
	persons: 'persons',
	organizations: 'organizations',
	products: 'products',
	transactions: 'transactions',
	bankAccounts: 'bankAccounts',
	payments: 'payments',
	attachments: 'attachments',
	bankDetails: 'bankDetails',
	accounts: 'accounts',
	accountCategories: 'accountCategories',
	accountingEntries: 'accountingEntries',
	productCategories: 'productCategories',
	stocks: 'productStocks',
	recurringInvoices: 'recurringInvoices',
	sepaMandates: 'sepaMandates',
	tags: 'tags',
};

/** Lists that have one size in the simulation. */
const newerLists = [
	'access',
	'employeeAccounts',
	'forecastElements',
	'rules',
	'salesDocumentModels',
	'subscriptionInvoices',
	'templates',
];

const changingNames: ChangingField[] = [
	'file_url',
	'picture',
	'is_late',
	'balance',
	'balance_amount',
];

/** How to start a simulation that behaves as `account-check.json` of an account says, at its size. */
export function optionsFromCheck(
	check: AccountCheck,
): SinaoOptions & { variants: Partial<Variants> } {
	const open = check.lists.filter(({ status }) => status === 200);
	const size: Partial<CompanySize> = {};
	for (const { list, rows } of open)
		if (list in sizes) size[sizes[list]] = Math.min(maximumRows, rows.atLeast);
	const newer = open.filter(({ list }) => newerLists.includes(list));
	if (newer.length) size.newerLists = Math.max(...newer.map(({ rows }) => rows.atLeast));
	return { size, nasty: false, variants: variantsFromCheck(check, open) };
}

function variantsFromCheck(check: AccountCheck, open: ListCheck[]): Partial<Variants> {
	const { exports, webhookEvents, documents } = check;
	const listed = (name: string) => open.find(({ list }) => list === name);
	const given = (name: string) => documents.find(({ list }) => list === name);
	const relations = open
		.filter(({ list }) => list !== 'recurringInvoices')
		.flatMap((list) => Object.values(list.relations));
	const pdfs = documents.flatMap(({ pdf }) => pdf ?? []);
	const md5 = given('purchases')?.md5;
	const envelope = open.find((list) => list.envelope)?.envelope;
	const limits = open.flatMap(({ limit }) => (limit.refused === null ? [] : limit.accepted));
	const draftStatus = given('invoices')?.draftStatus ?? given('quotes')?.draftStatus;
	const namedBy = documents.flatMap(({ bulk }) => bulk?.namedBy ?? []);
	const areWrong = documents.some(
		({ bulk }) => bulk?.namesVerified === false && bulk.namedBy !== 'other',
	);
	const changing = open.flatMap((list) => list.changing);
	const variants: Partial<Variants> = {
		envelope: envelope && envelope !== 'other' ? envelope : undefined,
		single: check.single ?? undefined,
		defaultOrder: check.defaultOrder === 'ascending' ? 'ascending' : undefined,
		contactsOffset: listed('persons')?.parameters.offset === 'honoured' || undefined,
		zipNames: areWrong
			? 'shifted'
			: namedBy.includes('id')
				? 'id'
				: namedBy.includes('other')
					? 'opaque'
					: undefined,
		wholeLists: open.some(({ paging }) => paging === 'unproven')
			? 'firstTen'
			: open.some(({ paging, envelope: form }) => paging === 'offset' && form === null)
				? 'paged'
				: undefined,
		relations: relations.includes('ids')
			? 'ids'
			: relations.includes('expand')
				? 'expand'
				: undefined,
		establishments: check.headquarters ? 'full' : undefined,
		contactIds: check.sharedContactIds ? 'overlapping' : undefined,
		content: check.lines === 'typed' ? 'typed' : undefined,
		fields: open.some(({ newer, list }) => newer.length && list !== 'transactions')
			? 'newer'
			: undefined,
		absentFields: Object.fromEntries(
			open.filter(({ missing }) => missing.length).map(({ path, missing }) => [path, missing]),
		),
		ids: open.some(({ fields }) => fields.id?.types.includes('digits')) ? 'texts' : undefined,
		changing: changingNames.filter((name) =>
			changing.some((field) => field.split('.').includes(name)),
		),
		facturX: given('invoices')?.pdf?.embeddedXml === false ? 'none' : undefined,
		rendering: pdfs.some(({ equal }) => equal === false) ? 'fresh' : undefined,
		purchaseFiles:
			md5?.others === 'differs'
				? 'allConverted'
				: md5?.pictures === 'differs'
					? 'photosConverted'
					: undefined,
		draftPdf: ([400, 404, 422, 500] as const).find((status) => status === draftStatus),
		gzip: check.packed || undefined,
		refuses: parametersIn(check, 'refused'),
		refusalStatus: ([400, 422, 500] as const).find((status) =>
			open.some(({ refusalStatus }) => refusalStatus === status),
		),
		maximumLimit: limits.length ? Math.min(...limits) : undefined,
		ignores: parametersIn(check, 'ignored'),
		inFilter:
			check.inFilter === 'first' ? 'first' : check.inFilter === 'none' ? 'oneText' : undefined,
		dateFilters: check.dropsFirstDay ? 'text' : undefined,
		listStatus: Object.fromEntries(
			check.lists.flatMap(({ path, status }) =>
				status === 403 || status === 404 ? [[path, status]] : [],
			),
		),
		requestsPerMinute: check.requests.perMinute ?? undefined,
		exportsRepeat: listed('accountingExports')?.repeats || undefined,
		exportAnswer:
			exports?.answer === 'job' || exports?.answer === 'fileUrl' ? exports.answer : undefined,
		exportPacking: exports?.answer === 'file' ? 'bare' : undefined,
		fec: fecOf(check),
		webhookEvents:
			webhookEvents?.form === 'rows'
				? 'rows'
				: webhookEvents && webhookEvents.all > webhookEvents.first
					? 'paged'
					: undefined,
		settings: check.settings ?? undefined,
		tags:
			check.tagObjects === 'ignored'
				? 'ignored'
				: check.tagObjects === 'refused'
					? 'older'
					: undefined,
		sendingHistory: check.unsentTypes?.length
			? (['invoice', 'quote', 'attachment'] as const).filter(
					(type) => !check.unsentTypes?.includes(type),
				)
			: undefined,
		// No text of the API has that address.
		strictContract: check.subscriptionPdf?.leadsTo === 'ownHost' ? false : undefined,
		subscriptionPdf:
			check.subscriptionPdf?.leadsTo === 'failed' ? 'expired' : check.subscriptionPdf?.leadsTo,
	};
	const said = Object.entries(variants).filter(([, value]) => value !== undefined);
	return Object.fromEntries(said) as Partial<Variants>;
}

function fecOf({ exports }: AccountCheck): Variants['fec'] | undefined {
	const { fec } = exports ?? {};
	if (!fec) return undefined;
	if (!fec.columns) return 'columns';
	if (!fec.name) return 'wrongName';
	return fec.balance ? undefined : 'unbalanced';
}

/** What lists refuse, or what does nothing; one list is enough, because the simulation is the same for all. */
function parametersIn({ lists, search }: AccountCheck, state: 'refused' | 'ignored'): Parameter[] {
	const names: Array<[keyof ListCheck['parameters'], Parameter]> = [
		['order', 'order'],
		['limit', 'limit'],
		['idFilter', 'filter:id'],
		['dateFilter', 'filter:date'],
	];
	const found = names
		.filter(([name]) => lists.some(({ parameters }) => parameters[name] === state))
		.map(([, parameter]) => parameter);
	// Contacts may take no offset without anything being unusual.
	const offset = lists.some(
		({ list, parameters }) =>
			parameters.offset === state && !['persons', 'organizations', 'relationships'].includes(list),
	);
	const expanded = lists
		.flatMap(({ expand }) => Object.entries(expand))
		.filter(([, each]) => each !== 'unknown');
	const affected = expanded.filter(([, each]) => each === state).map(([name]) => name);
	const expand: Parameter[] =
		affected.length && affected.length === expanded.length
			? ['expand']
			: affected.map((name): Parameter => `expand:${name}`);
	return [
		...found,
		...(offset ? (['offset'] as const) : []),
		...(search === state ? (['search'] as const) : []),
		...new Set(expand),
	];
}
