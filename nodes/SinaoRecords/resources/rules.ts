import { defineResource } from '../../shared/resource';

/** Rules by which Sinao fills in fields (API 2026). */
export const rules = defineResource({
	name: 'rules',
	singular: 'Rule',
	plural: 'Rules',
	frenchName: 'Règles',
	path: '/rules/',
	columns: [
		{ name: 'on_event', title: 'Événement', type: 'text', simple: 'event' },
		{ name: 'parameter', title: 'Champ', type: 'text', simple: 'field' },
		{ name: 'value', title: 'Valeur', type: 'text', simple: 'value' },
		{ name: 'priority', title: 'Priorité', type: 'integer', simple: 'priority' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
