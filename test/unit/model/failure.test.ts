import {
	CallFailed,
	RunError,
	codeOf,
	failureIn,
	remedyFor,
	stopFor,
	stopRun,
	type Failure,
} from '../../../nodes/shared/model/failure';
import { FAILURES } from '../carrying/applyFixture';

const { forbidden } = FAILURES;

/** Each kind of failure with the code of its row, and what a person can do about it. */
const KINDS: Array<[Failure['kind'], Failure, string, string]> = [
	[
		'rateLimited',
		FAILURES.rateLimited,
		'RATE_LIMITED',
		'Wait until Acme takes calls again and run once more, or lower Options → Requests per Second.',
	],
	[
		'unauthorized',
		FAILURES.unauthorized,
		'UNAUTHORIZED',
		'Check the credential of Acme in n8n: the key or password may be wrong, expired or revoked. Test it there, then run again.',
	],
	[
		'forbidden',
		forbidden,
		'FORBIDDEN',
		"Give the account that n8n signs in with the rights for this (an administrator's may be needed), or make the change in Acme itself.",
	],
	['notFound', FAILURES.notFound, 'NOT_FOUND', 'Check the Base URL (and the path settings) of the credential of Acme.'],
	[
		'refused',
		FAILURES.refused,
		'VENDOR_REJECTED',
		'Correct what Acme says in the message, in your list or in its settings, then run again.',
	],
	[
		'server',
		FAILURES.server,
		'SERVER_ERROR',
		'Acme has a problem at present. Run again later, and give the run id to the support of Acme if it happens again.',
	],
	['timeout', FAILURES.timeout, 'TIMEOUT', 'Run again later, and raise Options → Timeout if this happens often.'],
	[
		'network',
		FAILURES.unknownHost,
		'SERVER_ERROR',
		'Check the Base URL of the credential of Acme, and that this n8n can reach it (DNS, firewall, proxy, certificate).',
	],
	[
		'redirect',
		FAILURES.redirect,
		'SERVER_ERROR',
		'Put the address that Acme really has into the credential. Redirects are not followed, as they could carry the key to another host.',
	],
	[
		'unreadable',
		FAILURES.unreadable,
		'NO_RESULT',
		'Check the Base URL of the credential of Acme: a web page or a proxy seems to answer instead of the API.',
	],
	[
		'cancelled',
		FAILURES.cancelled,
		'CANCELLED',
		'Run again to finish, with a longer workflow timeout if that is what stopped it.',
	],
];

describe('a failed call', () => {
	it.each(KINDS)('%s has its code and its remedy', (_, failure, code, remedy) => {
		expect(codeOf(failure)).toBe(code);
		expect(remedyFor(failure, 'Acme')).toBe(remedy);
	});

	it('that stops the run says what was being done, what happened and what to do', () => {
		expect(stopFor(forbidden, 'Acme', 'The directory could not be read')).toMatchObject({
			name: 'RunError',
			message: 'The directory could not be read: Acme answered 403.',
			remedy: remedyFor(forbidden, 'Acme'),
			failure: forbidden,
		});
	});

	it('is found again in the error that carries it', () => {
		const error = new CallFailed(forbidden);
		expect(error).toMatchObject({ name: 'CallFailed', message: forbidden.message });
		expect(failureIn(error)).toBe(forbidden);
	});

	it('is looked for in vain in any other error, which goes on its way', () => {
		const error = new RunError('Stop.', 'Do this.', forbidden);
		expect(() => failureIn(error)).toThrow(error);
	});

	it('a run is stopped with a message and a remedy', () => {
		expect(() => stopRun('No key.', 'Add one.')).toThrow(new RunError('No key.', 'Add one.'));
		expect(new RunError('No key.', 'Add one.').remedy).toBe('Add one.');
	});
});
