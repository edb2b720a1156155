import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	type ICredentialDataDecryptedObject,
	type INodeType,
	Workflow,
} from 'n8n-workflow';

import { createEngine, createNode, loadPackage } from '.';

/**
 * Does what the editor does when a credential is saved: sends the request of its `test`, with its
 * `authenticate`, through the engine of declarative nodes (n8n's CredentialsTester).
 *
 * @returns the message of the failure, or undefined for "Connection tested successfully"
 */
export async function testCredential(
	type: string,
	values: ICredentialDataDecryptedObject,
): Promise<string | undefined> {
	const loader = await loadPackage();
	const { additionalData } = await createEngine({ [type]: values });
	const { request, rules = [] } = loader.getCredential(type).type.test ?? {};
	const routing = { request };
	const tester: INodeType = {
		description: {
			displayName: 'Credential Test',
			name: 'credentialTest',
			group: ['input'],
			version: 1,
			description: 'Sends the test request of a credential',
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: type, required: true }],
			properties: [{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing }],
		},
	};
	const nodeTypes = {
		getByName: () => tester,
		getByNameAndVersion: () => tester,
		getKnownTypes: () => ({}),
	};
	const node = createNode('Test', 'credentialTest', {}, { [type]: values });
	const workflow = new Workflow({
		id: 'test',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
	});
	const input = { main: [[{ json: {} }]] };
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		input.main[0],
		input,
		{ node, data: input, source: null },
		[],
	);
	try {
		await new RoutingNode(context, tester, { id: type, name: type, type, data: values }).runNode();
		return undefined;
	} catch (error) {
		const { message, cause } = error as {
			message: string;
			cause?: { response?: { status: number } };
		};
		return (
			rules.find(
				({ type, properties: { value } }) =>
					type === 'responseCode' && value === cause?.response?.status,
			)?.properties.message ?? message
		);
	}
}
