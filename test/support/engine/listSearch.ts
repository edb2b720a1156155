import { LoadOptionsContext } from 'n8n-core';
import {
	type IDataObject,
	type INodeListSearchItems,
	type INodeType,
	Workflow,
} from 'n8n-workflow';

import { createEngine, createNode } from '.';
import type { CredentialValues } from './credentials';

/** What the editor shows in the list of a resource locator, for a text that was typed into its search field. */
export async function searchList(
	type: string,
	method: string,
	credentials: CredentialValues,
	text?: string,
	parameters: IDataObject = { authentication: 'apiKey' },
): Promise<INodeListSearchItems[]> {
	const { nodeTypes, additionalData } = await createEngine(credentials);
	const node = createNode('Sinao', `n8n-nodes-sinao.${type}`, parameters, credentials);
	const workflow = new Workflow({
		id: 'test',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
	});
	Object.assign(additionalData, { currentNodeParameters: parameters });
	const context = new LoadOptionsContext(workflow, node, additionalData, '');
	const nodeType = nodeTypes.getByNameAndVersion(node.type) as INodeType;
	const search = nodeType.methods?.listSearch?.[method];
	if (!search) throw new Error(`${type} has no list search ${method}`);
	return (await search.call(context, text)).results;
}
