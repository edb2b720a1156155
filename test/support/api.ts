import axios from 'axios';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { type NodeResult, type NodeRun, runNode } from './engine';
import type { SinaoServer } from './sinao';
import type { Row } from './sinao/types';

/** The credential with the key of a simulated company. */
export function keyOf(api: SinaoServer, appId = String(api.appId)) {
	return { sinaoApi: { apiKey: api.apiKey, appId, baseUrl: api.baseUrl } };
}

/** A run of a node with the key of the simulated company. */
export async function run(
	api: SinaoServer,
	type: string,
	parameters: IDataObject,
	more: Partial<NodeRun> = {},
): Promise<NodeResult> {
	return await runNode({ type, parameters, credentials: keyOf(api), ...more });
}

/** The items of the first output of a run that must succeed. */
export async function itemsOf(
	api: SinaoServer,
	type: string,
	parameters: IDataObject,
	more: Partial<NodeRun> = {},
): Promise<INodeExecutionData[]> {
	const { outputs, error } = await run(api, type, parameters, more);
	if (error) throw error;
	return outputs[0];
}

/**
 * A list as the simulated API gives it to anyone with the key, oldest first. `parse` reads the JSON, for rows that
 * hold numbers beyond 2^53.
 */
export async function listOf(
	api: SinaoServer,
	list: string,
	expand: string[] = [],
	parse: (text: string) => unknown = JSON.parse,
): Promise<Row[]> {
	const query = new URLSearchParams({
		'order[0][name]': 'id',
		'order[0][direction]': 'asc',
		limit: '10000',
	});
	for (const name of expand) query.append('expand[]', name);
	const { data } = await axios.get<string>(`${api.baseUrl}/apps/${api.appId}/${list}?${query}`, {
		headers: { 'Api-Key': api.apiKey },
		responseType: 'text',
		transformResponse: (text: string) => text,
		proxy: false,
	});
	return (parse(data) as { data: Row[] }).data;
}

/** The value at a dotted name, or undefined. */
export function at(row: unknown, name: string): unknown {
	return (
		name
			.split('.')
			.reduce<unknown>(
				(value, key) => (value as Record<string, unknown> | null | undefined)?.[key],
				row,
			) ?? undefined
	);
}
