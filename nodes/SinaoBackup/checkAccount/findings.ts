import { guideResources } from '../backUp/scope';
import type { AccountCheck, ListCheck, ParameterState } from './accountCheck';
import type { Estimate } from './estimate';
import { type Code, texts } from './texts';

/** Something that was found out about an account. */
export interface Finding {
	severity: 'info' | 'warning' | 'problem';
	code: Code;
	/** As in `json.resource` of the other nodes; null where it is about the service as a whole. */
	list: string | null;
	/** What it is about: names of fields, numbers, patterns. */
	detail: string;
}

const parameters = {
	order: ['orderRefused', 'orderIgnored'],
	limit: ['limitRefused', 'limitIgnored'],
	idFilter: ['idFilterRefused', 'idFilterIgnored'],
	offset: ['offsetRefused', 'offsetIgnored'],
	dateFilter: ['dateFilterRefused', 'dateFilterIgnored'],
} as const;

const mainLists = guideResources.map(({ name }) => name);
const undocumentedOffset = ['persons', 'organizations', 'relationships'];
const envelopes: Partial<Record<string, Code>> = {
	array: 'rowsAsArray',
	numericKeys: 'rowsWithNumericKeys',
	total: 'totalGiven',
	metaTotal: 'totalGiven',
};

/** Everything that is worth saying of a check, the gravest first; of the lists, in their order. */
export function findingsOf(check: AccountCheck, estimate: Estimate): Finding[] {
	const findings: Finding[] = [];
	const add = (code: Code, list: string | null = null, detail: unknown = '') => {
		const { severity } = texts[code];
		const isLesser = code.startsWith('list') && list !== null && !mainLists.includes(list);
		findings.push({
			severity: isLesser ? 'warning' : severity,
			code,
			list,
			detail: String(detail),
		});
	};
	for (const list of check.lists) aboutList(list, (code, detail) => add(code, list.list, detail));
	for (const documents of check.documents)
		aboutDocuments(documents, (code, detail) => add(code, documents.list, detail));
	aboutExports(check, (code, detail) => add(code, 'accountingExports', detail));
	aboutService(check, add);
	const about = `${estimate.documents} + ${estimate.lists}`;
	add(estimate.isLowerBound ? 'estimateAtLeast' : 'estimate', null, about);
	return ['problem', 'warning', 'info'].flatMap((severity) =>
		findings.filter((finding) => finding.severity === severity),
	);
}

type Add = (code: Code, detail?: unknown) => void;

function aboutList(list: ListCheck, add: Add): void {
	if (list.status !== 200) {
		if (list.status === 403) add('listForbidden', 403);
		else if (list.status === 404) add('listNotFound', 404);
		else if (list.status === null) add('listUnanswered');
		else add('listFailed', list.status);
		return;
	}
	const envelope = envelopes[list.envelope ?? ''];
	if (envelope) add(envelope);
	if (list.envelope === 'other') add('listNotReadable');
	for (const [name, [refused, ignored]] of Object.entries(parameters)) {
		const state = list.parameters[name as keyof typeof parameters];
		const detail =
			name === 'limit' && list.limit.refused !== null
				? `${list.limit.accepted} < ${list.limit.refused}`
				: (list.refusalStatus ?? '');
		if (state === 'refused') add(refused, detail);
		if (state === 'ignored' && !(name === 'offset' && undocumentedOffset.includes(list.list)))
			add(ignored);
	}
	if (undocumentedOffset.includes(list.list) && list.parameters.offset === 'honoured')
		add('offsetHonoured');
	if (list.paging === 'none' && list.rows.atMost === null) add('pagingImpossible');
	if (list.paging === 'unproven') add('wholeListUnproven', list.rows.atLeast);
	if (list.paging === 'offset' && list.envelope === null) add('wholeListPaged', list.rows.atLeast);
	const named = (state: ParameterState) =>
		Object.keys(list.expand).filter((name) => list.expand[name] === state);
	if (named('refused').length) add('expandRefused', named('refused').join(', '));
	if (named('ignored').length) add('expandIgnored', named('ignored').join(', '));
	const related = (form: string) =>
		Object.keys(list.relations).filter((name) => list.relations[name] === form);
	if (related('ids').length) add('relationsAsIds', related('ids').join(', '));
	if (related('expand').length) add('relationsByExpand', related('expand').join(', '));
	if (related('absent').length) add('relationsAbsent', related('absent').join(', '));
	if (list.fields.id?.types.includes('digits')) add('idsAsTexts');
	if (list.repeats) add('rowsRepeated');
	if (list.missing.length) add('fieldsMissing', list.missing.join(', '));
	if (list.unknown.length) add('fieldsUnknown', list.unknown.join(', '));
	if (list.newer.length) add('fieldsNewer', list.newer.join(', '));
	if (list.changing.length) add('fieldsChanging', list.changing.join(', '));
	if (list.empty.length && list.sampled >= 5) add('columnsEmpty', list.empty.join(', '));
}

function aboutDocuments(
	{ pdf, md5, draftStatus, bulk, failed, list }: AccountCheck['documents'][number],
	add: Add,
): void {
	if (failed.length) add('documentsFailed', failed.join(', '));
	if (pdf?.equal === false) add('pdfDiffers');
	if (pdf && list === 'invoices' && !pdf.embeddedXml) add('embeddedXmlMissing');
	if (md5?.pictures === 'differs') add('md5OfPicturesDiffers');
	if (md5?.others === 'differs') add('md5Differs');
	if (draftStatus === 200) add('draftWithPdf');
	else if (draftStatus !== null)
		add(draftStatus === 404 ? 'draftWithoutPdf' : 'draftRefused', draftStatus);
	if (!bulk) return;
	if (bulk.status !== 200) return add('bulkRefused', bulk.status ?? '');
	const names = bulk.names.join(', ');
	if (bulk.namedBy === 'id') add('zipNamesById', names);
	else if (bulk.namedBy === 'other') add('zipNamesOther', names);
	else add('zipNamesByNumber', names);
	const isNamed = bulk.namedBy === 'id' || bulk.namedBy === 'number';
	if (isNamed && bulk.namesVerified === false) add('zipNamesWrong', names);
	if (isNamed && bulk.namesVerified === null && !md5) add('zipNamesUnverified', names);
	if (bulk.received < bulk.requested) add('bulkIncomplete', `${bulk.received} / ${bulk.requested}`);
	if (bulk.proven < bulk.received) add('bulkNotProven', `${bulk.proven} / ${bulk.received}`);
}

function aboutExports({ exports }: AccountCheck, add: Add): void {
	if (!exports) return;
	if (exports.answer === null) add('exportFailed', exports.status ?? '');
	if (exports.answer === 'job') add('exportAsJob');
	if (exports.answer === 'fileUrl') add('exportAsAddress');
	if (exports.answer === 'file') add('exportNotZip');
	if (exports.fec && !exports.fec.name) add('fecName');
	if (exports.fec && !exports.fec.columns) add('fecColumns');
	if (exports.fec?.balance === false) add('fecBalance');
}

function aboutService(
	check: AccountCheck,
	add: (code: Code, list?: null, detail?: unknown) => void,
): void {
	const { requests, webhookEvents } = check;
	const say = (code: Code, detail?: unknown) => add(code, null, detail);
	if (requests.skipped) say('checkIncomplete', requests.skipped);
	if (requests.perMinute !== null) say('rateLimited', requests.perMinute);
	if (check.packed) say('answersPacked');
	if (check.single === 'bare') say('rowsBare');
	if (check.defaultOrder === 'ascending') say('oldestFirst');
	if (check.search === 'refused') say('searchRefused');
	if (check.search === 'ignored') say('searchIgnored');
	if (check.inFilter === 'first') say('inFilterFirst');
	if (check.inFilter === 'none') say('inFilterNone');
	if (check.dropsFirstDay) say('dateFilterDropsDay');
	if (check.lines === 'typed') say('linesTyped');
	if (check.headquarters) say('headquartersNamed');
	if (check.sharedContactIds) say('contactIdsShared');
	if (check.settings === 'nested') say('settingsNested');
	if (check.tagObjects === 'ignored') say('tagObjectIgnored');
	if (check.tagObjects === 'refused') say('tagObjectRefused');
	if (check.unsentTypes?.length) say('sendingHistoryRefused', check.unsentTypes.join(', '));
	const { leadsTo } = check.subscriptionPdf ?? {};
	if (leadsTo === 'ownHost') say('subscriptionPdfFromSinao');
	if (leadsTo === 'page') say('subscriptionPdfIsPage');
	if (leadsTo === 'failed') say('subscriptionPdfFailed');
	if (leadsTo === 'none') say('subscriptionPdfNone');
	if (!webhookEvents) return say('webhookEventsUnread');
	if (webhookEvents.form === 'rows') say('webhookEventsAsRows');
	if (webhookEvents.all > webhookEvents.first)
		say('webhookEventsPaged', `${webhookEvents.first} / ${webhookEvents.all}`);
	say('webhookEvents', webhookEvents.all);
}
