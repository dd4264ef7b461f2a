import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { allowHttp, baseUrl, rulesOf, secretField } from '../nodes/shared/transport/credential';
import { basic, requiredPassword, requiredText, signed } from '../nodes/shared/transport/sign';

export class ScimApi implements ICredentialType {
	name = 'scimApi';

	displayName = 'SCIM 2.0 API';

	icon = {
		light: 'file:../nodes/Scim/scim.svg',
		dark: 'file:../nodes/Scim/scim.dark.svg',
	} as const;

	documentationUrl = 'https://github.com/example/n8n-nodes-lms-users/blob/main/docs/scim.md#credential';

	properties: INodeProperties[] = [
		baseUrl(
			'https://acme.example.com/scim/v2',
			'Address that your system gives for SCIM, with its path. It is often called tenant URL or SCIM endpoint. A pasted /Users is dropped.',
		),
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Bearer Token', value: 'bearer' },
				{ name: 'Username and Password', value: 'basicAuth' },
			],
			default: 'bearer',
		},
		secretField('Token', 'token', {
			required: true,
			displayOptions: { show: { authentication: ['bearer'] } },
			description: 'The secret token that your system shows where SCIM is switched on',
		}),
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			displayOptions: { show: { authentication: ['basicAuth'] } },
			default: '',
			required: true,
		},
		secretField('Password', 'password', {
			required: true,
			displayOptions: { show: { authentication: ['basicAuth'] } },
		}),
		allowHttp('token'),
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl }}',
			// The path of the Base URL, up to a pasted resource.
			url: "={{ (($credentials.baseUrl ?? '').trim().split('?')[0].split('#')[0].split('/').slice(3).filter((part) => part !== '').join('/') + '/').replace(/(^|\\/)(Users|Groups|Me|ServiceProviderConfig|ResourceTypes|Schemas|Bulk)\\/.*$/i, '$1').replace(/^\\/+/, '') + 'Users' }}",
			qs: { count: 1 },
			headers: { Accept: 'application/scim+json, application/json;q=0.9' },
			disableFollowRedirect: true,
		},
		rules: rulesOf({
			label: 'your SCIM 2.0 server',
			secret: 'Token or the Username and Password',
			address: 'Base URL',
			shows: { key: 'totalResults' },
			noRights: 'Let an administrator give it the right to read and change users through SCIM.',
			noSuchPage: 'It ends before /Users and holds the path that your system gives for SCIM, such as /scim/v2.',
		}),
	};

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		if (credentials.authentication === 'basicAuth') {
			const label = 'Username';
			const value = basic(
				requiredText(credentials, 'username', label),
				requiredPassword(credentials, 'password', 'Password'),
				label,
			);
			return signed(request, credentials, { name: 'Authorization', value, label });
		}
		const label = 'Token';
		// People paste the word along with the token.
		const token = requiredText(credentials, 'token', label).replace(/^bearer\s+/i, '');
		return signed(request, credentials, { name: 'Authorization', value: `Bearer ${token}`, label });
	}
}
