import type { TemplateTexts } from '../parts/page';
import type { Storage } from '../storages/storage';
import type { FrenchStorage } from './storages';

/** What a French template says of itself; `original` names the nodes that access the storage. */
export type FrenchTexts = (storage: FrenchStorage, original: Storage) => TemplateTexts;

export const singleFolder = (storage: FrenchStorage): FrenchStorage => ({
	...storage,
	...storage.singleFolder,
});
