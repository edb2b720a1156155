import type { Company } from '../company';
import { ROW_MAKERS } from '../data/rowMakers';
import type { ListName } from '../data/world';
import type { Answer, DocumentList, Row } from '../types';
import { json, refuse } from './answers';
import type { Context } from './context';
import { answerExport, answerExports, answerMonths, downloadExports, startExport } from './exports';
import { answerDownload, answerFile } from './files';
import { answerList, answerRow, wrap } from './lists';
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
};

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

function recipeBook({ company, variants }: Context): Answer {
	const rows = receiptsOf(company);
	return json(wrap(rows, rows.length, variants));
}

/** All tags in use, without paging; `object` picks those of one kind of document. */
function answerTags({ company, query, variants }: Context): Answer {
	const object = textOf(query.object);
	const rows = company.lists.tags.filter((tag) => object === undefined || tag.object === object);
	return json(wrap(rows, rows.length, variants));
}

function isFileList(list: string): list is DocumentList {
	return list in FILES;
}

/** Answers a request below `/apps/{appId}`; `path` is what follows it, without a slash at its end. */
export function route(context: Context, path: string): Answer {
	const special = SPECIAL[`${context.method} ${path}`];
	if (special) return special(context);
	const [, list, id, rest, ...more] = path.split('/');
	if (!(list in ROW_MAKERS) || more.length > 0)
		return refuse(404, `The route ${path} could not be found.`);
	if (context.method !== 'GET')
		return refuse(405, `The ${context.method} method is not supported for this route.`);
	if (id === undefined) return answerList(context, list as ListName);
	if (id === 'download' && rest === undefined && isFileList(list))
		return answerDownload(context, list);
	if (!/^\d+$/.test(id)) return refuse(404, `The route ${path} could not be found.`);
	if (rest === undefined)
		return list === 'exports'
			? answerExport(context, Number(id))
			: answerRow(context, list as ListName, Number(id));
	if (isFileList(list) && rest === FILES[list]) return answerFile(context, list, Number(id));
	return refuse(404, `The route ${path} could not be found.`);
}
