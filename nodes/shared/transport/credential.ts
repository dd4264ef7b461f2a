import type {
	IAuthenticateRuleBase,
	IAuthenticateRuleResponseCode,
	IAuthenticateRuleResponseSuccessBody,
	INodeProperties,
} from 'n8n-workflow';

/**
 * What the credentials of all vendors show in the same way: the fields for the address and for secrets, the switch for plain http, and
 * what their test says.
 */

/** The address of the system: the first field of every credential. */
export function baseUrl(placeholder: string, description: string): INodeProperties {
	return {
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: `e.g. ${placeholder}`,
		description,
	};
}

/** A field whose value is never shown. @param more what sets it apart: its description, when it is shown, whether it must be filled in */
export function secretField(
	displayName: string,
	name: string,
	more: Pick<INodeProperties, 'description' | 'displayOptions' | 'required'>,
): INodeProperties {
	return { displayName, name, type: 'string', typeOptions: { password: true }, default: '', ...more };
}

/** The last field of every credential. */
export function allowHttp(secret: 'key' | 'password' | 'token'): INodeProperties {
	return {
		displayName: 'Allow HTTP',
		name: 'allowHttp',
		type: 'boolean',
		default: false,
		description: `Whether to send the ${secret} over an unencrypted connection. Only for test systems inside your network.`,
	};
}

/** What a credential's test has to know of its vendor. */
export interface Tested {
	/** The system's name for people, as it stands within a sentence. */
	readonly label: string;
	/** What signs the call, as the credential's fields call it, such as "API Key and API Secret". */
	readonly secret: string;
	/** What the address is made of, such as "Base URL and the API Path". */
	readonly address: string;
	/** A place in the answer that the vendor documents, and what it holds where somebody else has answered. */
	readonly shows: { readonly key: string; readonly not?: string };
	/** One sentence each, on what else to look at. */
	readonly unknownKey?: string;
	readonly noRights: string;
	readonly noSuchPage?: string;
}

/**
 * What the test of a credential says of each answer that is no success, and of a success that is somebody else's.
 * n8n's type takes rules of one kind in a list; its tester reads both.
 */
export function rulesOf(tested: Tested): IAuthenticateRuleResponseSuccessBody[] {
	const { label, secret, address, shows } = tested;
	const rules: IAuthenticateRuleResponseSuccessBody[] = [
		{
			type: 'responseSuccessBody',
			properties: {
				key: shows.key,
				value: shows.not,
				message: sentences(`The address answered, but not like ${label}.`, `Check the ${address}.`, tested.noSuchPage),
			},
		},
	];
	const all: IAuthenticateRuleBase[] = rules;
	all.push(
		refusal(
			401,
			`${label} did not accept the ${secret} (401): mistyped, expired or revoked.`,
			`Enter it again, or make a new one in ${label}.`,
			tested.unknownKey,
		),
		refusal(403, `${label} knows the ${secret}, but does not allow it to do this (403).`, tested.noRights),
		refusal(404, `${label} has nothing at this address (404).`, `Check the ${address}.`, tested.noSuchPage),
	);
	return rules;
}

function refusal(value: number, ...parts: Array<string | undefined>): IAuthenticateRuleResponseCode {
	return { type: 'responseCode', properties: { value, message: sentences(...parts) } };
}

function sentences(...parts: Array<string | undefined>): string {
	const text = parts.filter((part) => part !== undefined).join(' ');
	return text.charAt(0).toUpperCase() + text.slice(1);
}
