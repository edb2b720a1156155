import type { Manifest } from './schema';

/** The pages for people of a backup. The names of the files that programs read never change. */
export interface PageNames {
	index: string;
	readMe: string;
	report: string;
}

export function pageNames({ pagePrefix }: Pick<Manifest, 'pagePrefix'>): PageNames {
	const prefix = pagePrefix ?? '';
	return {
		index: `${prefix}index.html`,
		readMe: `${prefix}LISEZMOI.txt`,
		report: `${prefix}rapport.html`,
	};
}
