import { createHash, randomBytes, timingSafeEqual } from 'crypto';

/** What stands in our address and nowhere else, so that a call can only come from Sinao. */
export function createSecret(): string {
	return randomBytes(32).toString('hex');
}

/** Whether a call brings the secret; how long the answer takes says nothing about it. */
export function isSecret(given: unknown, secret: string | undefined): boolean {
	if (typeof given !== 'string' || !secret) return false;
	return timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
