import type { Row } from '../resource';

/** A test whether a row carries a tag, whatever the case; the service gives tags as texts or as objects with a name. */
export function carries(tag: string): (row: Row) => boolean {
	return ({ tags }) => {
		const names = Array.isArray(tags)
			? (tags as unknown[]).map((each) => (each as Row | null)?.name ?? each)
			: [];
		return names.some(
			(name) => String(name).localeCompare(tag, 'fr', { sensitivity: 'accent' }) === 0,
		);
	};
}
