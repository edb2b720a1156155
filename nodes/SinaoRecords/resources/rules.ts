import { defineResource } from '../../shared/resource';
import { objectNames } from '../../shared/values/objects';

const actions = {
	created: 'création',
	deleted: 'suppression',
	saved: 'enregistrement',
	updated: 'modification',
};

/** `purchase.created` and the others (API 2026: an object and one of four actions). */
const events = Object.fromEntries(
	Object.entries(objectNames).flatMap(([object, name]) =>
		Object.entries(actions).map(([action, word]) => [`${object}.${action}`, `${name} : ${word}`]),
	),
);

/** Rules by which Sinao fills in fields (API 2026). */
export const rules = defineResource({
	name: 'rules',
	singular: 'Rule',
	plural: 'Rules',
	frenchName: 'Règles',
	path: '/rules/',
	columns: [
		{
			name: 'on_event',
			title: 'Événement',
			type: 'text',
			simple: 'event',
			french: events,
		},
		{ name: 'parameter', title: 'Champ', type: 'text', simple: 'field' },
		{ name: 'value', title: 'Valeur', type: 'text', simple: 'value' },
		{ name: 'priority', title: 'Priorité', type: 'integer', simple: 'priority' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
