import type { Company } from '../company';
import { organization } from '../data/contacts';
import type { Answer, Row } from '../types';
import { json } from './answers';
import type { Context } from './context';

/** The profile of the company behind an app. */
function appOf(company: Company) {
	const profile = company.world.size.organizations > 0 ? organization(company.world, 0) : undefined;
	return {
		id: company.id,
		url: `https://app.sinao.example/${company.id}`,
		hostname_alias: null,
		organization: { ...profile, id: company.id, name: company.name, billing_name: company.name },
		subscription: { id: 1, access_level: 'pro', plan_name: 'Pro', status: 'active' },
		config: [],
		last_access_at: '2024-12-20T08:00:00.000000Z',
	};
}

/** The company's own card. */
export function organizationOf(company: Company): Row {
	return appOf(company).organization;
}

/** `GET /apps`: the apps that the caller sees. */
export function answerApps(companies: Company[], context: Pick<Context, 'variants'>): Answer {
	const apps = companies.map(appOf);
	return json(context.variants.envelope === 'array' ? apps : { data: apps });
}

/** `GET /apps/{appId}`. */
export function answerApp({ company, variants }: Context): Answer {
	return json(variants.single === 'data' ? { data: appOf(company) } : appOf(company));
}

/** `GET /apps/{appId}/organization`. */
export function answerOwnOrganization({ company, variants }: Context): Answer {
	const card = organizationOf(company);
	return json(variants.single === 'data' ? { data: card } : card);
}

/** `GET /me`: the user that the key or the token stands for. */
export function answerMe(email: string, variants: Context['variants']): Answer {
	const user = {
		id: 7,
		civility: 'Mme',
		firstname: 'Camille',
		lastname: 'Durand',
		email,
		metadata: null,
	};
	return json(variants.single === 'data' ? { data: user } : user);
}
