import { n8nVersion } from './installations';

/** What n8n 1 and n8n 2 do in different ways, as far as the tests meet it. Nothing else here asks for the version. */
export interface Ways {
	/** What npm must be told to install it. */
	overrides: Record<string, string>;
	/** Settings without which it behaves otherwise than the other one. */
	environment: NodeJS.ProcessEnv;
	/** The variable that names the folder of its files. */
	storagePath: string;
	/** Whether a workflow is published, in one of its versions and after the answer, or just switched to active. */
	publishes: boolean;
	/** Whether it tries by itself again to publish a workflow whose trigger could not be switched on. */
	publishesAgain: boolean;
	/** Whether the list of nodes says under each community node what it does. */
	describesNodesInList: boolean;
	/** How often a request with a token that ran out is refused before the token is renewed. */
	refusalsBeforeRenewal: number;
	/** What leads from the panel of a node back to the workflow. */
	nodeCloser: string;
	/** Whether the dialog of a credential closes by itself once the test has succeeded. */
	closesTestedCredential: boolean;
	/** Whether the HTTP Request node always sends the token on when it is redirected to another host. */
	sendsTokenOn: boolean;
	/** Whether an error keeps the cause that a node declares. */
	keepsCauses: boolean;
	/** Whether it has a version of Schedule Trigger with a policy for missed runs. */
	catchesUp: boolean;
}

const n8n1: Ways = {
	// Its spreadsheet library lies on another server than npm's, and the newest library that it allows for agents
	// needs a newer one than it pins. No test uses either of them.
	overrides: { xlsx: '0.18.5', '@langchain/langgraph-checkpoint': '1.0.0' },
	// It would keep files in memory, and its command line would print them.
	environment: { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' },
	storagePath: 'N8N_BINARY_DATA_STORAGE_PATH',
	publishes: false,
	publishesAgain: false,
	describesNodesInList: false,
	refusalsBeforeRenewal: 2,
	nodeCloser: 'back-to-canvas',
	closesTestedCredential: false,
	sendsTokenOn: true,
	keepsCauses: false,
	catchesUp: false,
};

const n8n2: Ways = {
	overrides: {},
	environment: {},
	storagePath: 'N8N_STORAGE_PATH',
	publishes: true,
	publishesAgain: true,
	describesNodesInList: true,
	refusalsBeforeRenewal: 1,
	nodeCloser: 'ndv-close-button',
	closesTestedCredential: true,
	sendsTokenOn: false,
	keepsCauses: true,
	catchesUp: true,
};

/** The ways of one version of n8n. */
export function waysOf(version = n8nVersion): Ways {
	return version.startsWith('1.') ? n8n1 : n8n2;
}
