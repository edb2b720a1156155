import { defineResource } from '../../shared/resource';

/** Accounts of the employees (API 2026; the fields of this list are not documented). */
export const employeeAccounts = defineResource({
	name: 'employeeAccounts',
	singular: 'Employee Account',
	plural: 'Employee Accounts',
	frenchName: 'Comptes des salariés',
	path: '/accounts/employees',
	columns: [
		{ name: 'user_name', title: 'Nom', type: 'text', simple: 'name' },
		{
			name: 'vehicle_type',
			title: 'Véhicule',
			type: 'text',
			simple: 'vehicle',
			french: { car: 'Voiture', electric_car: 'Voiture électrique', motorcycle: 'Moto' },
		},
		{ name: 'fiscal_power', title: 'Puissance fiscale', type: 'integer', simple: 'fiscalPower' },
		{ name: 'account_id', title: 'Identifiant du compte', type: 'integer', simple: 'accountId' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
