import { finalFailure, withoutSecrets } from '../../../nodes/shared/failure';

describe('68 A service that repeats a secret: no part of it is in a message', () => {
	const blanked = (secret: string, message: string) =>
		withoutSecrets(finalFailure({ reason: 'invalidRequest', message, description: message }), [
			secret,
		]);

	it.each([
		[
			'a passphrase',
			'correct horse battery staple',
			'Invalid login with correct horse battery staple.',
			'Invalid login with ….',
		],
		[
			'one that is cut off',
			'correct horse battery staple',
			'Invalid login with correct horse batt',
			'Invalid login with …',
		],
		[
			'signs that end words',
			'Tr0ub4dor,&3;secret',
			'password=Tr0ub4dor,&3;secret refused',
			'password=… refused',
		],
		[
			'the end of one whose beginning is removed',
			'Tr0ub4dor,&3;secret',
			'password=…,&3;secret refused',
			'password=… refused',
		],
		[
			'in an address',
			'p@ss/w0rd+long',
			'GET /login/p%40ss%2Fw0rd%2Blong failed',
			'GET /login/… failed',
		],
		['in a form', 'p@ss w0rd', 'email=a&password=p%40ss+w0rd', 'email=a&password=…'],
		['in JSON', 'pass"word\\1', '{"password":"pass\\"word\\\\1"}', '{"password":"…"}'],
		['in Base64', 'key-of-company', 'Basic a2V5LW9mLWNvbXBhbnk= refused', 'Basic … refused'],
		['short', 'abcd', 'abcd refused', '… refused'],
	])('%s', (_, secret, message, expected) => {
		expect(blanked(secret, message)).toMatchObject({ message: expected, description: expected });
	});

	it('and other words stay', () => {
		const message = 'The list of invoices is incomplete… secretary';
		expect(blanked('secret-key-1', message).message).toBe(message);
	});
});
