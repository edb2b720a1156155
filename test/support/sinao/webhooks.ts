import axios from 'axios';

import { toJson } from './api/answers';
import { WEBHOOK_LIST, WEBHOOK_URL } from './api/settings';
import type { Change, Company } from './company';
import type { ListName } from './data/world';
import type { Row, Variants } from './types';

/** What a row of a list is called in events (sinao-api.md, Webhooks). */
const OBJECTS: Partial<Record<ListName, string>> = {
	invoices: 'invoice',
	quotes: 'quote',
	purchases: 'purchase',
	organizations: 'contactorganization',
	persons: 'contactperson',
	payments: 'payments',
};

export interface Webhooks {
	/** Sends what `webhookHold` kept, newest first. */
	sendHeld(): Promise<void>;
	/** Resolves when everything that was started has been answered. */
	settled(): Promise<void>;
}

/** The body of a call, which no page of Sinao describes: in each form that it may well have. */
function payloadOf(
	event: string,
	appId: number,
	row: Row,
	object: string,
): Record<Variants['webhookPayload'], object> {
	return {
		id: { event, app_id: appId, object, data: { id: row.id } },
		flat: { id: `evt_${row.id}`, type: event, [`${object}_id`]: row.id },
		row: { event, data: { [object]: JSON.parse(toJson(row)) as Row } },
	};
}

/** Tells the address in a company's settings of each change that it asked for. */
export function sendWebhooks(company: Company, variants: Variants): Webhooks {
	const underWay = new Set<Promise<void>>();
	const held: Array<() => void> = [];

	function send(event: string, { row, list }: Change): void {
		const url = company.settings.get(WEBHOOK_URL);
		const events = company.settings.get(WEBHOOK_LIST);
		if (typeof url !== 'string' || !Array.isArray(events) || !events.includes(event)) return;
		const payload = payloadOf(event, company.id, row, OBJECTS[list] as string)[
			variants.webhookPayload
		];
		const posting = axios
			.post(url, payload, { proxy: false, timeout: 10_000, validateStatus: () => true })
			.then(
				() => undefined,
				() => undefined,
			);
		underWay.add(posting);
		void posting.then(() => underWay.delete(posting));
	}

	company.onChange((change) => {
		const object = OBJECTS[change.list];
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
