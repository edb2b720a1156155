import {
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { credentials } from '../shared/parameters/authentication';
import { searchCompanies } from '../shared/run/listSearch';
import { forEachItem } from '../shared/run/execute';
import { receive } from './call';
import { changeOf } from './change';
import { getEvents } from './events';
import { triggerProperties } from './properties';
import { isRegistered, register, unregister } from './registration';

export class SinaoTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sinao Trigger',
		name: 'sinaoTrigger',
		icon: {
			light: 'file:../../icons/sinaoTrigger.svg',
			dark: 'file:../../icons/sinaoTrigger.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle:
			"={{ $parameter.events.join(', ').replaceAll('.', ' ').replace(/\\b[a-z]/g, (letter) => letter.toUpperCase()) }}",
		description:
			'Starts the workflow when something changes in Sinao, such as an invoice or a contact',
		eventTriggerDescription: 'Waiting for something to change in Sinao',
		activationMessage: 'Sinao now sends the selected events to this workflow.',
		defaults: { name: 'Sinao Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		],
		properties: triggerProperties,
	};

	methods = { listSearch: { searchCompanies }, loadOptions: { getEvents } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions) {
				return await isRegistered(this);
			},
			async create(this: IHookFunctions) {
				return await register(this);
			},
			async delete(this: IHookFunctions) {
				return await unregister(this);
			},
		},
	};

	/** Responds to Sinao immediately. The document is read later in the execution, where a failure is visible and can be retried. */
	async webhook(this: IWebhookFunctions) {
		return receive(this);
	}

	async execute(this: IExecuteFunctions) {
		return await forEachItem(this, this.getInputData().length, async (itemIndex, hint) => [
			await changeOf(this, itemIndex, hint),
		]);
	}
}
