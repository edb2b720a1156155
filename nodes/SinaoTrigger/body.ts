import type { Row } from '../shared/resource';
import { forEachLeaf, rowsIn } from '../shared/values/fields';
import { isObject, isSameEvent, namesOf, resourceOf } from './events';

/** A document as a call names it. */
export interface NamedDocument {
	/** Undefined if the call contains no valid id for it. */
	id?: number;
	/** Whether the id is only at the top of the body, where it may be that of the delivery. */
	isBare?: boolean;
	/** What the call says about it, to compare with the document itself. */
	number?: string;
	created_at?: string;
	updated_at?: string;
}

/** What a call says. It is only a hint: everything else is read through the API (faults, row 75). */
export interface Call {
	/** One of the selected events, if it is one of them; undefined if the body names no event. */
	event?: string;
	/** Each document once; empty if the call does not say which. */
	documents: NamedDocument[];
}

/**
 * The events in the body of a call, whose form no page of Sinao describes (sinao-api, Webhooks). An
 * empty body contains none.
 *
 * @param selected events of the node
 */
export function readCalls(body: Row, selected: string[]): Call[] {
	const calls = new Map<string | undefined, Call>();
	for (const part of partsOf(body)) {
		const event = eventIn(part, selected);
		const call = calls.get(event) ?? { event, documents: [] };
		const documents = event ? documentsIn(part, event) : [];
		// A call that does not say which document must not be hidden by another one that does.
		call.documents.push(...(documents.length ? documents : [{}]));
		calls.set(event, call);
	}
	return [...calls.values()].map(({ event, documents }) => ({
		event,
		documents: [...new Map(documents.map((each) => [each.id, each])).values()],
	}));
}

/** The parts of a body that are a call each: the members of an array, or of one whose members name an event. */
function partsOf(body: Row): Row[] {
	if (Array.isArray(body)) return rowsIn(body).flatMap(partsOf);
	const isList = (value: unknown) =>
		Array.isArray(value) && value.length > 0 && value.every((each) => namesEvent(each as Row));
	const list = Object.values(body).find(isList);
	if (list) return rowsIn(list).flatMap(partsOf);
	return Object.keys(body).length ? [body] : [];
}

const dotted = /^[a-z_]+\.(?:created|updated|deleted)$/;

function namesEvent(part: Row): boolean {
	return typeof part === 'object' && part !== null && eventsIn(part).length > 0;
}

function eventIn(part: Row, selected: string[]): string | undefined {
	const names = eventsIn(part, selected);
	const known = names.map((name) => selected.find((event) => isSameEvent(event, name)));
	return known.find(Boolean) ?? names[0];
}

/** Every name of an event in a call, the outermost first: `invoice.updated`, or an object and an action. */
function eventsIn(part: Row, selected: string[] = []): string[] {
	const names: Array<{ depth: number; name: string }> = [];
	forEachLeaf(part, (key, value) => {
		const name = typeof value === 'string' ? value.toLowerCase() : '';
		if (selected.includes(name) || dotted.test(name))
			names.push({ depth: key.split('.').length, name });
	});
	for (const { row, depth } of placesIn(part)) {
		const texts = Object.entries(row).flatMap(([key, value]) =>
			typeof value === 'string' ? [{ key: plain(key), text: value }] : [],
		);
		const kind = texts.find(({ key, text }) => isKindKey(key) && isObject(text))?.text;
		for (const { key, text } of texts) {
			const [, object, action] =
				(isEventKey(key) && /^(.*?)[._:\s-]?(created?|updated?|deleted?)$/i.exec(text)) || [];
			const about = object || kind;
			if (action && about && isObject(about))
				names.push({
					depth: depth + 1,
					name: `${plain(lastWord(about))}.${action.toLowerCase().replace(/e?d?$/, 'ed')}`,
				});
		}
	}
	return names.sort((one, other) => one.depth - other.depth).map(({ name }) => name);
}

/** Members that may contain the document, or be it. */
const generic = /^(?:data|payload|object|resource|entity|model)$/;
/** Members that only contain the others. */
const envelope = /^(?:attributes|body|content|event|message|notification|webhook)$/;

interface Place {
	row: Row;
	/** 0 is the call itself. */
	depth: number;
	/** Whether it may be the document itself. */
	isGeneric: boolean;
}

/** The objects in a call in which the document is looked for, the outermost first. */
function placesIn(row: Row, depth = 0, isGeneric = false): Place[] {
	const inner = Object.entries(row).flatMap(([key, value]) => {
		const name = plain(key);
		if (!generic.test(name) && !envelope.test(name)) return [];
		return objectsIn(value).flatMap((each) => placesIn(each, depth + 1, generic.test(name)));
	});
	return [{ row, depth, isGeneric }, ...inner];
}

/**
 * The documents that a call names: within the object that the event is about, else by a field such as
 * `invoice_id` or `object_id`, else in `data` and the like, else by the id at the top.
 */
function documentsIn(part: Row, event: string): NamedDocument[] {
	const names = namesOf(event);
	const places = placesIn(part).filter(({ row }) => !isOfOtherKind(row, event));
	const members = places.flatMap(({ row }) =>
		Object.entries(row).map(([key, value]) => ({ key: plain(key), value })),
	);
	const nested = members
		.filter(({ key }) => names.includes(key))
		.flatMap(({ value }) => [...objectsIn(value), ...(Array.isArray(value) ? idsIn(value) : [])]);
	const byField = (objects: string[]) =>
		members
			.filter(({ key }) => objects.some((name) => key === `${name}id` || key === `${name}ids`))
			.flatMap(({ value }) => idsIn(value));
	const candidates = places.filter(({ row, isGeneric }) => isGeneric && 'id' in row);
	const deepest = Math.max(...candidates.map(({ depth }) => depth));
	const inData = candidates.filter(({ depth }) => depth === deepest).map(({ row }) => row);
	const found = [nested, byField(names), byField(['object', 'resource', 'entity', 'model']), inData]
		.map((rows) => rows.map((row) => namedDocument(row)))
		.find((documents) => documents.some(({ id }) => id !== undefined));
	if (found) return found;
	const bare = namedDocument(part);
	return bare.id === undefined ? [] : [{ ...bare, isBare: true }];
}

/** Whether an object says that it is something else than what the event is about. */
function isOfOtherKind(row: Row, event: string): boolean {
	return Object.entries(row).some(([key, value]) => {
		if (!isKindKey(plain(key)) || typeof value !== 'string') return false;
		return isObject(value) && resourceOf(value).webhookObject !== resourceOf(event).webhookObject;
	});
}

function isEventKey(key: string): boolean {
	return /^(?:action|event|eventname|eventtype|name|operation|topic|type)$/.test(key);
}

function isKindKey(key: string): boolean {
	return /^(?:event|type|(?:object|resource|entity|model)(?:type)?)$/.test(key);
}

function namedDocument(row: Row): NamedDocument {
	const document: NamedDocument = {};
	if (/^\d{1,15}$/.test(String(row.id))) document.id = Number(row.id);
	for (const name of ['number', 'created_at', 'updated_at'] as const)
		if (typeof row[name] === 'string' && row[name]) document[name] = row[name];
	return document;
}

function objectsIn(value: unknown): Row[] {
	if (Array.isArray(value)) return rowsIn(value);
	return typeof value === 'object' && value !== null ? [value as Row] : [];
}

function idsIn(value: unknown): Row[] {
	return [value]
		.flat()
		.filter((id) => typeof id === 'number' || typeof id === 'string')
		.map((id) => ({ id }));
}

function plain(key: string): string {
	return key.toLowerCase().replace(/[^a-z]/g, '');
}

/** `App\Models\Invoice` is about an invoice. */
function lastWord(name: string): string {
	return name.split(/[\\/]/).at(-1)?.toLowerCase() ?? name;
}
