import {
	documentPath,
	fileNameFrom,
	filePath,
	type FolderStructure,
	invalidFolder,
	makeUnique,
	type UniquePaths,
	safePart,
} from '../../../../nodes/shared/files/path';
import type { Column } from '../../../../nodes/shared/resource';
import { purchases as realPurchases } from '../../../../nodes/SinaoPurchases/purchases';

describe('A text from Sinao in a file name', () => {
	it.each([
		['FAC/2024/001', 'FAC-2024-001'],
		['../../home/file', 'home-file'],
		['  two \u00a0  words  ', 'two words'],
		['tab\there', 'tab-here'],
		['...Sté Dupont & fils...', 'Sté Dupont - fils'],
		['- _ .name. _ -', 'name'],
		['a//b', 'a-b'],
		['a-_b', 'a-_b'],
		['Sté.', 'Sté'],
		['a.b', 'a.b'],
		['Caf\u0065\u0301', 'Caf\u00e9'],
		['100 % "vrai" <1>', '100 - -vrai- -1'],
		['line\u2028break\u200emark\u0000', 'line-break-mark'],
		['CON', '_CON'],
		['nul.pdf', '_nul.pdf'],
		['Lpt1', '_Lpt1'],
		['Console', 'Console'],
		['Comptoir', 'Comptoir'],
		['acon', 'acon'],
		['???', ''],
	])('%j becomes %j', (text, expected) => {
		expect(safePart(text)).toBe(expected);
	});
});

describe('A file name from a pattern', () => {
	const values = { id: '12', number: 'FAC/7', customer: 'Dupont', date: '2024-05-01', title: '' };

	it.each([
		['{number}', 'FAC-7 (12).pdf'],
		['{Number} {CUSTOMER}', 'FAC-7 Dupont (12).pdf'],
		['{number} {id}', 'FAC-7 12.pdf'],
		['{id} {number}', '12 FAC-7.pdf'],
		['{date} {id} {number}', '2024-05-01 12 FAC-7.pdf'],
		['{number} {id} {date}', 'FAC-7 12 2024-05-01.pdf'],
		// The id could be part of the text beside it, or stand between two texts.
		['{number}{id}', 'FAC-712 (12).pdf'],
		['{id}{number}', '12FAC-7 (12).pdf'],
		['{id}a', '12a.pdf'],
		['{number} {id} {customer}', 'FAC-7 12 Dupont (12).pdf'],
		['{id} {id}', '12 12.pdf'],
		['{title}', '(12).pdf'],
		['{unknown}', '(12).pdf'],
		['Document', 'Document (12).pdf'],
	])('%s', (pattern, expected) => {
		expect(fileNameFrom(pattern, values, 'pdf')).toBe(expected);
	});

	it.each([
		['a'.repeat(300), `${'a'.repeat(111)} (12).pdf`],
		// Two bytes each: the 56th does not fit.
		['é'.repeat(300), `${'é'.repeat(55)} (12).pdf`],
		[`${'a'.repeat(109)} - ${'b'.repeat(50)}`, `${'a'.repeat(109)} (12).pdf`],
		['a'.repeat(111), `${'a'.repeat(111)} (12).pdf`],
	])('has at most 120 bytes and keeps its id: %s', (customer, expected) => {
		const name = fileNameFrom('{customer}', { ...values, customer }, 'pdf');
		expect(name).toBe(expected);
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(120);
	});

	it.each([
		[
			'{date}-{id}-{title}',
			{ id: '2024', date: '', title: '01-15-7-Foo' },
			{ id: '7', date: '2024-01-15', title: 'Foo' },
		],
		[
			'{number}-{id}-{date}',
			{ id: '15', date: '', number: 'N-7-2024-01' },
			{ id: '7', date: '2024-01-15', number: 'N' },
		],
	])('99 %s: a date that one document does not have leads to two names', (pattern, one, other) => {
		const nameOf = (changes: Record<string, string>) =>
			fileNameFrom(pattern, { ...values, ...changes }, 'pdf');
		expect(nameOf(one)).not.toBe(nameOf(other));
	});

	it('gets its id in the end if the pattern has it but is too long', () => {
		const customer = 'a'.repeat(117);
		expect(fileNameFrom('{id} {customer}', { ...values, customer }, 'pdf')).toBe(
			`12 ${'a'.repeat(108)} (12).pdf`,
		);
		expect(fileNameFrom('{id} {customer}', { ...values, customer: 'a'.repeat(113) }, 'pdf')).toBe(
			`12 ${'a'.repeat(113)}.pdf`,
		);
	});
});

describe('The place of a file', () => {
	const place = ({ folder, fileName }: { folder: string; fileName: string }) =>
		`${folder}|${fileName}`;

	it.each<[string[], string, FolderStructure, string]>([
		[['Factures', '2024'], 'a.csv', 'kindAndYear', 'Factures/2024|a.csv'],
		[['Factures', '2024'], 'a.csv', 'kind', 'Factures|a.csv'],
		[['Factures', '2024'], 'a.csv', 'flat', '|Factures - 2024 - a.csv'],
		// A flat name does not repeat its folder; a folder always stays.
		[['Factures'], 'Factures.csv', 'flat', '|Factures.csv'],
		[['Factures'], 'Factures.csv', 'kindAndYear', 'Factures|Factures.csv'],
		[['Banque & caisse'], 'Banque - caisse.csv', 'flat', '|Banque - caisse.csv'],
		[['..', ''], 'a.csv', 'kindAndYear', '|a.csv'],
	])('%j, %s, %s: %s', (folders, fileName, structure, expected) => {
		expect(place(filePath(folders, fileName, structure))).toBe(expected);
	});

	const document = {
		id: 12,
		number: 'F7',
		date: '2024-05-01',
		contact: 'Dupont',
		title: 'Devis.PDF',
		status: 'paid',
		isDraft: false,
	};
	const columns: Column[] = [
		{ name: 'status', title: 'Statut', type: 'text', french: { paid: 'Payée' } },
	];

	it.each([
		[{}, 'kindAndYear' as const, 'Factures/2024|2024-05-01 F7 Dupont Devis (12).pdf'],
		[{}, 'kind' as const, 'Factures|2024-05-01 F7 Dupont Devis (12).pdf'],
		[{}, 'flat' as const, '|Factures - 2024 - 2024-05-01 F7 Dupont Devis (12).pdf'],
		[{ date: null }, 'kindAndYear' as const, 'Factures/Sans date|F7 Dupont Devis (12).pdf'],
		[
			{ number: null, isDraft: true },
			'kind' as const,
			'Factures|2024-05-01 draft-12 Dupont Devis (12).pdf',
		],
		[{ number: null }, 'kind' as const, 'Factures|2024-05-01 Dupont Devis (12).pdf'],
		[{ contact: null, title: null }, 'kind' as const, 'Factures|2024-05-01 F7 (12).pdf'],
		[{ title: 'a.pdf.b' }, 'kind' as const, 'Factures|2024-05-01 F7 Dupont a.pdf.b (12).pdf'],
	])('a document with %j in %s: %s', (changes, structure, expected) => {
		const path = documentPath(
			{ frenchName: 'Factures', columns },
			{ ...document, ...changes },
			'pdf',
			{
				pattern: '{date} {number} {customer} {title}',
				structure,
			},
		);
		expect(place(path)).toBe(expected);
	});

	it.each<[string, object, number, string]>([
		['{type}/{year}/{month}', {}, 1, 'Factures/2024/05|F7 (12).pdf'],
		['{type} {year}', {}, 1, 'Factures 2024|F7 (12).pdf'],
		['{Customer}/{TYPE}', {}, 1, 'Dupont/Factures|F7 (12).pdf'],
		['{type}/{status}', {}, 1, 'Factures/Payée|F7 (12).pdf'],
		['{type}/{status}', { status: 'litige' }, 1, 'Factures/litige|F7 (12).pdf'],
		['{type}/{status}', { status: null }, 1, 'Factures/Sans statut|F7 (12).pdf'],
		['{type}/{fiscalYear}', {}, 1, 'Factures/2024|F7 (12).pdf'],
		['{type}/{fiscalYear}', {}, 5, 'Factures/2024-2025|F7 (12).pdf'],
		['{type}/{fiscalYear}', {}, 6, 'Factures/2023-2024|F7 (12).pdf'],
		['{type}/{fiscalYear}', { date: '2024-12-31' }, 12, 'Factures/2024-2025|F7 (12).pdf'],
		['{type}/{year}', { date: null }, 1, 'Factures/Sans date|F7 (12).pdf'],
		['{type}/{fiscalYear}', { date: null }, 7, 'Factures/Sans date|F7 (12).pdf'],
		['{type}/{customer}', { contact: null }, 1, 'Factures/Sans client|F7 (12).pdf'],
		['{type}/{customer}', { contact: '../..' }, 1, 'Factures/Sans client|F7 (12).pdf'],
		['{type}/{customer}', { contact: 'A/B\\C: D.' }, 1, 'Factures/A-B-C- D|F7 (12).pdf'],
		['{type}/{customer}', { contact: 'nul' }, 1, 'Factures/_nul|F7 (12).pdf'],
		['Sinao {customer}', { contact: 'nul' }, 1, 'Sinao _nul|Factures - F7 (12).pdf'],
		// A folder of this name would be in the place of a file.
		['{customer}', { contact: 'manifest.json' }, 1, '_manifest.json|Factures - F7 (12).pdf'],
		['{type}/{customer}', { contact: 'Factures.csv' }, 1, 'Factures/_Factures.csv|F7 (12).pdf'],
		['{customer}', { contact: 'é'.repeat(90) }, 1, `${'é'.repeat(30)}|Factures - F7 (12).pdf`],
		// Another type has the same IDs, also where the name of the type is cut off.
		[
			'{customer} {type}',
			{ contact: 'é'.repeat(30) },
			1,
			`${'é'.repeat(30)}|Factures - F7 (12).pdf`,
		],
		['{year}', {}, 1, '2024|Factures - F7 (12).pdf'],
	])('99, 111 the folder pattern %s with %j and month %d: %s', (pattern, changes, month, path) => {
		const folders = { pattern, fiscalYearMonth: month };
		expect(
			place(
				documentPath({ frenchName: 'Factures', columns }, { ...document, ...changes }, 'pdf', {
					pattern: '{number}',
					structure: 'kindAndYear',
					folders,
				}),
			),
		).toBe(path);
	});

	it('of a paid purchase is named as in the list', () => {
		expect(
			documentPath(realPurchases, document, 'pdf', {
				pattern: '{number}',
				structure: 'kindAndYear',
				folders: { pattern: '{type}/{status}', fiscalYearMonth: 1 },
			}).folder,
		).toBe('Achats/Payé');
	});

	it('of a purchase without supplier is named after that', () => {
		const purchases = { frenchName: 'Achats', columns: [], contactField: 'supplier.id' };
		const folders = { pattern: '{customer}/{type}', fiscalYearMonth: 1 };
		expect(
			documentPath(purchases, { ...document, contact: null }, 'pdf', {
				pattern: '{number}',
				structure: 'kindAndYear',
				folders,
			}).folder,
		).toBe('Sans fournisseur/Achats');
	});

	it.each([
		['{type}/{client}', '{client}'],
		['{type}/{year', '{year'],
		['{type}//{year}', ''],
		['/{type}', ''],
		['{type}/', ''],
		['', ''],
		['{type}/..', '..'],
		['./{type}', '.'],
		['{type}\\{year}', '{type}\\{year}'],
		['{type} / {year}', '{type} '],
		['CON/{type}', 'CON'],
		['Compta: {year}', 'Compta: {year}'],
	])('a folder pattern %j is refused because of %j', (pattern, folder) => {
		expect(invalidFolder(pattern)).toBe(folder);
	});

	it.each(['{type}/{year}', 'Compta {fiscalYear}/{Type}', '{STATUS}', 'Sté Dupont/{month}'])(
		'a folder pattern %s is fine',
		(pattern) => {
			expect(invalidFolder(pattern)).toBeUndefined();
		},
	);
});

describe('Two files at one path', () => {
	const placed = (
		files: Array<{
			kind: string;
			fileName: string;
			sha256: string;
			resource?: string;
			company?: string;
		}>,
	) => {
		const paths: UniquePaths = new Map();
		return files.map(({ company = '7', ...file }) => {
			const item = {
				json: { folder: 'Divers', resource: 'invoices', ...file },
				binary: { data: { data: '', mimeType: '', fileName: file.fileName } },
			};
			makeUnique(item, company, paths);
			expect(item.binary.data.fileName).toBe(item.json.fileName);
			return item.json.fileName;
		});
	};

	it('get different names, and the number stands before the extension', () => {
		expect(
			placed([
				{ kind: 'csv', fileName: 'Relevé v1.2.csv', sha256: 'a' },
				{ kind: 'csv', fileName: 'Relevé v1.2.csv', sha256: 'b' },
				{ kind: 'csv', fileName: 'Relevé v1.2.csv', sha256: 'c' },
			]),
		).toEqual(['Relevé v1.2.csv', 'Relevé v1.2 (2).csv', 'Relevé v1.2 (3).csv']);
	});

	it('keep their name if they are the same', () => {
		expect(
			placed([
				{ kind: 'csv', fileName: 'a.csv', sha256: 'a' },
				{ kind: 'csv', fileName: 'a.csv', sha256: 'a' },
			]),
		).toEqual(['a.csv', 'a.csv']);
	});

	it('can be two accounting exports', () => {
		const files = ['a', 'b'].map((sha256) => ({
			...{ resource: 'accountingExports', kind: 'document', fileName: 'FEC.txt', sha256 },
		}));
		expect(placed(files)).toEqual(['FEC.txt', 'FEC (2).txt']);
	});

	it.each([
		['123456789FEC20241231', '123456789FEC20241231 (2)'],
		['FEC.2024 final', 'FEC.2024 final (2)'],
		['FEC.', 'FEC. (2)'],
	])('can have no extension: %s', (fileName, second) => {
		const files = ['a', 'b'].map((sha256) => ({
			...{ resource: 'accountingExports', kind: 'document', fileName, sha256 },
		}));
		expect(placed(files)).toEqual([fileName, second]);
	});

	it('are two where storages ignore case, and where they store one form of Unicode', () => {
		const csv = (fileName: string, sha256: string) => ({ kind: 'csv', fileName, sha256 });
		expect(placed([csv('Fec.csv', 'a'), csv('FEC.CSV', 'b')])).toEqual(['Fec.csv', 'FEC (2).CSV']);
		expect(
			placed([csv('é.csv'.normalize('NFC'), 'a'), csv('é.csv'.normalize('NFD'), 'b')])[1],
		).toContain('(2)');
	});

	it('are documents of two companies, whose IDs may be the same; those of one company are one document', () => {
		const document = (company: string, sha256: string) => ({
			...{ kind: 'document', fileName: 'FAC-00001 (5).pdf', sha256, company },
		});
		expect(placed([document('7', 'a'), document('7', 'b'), document('8', 'c')])).toEqual([
			'FAC-00001 (5).pdf',
			'FAC-00001 (5).pdf',
			'FAC-00001 (5) (2).pdf',
		]);
	});
});
