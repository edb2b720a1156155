import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
	type ICredentialType,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypeDescription,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';

import sharp from 'sharp';
import ts from 'typescript';

import packageJson from '../../package.json';
import { cleanUp, loadPackage } from '../support/engine';

/**
 * What n8n's guidelines ask of every node, checked on the descriptions as n8n loads them: its linter sees literals
 * only, and most of ours are made from the declaration of a resource.
 */
const files = packageJson.n8n.nodes;
const nodes = new Map<string, INodeType>();
const credentials = new Map<string, ICredentialType>();

beforeAll(async () => {
	const loader = await loadPackage();
	for (const name of Object.keys(loader.known.nodes))
		nodes.set(name, loader.getNode(name).type as INodeType);
	for (const name of Object.keys(loader.known.credentials))
		credentials.set(name, loader.getCredential(name).type);
});

afterAll(cleanUp);

const root = path.resolve(__dirname, '../..');

/** Acronyms, and words that begin with a capital anywhere. */
const properNames =
	/^(?:AI|API|BOM|CSV|FEC|ID|IDs|JSON|JSONL|MB|MD5|PDF|PDFs|SEPA|SFTP|SHA-256|URL|UTC|UTF-8|VAT|XML|ZIP|Sinao|Windows-1252|French|Excel|I|n8n)$/;

/** Words that stay small within a title, by the rules of n8n's linter. */
const smallWords = /^(?:a|an|and|as|at|but|by|for|from|in|into|nor|of|on|or|the|to|vs|with|per)$/;

function notInTitleCase(title: string): string[] {
	const words = title
		.replace(/[()'’,]/g, ' ')
		.split(/\s+/)
		.filter(Boolean);
	return words.filter(
		(word, index) =>
			!/^[\dA-ZÀ-Þ{]/.test(word) &&
			!(index > 0 && smallWords.test(word)) &&
			!properNames.test(word),
	);
}

function notInSentenceCase(sentence: string): string[] {
	const [first, ...rest] = sentence.replace('JSON Lines', 'JSON').split(/\s+/);
	return [
		...(/^[A-Z]/.test(first) ? [] : [first]),
		...rest.filter((word) => /^[A-Z]/.test(word) && !properNames.test(word)),
	];
}

/** One sentence has no period at its end, several have. */
function hasWrongPeriod(text: string): boolean {
	const sentences = text
		.replace(/\b(?:e\.g|i\.e|etc|N)\./g, '')
		.split(/[.!?](?=\s|$)/)
		.filter((sentence) => sentence.trim());
	return sentences.length > 1 ? !/[.!?]$/.test(text) : text.endsWith('.');
}

function isOptions(options: INodeProperties['options']): options is INodePropertyOptions[] {
	return Boolean(options?.length) && (options as object[]).every((option) => 'value' in option);
}

interface Place {
	property: INodeProperties;
	where: string;
}

/** Every parameter of a description, those in collections and locators among them. */
function parametersOf({
	name,
	properties,
}: {
	name: string;
	properties: INodeProperties[];
}): Place[] {
	const within = (property: INodeProperties, where: string): Place[] => {
		const nested = (property.options ?? []).flatMap((option): INodeProperties[] =>
			'values' in option
				? (option as INodePropertyCollection).values
				: 'type' in option
					? [option as INodeProperties]
					: [],
		);
		return [
			{ property, where },
			...nested.flatMap((each) => within(each, `${where}.${each.name}`)),
		];
	};
	return properties.flatMap((property) => within(property, `${name}.${property.name}`));
}

function everyParameter(): Place[] {
	return [
		...[...nodes.values()].map(({ description }) => description),
		...credentials.values(),
	].flatMap((each) => parametersOf(each));
}

/** Where a rule is broken, so that a failing test says it. */
function breaking(rule: (property: INodeProperties) => unknown): string[] {
	return everyParameter()
		.filter(({ property }) => rule(property))
		.map(({ where }) => where);
}

function everyNode(): Array<[string, INodeTypeDescription]> {
	return [...nodes].map(([name, { description }]) => [name, description]);
}

function operationOf({ properties }: INodeTypeDescription): INodePropertyOptions[] {
	return (properties.find(({ name }) => name === 'operation')?.options ??
		[]) as INodePropertyOptions[];
}

/** The values of a parameter that chooses; one undefined where the node has no such parameter, none where it is a trigger. */
function valuesOf(
	{ properties, group }: INodeTypeDescription,
	parameter: string,
): Array<string | undefined> {
	const options = properties
		.filter(({ name }) => name === parameter)
		.flatMap((property) => property.options as INodePropertyOptions[]);
	const values = [...new Set(options.map(({ value }) => value as string))];
	return values.length || group.includes('trigger') ? values : [undefined];
}

/** All texts of the descriptions, whatever they are of. */
function everyText(): string[] {
	const texts: string[] = [];
	const visit = (value: unknown): void => {
		if (typeof value === 'string') texts.push(value);
		else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
	};
	visit([...everyNode(), ...[...credentials.values()].map(({ properties }) => properties)]);
	return texts;
}

/** The English texts in the source, messages among them, as they are written: `${…}` stands for a value. The report is French. */
function everyLiteral(): string[] {
	const folders = ['nodes', 'credentials'].map((folder) => path.join(root, folder));
	const sources = folders.flatMap((folder) =>
		readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts') && !/report|indexPage|verify\/page/.test(file))
			.map((file) => path.join(folder, file)),
	);
	const literals: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isStringLiteralLike(node)) literals.push(node.text);
		if (ts.isTemplateExpression(node)) literals.push(node.getText());
		ts.forEachChild(node, visit);
	};
	for (const file of sources)
		visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
	return literals;
}

/** Says whether an article does not fit its noun: 'a invoice', 'an file'. */
function hasWrongArticle(text: string): boolean {
	return (
		/\ba (?!(?:user|one|unique|unit|URL)\b)[aeiou]/i.test(text) ||
		/\b[Aa]n (?:(?:user|one|unique|unit|URL)\b|[^\WaeiouAEIOUFHMX8])/.test(text)
	);
}

/** Says whether a noun cannot agree with its number: '1 files', '${files.length} files'. */
function hasWrongNumber(text: string): boolean {
	return (
		/\b1 (?!s\b)[a-z]+s\b/.test(text) ||
		/\$\{(?!counted\()[^{}]*\b(?:length|size|count|total|tries|received|announced|lacking|retried)\b[^{}]*\}\)? [a-z]+s\b/.test(
			text,
		) ||
		/\(s\)/.test(text)
	);
}

/** How light a color such as `#2b2b2b` is, from 0 to 1 (WCAG, relative luminance). */
function luminance(color: string): number {
	const [red, green, blue] = [1, 3, 5]
		.map((start) => parseInt(color.slice(start, start + 2), 16) / 255)
		.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** What n8n's editor writes below the node. */
function subtitleOf(type: INodeType, parameters: INodeParameters): string {
	const node = {
		id: '1',
		name: 'Sinao',
		type: type.description.name,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters,
	};
	const typeOf = () => type;
	const nodeTypes = { getByName: typeOf, getByNameAndVersion: typeOf, getKnownTypes: () => ({}) };
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return String(
		workflow.expression.getSimpleParameterValue(node, type.description.subtitle, 'internal', {}),
	);
}

describe('Each node', () => {
	test('is loaded by n8n from the list in package.json', () => {
		expect([...nodes.keys()].sort()).toEqual(
			files
				.map((file) => path.basename(file, '.node.js'))
				.map((name) => name[0].toLowerCase() + name.slice(1))
				.sort(),
		);
	});

	test.each(files)(
		'%s has the files that n8n asks for: folder, codex, icons for both themes',
		(file) => {
			const compiled = path.join(root, file);
			const name = path.basename(file, '.node.js');
			expect(path.basename(path.dirname(compiled))).toBe(name);
			const codex = JSON.parse(readFileSync(compiled.replace(/\.js$/, '.json'), 'utf8'));
			expect(codex).toMatchObject({
				node: `${packageJson.name}.${name[0].toLowerCase()}${name.slice(1)}`,
				nodeVersion: '1.0',
				codexVersion: '1.0',
				categories: ['Finance & Accounting'],
				resources: {
					credentialDocumentation: [{ url: expect.stringMatching(/^https:/) }],
					primaryDocumentation: [{ url: expect.stringMatching(/^https:/) }],
				},
			});
			const source = readFileSync(compiled, 'utf8');
			const icons = [...source.matchAll(/'?(light|dark)'?: 'file:([^']+)'/g)];
			expect(icons.map(([, theme]) => theme).sort()).toEqual(['dark', 'light']);
			for (const [, , icon] of icons)
				expect(existsSync(path.join(path.dirname(compiled), icon))).toBe(true);
		},
	);

	test('has an icon with a badge of its own, where a user must tell it apart', () => {
		const pictureOf = (file: string, theme: 'light' | 'dark') => {
			const compiled = path.join(root, file);
			const [, name] =
				new RegExp(`${theme}: 'file:([^']+)'`).exec(readFileSync(compiled, 'utf8')) ?? [];
			return readFileSync(path.join(path.dirname(compiled), name), 'utf8');
		};
		const badged = ['Backup', 'Bank', 'Accounting', 'Persons', 'Trigger', 'Invoices'].map(
			(name) => `dist/nodes/Sinao${name}/Sinao${name}.node.js`,
		);
		for (const theme of ['light', 'dark'] as const)
			expect(new Set(badged.map((file) => pictureOf(file, theme))).size).toBe(badged.length);
		for (const file of files)
			expect([file, pictureOf(file, 'light')]).not.toEqual([file, pictureOf(file, 'dark')]);
		// n8n's rule 'icon-contrast' compares the best of its colors with the background of a node.
		const backgrounds = { light: 1, dark: luminance('#2b2b2b') };
		for (const file of files)
			for (const theme of ['light', 'dark'] as const) {
				const colors = pictureOf(file, theme).match(/#[\da-f]{6}\b/g) ?? [];
				const contrasts = colors.map((color) => {
					const [dark, light] = [luminance(color), backgrounds[theme]].sort((a, b) => a - b);
					return (light + 0.05) / (dark + 0.05);
				});
				expect(Math.max(...contrasts)).toBeGreaterThan(3);
			}
	});

	test.each(readdirSync(path.join(root, 'dist/icons')))(
		'%s fills the square on every side, with a margin of at most a twentieth',
		async (icon) => {
			const { data, info } = await sharp(path.join(root, 'dist/icons', icon))
				.ensureAlpha()
				.raw()
				.toBuffer({ resolveWithObject: true });
			const { width, height, channels } = info;
			expect(width).toBe(height);
			const visible = [...Array(width * height).keys()].filter(
				(pixel) => data[pixel * channels + 3] > 127,
			);
			const columns = visible.map((pixel) => pixel % width);
			const rows = visible.map((pixel) => Math.floor(pixel / width));
			const edges = [Math.min, Math.max].flatMap((edge) => [edge(...columns), edge(...rows)]);
			const [left, top, right, bottom] = edges;
			expect(Math.max(left, top, width - 1 - right, height - 1 - bottom)).toBeLessThanOrEqual(
				width / 20,
			);
		},
	);

	test('has a name, a description of one sentence, a subtitle and its credentials', () => {
		for (const [
			name,
			{ displayName, description, subtitle, credentials: used = [], defaults, group, version },
		] of everyNode()) {
			expect([name, notInTitleCase(displayName), defaults.name]).toEqual([name, [], displayName]);
			expect(displayName).toMatch(/^Sinao /);
			expect([name, hasWrongPeriod(description), [version].flat()[0], group.length]).toEqual([
				name,
				false,
				1,
				1,
			]);
			expect(subtitle).toBeTruthy();
			expect(used.map((credential) => credential.name)).toContain('sinaoApi');
			for (const credential of used) expect(credentials.has(credential.name)).toBe(true);
		}
	});

	test('shows its operation on the canvas in words', () => {
		for (const [name, type] of nodes) {
			for (const operation of valuesOf(type.description, 'operation')) {
				for (const resource of valuesOf(type.description, 'resource')) {
					const words = subtitleOf(type, { operation, resource });
					expect([name, operation, resource, words, notInTitleCase(words)]).toEqual([
						name,
						operation,
						resource,
						expect.stringMatching(/^[A-Z]/),
						[],
					]);
				}
			}
		}
		expect(
			subtitleOf(nodes.get('sinaoTrigger') as INodeType, {
				events: ['invoice.created', 'quote.updated'],
			}),
		).toBe('Invoice Created, Quote Updated');
	});

	test('lets the editor show its operation, which it hides where a choice of credentials is shown under it', () => {
		for (const [name, { credentials: used = [], properties }] of everyNode()) {
			const authentication = properties.find((property) => property.name === 'authentication');
			for (const { displayOptions } of used)
				expect([name, Object.keys(displayOptions?.show ?? {})]).toEqual([name, ['authentication']]);
			expect([name, authentication?.displayOptions?.show]).toEqual([name, undefined]);
		}
	});

	test('can be a tool of an agent, unless it is a trigger', () => {
		for (const [name, { usableAsTool, group }] of everyNode())
			expect([name, Boolean(usableAsTool)]).toEqual([name, !group.includes('trigger')]);
	});

	test('uses one credential at a time, for each value of Authentication', () => {
		for (const [name, { credentials: used = [], properties }] of everyNode()) {
			const authentication = properties.filter((property) => property.name === 'authentication');
			const values = authentication.flatMap(({ options }) =>
				(options as INodePropertyOptions[]).map(({ value }) => value),
			);
			expect([name, values.length]).toEqual([name, used.length]);
			for (const value of values) {
				const shown = used.filter(({ displayOptions }) =>
					displayOptions?.show?.authentication?.includes(value),
				);
				expect([name, value, shown.length]).toEqual([name, value, 1]);
			}
		}
	});

	test('names its outputs by what they contain', () => {
		const known = ['Files', 'Missing', 'Summary', 'Unchanged', 'Problems', 'Report'];
		const names = everyNode().flatMap(([, { outputs }]) =>
			[...JSON.stringify(outputs).matchAll(/displayName\W+([\w ]+)/g)].map(([, name]) => name),
		);
		expect([...new Set(names)].sort()).toEqual([...known].sort());
	});
});

describe('The operations', () => {
	const withDocuments = ['downloadPdf', 'exportCsv', 'get', 'getMany'];
	const lists = ['exportCsv', 'getMany'];
	const table: Array<[string, string, string[], string[]]> = [
		[
			'sinaoInvoices',
			'Sinao Invoices',
			withDocuments,
			['Download Invoice PDFs', 'Export Invoices to CSV', 'Get Invoice', 'Get Many Invoices'],
		],
		[
			'sinaoQuotes',
			'Sinao Quotes',
			withDocuments,
			['Download Quote PDFs', 'Export Quotes to CSV', 'Get Many Quotes', 'Get Quote'],
		],
		[
			'sinaoPurchases',
			'Sinao Purchases',
			withDocuments,
			[
				'Download Purchase Documents',
				'Export Purchases to CSV',
				'Get Many Purchases',
				'Get Purchase',
			],
		],
		[
			'sinaoPersons',
			'Sinao Individuals',
			lists,
			['Export Individuals to CSV', 'Get Many Individuals'],
		],
		[
			'sinaoOrganizations',
			'Sinao Organizations',
			lists,
			['Export Organizations to CSV', 'Get Many Organizations'],
		],
		['sinaoProducts', 'Sinao Products', lists, ['Export Products to CSV', 'Get Many Products']],
		[
			'sinaoBank',
			'Sinao Banking',
			lists,
			['Export Bank Transactions to CSV', 'Get Many Bank Transactions'],
		],
	];

	test.each(table)(
		'%s has those that its menu in Sinao stands for',
		(type, displayName, values, names) => {
			const description = nodes.get(type)?.description as INodeTypeDescription;
			expect(description.displayName).toBe(displayName);
			expect(
				operationOf(description)
					.map(({ value }) => value)
					.filter((value) => withDocuments.includes(String(value)))
					.sort(),
			).toEqual(values);
			expect(operationOf(description).map(({ name }) => name)).toEqual(
				expect.arrayContaining(names),
			);
		},
	);

	test('are called by their object, with an action in sentence case and a description that adds something', () => {
		for (const [type, description] of everyNode()) {
			for (const { name, action, description: text, value } of operationOf(description)) {
				const where = `${type}.${String(value)}`;
				expect([
					where,
					notInTitleCase(name),
					notInSentenceCase(action ?? ''),
					action?.endsWith('.'),
				]).toEqual([where, [], [], false]);
				expect([where, Boolean(text) && text !== name]).toEqual([where, true]);
			}
		}
	});

	test('cannot be an expression, and the default is one of them', () => {
		for (const { property, where } of everyParameter().filter(
			({ property: { name } }) => name === 'operation',
		)) {
			expect([where, property.noDataExpression, property.displayName]).toEqual([
				where,
				true,
				'Operation',
			]);
		}
	});

	test('show their own parameters only, under a condition that can be met', () => {
		for (const [type, { properties }] of everyNode()) {
			for (const { name, displayOptions } of properties) {
				for (const [shower, values] of Object.entries(displayOptions?.show ?? {})) {
					const showing = properties.filter((property) => property.name === shower);
					expect([`${type}.${name} needs ${shower}`, showing.length > 0]).toEqual([
						`${type}.${name} needs ${shower}`,
						true,
					]);
					const possible = showing.flatMap(({ options, type: kind }) =>
						kind === 'boolean'
							? [true, false]
							: isOptions(options)
								? options.map(({ value }) => value)
								: (values ?? []),
					);
					expect(possible).toEqual(expect.arrayContaining(values as unknown[]));
				}
			}
		}
	});
});

describe('The panel', () => {
	/** The labels of a panel from top to bottom, for the values of the parameters that decide what is shown. */
	function labelsOf(type: string, chosen: INodeParameters): string[] {
		const { properties } = nodes.get(type)?.description as INodeTypeDescription;
		const node = {
			id: '1',
			name: 'Sinao',
			type,
			typeVersion: 1,
			position: [0, 0] as [number, number],
			parameters: chosen,
		};
		const { description } = nodes.get(type) as INodeType;
		const values =
			NodeHelpers.getNodeParameters(properties, chosen, true, true, node, description) ?? {};
		return properties
			.filter(
				(property) =>
					property.type !== 'hidden' &&
					NodeHelpers.displayParameter(values, property, node, description),
			)
			.map(({ displayName }) => displayName);
	}

	test.each([
		['sinaoInvoices', { operation: 'exportCsv' }],
		['sinaoInvoices', { operation: 'downloadPdf' }],
		['sinaoBank', { operation: 'exportCsv' }],
		['sinaoRecords', { resource: 'payments', operation: 'exportCsv' }],
		['sinaoRecords', { resource: 'payments', operation: 'exportJsonLines' }],
		['sinaoRecords', { resource: 'attachments', operation: 'downloadPdf' }],
	])('of %s with %j asks what to read before where to put it', (type, chosen) => {
		const labels = labelsOf(type, chosen);
		expect(labels.slice(-3)).toEqual(['Filters', 'Put Output File in Field', 'Options']);
	});

	test.each(['sinaoInvoices', 'sinaoQuotes', 'sinaoPurchases'])(
		'of %s shows either the filters or the document that is chosen for a download',
		(type) => {
			const chosen = (choose: string) => labelsOf(type, { operation: 'downloadPdf', choose });
			expect(chosen('filters')).toContain('Filters');
			expect(chosen('one')).not.toContain('Filters');
			expect(chosen('one').length).toBe(chosen('filters').length);
		},
	);

	test('never shows the hidden resource, and hides no operation because of it', () => {
		for (const [type, { description }] of nodes) {
			const hidden = description.properties.filter(
				({ name, type: kind }) => name === 'resource' && kind === 'hidden',
			);
			const operations = description.properties.filter(({ name }) => name === 'operation');
			for (const { options } of hidden) expect(options).toHaveLength(1);
			if (operations.length && type !== 'sinaoRecords') {
				expect([type, hidden.length]).toEqual([type, 1]);
				expect(labelsOf(type, {})).toContain('Operation');
			}
		}
	});

	test("shows 'Date From' and 'Date To' next to each other", () => {
		const collections = everyParameter().filter(({ property }) => property.name === 'filters');
		const dated = collections.filter(({ property }) =>
			property.options?.some(({ name }) => name === 'fromDate'),
		);
		expect(dated.length).toBeGreaterThan(5);
		for (const { where, property } of dated) {
			const names = (property.options as INodeProperties[]).map(({ displayName }) => displayName);
			const from = names.indexOf('Date From');
			expect([where, names[from], names[from + 1]]).toEqual([where, 'Date From', 'Date To']);
		}
		expect(
			labelsOf('sinaoAccounting', {
				operation: 'downloadExport',
				choose: 'dates',
				period: 'custom',
			}).filter((label) => label.startsWith('Date')),
		).toEqual(['Date From', 'Date To']);
	});
});

describe('Each parameter', () => {
	test('has a label in Title Case', () => {
		const isLabel = ({ type }: INodeProperties) => type !== 'notice';
		expect(
			breaking(
				(property) =>
					isLabel(property) &&
					(notInTitleCase(property.displayName).length ||
						property.displayName !== property.displayName.trim()),
			),
		).toEqual([]);
	});

	test('has options in Title Case, in the order of their names', () => {
		expect(
			breaking(
				({ options }) =>
					isOptions(options) && options.some(({ name }) => notInTitleCase(name).length),
			),
		).toEqual([]);
		const names = ({ options = [] }: INodeProperties) =>
			options.map((option) => ('displayName' in option ? option.displayName : option.name));
		const isUnsorted = (list: string[]) =>
			list.join() !==
			[...list]
				.sort((one, other) => one.localeCompare(other, 'en', { sensitivity: 'base' }))
				.join();
		expect(
			breaking((property) => property.type !== 'fixedCollection' && isUnsorted(names(property))),
		).toEqual([]);
	});

	test('has descriptions without a period after a single sentence', () => {
		const texts = (property: INodeProperties) => [
			property.description,
			...(isOptions(property.options)
				? property.options.map(({ description }) => description)
				: []),
		];
		expect(
			breaking((property) =>
				texts(property).some(
					(text) => text !== undefined && (hasWrongPeriod(text) || !/^['‘{\dA-ZÀ-Þ]/.test(text)),
				),
			),
		).toEqual([]);
	});

	test('is described, unless its label says all', () => {
		const saysAll = [
			'operation',
			'resource',
			'authentication',
			'email',
			'password',
			'accessToken',
			'binaryPropertyName',
			'options',
			'period',
			'delimiter',
		];
		expect(
			breaking(
				({ name, description, type, hint }) =>
					!description && !hint && type !== 'notice' && !saysAll.includes(name),
			),
		).toEqual([]);
	});

	test("that is a switch says 'Whether …'", () => {
		expect(
			breaking(
				({ type, description }) => type === 'boolean' && !description?.startsWith('Whether '),
			),
		).toEqual([]);
	});

	test("gives an example as 'e.g. …', or says what a button adds", () => {
		const isRight = ({ type, placeholder = 'e.g. ' }: INodeProperties) => {
			if (type === 'collection' || type === 'fixedCollection')
				return /^Add [A-Z]/.test(placeholder);
			return placeholder.startsWith('e.g. ') || placeholder === 'name@email.com';
		};
		expect(breaking((property) => !isRight(property))).toEqual([]);
		const locators = everyParameter().flatMap(({ property: { modes = [] } }) => modes);
		expect(
			locators.filter(
				({ type, placeholder }) => !placeholder?.startsWith(type === 'list' ? 'Select ' : 'e.g. '),
			),
		).toEqual([]);
	});

	test('chooses by default one of its options', () => {
		const isStrange = ({ type, options, default: value }: INodeProperties) =>
			type === 'options' && isOptions(options) && !options.some((option) => option.value === value);
		expect(breaking(isStrange)).toEqual([]);
	});

	test('has a hint of at most 120 characters, in its locator modes too', () => {
		const hints = ({ hint = '', modes = [] }: INodeProperties) => [
			hint,
			...modes.map((mode) => mode.hint ?? ''),
		];
		expect(
			everyParameter()
				.flatMap(({ property }) => hints(property))
				.join(''),
		).not.toBe('');
		expect(breaking((property) => hints(property).some((hint) => hint.length > 120))).toEqual([]);
	});

	test('that is a number states its limits in words, and the editor allows no others', () => {
		const numbers = everyParameter().filter(
			({ property: { name, type } }) => type === 'number' && name !== 'limit',
		);
		expect(numbers.length).toBeGreaterThan(20);
		for (const { where, property } of numbers) {
			const { minValue, maxValue } = property.typeOptions ?? {};
			expect([where, property.description]).toEqual([
				where,
				expect.stringMatching(new RegExp(`\\b${String(minValue)} to ${String(maxValue)}\\b`)),
			]);
			expect(property.default).toBeGreaterThanOrEqual(minValue as number);
			expect(property.default).toBeLessThanOrEqual(maxValue as number);
		}
	});

	test('is in a collection if a user may leave it empty, unless a choice shows it', () => {
		const typedIn = ['string', 'number', 'dateTime', 'json', 'color'];
		// Limit is n8n's own; saved workflows have the folder of a backup here.
		const exceptions = ['limit', 'folder'];
		const withoutChoice = ['operation', 'resource', 'authentication'];
		const isLoose = ({ name, type, required, displayOptions }: INodeProperties) =>
			typedIn.includes(type) &&
			!required &&
			!exceptions.includes(name) &&
			!Object.keys(displayOptions?.show ?? {}).some((shower) => !withoutChoice.includes(shower));
		const loose = everyNode().flatMap(([type, { properties }]) =>
			properties.filter(isLoose).map(({ name }) => `${type}.${name}`),
		);
		expect(loose).toEqual([]);
	});

	test('is worded as n8n words it everywhere, where n8n has words for it', () => {
		const words: Record<string, Partial<INodeProperties>> = {
			returnAll: {
				displayName: 'Return All',
				default: false,
				description: 'Whether to return all results or only up to a given limit',
			},
			limit: {
				displayName: 'Limit',
				default: 50,
				description: 'Max number of results to return',
				typeOptions: { minValue: 1 },
			},
			simplify: {
				displayName: 'Simplify',
				default: true,
				description:
					'Whether to return a simplified version of the response instead of the raw data',
			},
			binaryPropertyName: {
				displayName: 'Put Output File in Field',
				default: 'data',
				hint: 'The name of the output binary field to put the file in',
			},
		};
		for (const { property, where } of everyParameter()) {
			if (words[property.name])
				expect({ where, ...property }).toMatchObject({ where, ...words[property.name] });
		}
	});
});

describe('Each text', () => {
	test("has 'an' before a vowel only, and nouns that agree with their number", () => {
		expect(['a invoice', 'an file', 'Select a order'].filter(hasWrongArticle)).toHaveLength(3);
		expect(['an invoice', 'a file', 'a user', 'a one-day token'].filter(hasWrongArticle)).toEqual(
			[],
		);
		expect(['1 files', '${files.length} files', 'file(s)'].filter(hasWrongNumber)).toHaveLength(3);
		expect(
			['1 file', '12 files', "${counted(files.length, 'file')} missing"].filter(hasWrongNumber),
		).toEqual([]);
		const texts = [...everyText(), ...everyLiteral()];
		expect(texts.length).toBeGreaterThan(1000);
		expect(texts.filter((text) => hasWrongArticle(text) || hasWrongNumber(text))).toEqual([]);
	});

	test('uses no words that only a translation has', () => {
		const odd =
			/\b(?:lacks?|lacking|altered|holds?|whoever|put out|be had|beside|singly|meanwhile|goes on|passed over|on the way|of its own|stays so|persons)\b/i;
		const isSentence = (text: string) => /\w \w/.test(text);
		expect(
			[...everyText(), ...everyLiteral()].filter(
				(text) => isSentence(text) && odd.test(text.replace(/\$\{[^}]*\}/g, '…')),
			),
		).toEqual([]);
	});
});

describe('Each message', () => {
	test("says what happened without 'error', 'problem', 'failure' or 'mistake', as n8n's guidelines ask", () => {
		const isSentence = (text: string) => /\w \w/.test(text);
		// The names of outputs and fields, and of an option that n8n has too.
		const withoutNames = (text: string) =>
			text.replace(/\$\{[^}]*\}|'\w+'|^Stop With an Error$/g, '…');
		const avoided = /\b(?:error|problem|failure|mistake)s?\b/i;
		expect(
			[...everyText(), ...everyLiteral()].filter(
				(text) => isSentence(text) && avoided.test(withoutNames(text)),
			),
		).toEqual([]);
	});
});

describe('Each credential', () => {
	test('is registered, documented and tested by a request, and keeps its secrets hidden', () => {
		expect([...credentials.keys()].sort()).toEqual(['sinaoApi', 'sinaoLoginApi']);
		for (const [
			name,
			{ documentationUrl, test: request, properties, displayName },
		] of credentials) {
			expect(displayName).toMatch(/ API$/);
			expect([name, documentationUrl]).toEqual([name, expect.stringMatching(/^https:/)]);
			expect(request?.request.url).toBe('/me');
			const secrets = properties.filter((property) => /key|password|token/i.test(property.name));
			expect(secrets.length).toBeGreaterThan(0);
			for (const { typeOptions } of secrets) expect(typeOptions?.password).toBe(true);
			expect(properties.find((property) => property.name === 'baseUrl')?.default).toBe(
				'https://api.sinao.app/v1',
			);
		}
	});

	test.each(packageJson.n8n.credentials)('%s has an icon for both themes', (file) => {
		const source = readFileSync(path.join(root, file), 'utf8');
		const icons = [...source.matchAll(/(light|dark): 'file:([^']+)'/g)];
		expect(icons).toHaveLength(2);
		for (const [, , icon] of icons)
			expect(existsSync(path.join(root, path.dirname(file), icon))).toBe(true);
	});
});
