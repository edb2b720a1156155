import { defineResource, type DocumentLink, type Row } from '../../shared/resource';
import { forEachLeaf, isLink } from '../../shared/values/fields';

/** Those of Stripe, with which Sinao bills (API 2026, subscription). */
const statuses = {
	draft: 'Brouillon',
	open: 'À payer',
	paid: 'Payée',
	uncollectible: 'Irrécouvrable',
	void: 'Annulée',
};

/**
 * The invoices of the Sinao subscription itself (API 2026; fields not documented, so amounts stay as Sinao returns them in JSON
 * Lines). No address of their PDFs is documented, so they are found by a link in the row (docs/sinao-api.md, Files).
 */
export const subscriptionInvoices = defineResource({
	name: 'subscriptionInvoices',
	singular: 'Subscription Invoice',
	plural: 'Subscription Invoices',
	frenchName: 'Factures Sinao',
	path: '/subscription/invoices',
	unpaged: true,
	// A signed link to the PDF gives access to it, expires, and differs in each response.
	withoutSecrets: (row) => withoutSignedLinks(row) as Row,
	columns: [
		{ name: 'number', title: 'Numéro', type: 'text', simple: 'number' },
		{ name: 'billed_at', title: 'Date', type: 'date', simple: 'date' },
		{ name: 'amount', title: 'Montant HT', type: 'cents', simple: 'amountBeforeTax' },
		{ name: 'amount_tax', title: 'TVA', type: 'cents', simple: 'tax' },
		{ name: 'status', title: 'Statut', type: 'text', simple: 'status', french: statuses },
		{
			name: 'id',
			title: 'Identifiant Sinao',
			type: 'integer',
			read: ({ id, number, billed_at: date }) => id ?? number ?? date,
			simple: 'id',
		},
	],
	document: {
		link: pdfLink,
		content: 'pdf',
		label: 'PDF',
		isOnlySingle: true,
		fileNamePattern: '{date} {number}',
	},
});

function withoutSignedLinks(value: unknown): unknown {
	if (Array.isArray(value)) return value.filter(isNotSigned).map(withoutSignedLinks);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([, each]) => isNotSigned(each))
			.map(([name, each]) => [name, withoutSignedLinks(each)]),
	);
}

/** A signature is in the query, or a long part of the path. */
function isNotSigned(value: unknown): boolean {
	return typeof value !== 'string' || !/^(?:https?:\/)?\/\S*(?:\?|[\w-]{40})/i.test(value);
}

/** The link that is most likely the PDF, by the name of its field or its path; undefined if there is none. */
function pdfLink(row: Row): DocumentLink | undefined {
	const found: Array<DocumentLink & { rank: number }> = [];
	forEachLeaf(row, (name, url) => {
		if (!isLink(url)) return;
		const field = name.split('.').at(-1) as string;
		const isPdf = /pdf/i.test(field) || /\.pdf(?:[?#]|$)/i.test(url);
		const rank = isPdf ? 0 : ranks.findIndex((names) => names.test(field)) + 1;
		if (isPdf || rank) found.push({ url, mayBePage: rank === 2, rank });
	});
	return found.sort((one, other) => one.rank - other.rank)[0];
}

/** Names of fields with a link to a file, and of those that may link to a page instead. */
const ranks = [/^(?:file|download|document)(?:_?(?:url|link|href))?$/i, /^(?:url|link|href)$/i];
