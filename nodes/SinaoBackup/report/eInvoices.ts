import type { EInvoiceEntry, FileEntry, Manifest } from '../manifest/schema';

/** An invoice or a purchase whose document was examined. */
export interface ExaminedFile
	extends Pick<
		FileEntry,
		'resource' | 'id' | 'number' | 'date' | 'contact' | 'amountWithTax' | 'path'
	> {
	eInvoice: EInvoiceEntry;
}

/** What the electronic invoices in the documents say, for the report. */
export interface EInvoiceSummary {
	invoices: Examined;
	purchases: Examined;
}

export interface Examined {
	/** Documents that were examined: final invoices, or purchases. */
	examined: number;
	/** Documents that an earlier version of this package saved without examining them. */
	notExamined: number;
	/** Examined documents that are or contain an electronic invoice, by `formatName`. */
	formats: Record<string, number>;
	/** Without an electronic invoice that can be read. */
	without: ExaminedFile[];
	/** Electronic invoices of which Sinao says something, too. */
	compared: number;
	/** Whose XML says something else than Sinao. */
	differing: ExaminedFile[];
	/** That were not read entirely. */
	withProblems: ExaminedFile[];
	/** Fields that differ in most documents, which is a question about Sinao and not about each document. */
	systematic: string[];
	/** Invoices in XML alone, with and without a readable copy. */
	withCopy: number;
	withoutCopy: ExaminedFile[];
	/** In another currency than their purchase in Sinao: their amounts are not compared. */
	foreign: number;
	/** Of those in the same currency: whose amounts, or whose VAT by rate, are not compared though other fields are. */
	withoutAmounts: number;
	withoutVat: number;
	/** Purchases with the same total in Sinao, and less VAT. */
	deductedInPart: number;
}

const examinedResources = ['invoices', 'purchases'] as const;

export function eInvoiceSummary({ files }: Pick<Manifest, 'files'>): EInvoiceSummary {
	const [invoices, purchases] = examinedResources.map((resource) =>
		examinedOf(
			files.filter(
				(file) =>
					file.resource === resource &&
					file.kind === 'document' &&
					file.state === 'current' &&
					file.deletedAt === null &&
					file.status !== 'draft',
			),
		),
	);
	return { invoices, purchases };
}

function examinedOf(files: FileEntry[]): Examined {
	const examined = files.flatMap((file): ExaminedFile[] => {
		const { resource, id, number, date, contact, amountWithTax, path, eInvoice } = file;
		return eInvoice ? [{ resource, id, number, date, contact, amountWithTax, path, eInvoice }] : [];
	});
	const found = examined.filter(({ eInvoice }) => eInvoice.format !== null);
	const compared = found.filter(({ eInvoice }) => eInvoice.compared?.length !== 0);
	const isForeign = ({ eInvoice: { invoice, compared: fields, currency = 'EUR' } }: ExaminedFile) =>
		fields?.includes('amounts') === false && (invoice?.currency ?? currency) !== currency;
	const domestic = compared.filter((file) => !isForeign(file));
	const without = (field: string) =>
		domestic.filter(({ eInvoice }) => eInvoice.compared?.includes(field) === false).length;
	const alone = found.filter(({ eInvoice }) => eInvoice.hasReadableCopy !== undefined);
	const formats: Examined['formats'] = {};
	for (const { eInvoice } of found) {
		const name = formatName(eInvoice);
		formats[name] = (formats[name] ?? 0) + 1;
	}
	return {
		examined: examined.length,
		notExamined: files.length - examined.length,
		formats,
		without: examined.filter(({ eInvoice }) => eInvoice.format === null),
		compared: compared.length,
		differing: found.filter(({ eInvoice }) => eInvoice.differences.length),
		withProblems: examined.filter(({ eInvoice }) => eInvoice.problems.length),
		systematic: systematicFields(found),
		withCopy: alone.filter(({ eInvoice }) => eInvoice.hasReadableCopy).length,
		withoutCopy: alone.filter(({ eInvoice }) => !eInvoice.hasReadableCopy),
		foreign: compared.length - domestic.length,
		withoutAmounts: without('amounts'),
		withoutVat: without('vat'),
		deductedInPart: found.filter(isDeductedInPart).length,
	};
}

/** Only the tax differs, so the total is the same. */
function isDeductedInPart({ resource, eInvoice: { differences } }: ExaminedFile): boolean {
	const fields = differences.map(({ field }) => field);
	const others = ['amountBeforeTax', 'amountWithTax', 'amountDue', 'vat'];
	return (
		resource === 'purchases' &&
		fields.includes('amountTax') &&
		!fields.some((field) => others.includes(field))
	);
}

/** Fewer documents do not tell a habit of Sinao from mistakes. */
const fewestSystematic = 20;

function systematicFields(found: ExaminedFile[]): string[] {
	const counts = new Map<string, number>();
	for (const { eInvoice } of found)
		for (const field of new Set(eInvoice.differences.map((difference) => difference.field)))
			counts.set(field, (counts.get(field) ?? 0) + 1);
	return [...counts]
		.filter(([, documents]) => documents >= fewestSystematic && documents > found.length / 2)
		.map(([field]) => field);
}

/** `Factur-X (EXTENDED)`, `UBL`. */
export function formatName({ format, profile }: Pick<EInvoiceEntry, 'format' | 'profile'>): string {
	const name = format === 'factur-x' ? 'Factur-X' : (format?.toUpperCase() ?? '');
	return profile ? `${name} (${profile})` : name;
}
