import { createHash, randomBytes, timingSafeEqual } from 'crypto';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

/** What the node remembers while it is switched on, in n8n's place for the state of webhooks. */
export interface Memory {
	secret?: string;
	/** What our address stands in place of, by our address without the secret: tests have one of their own. */
	replaced?: Record<string, Replaced>;
}

export interface Replaced {
	/** The address that was set before; empty where none was. */
	url: string;
	/** Events that were not chosen before. */
	added: string[];
}

export function memoryOf(context: IHookFunctions | IWebhookFunctions): Memory {
	return context.getWorkflowStaticData('node');
}

/** What stands in our address and nowhere else, so that a call can only come from Sinao. */
export function createSecret(): string {
	return randomBytes(32).toString('hex');
}

/** Whether a call brings the secret; how long the answer takes says nothing about it. */
export function isSecret(given: unknown, secret: string | undefined): boolean {
	if (typeof given !== 'string' || !secret) return false;
	return timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
