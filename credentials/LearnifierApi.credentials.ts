import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { basic, requiredText, signed } from '../nodes/shared/transport/sign';

export class LearnifierApi implements ICredentialType {
	name = 'learnifierApi';

	displayName = 'Learnifier API';

	icon = {
		light: 'file:../nodes/Learnifier/learnifier.svg',
		dark: 'file:../nodes/Learnifier/learnifier.dark.svg',
	} as const;

	documentationUrl = 'https://github.com/example/n8n-nodes-lms-users/blob/main/docs/learnifier.md#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://acme.learnifier.com',
			description: 'Address of your Learnifier. A pasted path after the host is ignored.',
		},
		{
			displayName: 'API Path',
			name: 'apiPath',
			type: 'string',
			default: '/api/v1',
			required: true,
			description: 'Path that all calls start with. Change it only if Learnifier tells you to.',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Key of a Back Office API user, which sees the whole realm',
		},
		{
			displayName: 'API Secret',
			name: 'apiSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		{
			displayName: 'Allow HTTP',
			name: 'allowHttp',
			type: 'boolean',
			default: false,
			description: 'Whether to send the key over an unencrypted connection. Only for test systems inside your network.',
		},
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl }}',
			url: "={{ ($credentials.apiPath ?? '').trim().replace(/^\\/+|\\/+$/g, '') + '/users' }}",
			qs: { limit: 1 },
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'id',
					value: undefined,
					message: 'The address answered, but not like Learnifier. Check the Base URL and the API Path.',
				},
			},
		],
	};

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const label = 'API Key';
		const value = basic(
			requiredText(credentials, 'apiKey', label),
			requiredText(credentials, 'apiSecret', 'API Secret'),
			label,
		);
		return signed(request, credentials, { name: 'Authorization', value, label });
	}
}
