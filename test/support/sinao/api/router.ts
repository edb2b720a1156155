import { LISTS, type ListName } from '../data/world';
import type { Company } from '../company';
import type { Answer, DocumentList, Row } from '../types';
import { file, json, refuse } from './answers';
import type { Context } from './context';
import {
	answerExport,
	answerExportFile,
	answerExports,
	answerJob,
	answerMonths,
	downloadExports,
	startExport,
} from './exports';
import { answerDownload, answerFile } from './files';
import { answerList, answerRow, subscriptionPdf, wrap } from './lists';
import { answerApp, answerOwnOrganization } from './profile';
import { textOf } from './query';
import { answerSettings, answerWebhookEvents, changeSettings } from './settings';

type Handler = (context: Context) => Answer;

/** Addresses below `/apps/{appId}` that are neither a list, a row nor a file. */
const SPECIAL: Record<string, Handler> = {
	'GET ': answerApp,
	'GET /organization': answerOwnOrganization,
	'GET /settings': answerSettings,
	'POST /settings': changeSettings,
	'GET /webhooks/events': answerWebhookEvents,
	'GET /exports': answerExports,
	'POST /exports': startExport,
	'GET /exports/months': answerMonths,
	'GET /exports/download': downloadExports,
	'GET /payments/recipe_book': recipeBook,
	'GET /tags': answerTags,
	'GET /purchases/mileage_allowances/resume': answerMileage,
};

const WITH_ID: ReadonlyArray<[RegExp, (context: Context, id: string) => Answer]> = [
	[/^\/jobs\/([^/]+)$/, answerJob],
	[/^\/exports\/download\/(\d+)$/, (context, id) => answerExportFile(context, Number(id))],
	[/^\/subscription\/invoices\/(\d+)\/pdf$/, answerSubscriptionPdf],
	[/^\/email\/document\/(\d+)$/, (context, id) => answerEmails(context, Number(id))],
];

const FILES: Record<DocumentList, string> = {
	invoices: 'pdf',
	quotes: 'pdf',
	purchases: 'original',
	attachments: 'pdf',
};

/** The receipts of sales: what the law calls livre des recettes. */
export function receiptsOf({ lists }: Company): Row[] {
	const sales = lists.payments.filter((payment) => payment.document_type === 'sales');
	return sales.map(({ id, date, amount, source, document }) => ({
		id,
		date,
		amount,
		method: source,
		document,
	}));
}

function recipeBook(context: Context): Answer {
	const rows = receiptsOf(context.company);
	return whole(rows, context);
}

/** Addresses of lists for which no text declares a limit. */
const WHOLE_LISTS: readonly string[] = ['/templates', '/subscription/invoices'];

function pageOf(name: 'limit' | 'offset', { query }: Context, fallback: number): number {
	return Number(textOf(query[name]) ?? fallback);
}

/** Such a list, as `wholeLists` says. */
function whole(rows: Row[], context: Context): Answer {
	const { wholeLists } = context.variants;
	const [from, count] = {
		whole: [0, Infinity],
		paged: [pageOf('offset', context, 0), pageOf('limit', context, 10)],
		firstTen: [0, 10],
	}[wholeLists];
	return json(wrap(rows.slice(from, from + count), rows.length, context.variants));
}

/** The query that makes an ordinary list answer so. */
function wholeQuery({ query, variants: { wholeLists } }: Context): Context['query'] {
	if (wholeLists === 'paged') return query;
	const { limit: _limit, offset: _offset, ...others } = query;
	return { ...others, limit: wholeLists === 'whole' ? '10000' : '10' };
}

/** Tags of the kinds of object that only the newer text has. */
const newerTags: Row[] = ['quote', 'purchase', 'product', 'transaction', 'relationship'].map(
	(object, at) => ({
		id: 90_000 + at,
		name: at === 2 ? 'entretien' : `étiquette ${object}`,
		object,
	}),
);

/** The mileage of each employee in a year; amounts in cents. */
export function mileageOf({ lists }: Company, year = 2024): Row[] {
	return lists['accounts/employees'].map(({ id, user_name }, at) => ({
		id,
		employee_id: id,
		user_name,
		year,
		kilometers_count: 1200 * (at + 1),
		amount: 63_600 * (at + 1),
	}));
}

function answerMileage(context: Context): Answer {
	const { company, query } = context;
	const wanted = textOf(query.employee_id);
	const rows = mileageOf(company, Number(textOf(query.year) ?? 2024)).filter(
		({ id }) => wanted === undefined || String(id) === wanted,
	);
	return whole(rows, context);
}

const EMAILED: Record<string, ListName> = {
	invoice: 'invoices',
	quote: 'quotes',
	attachment: 'attachments',
};

/** The address on the own host that `subscriptionPdf: 'ownHost'` gives; no text has it. */
function answerSubscriptionPdf({ company }: Context, id: string): Answer {
	const row = company.find('subscription/invoices', Number(id)) ?? refuse(404, 'Not found');
	return file(subscriptionPdf(row), 'application/pdf', `${id}.pdf`);
}

/** `GET /email/document/{id}?type=`: how often a document was sent; its type is required. */
function answerEmails({ company, query, variants }: Context, id: number): Answer {
	const type = textOf(query.type) ?? '';
	const list =
		EMAILED[variants.sendingHistory.find((known) => known === type) ?? ''] ??
		refuse(422, 'The given data was invalid.', { type: ['The selected type is invalid.'] });
	const row = company.find(list, id) ?? refuse(404, `No query results for model [${list}] ${id}`);
	const sent = row.email_sent_at ? [row.email_sent_at] : [];
	const rows = sent.map((created_at) => ({
		id: id * 10,
		to: row.customer_email,
		subject: `Votre document ${String(row.number ?? '')}`,
		status: 'delivered',
		created_at,
	}));
	return json(wrap(rows, rows.length, variants));
}

/** All tags in use, without paging; `object` picks those of one kind of object. */
function answerTags(context: Context): Answer {
	const { company, query, variants } = context;
	const object = textOf(query.object);
	const { tags, fields } = variants;
	const all = fields === 'newer' ? [...company.lists.tags, ...newerTags] : company.lists.tags;
	if (tags === 'older' && ['transaction', 'relationship'].includes(object ?? ''))
		refuse(422, 'The given data was invalid.', { object: ['The selected object is invalid.'] });
	const rows = all.filter(
		(tag) => object === undefined || tags === 'ignored' || tag.object === object,
	);
	const names = [...new Set(rows.map(({ name }) => String(name)))];
	const shown: unknown[] = tags === 'names' || tags === 'ignored' ? names : rows;
	return whole(shown as Row[], context);
}

/** The list whose address begins a path, or ''; `/accounts/employees` before `/accounts`. */
function listOf(path: string): ListName | '' {
	const fitting = LISTS.filter((list) => `${path}/`.startsWith(`/${list}/`));
	return fitting.sort((one, other) => other.length - one.length)[0] ?? '';
}

function isFileList(list: string): list is DocumentList {
	return list in FILES;
}

/** Answers a request below `/apps/{appId}`; `path` is what follows it, without a slash at its end. */
export function route(context: Context, path: string): Answer {
	const special = SPECIAL[`${context.method} ${path}`];
	if (special) return special(context);
	for (const [pattern, handler] of WITH_ID) {
		const id = context.method === 'GET' ? pattern.exec(path)?.[1] : undefined;
		if (id !== undefined) return handler(context, id);
	}
	const list = listOf(path);
	const [, id, rest, ...more] = path.slice(list.length + 1).split('/');
	if (list === '' || more.length > 0) return refuse(404, `The route ${path} could not be found.`);
	if (context.method !== 'GET')
		return refuse(405, `The ${context.method} method is not supported for this route.`);
	if (id === undefined)
		return answerList(
			WHOLE_LISTS.includes(path) ? { ...context, query: wholeQuery(context) } : context,
			list,
		);
	if (id === 'download' && rest === undefined && isFileList(list))
		return answerDownload(context, list);
	if (!/^\d+$/.test(id)) return refuse(404, `The route ${path} could not be found.`);
	if (rest === undefined)
		return list === 'exports'
			? answerExport(context, Number(id))
			: answerRow(context, list, Number(id));
	if (isFileList(list) && rest === FILES[list]) return answerFile(context, list, Number(id));
	return refuse(404, `The route ${path} could not be found.`);
}
