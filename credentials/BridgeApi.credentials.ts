import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { allowHttp, baseUrl, rulesOf, secretField } from '../nodes/shared/transport/credential';
import { basic, requiredText, signed } from '../nodes/shared/transport/sign';

export class BridgeApi implements ICredentialType {
	name = 'bridgeApi';

	displayName = 'Bridge API';

	icon = {
		light: 'file:../nodes/Bridge/bridge.svg',
		dark: 'file:../nodes/Bridge/bridge.dark.svg',
	} as const;

	documentationUrl = 'https://github.com/example/n8n-nodes-lms-users/blob/main/docs/bridge.md#credential';

	properties: INodeProperties[] = [
		baseUrl('https://acme.bridgeapp.com', 'Address of your Bridge. A pasted path after the host is ignored.'),
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Access Token', value: 'token' },
				{ name: 'API Key and Secret', value: 'apiKey' },
			],
			default: 'apiKey',
		},
		secretField('API Key', 'apiKey', {
			displayOptions: { show: { authentication: ['apiKey'] } },
			description: 'Key of an API token that an administrator made in Bridge',
		}),
		secretField('API Secret', 'apiSecret', { displayOptions: { show: { authentication: ['apiKey'] } } }),
		secretField('Access Token', 'accessToken', { displayOptions: { show: { authentication: ['token'] } } }),
		allowHttp('key'),
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl }}',
			url: '/api/author/users',
			qs: { limit: 1 },
			disableFollowRedirect: true,
		},
		rules: rulesOf({
			label: 'Bridge',
			secret: 'API Key and Secret or the Access Token',
			address: 'Base URL',
			shows: { key: 'users' },
			unknownKey: 'Choose under Authentication which of the two you have.',
			noRights: 'Make the token as an account administrator or IT administrator of Bridge.',
		}),
	};

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		if (credentials.authentication === 'token') {
			const label = 'Access Token';
			const value = `Bearer ${requiredText(credentials, 'accessToken', label)}`;
			return signed(request, credentials, { name: 'Authorization', value, label });
		}
		const label = 'API Key';
		const value = basic(
			requiredText(credentials, 'apiKey', label),
			requiredText(credentials, 'apiSecret', 'API Secret'),
			label,
		);
		return signed(request, credentials, { name: 'Authorization', value, label });
	}
}
