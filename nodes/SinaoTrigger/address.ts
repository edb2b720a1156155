import { type IHookFunctions, NodeHelpers, NodeOperationError } from 'n8n-workflow';

import { isSecret } from './memory';

/** The webhook URL of this node without the secret; n8n has separate URLs for test and production. */
export function ownAddress(context: IHookFunctions): string {
	return context.getNodeWebhookUrl('default') as string;
}

export function withSecret(address: string, secret: string): string {
	const url = new URL(address);
	url.searchParams.set('token', secret);
	return url.toString();
}

/** Whether two URLs are equal, ignoring their secrets. */
export function isSameAddress(one: string, other: string): boolean {
	return withoutQuery(one) === withoutQuery(other);
}

/** Whether a URL belongs to this node: its own URL or, outside of tests, one left over from a test of this node. */
export function isOwn(address: string, context: IHookFunctions): boolean {
	const own = ownAddress(context);
	if (isSameAddress(address, own)) return true;
	return (
		context.getActivationMode() !== 'manual' &&
		isSameHost(address, own) &&
		withoutQuery(address).endsWith(`/${nodePath(context)}`)
	);
}

/** Whether a URL contains this node's secret, which means that n8n has moved to another host. */
export function hasSecret(address: string, secret: string | undefined): boolean {
	return URL.canParse(address) && isSecret(new URL(address).searchParams.get('token'), secret);
}

/**
 * For a node that was not saved in the editor or by the API, n8n creates the URL from the node's name, and
 * receives no calls if the name contains a space.
 *
 * @throws NodeOperationError if Sinao cannot reach the webhook
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

/** The error for a webhook that is in use. It contains only the host, because the rest can be secret. */
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

/** A URL without its secret. */
export function withoutQuery(address: string): string {
	return address.split(/[?#]/, 1)[0];
}
