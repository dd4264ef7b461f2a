import type { Code } from './result';

/** Why a whole run stops, beside the codes: the address is wrong, or leads to something else. */
export type Stop = 'WRONG_ADDRESS' | 'NOT_REACHED' | 'REDIRECTED' | 'NOT_THE_API' | 'PROXY_LOGIN' | 'UNFIT_CREDENTIAL';

/** What a failure is called, and what to do about it. */
export interface Remedy {
	readonly title: string;
	/** One sentence for somebody who does not know the system from inside. */
	readonly advice: string;
}

/**
 * What runs and people can meet, and what to do about it: the one table that reports, errors and docs/troubleshooting.md
 * are made from. "The system" is called by its name where it is known.
 */
export const REMEDIES: Readonly<Record<Code, Remedy>> = {
	INVALID_ROW: {
		title: 'A value that cannot be sent',
		advice: 'Correct the column that the message names in your list, then run again.',
	},
	DUPLICATE_KEY: {
		title: 'The same person on several rows',
		advice: 'Keep one row for each person, or make the rows say the same, then run again.',
	},
	AMBIGUOUS_MATCH: {
		title: 'Almost the same as an existing account',
		advice:
			'Write the key in your list and in the system in exactly the same way (capitals, spaces, leading zeros), then run again.',
	},
	KEY_CHANGED: {
		title: 'Most likely somebody known, with a new key',
		advice:
			'If it is the same person, set Options → Key Changes to Follow or correct the key in one of the two places; if it is somebody else, correct the value that they share.',
	},
	LEFT: {
		title: 'Has left',
		advice:
			'Nothing to do if they should stay as they are; to remove them, set Missing Users. If the list is wrong, correct what it says, or set Leavers → Detect to Off.',
	},
	NO_SEATS: {
		title: 'The system has no free seats',
		advice: 'Remove people who have left, or buy more licences, then run again.',
	},
	INCOMPLETE_RECORD: {
		title: 'A record with something missing',
		advice:
			'Fill in what the message names, in your list or in the system, so that nothing is lost by the update, then run again.',
	},
	EMAIL_TAKEN: {
		title: 'E-mail address already in use',
		advice: 'Find out which of the two people the address belongs to, correct the other one, then run again.',
	},
	ALREADY_EXISTS: {
		title: 'The account exists already',
		advice:
			'Look the account up in the system, where it may be deleted or have another key; restore it or correct its key, then run again.',
	},
	NOT_FOUND: {
		title: 'No such person in the system',
		advice: 'Check the key or id for typing mistakes, or create the person with Sync Users first.',
	},
	NOT_DELETED: {
		title: 'The account must be deleted first',
		advice: 'Delete the person first, or switch on the option that deletes first, then run again.',
	},
	PROTECTED: {
		title: 'A protected account',
		advice:
			'Nothing to do if this is as you want it; otherwise change the account in the system itself, or take it off Safety → Protected Users.',
	},
	REMOVAL_LIMIT: {
		title: 'More removals than the limits allow',
		advice:
			'Check the people listed under Removals: if they really left, approve the plan; if not, complete your list and run again.',
	},
	SOURCE_DAMAGED: {
		title: 'Held back because the list looks damaged',
		advice:
			'Repair the rejected rows and run again: nobody is removed while part of the list cannot be trusted, and an approval does not change that.',
	},
	VENDOR_REJECTED: {
		title: 'Refused by the system',
		advice: 'Correct what the system says in the message, in your list or in its settings, then run again.',
	},
	NO_RESULT: {
		title: 'The system did not say what happened',
		advice: 'Look these people up in the system by hand, then run again.',
	},
	OUTCOME_UNKNOWN: {
		title: 'The outcome is unknown',
		advice:
			'Check these people in the system by hand before you run again, because the connection broke before an answer came.',
	},
	RATE_LIMITED: {
		title: 'The system asked for a long pause',
		advice: 'Wait until the system takes calls again and run once more, or lower Options → Requests per Second.',
	},
	TIMEOUT: {
		title: 'The system did not answer in time',
		advice: 'Run again later, and raise Options → Timeout if this happens often.',
	},
	SERVER_ERROR: {
		title: 'A fault inside the system',
		advice:
			'The system has a problem at present. Run again later, and give the run id to the support of the system if it happens again.',
	},
	UNAUTHORIZED: {
		title: 'The sign-in was refused',
		advice:
			'Check the credential of the system in n8n: the key or password may be wrong, expired or revoked. Test it there, then run again.',
	},
	FORBIDDEN: {
		title: 'Not allowed for this account',
		advice:
			"Give the account that n8n signs in with the rights for this (an administrator's may be needed), or make the change in the system itself.",
	},
	CANCELLED: {
		title: 'The run was stopped early',
		advice: 'Run again to finish, with a longer workflow timeout if that is what stopped it.',
	},
	NOT_ATTEMPTED: {
		title: 'Not reached in this run',
		advice: 'Solve the other problems in this report first, then run again to finish.',
	},
};

/** Beside the codes: what stops a run before it has begun. */
export const STOPS: Readonly<Record<Stop, Remedy>> = {
	WRONG_ADDRESS: {
		title: 'Nothing is found at the address',
		advice: 'Check the Base URL (and the path settings) of the credential of the system.',
	},
	NOT_REACHED: {
		title: 'The system was not reached',
		advice:
			'Check the Base URL of the credential of the system, and that this n8n can reach it (DNS, firewall, proxy, certificate).',
	},
	REDIRECTED: {
		title: 'The address leads to another one',
		advice:
			'Put the address that the system really has into the credential. Redirects are not followed, as they could carry the key to another host.',
	},
	PROXY_LOGIN: {
		title: 'A proxy wants a login',
		advice:
			'A proxy between this n8n and the system wants a login of its own: check the proxy that n8n is set to use (HTTP_PROXY, HTTPS_PROXY).',
	},
	UNFIT_CREDENTIAL: {
		title: 'The credential can not be used as it is',
		advice:
			'Correct the field that the message names in the credential of the system, test the credential, then run again.',
	},
	NOT_THE_API: {
		title: 'Something else answers in place of the system',
		advice:
			'Check the Base URL of the credential of the system: a web page or a proxy seems to answer instead of the API.',
	},
};

/** What to do, with the name of the system where it is known. */
export function adviceOn(trouble: Code | Stop, lms: string): string {
	const { advice } = { ...REMEDIES, ...STOPS }[trouble];
	return advice.replaceAll('the system', lms).replaceAll('The system', lms);
}
