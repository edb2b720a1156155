import { manualTrigger, settingsNode } from '../templates/parts/nodes';
import {
	chain,
	type NodeDeclaration,
	type Parameters,
	workflow,
	type Workflow,
	type WorkflowNode,
} from '../templates/parts/workflow';
import { settingsName, type Storage } from '../templates/storages/storage';
import type { Place } from '../test/support/n8n/places';

export const trigger = 'Start';

interface Step {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Parameters;
	credential?: string;
	onError?: NodeDeclaration['onError'];
}

/** Where the workflows find the service and save their files. */
export interface Places {
	list: string;
	folder: string;
	credentials: Record<string, { id: string; name: string }>;
}

/** A node refers to its credential by id and name. */
function referenceTo({ id, name }: Places['credentials'][string]) {
	return { id, name };
}

/** A manual trigger and some steps in a row. */
function startedByHand(name: string, steps: Step[], { credentials }: Places): Workflow {
	const all: Step[] = [manualTrigger(trigger, [0, 0]), ...steps];
	const nodes = all.map(({ credential, ...step }, index) => ({
		...step,
		position: [index * 200, 0] as WorkflowNode['position'],
		...(credential ? { credentials: { [credential]: referenceTo(credentials[credential]) } } : {}),
	}));
	return workflow(name, nodes, chain(all.map((step) => step.name)));
}

function sinao(operation: string, options: Parameters, more: Parameters = {}): Step {
	const parameters = {
		authentication: 'apiKey',
		operation,
		filters: {},
		binaryPropertyName: 'data',
		options,
		...more,
	};
	return {
		name: 'Sinao',
		type: 'n8n-nodes-sinao.sinaoInvoices',
		typeVersion: 1,
		parameters,
		credential: 'sinaoApi',
	};
}

/** What the bare node does beyond requesting all documents. */
interface BareOptions {
	/** Whether it stores the files with n8n's helper and outputs them; true by default. */
	keeps?: boolean;
	/** The number of files that it outputs; all by default. */
	maximum?: number;
}

function bare(
	list: string,
	inFlight: number,
	{ keeps = true, maximum = 0 }: BareOptions = {},
): Step {
	return {
		name: 'Sinao',
		type: 'n8n-nodes-bare.bare',
		typeVersion: 1,
		parameters: { list, inFlight, keeps, maximum },
		credential: 'sinaoApi',
	};
}

function save(folder: string, fileName: string): Step {
	const parameters = {
		operation: 'write',
		fileName: `=${folder}/${fileName}`,
		dataPropertyName: 'data',
		options: {},
	};
	return { name: 'Save', type: 'n8n-nodes-base.readWriteFile', typeVersion: 1, parameters };
}

function request(
	name: string,
	url: string,
	query: Record<string, string>,
	options: Parameters,
): Step {
	const parameters: Parameters = {
		method: 'GET',
		url,
		authentication: 'genericCredentialType',
		genericAuthType: 'httpHeaderAuth',
		sendQuery: true,
		queryParameters: {
			parameters: Object.entries(query).map(([key, value]) => ({ name: key, value })),
		},
		options,
	};
	return {
		name,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters,
		credential: 'httpHeaderAuth',
	};
}

/** The rows of the list, requested with n8n's own pagination. */
function builtInRows(list: string, pageSize: number): Step[] {
	const pagination = {
		paginationMode: 'updateAParameterInEachRequest',
		parameters: {
			parameters: [{ type: 'qs', name: 'offset', value: `={{ $pageCount * ${pageSize} }}` }],
		},
		paginationCompleteWhen: 'other',
		completeExpression: '={{ $response.body.data.length === 0 }}',
		limitPagesFetched: false,
	};
	const query = {
		limit: String(pageSize),
		'expand[]': 'contact_infos',
		'order[0][name]': 'id',
		'order[0][direction]': 'asc',
	};
	return [
		request('List', list, query, { pagination: { pagination } }),
		{
			name: 'Rows',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'data', options: {} },
		},
	];
}

/** The workflows to compare. */
export const workflows = {
	empty: (places: Places) =>
		startedByHand(
			'Empty',
			[{ name: 'Nothing', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }],
			places,
		),
	/** Every option has its default. */
	ourCsv: (places: Places) =>
		startedByHand(
			'CSV, ours',
			[
				sinao('exportCsv', {}, { format: 'frenchExcel', columns: 'all' }),
				save(places.folder, 'invoices.csv'),
			],
			places,
		),
	builtInCsv: (places: Places, pageSize: number) =>
		startedByHand(
			'CSV, built in',
			[
				...builtInRows(places.list, pageSize),
				{
					name: 'Convert',
					type: 'n8n-nodes-base.convertToFile',
					typeVersion: 1.1,
					parameters: { operation: 'csv', options: {} },
				},
				save(places.folder, 'invoices.csv'),
			],
			places,
		),
	ourPdfs: (places: Places, options: Parameters) =>
		startedByHand(
			'PDFs, ours',
			[
				sinao('downloadPdf', options, { choose: 'filters' }),
				save(places.folder, '{{ $json.document.id }}.pdf'),
			],
			places,
		),
	barePdfs: (places: Places, inFlight: number) =>
		startedByHand(
			'PDFs, bare',
			[bare(places.list, inFlight), save(places.folder, '{{ $json.document.id }}.pdf')],
			places,
		),
	/** Without the node that saves the files. */
	barePdfsUnsaved: (places: Places, inFlight: number, options: BareOptions) =>
		startedByHand('PDFs, bare, not saved', [bare(places.list, inFlight, options)], places),
	builtInPdfs: (places: Places, pageSize: number) =>
		startedByHand(
			'PDFs, built in',
			[
				...builtInRows(places.list, pageSize),
				// A draft may have no document.
				{
					...request(
						'Sinao',
						`=${places.list}/{{ $json.id }}/pdf`,
						{},
						{ response: { response: { responseFormat: 'file' } } },
					),
					onError: 'continueRegularOutput',
				},
				{
					...save(places.folder, "{{ $('Rows').item.json.id }}.pdf"),
					onError: 'continueRegularOutput',
				},
			],
			places,
		),
	/** Reads the manifest of a backup and all files of its folder from disk and verifies them. */
	verification: (folder: string): Workflow => {
		const read = (name: string, fileSelector: string, y: number): NodeDeclaration => ({
			name,
			type: 'n8n-nodes-base.readWriteFile',
			typeVersion: 1,
			position: [200, y],
			parameters: { operation: 'read', fileSelector, options: {} },
		});
		const nodes: NodeDeclaration[] = [
			manualTrigger(trigger, [0, 0]),
			read('Read the manifest', `${folder}/manifest.json`, 0),
			read('Read files', `${folder}/*`, 200),
			{
				name: 'Verify',
				type: 'n8n-nodes-sinao.sinaoBackup',
				typeVersion: 1,
				position: [400, 0],
				parameters: { operation: 'verify', manifestField: 'data' },
			},
			{ ...save(folder, '{{ $json.fileName }}'), position: [600, 0] },
		];
		return workflow('Verification', nodes, [
			{ from: trigger, to: 'Read the manifest' },
			{ from: trigger, to: 'Read files' },
			{ from: 'Read the manifest', to: 'Verify', input: 1 },
			{ from: 'Read files', to: 'Verify' },
			{ from: 'Verify', output: 2, to: 'Save' },
		]);
	},
	/** Downloads files from Sinao and saves them to a storage as the templates do. */
	storage: (places: Places, storage: Storage, place: Place, maximum: number): Workflow => {
		const settings = Object.entries(place.settings).map(([name, value]) => ({ name, value }));
		const { type, parameters, credential = '', ...source } = bare(places.list, 32, { maximum });
		const prepare = storage.prepare?.([600, -200]);
		const own: NodeDeclaration[] = [...(prepare ? [prepare] : []), storage.save([600, 0])];
		const withCredential = own.map((node) => {
			const [given] = Object.values(place.credentials);
			return {
				...node,
				...(given && {
					credentials: { [given.type]: referenceTo(places.credentials[given.type]) },
				}),
			};
		});
		const nodes: NodeDeclaration[] = [
			manualTrigger(trigger, [0, 0]),
			settingsNode(settingsName, settings, [200, 0]),
			{
				...source,
				type,
				parameters,
				position: [400, 0],
				credentials: { [credential]: referenceTo(places.credentials[credential]) },
			},
			...withCredential,
		];
		return workflow(`Storage ${storage.key}`, nodes, [
			...(prepare ? [{ from: settingsName, to: prepare.name }] : []),
			...chain([trigger, settingsName, source.name, 'Save']),
		]);
	},
};
