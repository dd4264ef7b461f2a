import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { allowHttp, baseUrl, rulesOf, secretField } from '../nodes/shared/transport/credential';
import { basic, requiredPassword, requiredText, signed } from '../nodes/shared/transport/sign';

export class RequestorApi implements ICredentialType {
	name = 'requestorApi';

	displayName = 'Requestor API';

	icon = {
		light: 'file:../nodes/Requestor/requestor.svg',
		dark: 'file:../nodes/Requestor/requestor.dark.svg',
	} as const;

	documentationUrl = 'https://github.com/example/n8n-nodes-lms-users/blob/main/docs/requestor.md#credential';

	properties: INodeProperties[] = [
		baseUrl('https://servicedesk.acme.com', 'Address of your service desk. A pasted path after the host is ignored.'),
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Basic Auth', value: 'basicAuth' },
				{ name: 'Header Auth', value: 'headerAuth' },
			],
			default: 'basicAuth',
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			displayOptions: { show: { authentication: ['basicAuth'] } },
			description: 'User of the service desk with the administrator role',
		},
		secretField('Password', 'password', { displayOptions: { show: { authentication: ['basicAuth'] } } }),
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			default: '',
			displayOptions: { show: { authentication: ['headerAuth'] } },
			placeholder: 'e.g. X-Api-Key',
		},
		secretField('Header Value', 'headerValue', {
			displayOptions: { show: { authentication: ['headerAuth'] } },
		}),
		allowHttp('password'),
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl }}',
			url: '/api/Account/GetRequestorUser',
			disableFollowRedirect: true,
		},
		rules: rulesOf({
			label: 'Requestor',
			secret: 'Username and Password or the header',
			address: 'Base URL',
			shows: { key: 'User' },
			noRights: 'Use a user of the service desk with the administrator role.',
		}),
	};

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		if (credentials.authentication === 'headerAuth') {
			const name = requiredText(credentials, 'headerName', 'Header Name');
			const label = 'Header Value';
			return signed(request, credentials, {
				name,
				value: requiredText(credentials, 'headerValue', label),
				label,
			});
		}
		const label = 'Username';
		const value = basic(
			requiredText(credentials, 'username', label),
			requiredPassword(credentials, 'password', 'Password'),
			label,
		);
		return signed(request, credentials, { name: 'Authorization', value, label });
	}
}
