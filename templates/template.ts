import type { Workflow } from './parts/workflow';
import type { Storage } from './storages/storage';

/** A template for one storage. */
export interface Template {
	workflow: Workflow;
	/** The page next to the workflow in n8n's template library, in Markdown. */
	description: string;
}

/** Creates a template for each storage. */
export interface TemplateSource {
	/** First part of the file names. It never changes, because users link to the files. */
	key: string;
	create: (storage: Storage) => Template;
}
