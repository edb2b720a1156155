import { type INodeProperties, jsonParse } from 'n8n-workflow';
import { z } from 'zod';

import { optionsCollection } from '../shared/parameters/properties';
import { requestOptions } from '../shared/parameters/settings';
import type { Operation } from '../shared/operations/operation';
import { defineResource } from '../shared/resource';
import { safePart } from '../shared/files/path';
import { type Company, fetchCompanies } from '../shared/sinao/readPages';

/** The companies of a key or login (`GET /apps`). They are not records of a company, so they are not in a backup. */
export const companies = defineResource({
	name: 'companies',
	singular: 'Company',
	plural: 'Companies',
	frenchName: 'Sociétés',
	path: '/apps',
	columns: [],
});

const overviewFieldOption: INodeProperties = {
	displayName: 'Last Overview Field',
	name: 'overviewField',
	type: 'string',
	default: 'data',
	description:
		"Input binary field with the overview file of 'Write Overview'; a company in it keeps its folder if it was renamed",
};

/** Returns the companies as items, to run a workflow for each. */
export const getCompanies: Operation = {
	value: 'getMany',
	option: () => ({
		name: 'Get Many Companies',
		action: 'Get many companies',
		description:
			'Return the ID, name, SIREN and a folder name of each company that the key or login has access to',
	}),
	properties: () => [optionsCollection(overviewFieldOption, ...requestOptions)],
	needsNoCompany: true,
	async execute({ context, connection, itemIndex, options }) {
		const found = await fetchCompanies(connection);
		const field = String(options.overviewField ?? '');
		const binary = field ? context.getInputData()[itemIndex]?.binary?.[field] : undefined;
		const bytes = binary && (await context.helpers.getBinaryDataBuffer(itemIndex, binary));
		const folders = foldersIn(bytes);
		return {
			items: found.map((company) => {
				const { id, name, siren = null } = company;
				return {
					json: { id, name, siren, folder: folders.get(id) ?? folderOf(company) },
					pairedItem: { item: itemIndex },
				};
			}),
			missing: [],
		};
	},
};

/**
 * A folder name that is valid on every system and that no other company has: `Dupont SARL 123456789 (4711)`. The ID makes
 * it unique, because two companies can have the same name.
 */
function folderOf({ id, name, siren = '' }: Company): string {
	const parts = [name, siren].map((part) => safePart(safePart(part).slice(0, 40)));
	return [...parts, `(${safePart(id)})`].filter(Boolean).join(' ');
}

const overview = z.object({
	companies: z.array(z.object({ id: z.string(), folder: z.string().min(1) })),
});

/** Whether a folder lies below another one on every system, as those of `folderOf` do. */
function isBelow(folder: string): boolean {
	return folder.split('/').every((name) => name && safePart(name) === name.normalize('NFC'));
}

/**
 * The folders of an overview by the ID of the company; none if it is damaged. Anyone who can write to the storage can
 * edit it, so a folder outside of the backups, or one of two companies, does not count.
 */
function foldersIn(bytes: Buffer | undefined): Map<string, string> {
	const json = bytes && jsonParse<unknown>(bytes.toString('utf8'), { fallbackValue: null });
	const listed = overview.safeParse(json).data?.companies ?? [];
	const keys = listed.map(({ folder }) => folder.normalize('NFC').toLowerCase());
	const isOnly = (index: number) => keys.lastIndexOf(keys[index]) === keys.indexOf(keys[index]);
	return new Map(
		listed
			.filter(({ folder }, index) => isBelow(folder) && isOnly(index))
			.map(({ id, folder }) => [id, folder]),
	);
}
