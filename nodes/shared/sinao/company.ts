import { type Failure, finalFailure, type Outcome, SinaoFailure, valueOrThrow } from '../failure';
import type { Row } from '../resource';
import type { Connection } from './connection';
import { type OptionalPart, requestParts, rowsOf } from './fetchPage';

export interface Company {
	id: string;
	name: string;
	/** SIREN, nine digits, if Sinao returns it. */
	siren?: string;
}

/** The companies that a key or login has access to (`GET /apps`). */
export async function fetchCompanies(connection: Connection): Promise<Company[]> {
	return (rowsOf(valueOrThrow(await requestCompanies(connection))) ?? []).map(companyOf);
}

async function requestCompanies(connection: Connection): Promise<Outcome<unknown>> {
	const limit: OptionalPart = { name: 'limit', query: [['limit', 1000]] };
	return await requestParts(connection, '/apps', '/apps', [], [limit]);
}

function companyOf(app: Row): Company {
	const organization = (app.organization ?? {}) as Row;
	const name =
		organization.billing_name ??
		organization.name ??
		app.name ??
		app.hostname_alias ??
		`Company ${app.id}`;
	return {
		id: String(app.id),
		name: String(name),
		siren: organization.national_id ? String(organization.national_id) : undefined,
	};
}

/**
 * The id of the only company that the credential has access to.
 *
 * @throws SinaoFailure if there is none, or more than one
 */
export async function findCompanyId(connection: Connection): Promise<string> {
	const companies = await fetchCompanies(connection);
	if (companies.length === 1) return companies[0].id;
	const choice =
		connection.credentialType === 'sinaoLoginApi'
			? "Select one under 'Company' in the node"
			: "Enter one as 'Company ID' in the credential";
	throw new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: companies.length
				? 'This credential has access to several companies'
				: 'This credential has no access to any company',
			description: companies.length
				? `${choice}: ${listed(companies)}.`
				: 'Ask an administrator of the Sinao account for access.',
		}),
	);
}

/** Adds the companies that the key has access to, if a list of another company was rejected (docs/reliability.md, fault 35). */
export async function explainCompany(connection: Connection, failure: Failure): Promise<Failure> {
	if (failure.reason !== 'forbidden' && failure.reason !== 'notFound') return failure;
	const { value } = await requestCompanies(connection);
	const companies = (rowsOf(value) ?? []).map(companyOf);
	if (!companies.length || companies.some(({ id }) => id === connection.appId)) return failure;
	return {
		...failure,
		message: `This credential has no access to company ${connection.appId}`,
		description: `It has access to ${listed(companies)}. Correct ${connection.credentialType === 'sinaoLoginApi' ? "'Company' in the node" : "'Company ID' in the credential"}, or leave it empty.`,
	};
}

function listed(companies: Company[]): string {
	return companies.map(({ id, name }) => `${id} (${name})`).join(', ');
}
