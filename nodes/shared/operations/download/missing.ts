import type { INodeExecutionData } from 'n8n-workflow';

import { type DocumentMeta, publicMeta } from '../../documents/documentMeta';
import type { MissingDocument } from '../../documents/download';
import { type Failure, finalFailure } from '../../failure';
import type { Resource } from '../../resource';
import { counted } from '../../values/english';

/** The failure for 'Stop With an Error'. The description is that of the first missing document. */
export function missingFailure(missing: MissingDocument[]): Failure {
	const names = missing.slice(0, 10).map(({ facts }) => facts.number ?? String(facts.id));
	const others = missing.length > names.length ? ` and ${missing.length - names.length} more` : '';
	const [{ failure }] = missing;
	return {
		...failure,
		message: `${counted(missing.length, 'missing document')}: ${names.join(', ')}${others}`,
		description: `${names[0]}: ${failure.message}. ${failure.description}`,
	};
}

/** The failure for 'Fail on E-Invoice Differences'. */
export function differenceFailure(differing: DocumentMeta[]): Failure {
	const names = differing.slice(0, 10).map(({ number, id }) => number ?? String(id));
	const others = differing.length > 10 ? ` and ${differing.length - 10} more` : '';
	return finalFailure({
		reason: 'invalidFile',
		message: `${counted(differing.length, 'electronic invoice differs', 'electronic invoices differ')} from Sinao: ${names.join(', ')}${others}`,
		description:
			"No files are passed on. To see the differences, turn off 'Fail on E-Invoice Differences' and read 'eInvoice' in the output.",
	});
}

/** An item of the 'Missing' output: the document, the reason and the number of attempts. */
export function missingItem(
	resource: Resource,
	{ facts, failure, tries }: MissingDocument,
	itemIndex: number,
): INodeExecutionData {
	return {
		json: {
			resource: resource.name,
			document: publicMeta(facts),
			reason: failure.reason,
			message: failure.message,
			description: failure.description,
			details: failure.details ?? null,
			tries,
		},
		pairedItem: { item: itemIndex },
	};
}
