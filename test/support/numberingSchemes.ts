/** A way to number invoices that a French text shows or describes. */
export interface NumberingScheme {
	/** Where the text stands. */
	source: string;
	/**
	 * The number: `{yyyy}`, `{yy}`, `{mm}`, `{dd}` of its day, `{n4}` the counter with four digits or more, `{kind}` `FA`,
	 * `AV` or `AC`, `{site}`, `{type}` of the customer, `{code}` of the customer.
	 */
	mask: string;
	/** Where the count begins anew. */
	restart?: 'year' | 'month' | 'day' | 'april';
	/** What has a counter of its own. */
	series?: 'kind' | 'site' | 'type' | 'avoirs';
	/** The first number of all. */
	start?: number;
}

const manava = 'http://manava.abricode.fr/doc/doku.php?id=man%3Afac%3Anumero';
const codial =
	'https://monpartenaire-codial.fr/blog-technique/ventes-blog-technique/numeroter-les-factures/';
const zervant = 'https://www.zervant.com/fr/blog/numerotation-factures-ce-quil-faut-faire/';
const stello = 'https://stello.eu/articles/numerotation-facture';
const wiigo = 'https://wiigo.fr/article-9-comment-numeroter-les-factures.html';
const independant = 'https://independant.io/numerotation-des-factures/';
const pennylane =
	'https://help.pennylane.com/fr/articles/114356-numeroter-les-factures-dans-pennylane';
const coin =
	'https://www.lecoindesentrepreneurs.fr/numeroter-correctement-ses-factures-correctement/';
const odoo =
	'https://doc.it4socialeconomy.org/books/application-facturation/page/gerer-la-numerotation-des-factures/revisions/4274';
const informer =
	'https://helpdesk.informer.eu/fr/articles/10028867-comment-modifier-mon-numero-de-facture';
const freeWork =
	'https://www.free-work.com/fr/tech-it/forum/t/systeme-de-numerotation-des-factures';
const dolibarr =
	'https://www.dolibarr.fr/forum/t/numerotation-sequentielle-par-types-de-tiers-dictionnaire-sur-les-factures/49108';
const simpleManager =
	'https://github.com/simplemanager/simplemanager: backend/App/Info/pages/help/doc-code-format.md';
const anafagc =
	'https://anafagc.fr./blog-maj/article/682/factures-d-honoraires-pourquoi-respecter-une-numerotation-chronologique';
const magesco = 'https://magesco.fr/quels-numeros-choisir-pour-mes-factures';
const ionos =
	'https://www.ionos.fr/startupguide/gestion/attribuer-un-numero-de-facture-ce-quil-faut-savoir/';
const interfast =
	'https://aide.inter-fast.fr/fr/article/numerotations-des-devis-et-factures-16tua16';
const pennylaneForum =
	'https://community.pennylane.com/discussions/forum-parametre/am%C3%A9liorer-la-personnalisation-des-num%C3%A9ros-de-facture/4006/replies/4009';
const noviat =
	'https://github.com/Noviat/noviat-apps: account_journal_entry_numbering_scheme/README.rst';
const printShop = 'https://faq.unitedprintshopservices.com/?include_tag=note-de-credit&lang=fr';
const carnet = 'https://forum.pragmaticentrepreneurs.com/t/numerotation-des-factures/16144';

/**
 * Collected from help pages, guides and forums, without a look at what the nodes do with them. Where a text names the
 * parts of a number and no example, the mask is the plainest one with these parts.
 */
export const numberingSchemes: NumberingScheme[] = [
	{ source: manava, mask: 'F{yyyy}{mm}-{n3}', restart: 'month' },
	{ source: manava, mask: 'F{n5}', start: 1298 },
	{ source: manava, mask: 'F{yy}-{n4}', restart: 'year' },
	{ source: manava, mask: '{yyyy}{n4}', restart: 'year' },
	{ source: codial, mask: '{yyyy}-{mm}-{n3}' },
	{ source: codial, mask: '{yyyy}-{n2}', restart: 'year' },
	{ source: zervant, mask: '{site}{n5}', series: 'site' },
	{ source: zervant, mask: '{type}{n5}', series: 'type' },
	{ source: stello, mask: '{kind}{yyyy}{mm}-{n4}', restart: 'april' },
	{ source: stello, mask: '{kind}-{n4}' },
	{ source: wiigo, mask: '{yyyy}-{n3}' },
	{ source: wiigo, mask: '{yyyy}-{mm}-{n1}' },
	{ source: independant, mask: '{n1}', start: 87 },
	{ source: pennylane, mask: 'FA-{yyyy}-{n1}', restart: 'year' },
	{ source: pennylane, mask: '{kind}-{yyyy}-{n1}', restart: 'year', series: 'kind' },
	{ source: pennylaneForum, mask: 'F00025-{n1}' },
	{ source: pennylaneForum, mask: '{n6}', start: 25 },
	{ source: coin, mask: '{n1}', start: 100 },
	{ source: odoo, mask: 'FACTURE/{yyyy}/{n4}', restart: 'year' },
	{ source: odoo, mask: 'FACTURE/{yyyy}/{mm}/{n4}', restart: 'month' },
	{ source: noviat, mask: 'INV{yy}{mm}{n3}', restart: 'month' },
	{ source: noviat, mask: '{kind}{yy}{mm}{n3}', restart: 'month', series: 'avoirs' },
	{ source: informer, mask: '{yyyy}-{n4}', restart: 'year' },
	{ source: informer, mask: '{n4}{yyyy}', restart: 'year' },
	{ source: informer, mask: '{yyyy}{n4}' },
	{ source: freeWork, mask: 'FA_{yy}{mm}{dd}_{n2}', restart: 'day' },
	{ source: freeWork, mask: 'FA_{n3}' },
	{ source: dolibarr, mask: '{yyyy}-{mm}-{n1}-{code}', start: 246 },
	{ source: dolibarr, mask: '{yyyy}-{mm}-{code}-{n4}' },
	{ source: simpleManager, mask: 'F-{yyyy}{mm}{n4}' },
	{ source: simpleManager, mask: 'f_{n3}', start: 990 },
	{ source: anafagc, mask: '{yyyy}-{n3}-{type}', restart: 'year', series: 'type' },
	{ source: anafagc, mask: '{yyyy}{mm}-{n3}-{site}', restart: 'year' },
	{ source: magesco, mask: '{site}-{n4}', series: 'site' },
	{ source: magesco, mask: '{type}-{yyyy}-{n4}', restart: 'year', series: 'type' },
	{ source: ionos, mask: '{site}-{yyyy}-{n3}', restart: 'year', series: 'site' },
	{ source: interfast, mask: 'FAC/{yyyy}/{mm}/{n5}' },
	{ source: interfast, mask: 'FAC{yyyy}{n5}', restart: 'year' },
	{ source: printShop, mask: '{kind}{n4}', series: 'kind', start: 4 },
	{ source: carnet, mask: '{n1}' },
];
