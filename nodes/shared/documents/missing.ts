import type { INodeExecutionData } from 'n8n-workflow';

import type { Resource } from '../resource';
import type { MissingDocument } from './download';
import { publicFacts } from './facts';

/** An item of the output 'Missing': which document, why, and how often it was tried. */
export function missingItem(resource: Resource, { facts, failure, tries }: MissingDocument, itemIndex: number): INodeExecutionData {
	return {
		json: {
			resource: resource.name,
			document: publicFacts(facts),
			reason: failure.reason,
			message: failure.message,
			description: failure.description,
			details: failure.details ?? null,
			tries,
		},
		pairedItem: { item: itemIndex },
	};
}
