import { defineResource } from '../../shared/resource';

/** Elements of the cash flow forecast (API 2026; its fields contradict its name there). */
export const forecastElements = defineResource({
	name: 'forecastElements',
	singular: 'Forecast Element',
	plural: 'Forecast Elements',
	frenchName: 'Éléments du prévisionnel',
	path: '/forecast/elements',
	columns: [
		{ name: 'name', title: 'Nom', type: 'text', simple: 'name' },
		{ name: 'amount', title: 'Montant', type: 'cents', simple: 'amount' },
		{ name: 'date', title: 'Date', type: 'date', simple: 'date' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
