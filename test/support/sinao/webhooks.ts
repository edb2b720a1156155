import axios from 'axios';

import { toJson } from './api/answers';
import { WEBHOOK_LIST, WEBHOOK_URL } from './api/settings';
import type { Change, Company } from './company';
import type { ListName } from './data/world';
import type { Row } from './types';
import type { Variants } from './variants';

/** What a row of a list is called in events (sinao-api.md, Webhooks). */
const OBJECTS: Partial<Record<ListName, string>> = {
	invoices: 'invoice',
	quotes: 'quote',
	purchases: 'purchase',
	organizations: 'contactorganization',
	persons: 'contactperson',
	payments: 'payments',
	relationships: 'contactrelationship',
};

export interface Webhooks {
	/** Sends what `webhookHold` kept, newest first. */
	sendHeld(): Promise<void>;
	/** Resolves when everything that was started has been answered. */
	settled(): Promise<void>;
}

/** What a call is about. */
interface Call {
	event: string;
	appId: number;
	object: string;
	row: Row;
	/** Another row of the same list, where there is one. */
	other: Row;
}

/**
 * The body of a call, which no page of Sinao describes, in each form that it may well have: the id, alone or under
 * another name; the row; a delivery whose own id is that of another row; an array; object and action apart; the row's
 * fields in `data`; several objects of which one is meant; two rows of the list at once.
 */
const PAYLOADS: Record<Variants['webhookPayload'], (call: Call) => object> = {
	id: ({ event, appId, object, row }) => ({ event, app_id: appId, object, data: { id: row.id } }),
	flat: ({ event, object, row }) => ({
		id: `evt_${row.id}`,
		type: event,
		[`${object}_id`]: row.id,
	}),
	row: ({ event, object, row }) => ({ event, data: { [object]: row } }),
	delivery: ({ event, object, row, other }) => ({
		id: other.id,
		event,
		created_at: row.updated_at ?? null,
		[object]: row,
	}),
	array: ({ event, appId, object, row }) => [{ event, app_id: appId, [object]: { id: row.id } }],
	action: ({ event, appId, object, row }) => ({
		object,
		action: event.split('.')[1],
		app_id: appId,
		id: row.id,
	}),
	data: ({ event, row }) => ({ event, data: row }),
	several: ({ event, object, row, other }) => ({
		event,
		user: { id: 7 },
		customer: { id: other.id, type: 'organization' },
		[object]: { id: row.id },
	}),
	batch: ({ event, row, other }) => ({ event, data: [{ id: row.id }, { id: other.id }] }),
};

/** Tells the address in a company's settings of each change that it asked for. */
export function sendWebhooks(company: Company, variants: Variants): Webhooks {
	const underWay = new Set<Promise<void>>();
	const held: Array<() => void> = [];

	function send(event: string, { row, list, part }: Change): void {
		const url = company.settings.get(WEBHOOK_URL);
		const events = company.settings.get(WEBHOOK_LIST);
		if (typeof url !== 'string' || !Array.isArray(events) || !events.includes(event)) return;
		const payload = PAYLOADS[variants.webhookPayload]({
			event,
			appId: company.id,
			object: part?.object ?? (OBJECTS[list] as string),
			row: part?.row ?? row,
			other:
				part?.other ??
				company
					.table(list)
					.byId()
					.find(({ id }) => id !== row.id) ??
				row,
		});
		const posting = axios
			.post(url, toJson(payload), {
				headers: { 'content-type': 'application/json' },
				proxy: false,
				timeout: 10_000,
				validateStatus: () => true,
			})
			.then(
				() => undefined,
				() => undefined,
			);
		underWay.add(posting);
		void posting.then(() => underWay.delete(posting));
	}

	company.onChange((change) => {
		const object = change.part?.object ?? OBJECTS[change.list];
		if (!object) return;
		for (let copy = 0; copy < variants.webhookCopies; copy++) {
			const post = () => send(`${object}.${change.action}`, change);
			if (variants.webhookHold) held.push(post);
			else post();
		}
	});

	async function settled(): Promise<void> {
		while (underWay.size > 0) await Promise.all(underWay);
	}
	return {
		settled,
		async sendHeld() {
			for (const post of held.splice(0).reverse()) {
				post();
				await settled();
			}
		},
	};
}
