import type { CompanySize, DocumentList, Row } from './types';
import { stamp } from './data/dates';
import { madeList, type RowList } from './data/rowList';
import { completeSize } from './data/rowMakers';
import { drawWords } from './data/words';
import { LISTS, type ListName, type World } from './data/world';
import { documentOf, type DocumentForm } from './documents';

export interface Change {
	list: ListName;
	action: 'created' | 'updated' | 'deleted';
	row: Row;
	/** What the event is about, where it is not the row: a part of it, and another part of another row. */
	part?: { object: string; row: Row; other: Row };
}

/** Something that the service makes meanwhile. */
export interface Job {
	/** How many times it still reads `processing`. */
	pollsLeft: number;
	/** What the finished job says besides its status. */
	outcome: object;
}

export interface CompanyOptions {
	id: number;
	seed: number;
	nasty: boolean;
	documentBytes: number;
	size?: Partial<CompanySize>;
	/** Whether a person and a company share each id; false unless given. */
	sharesContactIds?: boolean;
}

/** The company behind an app. `lists` may be changed freely; the helper methods also send webhooks. */
export class Company {
	readonly id: number;
	readonly name: string;
	readonly world: World;
	readonly lists: Record<ListName, Row[]>;
	/** Settings by dotted name, as `POST /settings` sets them. */
	readonly settings = new Map<string, unknown>();
	/** Grows with `rerender`, and with it the bytes of every document that Sinao makes. */
	rendering = 0;
	/** Set by a download with `since_last` (sinao-api.md, Accounting exports). */
	lastExportDownloaded: number | null = null;
	/** What a job of `/jobs/{job}` is about, by its id. */
	readonly jobs = new Map<string, Job>();
	private readonly trash = new Map<string, Row>();
	private readonly tables: Record<ListName, RowList>;
	private readonly listeners = new Set<(change: Change) => void>();

	constructor({ id, seed, nasty, documentBytes, size, sharesContactIds = false }: CompanyOptions) {
		this.id = id;
		this.world = {
			seed,
			nasty,
			sharesContactIds,
			documentBytes,
			size: completeSize(size),
			words: drawWords(seed),
		};
		this.name = `${this.world.words.companies[0]} ${id}`;
		const tables = LISTS.map((list) => [list, madeList(this.world, list)] as const);
		this.tables = Object.fromEntries(tables) as Record<ListName, RowList>;
		this.lists = Object.fromEntries(tables.map(([list, { rows }]) => [list, rows])) as Record<
			ListName,
			Row[]
		>;
	}

	table(list: ListName): RowList {
		return this.tables[list];
	}

	find(list: ListName, id: number): Row | undefined {
		return this.tables[list].find(id);
	}

	/** A row that was deleted, with `deleted_at`. */
	findDeleted(list: ListName, id: number): Row | undefined {
		return this.trash.get(`${list} ${id}`);
	}

	/** A final invoice after the last one, numbered one higher, or as `fields` say. */
	addInvoice(fields: Partial<Row> = {}): Row {
		return this.addRow('invoices', {
			...structuredClone({ ...this.plainInvoice() }),
			id: undefined,
			number: this.nextNumber(),
			...fields,
		});
	}

	/** A row at the end of a list, or in front of it; without an id it gets the next free one. */
	addRow(list: ListName, fields: Partial<Row>, where: 'end' | 'front' = 'end'): Row {
		const last = this.tables[list].byId().at(-1)?.id ?? 0;
		const row: Row = { ...fields, id: fields.id ?? last + 3 };
		if (where === 'front') this.lists[list].unshift(row);
		else this.lists[list].push(row);
		this.tell({ list, action: 'created', row });
		return row;
	}

	deleteRow(list: ListName, id: number): void {
		const at = this.lists[list].findIndex((row) => row.id === id);
		if (at < 0) throw new Error(`There is no ${list} ${id}`);
		const [row] = this.lists[list].splice(at, 1);
		this.trash.set(`${list} ${id}`, { ...row, deleted_at: stamp(Date.UTC(2025, 0, 3, 9)) });
		this.tell({ list, action: 'deleted', row });
	}

	changeRow(list: ListName, id: number, changes: Partial<Row>): Row {
		const row = this.find(list, id);
		if (!row) throw new Error(`There is no ${list} ${id}`);
		Object.assign(row, changes);
		this.tell({ list, action: 'updated', row });
		return row;
	}

	/** Changes the first establishment of a contact, or its address, and tells of this part; the contact changes as told. */
	changePart(
		list: 'organizations' | 'persons',
		id: number,
		object: 'contactestablishment' | 'contactaddress',
		changes: Partial<Row>,
		ofContact: Partial<Row> = {},
	): Row {
		const partOf = (row?: Row) => {
			const [establishment] = (row?.establishments ?? []) as Row[];
			return (object === 'contactaddress' ? establishment.place : establishment) as Row;
		};
		const row = this.find(list, id);
		if (!row) throw new Error(`There is no ${list} ${id}`);
		Object.assign(row, ofContact);
		Object.assign(partOf(row), changes);
		const other = partOf(this.tables[list].byId().find((each) => each.id !== id));
		this.tell({ list, action: 'updated', row, part: { object, row: partOf(row), other } });
		return partOf(row);
	}

	/** Makes a draft final: it gets the next number and the moment of its validation. */
	finalise(draftId: number): Row {
		return this.changeRow('invoices', draftId, {
			status: 'final',
			number: this.nextNumber(),
			validated_at: stamp(Date.UTC(2025, 0, 2, 9)),
		});
	}

	/** From now on every document that Sinao makes has other bytes and the same content (faults.md, row 41). */
	rerender(): void {
		this.rendering++;
	}

	/** The bytes, type and name of a file, or undefined where the API answers 404. */
	document(list: DocumentList, id: number, template?: string, form?: DocumentForm) {
		return documentOf(this, list, id, template, form);
	}

	/** Calls `listener` after each change that was made with a method; gives a function that stops it. */
	onChange(listener: (change: Change) => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	private tell(change: Change): void {
		for (const listener of this.listeners) listener(change);
	}

	private plainInvoice(): Row | undefined {
		return this.lists.invoices.find(
			({ number, avoid_of: credited }) => /^FAC-\d+$/.test(String(number)) && !credited,
		);
	}

	private nextNumber(): string {
		const numbers = this.lists.invoices.map((row) =>
			Number(/^FAC-(\d+)$/.exec(String(row.number))?.[1] ?? 0),
		);
		return `FAC-${String(numbers.reduce((greatest, number) => Math.max(greatest, number), 0) + 1).padStart(5, '0')}`;
	}
}
