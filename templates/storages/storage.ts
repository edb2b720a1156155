import type { Position, Setting } from '../parts/nodes';
import type { NodeDeclaration, Parameters } from '../parts/workflow';

/** The newest manifest.json, or for each item the file that its `path` names. */
export type ReadFile = 'manifest' | 'files';

/** Everything that is particular to one place where the files may go. */
export interface Storage {
	/** Part of the template's file name. */
	key: string;
	/** As it reads after 'to' in a title. */
	title: string;
	/** What the user fills in. */
	settings: Setting[];
	/** Options of this package's nodes that this storage needs. */
	fileOptions: Parameters;
	/** A node that makes the place ready before anything is exported. */
	prepare?: (position: Position) => NodeDeclaration;
	save: (position: Position) => NodeDeclaration;
	/**
	 * Nodes, each connected to the next, that read from the folder. What is not there becomes an item with
	 * an error, or none, and the workflow goes on.
	 */
	read: (name: string, what: ReadFile, position: Position) => NodeDeclaration[];
	/** Steps of the setup, as the notes and the description list them; `nodes` are those that reach the storage. */
	setup: (nodes: string) => string[];
	/** What happens to the files of the run before. */
	repeated: string;
	/** What is otherwise in a workflow whose runs all save to one folder. */
	forOneFolder?: Partial<Pick<Storage, 'prepare' | 'save' | 'setup' | 'repeated'>>;
}

export const settingsName = 'Settings';
export const saveName = 'Save';

/** An expression for a value of the settings. */
export function setting(name: string): string {
	return `{{ $('${settingsName}').first().json.${name} }}`;
}

/** Where a file goes, below the folder of the settings. */
export const target = `=${setting('folder')}/{{ $json.path }}`;

/** Where a file is read, in storages that have paths. */
export const sources: Record<ReadFile, string> = {
	manifest: `=${setting('folder')}/manifest.json`,
	files: target,
};

/** A step that says in its output what it could not do, item by item. */
export const goOn = { onError: 'continueRegularOutput' as const };

/** For storages where writing a file again replaces it. */
export const tryAgain = { retryOnFail: true, maxTries: 3, waitBetweenTries: 5000 };

export const replaced =
	'Each run writes the same names again, so the newest version of a document replaces the older one.';
