import { createHash, randomBytes, timingSafeEqual } from 'crypto';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

/** What the node stores while it is active, in n8n's static data. */
export interface Memory {
	secret?: string;
	/** The replaced webhook for each URL of this node without the secret; a test has a separate URL. */
	replaced?: Record<string, Replaced>;
}

export interface Replaced {
	/** The previous URL; empty if there was none. */
	url: string;
	/** Events that this node added. */
	added: string[];
}

export function memoryOf(context: IHookFunctions | IWebhookFunctions): Memory {
	return context.getWorkflowStaticData('node');
}

/** Part of the URL that only Sinao knows. */
export function createSecret(): string {
	return randomBytes(32).toString('hex');
}

/** Compares a secret in constant time. */
export function isSecret(given: unknown, secret: string | undefined): boolean {
	if (typeof given !== 'string' || !secret) return false;
	return timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
