import { type IHookFunctions, NodeHelpers, NodeOperationError } from 'n8n-workflow';

import { isSecret } from './memory';

/** This node's own address without the secret; n8n gives another one for a test than for production. */
export function ownAddress(context: IHookFunctions): string {
	return context.getNodeWebhookUrl('default') as string;
}

export function withSecret(address: string, secret: string): string {
	const url = new URL(address);
	url.searchParams.set('token', secret);
	return url.toString();
}

/** Whether two addresses are one, whatever secret they carry. */
export function isSameAddress(one: string, other: string): boolean {
	return withoutQuery(one) === withoutQuery(other);
}

/** Whether Sinao calls this node already: its own address, or one that a test of this node left behind, which a test itself does not take. */
export function isOwn(address: string, context: IHookFunctions): boolean {
	const own = ownAddress(context);
	if (isSameAddress(address, own)) return true;
	return (
		context.getActivationMode() !== 'manual' &&
		isSameHost(address, own) &&
		withoutQuery(address).endsWith(`/${nodePath(context)}`)
	);
}

/** Whether an address is this node's from before n8n moved to another host: nobody else knows the secret. */
export function hasSecret(address: string, secret: string | undefined): boolean {
	return URL.canParse(address) && isSecret(new URL(address).searchParams.get('token'), secret);
}

/**
 * n8n makes an address from the name of a node that never went through the editor or the API, and does
 * not hear calls there where the name has a space.
 *
 * @throws NodeOperationError where no call of Sinao could ever arrive
 */
export function assertReachable(context: IHookFunctions): void {
	const { hostname, pathname } = new URL(ownAddress(context));
	if (hostname === 'localhost') {
		throw new NodeOperationError(context.getNode(), 'Sinao cannot reach n8n on localhost', {
			description: 'n8n needs a public URL. Set it in the environment variable WEBHOOK_URL.',
		});
	}
	if (!pathname.includes('%')) return;
	throw new NodeOperationError(context.getNode(), 'n8n registered no webhook for this node', {
		description:
			'The workflow was imported on the command line. Open it in the editor, change anything, and publish it.',
	});
}

/** The refusal to take an address that is in use; it names the host alone, because the rest may be secret. */
export function addressInUse(address: string, context: IHookFunctions): NodeOperationError {
	const host = URL.canParse(address) ? new URL(address).host : 'another tool';
	return new NodeOperationError(context.getNode(), `Sinao already has a webhook (${host})`, {
		description: isSameHost(address, ownAddress(context))
			? "Sinao supports one webhook per company, and another workflow or the published version of this one uses it. Unpublish that one, use a single workflow for all events, or enable 'Replace Existing Webhook' under 'Options'."
			: "Sinao supports one webhook per company. Disable the tool that uses it, or enable 'Replace Existing Webhook' under 'Options': it is restored for that tool when this workflow is deactivated.",
	});
}

function nodePath(context: IHookFunctions): string {
	return NodeHelpers.getNodeWebhookPath(
		String(context.getWorkflow().id),
		context.getNode(),
		'webhook',
	);
}

function isSameHost(one: string, other: string): boolean {
	return URL.canParse(one) && new URL(one).host === new URL(other).host;
}

/** An address without its secret. */
export function withoutQuery(address: string): string {
	return address.split(/[?#]/, 1)[0];
}
