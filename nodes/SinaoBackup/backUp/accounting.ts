import { checkFec } from '../../SinaoAccounting/fec';
import { filesOf } from '../../SinaoAccounting/exportFiles';
import { accountingExports } from '../../SinaoAccounting/exports';
import { fetchExport } from '../../SinaoAccounting/fetchExport';
import { firstDay, lastDay, periodOf } from '../../SinaoAccounting/periods';
import { isFinished } from '../../SinaoAccounting/waitForExports';
import { documentFields } from '../../shared/documents/documentMeta';
import { attempt, type Failure, valueOrThrow } from '../../shared/failure';
import { defaultPattern, documentPath, sha256 } from '../../shared/files/path';
import { typeOfFile } from '../../shared/files/type';
import type { Row } from '../../shared/resource';
import type { Connection } from '../../shared/sinao/connection';
import { collectById, everyRow, readRows } from '../../shared/sinao/rows';
import type { AccountingState, Counts, FileEntry, MissingEntry } from '../manifest/schema';
import { type CreatedFile, createFile, currentOf, keyOf, type Run } from '../manifest/versions';

const { name: resource } = accountingExports;

export interface AccountingBackup {
	emitted: CreatedFile[];
	missing: Array<{ entry: MissingEntry; failure: Failure }>;
	counts: Counts[];
	/** Keys of the exports that exist in Sinao; null if the list could not be read. */
	keys: string[] | null;
	state: AccountingState;
}

/**
 * Outputs the FEC of each accounting export that exists in Sinao and is not in the last manifest. Never generates entries. A
 * company without accounting, or a key without access to it, is no reason for an incomplete backup.
 */
export async function backUpAccounting(
	connection: Connection,
	run: Run,
): Promise<AccountingBackup> {
	const { value: rows, failure } = await attempt(
		async () => await collectById(readRows(connection, accountingExports, everyRow)),
	);
	const backup: AccountingBackup = {
		emitted: [],
		missing: [],
		counts: [],
		keys: null,
		state: { access: 'granted', exports: [], unfinished: [] },
	};
	if (failure) {
		const isDenied = failure.reason === 'forbidden' || failure.reason === 'notFound';
		backup.state.access = isDenied ? 'denied' : 'unread';
		if (!isDenied) backup.missing.push(missingEntry(undefined, failure));
		return backup;
	}
	const finished = (rows ?? []).filter(isFinished);
	const unfinished = (rows ?? []).filter((row) => !isFinished(row));
	backup.state.exports = finished.map((row) => ({ id: idOf(row.id), ...periodOf(row) }));
	backup.state.unfinished = unfinished.map((row) => ({
		...periodOf(row),
		status: String(row.status),
	}));
	// An export that Sinao is preparing is not deleted.
	backup.keys = (rows ?? []).map(({ id }) => keyOf({ resource, kind: 'document', id: idOf(id) }));
	let known = 0;
	for (const row of finished) {
		const fingerprint = fingerprintOf(row);
		const key = keyOf({ resource, kind: 'document', id: idOf(row.id) });
		if (currentOf(run.versions.get(key))?.fingerprint === fingerprint) known++;
		else await takeExport(connection, run, backup, row, fingerprint);
	}
	const received = backup.emitted.length;
	if (finished.length)
		backup.counts.push({
			resource,
			kind: 'document',
			asked: finished.length,
			received: known + received,
			stored: known,
			transferred: received,
		});
	return backup;
}

async function takeExport(
	connection: Connection,
	run: Run,
	backup: AccountingBackup,
	row: Row,
	fingerprint: string,
): Promise<void> {
	const { value, failure } = await attempt(async () => {
		const download = valueOrThrow(
			await fetchExport(
				{ connection, format: 'universal', options: {} },
				[['export_entities_ids[]', idOf(row.id)]],
				connection.settings.tries,
			),
		);
		return { ...download, files: [...filesOf(download)] };
	});
	if (!value) {
		backup.missing.push(missingEntry(row, failure as Failure));
		return;
	}
	const { files, bytes: archive } = value;
	// Several files stay together in Sinao's archive.
	const [only] = files.length === 1 ? files : [];
	const file = only ?? { name: 'FEC.zip', bytes: archive };
	const [, name, extension = 'txt'] = /^(.*?)(?:\.(\w{1,5}))?$/.exec(
		file.name.split(/[\\/]/).at(-1) ?? '',
	) as RegExpExecArray;
	for (const oddity of only ? checkFec(only.name, only.bytes).oddities : [])
		connection.warnings.messages.add(`FEC ${firstDay(row)} to ${lastDay(row)}: ${oddity}`);
	const facts = { ...documentFields(factsOf(row)), status: 'finished' };
	const location = documentPath(
		accountingExports,
		{ ...facts, id: idOf(row.id), title: name, status: null, isDraft: false },
		extension,
		{
			pattern: defaultPattern.replace('{number} {customer}', '{title}'),
			structure: run.scope.structure,
			folders: run.scope.folders,
		},
	);
	backup.emitted.push(
		await createFile(
			run,
			{
				resource,
				kind: 'document',
				...location,
				mimeType: typeOfFile(file.bytes, file.name).mimeType,
				bytes: file.bytes,
				details: { document: facts },
			},
			facts,
			`/apps/${connection.appId}/exports/download`,
			fingerprint,
		),
	);
}

function idOf(id: unknown): string | number {
	return typeof id === 'number' ? id : String(id);
}

/** An export is named after its period. */
function factsOf(
	row: Row | undefined,
): Pick<FileEntry, 'id' | 'number' | 'date' | 'amountWithTax' | 'contact'> {
	return {
		id: row ? idOf(row.id) : null,
		number: row ? `FEC ${firstDay(row)} ${lastDay(row)}` : null,
		date: (row && lastDay(row)) || null,
		amountWithTax: null,
		contact: null,
	};
}

function missingEntry(row: Row | undefined, failure: Failure) {
	const { reason, message } = failure;
	const entry: MissingEntry = {
		resource,
		kind: 'document',
		...documentFields(factsOf(row)),
		reason,
		message,
		tries: 1,
	};
	return { entry, failure };
}

/** What changes if Sinao generates the entries of an export again. */
function fingerprintOf(row: Row): string {
	const { id, period_start, period_end, entries_count, total_debit, total_credit } = row;
	return sha256(
		Buffer.from(
			JSON.stringify(
				[id, period_start, period_end, entries_count, total_debit, total_credit].map(String),
			),
		),
	);
}
