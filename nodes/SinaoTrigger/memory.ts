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
