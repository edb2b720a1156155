import { defineResource } from '../../shared/resource';

/** Users with access to the company, and their rights (API 2026, policies). */
export const access = defineResource({
	name: 'access',
	singular: 'User Access',
	plural: 'User Access',
	frenchName: 'Accès',
	path: '/access',
	columns: [
		{ name: 'user.firstname', title: 'Prénom', type: 'text', simple: 'firstName' },
		{ name: 'user.lastname', title: 'Nom de famille', type: 'text', simple: 'lastName' },
		{ name: 'user.email', title: 'E-mail', type: 'text', simple: 'email' },
		{ name: 'name', title: 'Profil', type: 'text', simple: 'profile' },
		{ name: 'restricted', title: 'Restreint', type: 'boolean', simple: 'isRestricted' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
