import type { Position, Setting } from '../parts/nodes';
import type { InsertedSteps, NodeDeclaration, Parameters } from '../parts/workflow';

/** A step that reads files from the storage. */
export interface ReadStep {
	/** The last manifest.json, or one file per item, under the item's `path`. */
	file: 'manifest' | 'eachPath';
	name: string;
	/** Name of the node that finds the file first, in storages that need one. */
	findName: string;
}

/** What differs between the storages to which a template can save. */
export interface Storage {
	/** Last part of the template's file name. */
	key: string;
	/** How the storage is named after 'to' in a title. */
	title: string;
	/** What the user needs for this storage, beyond n8n itself. */
	requirement?: string;
	/** The values that the user enters. */
	settings: Setting[];
	/** Options that this storage requires in the nodes of this package. */
	fileOptions: Parameters;
	/** Steps after the settings that check the folder. `withStepsAfter` makes room for them. */
	check?: (position: Position) => InsertedSteps;
	/** A node that creates the folder before anything is exported. */
	prepare?: (position: Position) => NodeDeclaration;
	save: (position: Position) => NodeDeclaration;
	/**
	 * Nodes that read from the folder, in the order of their connections. A missing file becomes an item
	 * with an error, or no item, and the workflow continues.
	 */
	read: (step: ReadStep, position: Position) => NodeDeclaration[];
	/**
	 * An expression that tells whether the manifest is absent, if the node that reads it failed or found nothing. The
	 * error alone does not tell it: n8n has one message for every 404, for a missing bucket or page too.
	 */
	isAbsent?: string;
	/** Setup steps for the notes and the description; `nodes` are the names of the nodes that access the storage. */
	setup: (nodes: string[]) => string[];
	/** What happens to the files of the previous run. */
	nextRun: string;
	/** What differs in a workflow that saves all runs to the same folder. */
	singleFolder?: Partial<Pick<Storage, 'prepare' | 'save' | 'setup' | 'nextRun'>>;
	/**
	 * Nodes that create the folders of a backup, in the order of their connections.
	 *
	 * @param folders an expression for the paths of all folders, without duplicates
	 */
	createFolders?: (folders: string, position: Position) => NodeDeclaration[];
	/** What differs further in an incremental backup of one company, which creates the folders of its files. */
	backup?: Partial<Pick<Storage, 'fileOptions' | 'save' | 'createFolders'>>;
}

/** The storage as the incremental backup of one company uses it. */
export function incremental(storage: Storage): Storage {
	return { ...storage, ...storage.singleFolder, ...storage.backup };
}

/**
 * The name of a page of a new backup, for a sentence: without folders, pages are sorted before the documents.
 *
 * @param quotes for a name with spaces
 */
export function pageName(
	{ fileOptions }: Storage,
	name: 'index.html' | 'rapport.html',
	[opening, closing] = ["'", "'"],
): string {
	return fileOptions.folderStructure === 'flat' ? `${opening}0 - ${name}${closing}` : name;
}

/** Reads the manifest of the previous run. */
export const lastManifest: ReadStep = {
	file: 'manifest',
	name: 'Read the last manifest',
	findName: 'Find the last manifest',
};

/** What n8n says of every 404. */
export const notFound = 'The resource you are requesting could not be found';

export const settingsName = 'Settings';
export const saveName = 'Save';

/** An expression for a value from the settings. */
export function setting(name: string): string {
	return `{{ $('${settingsName}').first().json.${name} }}`;
}

/** Path of a file in the folder from the settings. */
export const filePath = `=${setting('folder')}/{{ $json.path }}`;

/** Nodes that output one item per folder of a list, in `folder`. */
export function folderItems(
	listName: string,
	folders: string,
	[x, y]: Position,
): NodeDeclaration[] {
	const assignments = [
		{ id: 'folders', name: 'folders', type: 'array', value: `={{ ${folders} }}` },
	];
	return [
		{
			name: listName,
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [x, y],
			parameters: { assignments: { assignments }, options: {} },
			executeOnce: true,
		},
		{
			name: 'Each folder',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			position: [x + 200, y],
			parameters: { fieldToSplitOut: 'folders', options: { destinationFieldName: 'folder' } },
		},
	];
}

/** Paths of the files to read, in storages that have paths. */
export const readPaths: Record<ReadStep['file'], string> = {
	manifest: `=${setting('folder')}/manifest.json`,
	eachPath: filePath,
};

/** Outputs an error for each item that fails, and continues. */
export const continueOnError = { onError: 'continueRegularOutput' as const };

/** For storages in which saving a file again replaces it. */
export const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 5000 };

export const replacesFiles =
	'File names never change, so a new version of a document replaces the old one.';
