/** What Sinao calls its objects in tags, attachments, sent emails, payments and rules (both texts of the API). */
export const objectNames = {
	attachment: 'Pièce jointe',
	contact: 'Contact',
	email: 'E-mail',
	invoice: 'Facture',
	payment: 'Paiement',
	product: 'Produit',
	purchase: 'Achat',
	quote: 'Devis',
	relationship: 'Contact',
	sales: 'Vente',
	transaction: 'Mouvement bancaire',
};
