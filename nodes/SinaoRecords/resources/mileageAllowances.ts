import { defineResource } from '../../shared/resource';

/** Mileage allowances of the current year per employee (API 2026; the fields of this list are not documented). */
export const mileageAllowances = defineResource({
	name: 'mileageAllowances',
	singular: 'Mileage Allowance',
	plural: 'Mileage Allowances',
	frenchName: 'Indemnités kilométriques',
	path: '/purchases/mileage_allowances/resume',
	unpaged: true,
	columns: [
		{ name: 'user_name', title: 'Nom', type: 'text', simple: 'name' },
		{ name: 'year', title: 'Année', type: 'integer', simple: 'year' },
		{ name: 'kilometers_count', title: 'Kilomètres', type: 'number', simple: 'kilometers' },
		{ name: 'amount', title: 'Montant', type: 'cents', simple: 'amount' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
