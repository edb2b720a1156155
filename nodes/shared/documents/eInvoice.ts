import type { EInvoice, EInvoiceParty, EInvoiceReading } from '../eInvoice/eInvoice';
import type { Resource, Row } from '../resource';
import { identityOf, membersOf, valueAt } from '../values/fields';
import { kindOfInvoice } from '../values/sales';
import { localDate } from '../values/units';

/** What a row says of its invoice, to compare with the electronic invoice. Amounts in cents, credit notes negative. */
export interface EnteredInvoice {
	/** Absent for purchases, whose rows have none. */
	number?: string;
	/** `yyyy-mm-dd` in the time zone of the run and in that of France. */
	dates: string[];
	currency: string;
	beforeTax?: number;
	tax?: number;
	withTax?: number;
	due?: number;
	/** Hundredths of a percent to cents. */
	vat?: Array<[rate: string, tax: number]>;
	/** Whether deposits are deducted; undefined where the row does not say it. */
	deducts?: boolean;
	/** The sum of these deposits with tax, where the row says it. */
	deposits?: number;
	/** Whether Sinao knows of a payment. */
	hasPayments: boolean;
	/** Whether the buyer accounts for VAT. */
	isReverseCharge: boolean;
	/** VAT that the buyer accounts for, a part of `tax`. */
	reverseTax?: number;
	/** All names of the customer or supplier. */
	names: string[];
	/** SIREN and VAT numbers of the customer or supplier. */
	ids: string[];
}

/** A field that differs. Amounts in units of the currency, rates in percent, dates as `yyyy-mm-dd`. */
export interface EInvoiceDifference {
	field:
		| 'number'
		| 'date'
		| 'currency'
		| 'amountBeforeTax'
		| 'amountTax'
		| 'amountWithTax'
		| 'amountDue'
		| 'amountPrepaid'
		| 'vat'
		| 'customer'
		| 'supplier';
	/** Only for `vat`. */
	rate?: number;
	xml: string | number;
	sinao: string | number;
}

const fieldLabels: Record<string, string> = {
	number: 'numéro',
	date: 'date',
	currency: 'devise',
	amountBeforeTax: 'montant HT',
	amountTax: 'TVA',
	amountWithTax: 'montant TTC',
	amountDue: 'net à payer',
	amountPrepaid: 'acompte ou paiement déduit',
	vat: 'TVA',
	customer: 'client',
	supplier: 'fournisseur',
} satisfies Record<EInvoiceDifference['field'], string>;

/** What differs, in French: `TVA à 5,5 %`. */
export function differenceLabel({ field, rate }: { field: string; rate?: number }): string {
	const label = fieldLabels[field] ?? field;
	return rate === undefined ? label : `${label} à ${rate.toLocaleString('fr-FR')} %`;
}

/** The main data of an invoice that was received. Amounts in units of the currency, rates in percent. */
export interface ReceivedInvoice {
	number: string | null;
	date: string | null;
	type: EInvoice['type'];
	currency: string | null;
	seller: Record<'name' | 'siren' | 'vatNumber', string | null>;
	buyer: Record<'name' | 'siren' | 'vatNumber', string | null>;
	amountBeforeTax: number | null;
	amountTax: number | null;
	amountWithTax: number | null;
	amountDue: number | null;
	vat: Array<{ rate: number; base: number; tax: number }>;
}

/** The electronic invoice in a document, and where it differs from the row in Sinao: `eInvoice` in items and manifests. */
export interface EInvoiceCheck {
	/** Null if the document neither is nor contains an electronic invoice that can be read. */
	format: EInvoice['format'] | null;
	profile: string | null;
	/** Codes of `EInvoiceFinding`, such as `encrypted` or `brokenXml`. */
	problems: string[];
	differences: EInvoiceDifference[];
	/** What both the XML and Sinao say. Empty if there was nothing to compare. */
	compared: Array<'number' | 'date' | 'amounts' | 'vat' | 'party'>;
	/** Of the amounts in Sinao and in `differences`, if it is not the euro. */
	currency?: string;
	/** Only for an XML file: whether it contains a PDF for people. */
	hasReadableCopy?: boolean;
	/** Only for purchases. */
	invoice?: ReceivedInvoice;
}

/** Sinao writes its dates in French time, whatever the time zone of the run is. */
const timeZoneOfSinao = 'Europe/Paris';

/**
 * What a row says of its invoice; undefined for drafts and for documents that are no invoices.
 *
 * @param timeZone of the run
 */
export function enteredInvoice(
	{ document, dateField }: Resource,
	row: Row,
	timeZone: string,
): EnteredInvoice | undefined {
	if (!document?.eInvoice || row.status === 'draft') return undefined;
	const isPurchase = document.eInvoice === 'received';
	const { names, ids } = identityOf(row);
	const dates = [timeZone, timeZoneOfSinao].map((zone) => localDate(row[dateField ?? ''], zone));
	const entered: EnteredInvoice = {
		dates: [...new Set(dates.filter((date) => date !== undefined))],
		currency: /^[a-z]{3}$/i.test(String(row.currency)) ? String(row.currency).toUpperCase() : 'EUR',
		isReverseCharge: isPurchase && Boolean(Number(row.amount_reverse_tax)),
		reverseTax: isPurchase ? cents(row.amount_reverse_tax) : undefined,
		hasPayments:
			row.status === 'paid' || Boolean(row.paid_at) || Boolean(valueAt(row, 'balance.paid')),
		names,
		ids,
	};
	if (!isPurchase && typeof row.number === 'string') entered.number = row.number;
	// A new purchase has no amounts of its invoice yet, only those that Sinao may have recognized.
	if (isPurchase && row.status === 'new') return { ...entered, dates: [], names: [], ids: [] };
	const [beforeTax, tax] = [cents(row.amount), cents(row.amount_tax)];
	const isCredit = !isPurchase && kindOfInvoice(row) === 'avoir' && (beforeTax ?? 0) > 0;
	const sign = isCredit ? -1 : 1;
	const signed = (amount: number | undefined) => amount && amount * sign;
	entered.beforeTax = signed(beforeTax);
	entered.tax = signed(tax);
	if (beforeTax !== undefined && tax !== undefined) entered.withTax = (beforeTax + tax) * sign;
	entered.due = signed(cents(valueAt(row, 'totals.due')));
	entered.vat = vatOf(valueAt(row, 'totals.taxes.vat') ?? row.vat_detail, tax, sign);
	if (row.downpayments !== undefined) {
		const deposits = membersOf(row.downpayments);
		entered.deducts = deposits.length > 0;
		entered.deposits = sumOf(deposits.map((deposit) => depositOf(deposit)));
	}
	return entered;
}

/** A deposit invoice in `downpayments`, with tax; undefined if it comes as an ID or without amounts. */
function depositOf(deposit: unknown): number | undefined {
	return sumOf([cents(valueAt(deposit, 'amount')), cents(valueAt(deposit, 'amount_tax'))]);
}

function sumOf(amounts: Array<number | undefined>): number | undefined {
	return amounts.reduce<number | undefined>(
		(sum, amount) => (sum === undefined || amount === undefined ? undefined : sum + amount),
		0,
	);
}

function cents(value: unknown): number | undefined {
	const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
	return Number.isSafeInteger(number) ? (number as number) : undefined;
}

/**
 * VAT by rate, if it is written as documented and adds up to the tax of the row. No document says whether `vat_detail`
 * has percents: no rate of France is below 1 %, other than 0 and 0.9 %, so what may be percents is not compared.
 */
function vatOf(
	map: unknown,
	tax: number | undefined,
	sign: number,
): EnteredInvoice['vat'] | undefined {
	if (typeof map !== 'object' || map === null) return undefined;
	const entries = Object.entries(map).filter(([rate]) => rate !== 'total');
	const isClear = entries.every(
		([rate, amount]) =>
			(rate === '0' || (/^\d+$/.test(rate) && Number(rate) >= 100)) && cents(amount) !== undefined,
	);
	const sum = entries.reduce((total, [, amount]) => total + Number(amount), 0);
	if (!isClear || sum !== tax) return undefined;
	return entries.map(([rate, amount]) => [rate, Number(amount) * sign]);
}

/**
 * Compares an electronic invoice with what Sinao says of it. What one of them does not say is no difference, nor is
 * what both may say in their own way: the sign of credit notes, deposits and payments that are deducted, VAT that
 * the buyer accounts for, amounts in another currency, a cent of rounding between VAT rates, and the spelling of names.
 */
export function checkEInvoice(
	{ invoice, findings, isXmlFile }: EInvoiceReading,
	entered: EnteredInvoice,
	role: 'issued' | 'received',
): EInvoiceCheck {
	const check: EInvoiceCheck = {
		format: invoice?.format ?? null,
		profile: text(invoice?.profile),
		problems: [...new Set(findings.map(({ code }) => code))].filter((code) => code !== 'noXml'),
		differences: invoice ? differencesOf(invoice, entered, role) : [],
		compared: invoice ? comparedFields(invoice, entered, role) : [],
	};
	if (entered.currency !== 'EUR') check.currency = entered.currency;
	if (invoice && isXmlFile) check.hasReadableCopy = invoice.readableCopy !== undefined;
	if (invoice && role === 'received') check.invoice = receivedInvoice(invoice);
	return check;
}

function comparedFields(
	invoice: EInvoice,
	entered: EnteredInvoice,
	role: 'issued' | 'received',
): EInvoiceCheck['compared'] {
	const { totals, number, date, currency = 'EUR' } = invoice;
	const { name, tradingName, siren, vatNumber } =
		role === 'issued' ? invoice.buyer : invoice.seller;
	const hasBoth = (key: 'beforeTax' | 'tax' | 'withTax') =>
		totals[key] !== undefined && entered[key] !== undefined;
	const compared = {
		number: number && entered.number,
		date: date && entered.dates.length,
		amounts:
			currency === entered.currency &&
			(hasBoth('withTax') || (hasBoth('beforeTax') && hasBoth('tax'))),
		vat:
			currency === entered.currency &&
			entered.vat &&
			Object.keys(invoice.vatByRate).length &&
			comparable(invoice, signed(invoice).totals, entered, role) === 'all',
		party:
			((name ?? tradingName) && entered.names.length) ||
			((siren ?? vatNumber) && entered.ids.length),
	};
	return (Object.keys(compared) as Array<keyof typeof compared>).filter((key) => compared[key]);
}

function differencesOf(
	invoice: EInvoice,
	entered: EnteredInvoice,
	role: 'issued' | 'received',
): EInvoiceDifference[] {
	const { number, date } = invoice;
	const differences: EInvoiceDifference[] = [];
	if (number && entered.number && spelling(number) !== spelling(entered.number))
		differences.push({ field: 'number', xml: text(number) ?? '', sinao: entered.number });
	if (date && entered.dates.length && !entered.dates.includes(date))
		differences.push({ field: 'date', xml: date, sinao: entered.dates[0] });
	const currency = invoice.currency ?? 'EUR';
	// Sinao has purchases in euros, whatever the currency of the invoice is.
	if (role === 'issued' && currency !== entered.currency)
		differences.push({
			field: 'currency',
			xml: text(currency) ?? '',
			sinao: entered.currency,
		});
	if (currency === entered.currency) differences.push(...amountDifferences(invoice, entered, role));
	const party = role === 'issued' ? invoice.buyer : invoice.seller;
	if (isSomeoneElse(party, entered))
		differences.push({
			field: role === 'issued' ? 'customer' : 'supplier',
			xml: partyText(
				[party.name, party.tradingName],
				[party.siren, party.siren ? undefined : party.vatNumber],
			),
			sinao: partyText(entered.names.slice(0, 1), entered.ids.slice(0, 1)),
		});
	return differences;
}

function amountDifferences(
	invoice: EInvoice,
	entered: EnteredInvoice,
	role: 'issued' | 'received',
): EInvoiceDifference[] {
	const { totals, vatByRate } = signed(invoice);
	const differences: EInvoiceDifference[] = [];
	const compare = (
		field: EInvoiceDifference['field'],
		xml: number | undefined,
		sinao: number | undefined,
	) => {
		if (xml !== undefined && sinao !== undefined && xml !== sinao)
			differences.push({ field, xml: xml / 100, sinao: sinao / 100 });
	};
	const scope = comparable(invoice, totals, entered, role);
	if (isUnknownDeduction(totals, entered, scope === 'deposits'))
		compare('amountPrepaid', totals.prepaid ?? 0, entered.deposits ?? 0);
	if (scope === 'deposits') return differences;
	if (scope !== 'tax') compare('amountBeforeTax', totals.beforeTax, entered.beforeTax);
	if (scope === 'beforeTax') return differences;
	compare('amountTax', totals.tax, entered.tax);
	if (scope === 'tax') return differences;
	compare('amountWithTax', totals.withTax, entered.withTax);
	if (isUnexplained({ ...invoice, totals }, entered))
		compare('amountDue', totals.due, entered.due ?? entered.withTax);
	if (!entered.vat || !Object.keys(vatByRate).length) return differences;
	const tolerance = totals.tax === entered.tax ? 1 : 0;
	const enteredByRate = new Map(entered.vat);
	for (const rate of new Set([...Object.keys(vatByRate), ...enteredByRate.keys()])) {
		const [xml, sinao] = [vatByRate[rate]?.tax ?? 0, enteredByRate.get(rate) ?? 0];
		if (Math.abs(xml - sinao) > tolerance)
			differences.push({
				field: 'vat',
				rate: Number(rate) / 100,
				xml: xml / 100,
				sinao: sinao / 100,
			});
	}
	return differences.slice(0, maximumDifferences);
}

/**
 * Which amounts say the same on both sides: of an invoice with reverse charge, those before tax, because the tax in Sinao
 * is what the buyer declares; of a purchase whose VAT is not deducted or only in part, those with tax.
 */
function comparable(
	invoice: EInvoice,
	totals: EInvoice['totals'],
	entered: EnteredInvoice,
	role: 'issued' | 'received',
): 'deposits' | 'beforeTax' | 'tax' | 'all' {
	if (isNetOfDeposits(totals, entered)) return 'deposits';
	const { tax: enteredTax = 0, reverseTax } = entered;
	const isReverseCharge =
		entered.isReverseCharge || (invoice.isReverseCharge && role === 'received');
	const isMixed = Boolean(reverseTax) && totals.tax === enteredTax - (reverseTax ?? 0);
	if (isReverseCharge && (!totals.tax || isMixed)) return 'beforeTax';
	const isDeductedInPart =
		entered.tax !== undefined &&
		Math.abs(enteredTax) < Math.abs(totals.tax ?? 0) &&
		enteredTax * (totals.tax ?? 0) >= 0;
	const hasSameTotal = totals.withTax !== undefined && totals.withTax === entered.withTax;
	return role === 'received' && hasSameTotal && isDeductedInPart ? 'tax' : 'all';
}

const maximumDifferences = 20;

/** The amounts with the sign that Sinao uses: a credit note is positive in XML and negative in Sinao. */
function signed({ type, totals, vatByRate }: EInvoice): Pick<EInvoice, 'totals' | 'vatByRate'> {
	const amount = totals.withTax ?? totals.beforeTax ?? totals.due ?? 0;
	if (type !== 'creditNote' || amount <= 0) return { totals, vatByRate };
	const negative = (value: number | undefined) => value && -value;
	return {
		totals: {
			beforeTax: negative(totals.beforeTax),
			tax: negative(totals.tax),
			withTax: negative(totals.withTax),
			prepaid: negative(totals.prepaid),
			rounding: negative(totals.rounding),
			due: negative(totals.due),
		},
		vatByRate: Object.fromEntries(
			Object.entries(vatByRate).map(([rate, { base, tax }]) => [rate, { base: -base, tax: -tax }]),
		),
	};
}

/** Whether one side has the total before and the other one after the deduction of deposits, which Sinao documents nowhere. */
function isNetOfDeposits(totals: EInvoice['totals'], entered: EnteredInvoice): boolean {
	const { prepaid, rounding = 0, withTax, due } = totals;
	if (!(entered.deducts ?? Boolean(prepaid)) || withTax === entered.withTax) return false;
	const isExact =
		prepaid === undefined || withTax === undefined || due === withTax - prepaid + rounding;
	const isDeducted = isExact && due !== undefined && due !== withTax && due === entered.withTax;
	return isDeducted || (entered.due !== entered.withTax && withTax === entered.due);
}

/**
 * Whether one side deducts deposits or payments that the other one does not know. A row of a sale that does not say
 * whether there are deposits is no evidence. Of a purchase, Sinao has only the total: there it is one if the total is the
 * due amount.
 */
function isUnknownDeduction(
	{ prepaid, due, withTax }: EInvoice['totals'],
	{ deducts, deposits, hasPayments, due: dueInSinao, withTax: withTaxInSinao }: EnteredInvoice,
	isNet: boolean,
): boolean {
	if (!prepaid) {
		const isFull = due !== undefined && due === withTax && withTax === withTaxInSinao;
		return Boolean(deducts && deposits && isFull && dueInSinao === withTaxInSinao - deposits);
	}
	if (deducts === undefined) return isNet && dueInSinao === undefined;
	const isDueDifferent = due !== undefined && dueInSinao !== undefined && due !== dueInSinao;
	if (deducts) return deposits !== undefined && deposits !== prepaid && (isNet || isDueDifferent);
	return !hasPayments && isDueDifferent;
}

/**
 * Whether nothing explains the due amount: not the one of Sinao, and not the total less deposits and payments. The
 * profile MINIMUM states none, so there only an amount above the total is wrong.
 */
function isUnexplained({ totals, profile }: EInvoice, entered: EnteredInvoice): boolean {
	const { withTax = entered.withTax, prepaid, rounding = 0, due } = totals;
	if (due === undefined || withTax === undefined || due === entered.due) return false;
	if (profile === 'MINIMUM') return Math.abs(due) > Math.abs(withTax);
	return due !== withTax - (prepaid ?? 0) + rounding;
}

/** By SIREN or VAT number where both sides have it, otherwise by any of the names. */
function isSomeoneElse(
	{ name, tradingName, siren, vatNumber }: EInvoiceParty,
	entered: EnteredInvoice,
): boolean {
	const ids = [siren, vatNumber].filter((id) => id !== undefined).map(idOf);
	const known = entered.ids.map(idOf);
	const sirens = known.map((id) => /^FR\w\w(\d{9})$/.exec(id)?.[1]);
	if (ids.some((id) => known.includes(id) || sirens.includes(id))) return false;
	const comparable = ids.filter((id) =>
		known.some((other) => /^\d/.test(other) === /^\d/.test(id)),
	);
	if (comparable.length) return true;
	const given = spellingsOf([name, tradingName]);
	const names = spellingsOf(entered.names);
	return (
		given.length > 0 &&
		names.length > 0 &&
		!given.some((one) => names.some((other) => isSameName(one, other)))
	);
}

/**
 * A SIREN, or a VAT number in the one of its spellings that is compared: Greece is EL or GR, Belgian numbers had nine
 * digits before 2005, and Swiss ones end with the name of the tax in any of its languages.
 */
function idOf(id: string): string {
	return id
		.toUpperCase()
		.replace(/^GR(?=\d)/, 'EL')
		.replace(/^BE(?=\d{9}$)/, 'BE0')
		.replace(/^(CHE\d{9})(?:MWST|TVA|IVA)$/, '$1');
}

/** The words of each name, and of its German spelling without umlauts. */
function spellingsOf(names: Array<string | undefined>): string[][] {
	return names
		.flatMap((name = '') => [name, name.normalize('NFC').replace(/[äöü]/gi, '$&e')])
		.map(wordsOf)
		.filter(({ length }) => length);
}

/** `SARL Café de l'Été` and `CAFE DE L ETE`, `Dupont Jean` and `Jean Dupont`, `Brico Dépôt` and `BricoDépôt`. */
function isSameName(one: string[], other: string[]): boolean {
	const isIn = (part: string[], whole: string[]) => part.every((word) => whole.includes(word));
	return isIn(one, other) || isIn(other, one) || one.join('') === other.join('');
}

const titles =
	/^(?:sarl|sas|sasu|sa|eurl|sci|snc|scop|scp|selarl|selas|earl|gaec|ei|eirl|ste|societe|ets|etablissements|entreprise|cie|m|mr|mme|mlle|monsieur|madame|mademoiselle|gmbh|ltd|inc|bv|nv|srl|spa)$/;

/** The words of a name that tell it from others. */
function wordsOf(name: string): string[] {
	const words = spelling(name.replace(/&/g, ' et ').replace(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, ''))
		.split('-')
		.filter(Boolean);
	const telling = words
		.filter((word) => !titles.test(word))
		.map((word) => (word === 'st' ? 'saint' : word));
	return telling.length ? telling : words;
}

/** A text without case, accents and the kind of separators: `FAC/2024/1` → `fac-2024-1`. */
function spelling(text: string): string {
	return text
		.normalize('NFKD')
		.replace(/[\p{M}\p{C}]/gu, '')
		.toLowerCase()
		.replace(/œ/g, 'oe')
		.replace(/æ/g, 'ae')
		.replace(/ß/g, 'ss')
		.replace(/[^\p{L}\p{N}]+/gu, '-')
		.replace(/^-|-$/g, '');
}

/**
 * Whether a check names a customer or supplier that Sinao no longer has so: correcting a contact is no change of its
 * documents.
 */
export function namesOldParty(
	{ differences }: { differences: Array<{ field: string; sinao: string | number }> },
	{ names, ids }: EnteredInvoice,
): boolean {
	const current = partyText(names.slice(0, 1), ids.slice(0, 1));
	return differences.some(
		({ field, sinao }) => (field === 'customer' || field === 'supplier') && sinao !== current,
	);
}

function partyText(names: Array<string | undefined>, ids: Array<string | undefined>): string {
	const [name, id] = [text(names.find(Boolean)), text(ids.find(Boolean))];
	return name && id ? `${name} (${id})` : name || id || '';
}

const longestText = 200;

/** A text of the XML, which may contain anything. */
function text(value: string | undefined): string | null {
	const visible = value?.replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ').trim();
	return visible ? visible.slice(0, longestText) : null;
}

function receivedInvoice(invoice: EInvoice): ReceivedInvoice {
	const { number, date, type, currency, seller, buyer, totals, vatByRate } = invoice;
	const party = ({ name, siren, vatNumber }: EInvoiceParty) => ({
		name: text(name),
		siren: text(siren),
		vatNumber: text(vatNumber),
	});
	const units = (amount: number | undefined) => (amount === undefined ? null : amount / 100);
	return {
		number: text(number),
		date: text(date),
		type,
		currency: text(currency),
		seller: party(seller),
		buyer: party(buyer),
		amountBeforeTax: units(totals.beforeTax),
		amountTax: units(totals.tax),
		amountWithTax: units(totals.withTax),
		amountDue: units(totals.due),
		vat: Object.entries(vatByRate)
			.slice(0, maximumDifferences)
			.map(([rate, { base, tax }]) => ({
				rate: Number(rate) / 100,
				base: base / 100,
				tax: tax / 100,
			})),
	};
}
