import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { allowHttp, baseUrl, rulesOf, secretField } from '../nodes/shared/transport/credential';
import { normalisePath, optionalText, requiredText, signed, statusesOtherThan } from '../nodes/shared/transport/sign';

export class TraliantApi implements ICredentialType {
	name = 'traliantApi';

	displayName = 'Traliant LMS API';

	icon = {
		light: 'file:../nodes/Traliant/traliant.svg',
		dark: 'file:../nodes/Traliant/traliant.dark.svg',
	} as const;

	documentationUrl = 'https://github.com/example/n8n-nodes-lms-users/blob/main/docs/traliant.md#credential';

	properties: INodeProperties[] = [
		baseUrl(
			'https://lms.acme.com',
			'Address of the API as Traliant gave it to you. A pasted path after the host is ignored: it belongs into Sync Path.',
		),
		{
			displayName: 'Sync Path',
			name: 'syncPath',
			type: 'string',
			default: '/api/v1/users/sync',
			required: true,
			description: 'Path of the user sync as Traliant gave it to you',
		},
		secretField('API Key', 'apiKey', { required: true }),
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			default: 'Authorization',
			required: true,
			placeholder: 'e.g. Authorization',
			description: 'Header that carries the key',
		},
		{
			displayName: 'Header Prefix',
			name: 'headerPrefix',
			type: 'string',
			default: 'Bearer',
			placeholder: 'e.g. Bearer',
			description: 'Word before the key in the header. Leave it empty to send the key alone.',
		},
		allowHttp('key'),
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl }}',
			// The vendor documents no call that reads. A sync of no users writes nothing: it is answered with an empty
			// result or refused for its content, and both show that the key is accepted.
			method: 'POST',
			url: "={{ ($credentials.syncPath ?? '').trim().replace(/^\\/+|\\/+$/g, '') }}",
			body: { users: [], execute_rules: false },
			headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
			ignoreHttpStatusErrors: { ignore: true, except: statusesOtherThan(200, 400, 422) },
			disableFollowRedirect: true,
		},
		rules: rulesOf({
			label: 'Traliant LMS',
			secret: 'API Key',
			address: 'Base URL and the Sync Path',
			// A refusal is JSON here; a web page or any other text is not this vendor's.
			shows: { key: 'constructor.name', not: 'String' },
			unknownKey: 'The Header Name and the Header Prefix have to be as Traliant gave them to you.',
			noRights: 'Ask Traliant to allow the key to sync users.',
		}),
	};

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const label = 'API Key';
		// Refused here too, so that the test refuses what no run takes.
		normalisePath(String(credentials.syncPath ?? ''), 'Sync Path');
		const prefix = optionalText(credentials, 'headerPrefix', 'Header Prefix');
		const key = requiredText(credentials, 'apiKey', label);
		return signed(request, credentials, {
			name: requiredText(credentials, 'headerName', 'Header Name'),
			value: prefix === '' ? key : `${prefix} ${key}`,
			label,
		});
	}
}
