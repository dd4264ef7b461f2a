import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { allowHttp, baseUrl, rulesOf, secretField } from '../nodes/shared/transport/credential';
import { basic, normalisePath, requiredText, signed } from '../nodes/shared/transport/sign';

export class LearnifierApi implements ICredentialType {
	name = 'learnifierApi';

	displayName = 'Learnifier API';

	icon = {
		light: 'file:../nodes/Learnifier/learnifier.svg',
		dark: 'file:../nodes/Learnifier/learnifier.dark.svg',
	} as const;

	documentationUrl = 'https://github.com/example/n8n-nodes-lms-users/blob/main/docs/learnifier.md#credential';

	properties: INodeProperties[] = [
		baseUrl('https://acme.learnifier.com', 'Address of your Learnifier. A pasted path after the host is ignored.'),
		{
			displayName: 'API Path',
			name: 'apiPath',
			type: 'string',
			default: '/api/v1',
			required: true,
			description: 'Path that all calls start with. Change it only if Learnifier tells you to.',
		},
		secretField('API Key', 'apiKey', {
			required: true,
			description: 'Key of a Back Office API user, which sees the whole realm',
		}),
		secretField('API Secret', 'apiSecret', { required: true }),
		allowHttp('key'),
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl }}',
			url: "={{ ($credentials.apiPath ?? '').trim().replace(/^\\/+|\\/+$/g, '') + '/users' }}",
			qs: { limit: 1 },
			disableFollowRedirect: true,
		},
		rules: rulesOf({
			label: 'Learnifier',
			secret: 'API Key and API Secret',
			address: 'Base URL and the API Path',
			shows: { key: 'id' },
			noRights: "Use the keys of a Back Office API user, which see the whole realm; a client's keys are refused.",
		}),
	};

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const label = 'API Key';
		// Refused here too, so that the test refuses what no run takes.
		normalisePath(String(credentials.apiPath ?? ''), 'API Path');
		const value = basic(
			requiredText(credentials, 'apiKey', label),
			requiredText(credentials, 'apiSecret', 'API Secret'),
			label,
		);
		return signed(request, credentials, { name: 'Authorization', value, label });
	}
}
