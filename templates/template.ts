import type { Workflow } from './parts/workflow';
import type { Storage } from './storages/storage';

/** One template in one variant. */
export interface Template {
	workflow: Workflow;
	/** What stands beside the workflow in n8n's template library, in Markdown. */
	description: string;
}

/** What the templates are made from: a name for their files, and a maker that is given the storage. */
export interface TemplateSource {
	key: string;
	make: (storage: Storage) => Template;
}
