import { randomUUID } from 'node:crypto';

import type { Answer } from '../types';
import type { Variants } from '../variants';
import { json, refuse } from './answers';
import { type QueryTree, textOf } from './query';

const DAY_SECONDS = 86_400;

/** Who may come in: keys that each open one app, tokens that open all apps of the user. */
export interface Gate {
	apiKey(): string;
	/** Takes the key away and makes a new one. */
	renewKey(): string;
	revokeKey(): void;
	login: { email: string; password: string; code: string };
	/** Ids of the apps that the caller sees, or undefined when the caller is nobody. */
	appsOf(headers: Record<string, string>): number[] | undefined;
	signIn(fields: QueryTree, variants: Variants): Answer;
	/** A new token for a valid one. */
	refresh(headers: Record<string, string>): Answer;
}

function bearer(headers: Record<string, string>): string | undefined {
	return /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
}

/** The authentication of sinao-api.md: `Api-Key`, or a bearer token by `POST /login` and `GET /refresh`. */
export function createGate(seed: number, appIds: number[]): Gate {
	const tokens = new Set<string>();
	let generation = 0;
	let isRevoked = false;
	const apiKey = () => `sinao-test-key-${seed}-${generation}`;
	const login = {
		email: 'camille.durand@entreprise.example',
		password: 'motdepasse-de-test',
		code: '123456',
	};
	const issue = () => {
		const token = randomUUID();
		tokens.add(token);
		return json({ access_token: token, token_type: 'bearer', expires_in: DAY_SECONDS });
	};
	return {
		apiKey,
		login,
		renewKey() {
			generation++;
			isRevoked = false;
			return apiKey();
		},
		revokeKey() {
			isRevoked = true;
			tokens.clear();
		},
		appsOf(headers) {
			if (headers['api-key'] !== undefined)
				return !isRevoked && headers['api-key'] === apiKey() ? appIds.slice(0, 1) : undefined;
			return tokens.has(bearer(headers) ?? '') ? appIds : undefined;
		},
		signIn(fields, variants) {
			if (textOf(fields.email) !== login.email) refuse(404, 'Email address not found');
			if (textOf(fields.password) !== login.password) refuse(401, 'Invalid password');
			const code = textOf(fields.code);
			if (variants.twoFactor && !code)
				refuse(variants.twoFactorStatus, 'Two-factor authentication code required', {
					code: ['The code field is required.'],
				});
			if (variants.twoFactor && code !== login.code)
				refuse(401, 'Invalid two-factor authentication code');
			return issue();
		},
		refresh(headers) {
			const token = bearer(headers);
			if (!token || !tokens.delete(token)) return refuse(401, 'Unauthenticated.');
			return issue();
		},
	};
}
