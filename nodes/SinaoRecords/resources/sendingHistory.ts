import { defineResource, type Row } from '../../shared/resource';
import { objectNames } from '../../shared/values/objects';

/** The emails with which documents were sent (API 2026; the fields of this list are not documented). One request per document. */
export const sendingHistory = defineResource({
	name: 'sendingHistory',
	singular: 'Sent Email',
	plural: 'Sent Emails',
	frenchName: 'E-mails envoyés',
	path: '/email/document',
	unpaged: true,
	perDocument: [
		{ path: '/invoices', type: 'invoice' },
		{ path: '/quotes', type: 'quote' },
		{ path: '/attachments', type: 'attachment' },
	],
	columns: [
		{
			name: 'document_type',
			title: 'Type de document',
			type: 'text',
			simple: 'documentType',
			french: objectNames,
		},
		{ name: 'document_number', title: 'Numéro', type: 'text', simple: 'documentNumber' },
		{ name: 'sent_on', title: 'Envoyé le', type: 'dateTime', read: sentAt, simple: 'sentOn' },
		{
			name: 'recipient',
			title: 'Destinataire',
			type: 'text',
			read: recipient,
			simple: 'recipient',
		},
		{
			name: 'title',
			title: 'Objet',
			type: 'text',
			read: ({ subject, title }) => subject ?? title,
			simple: 'subject',
		},
		{
			name: 'status',
			title: 'Statut',
			type: 'text',
			simple: 'status',
			mayBeAbsent: true,
			french: { delivered: 'Remis' },
		},
		{
			name: 'document_id',
			title: 'Identifiant du document',
			type: 'integer',
			simple: 'documentId',
		},
		{
			name: 'email_id',
			title: 'Identifiant Sinao',
			type: 'integer',
			simple: 'id',
			mayBeAbsent: true,
		},
	],
});

function sentAt({ sent_at: sent, created_at: created, date }: Row): unknown {
	return sent ?? created ?? date;
}

function recipient({ to, email, recipient: one, recipients: several }: Row): unknown {
	return to ?? email ?? one ?? several;
}
