import { defineResource } from '../../shared/resource';
import { contactColumns } from '../../shared/values/contact';

/** The company itself (OpenAPI document, OrganizationIdentity). */
export const companyProfile = defineResource({
	name: 'companyProfile',
	singular: 'Company Profile',
	plural: 'Company Profile',
	frenchName: 'Profil de la société',
	path: '/organization',
	unpaged: true,
	columns: [
		{ name: 'name', title: 'Nom', type: 'text', simple: 'name' },
		{ name: 'billing_name', title: 'Raison sociale', type: 'text', simple: 'legalName' },
		{ name: 'legal_form', title: 'Forme juridique', type: 'text', simple: 'legalForm' },
		{ name: 'national_id', title: 'SIREN', type: 'text', simple: 'siren' },
		{ name: 'vat_id', title: 'N° TVA', type: 'text', simple: 'vatNumber' },
		{ name: 'rcs', title: 'RCS', type: 'text' },
		{ name: 'greffe', title: 'Greffe', type: 'text' },
		{ name: 'code_naf', title: 'Code NAF', type: 'text' },
		{
			name: 'vat_system',
			title: 'Régime de TVA',
			type: 'text',
			french: { franchise: 'Franchise en base', real: 'Réel normal', simplified: 'Réel simplifié' },
		},
		{ name: 'closeaccounting_period', title: "Clôture de l'exercice", type: 'text' },
		...contactColumns,
	],
});
