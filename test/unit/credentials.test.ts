import type {
	IAuthenticateRuleBase,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { BridgeApi } from '../../credentials/BridgeApi.credentials';
import { LearnifierApi } from '../../credentials/LearnifierApi.credentials';
import { LmsCollaboratorApi } from '../../credentials/LmsCollaboratorApi.credentials';
import { RequestorApi } from '../../credentials/RequestorApi.credentials';
import { ScimApi } from '../../credentials/ScimApi.credentials';
import { TraliantApi } from '../../credentials/TraliantApi.credentials';
import { fs, path, root } from '../../engine/platform';
import { normalisePath } from '../../nodes/shared/transport/sign';

const BASE = 'https://lms.example.com/some/pasted/path';

function values(credential: ICredentialType, given: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
	const defaults = Object.fromEntries(credential.properties.map((field) => [field.name, field.default]));
	return { ...defaults, baseUrl: BASE, ...given } as ICredentialDataDecryptedObject;
}

async function sign(
	credential: ICredentialType,
	given: ICredentialDataDecryptedObject,
	request: Partial<IHttpRequestOptions> = {},
): Promise<IHttpRequestOptions> {
	if (typeof credential.authenticate !== 'function') throw new Error('authenticate is no function');
	return await credential.authenticate(values(credential, given), {
		url: '/api/users',
		...request,
	});
}

function base64(text: string): string {
	return Buffer.from(text).toString('base64');
}

const SIGNED: Array<[ICredentialType, ICredentialDataDecryptedObject, string, string]> = [
	[new BridgeApi(), { apiKey: 'key', apiSecret: 'word' }, 'Authorization', `Basic ${base64('key:word')}`],
	[new BridgeApi(), { authentication: 'token', accessToken: ' tok\n' }, 'Authorization', 'Bearer tok'],
	[new LearnifierApi(), { apiKey: 'key', apiSecret: 'word' }, 'Authorization', `Basic ${base64('key:word')}`],
	[new LmsCollaboratorApi(), { apiToken: 'tok' }, 'Authorization', 'Bearer tok'],
	[
		new LmsCollaboratorApi(),
		{ apiToken: 'tok', tokenHeader: 'X-Cbr-Authorization' },
		'X-Cbr-Authorization',
		'Bearer tok',
	],
	[
		new RequestorApi(),
		{ username: 'Žofie', password: ' pass word ' },
		'Authorization',
		`Basic ${base64('Žofie: pass word ')}`,
	],
	[
		new RequestorApi(),
		{ authentication: 'headerAuth', headerName: 'X-Api-Key', headerValue: 'tok' },
		'X-Api-Key',
		'tok',
	],
	[new ScimApi(), { token: 'Bearer tok' }, 'Authorization', 'Bearer tok'],
	[
		new ScimApi(),
		{ authentication: 'basicAuth', username: 'u', password: 'p' },
		'Authorization',
		`Basic ${base64('u:p')}`,
	],
	[new TraliantApi(), { apiKey: 'key' }, 'Authorization', 'Bearer key'],
	[new TraliantApi(), { apiKey: 'key', headerPrefix: '' }, 'Authorization', 'key'],
	[new TraliantApi(), { apiKey: 'key', headerName: 'X-Api-Key', headerPrefix: 'Token' }, 'X-Api-Key', 'Token key'],
];

const ALL = [
	new BridgeApi(),
	new LearnifierApi(),
	new LmsCollaboratorApi(),
	new RequestorApi(),
	new ScimApi(),
	new TraliantApi(),
];

/** Values that sign without complaint, for tests that look at something else. */
function usable(credential: ICredentialType): ICredentialDataDecryptedObject {
	const found = SIGNED.find(([candidate]) => candidate.name === credential.name);
	if (!found) throw new Error(`No values for ${credential.name}`);
	return found[1];
}

describe.each(SIGNED)('$name signs', (credential, given, header, value) => {
	it(`with ${header}, at the origin of the Base URL, and never follows a redirect`, async () => {
		const request = await sign(credential, given, { headers: { Accept: 'application/json' } });
		expect(request).toEqual({
			url: '/api/users',
			baseURL: 'https://lms.example.com',
			headers: { Accept: 'application/json', [header]: value },
			disableFollowRedirect: true,
		});
	});

	it('over a header of the same name that the request brought along, in any case', async () => {
		const request = await sign(credential, given, { headers: { [header.toLowerCase()]: 'other' } });
		expect(request.headers).toEqual({ [header]: value });
	});

	it('without changing the request it was given', async () => {
		const request = Object.freeze({ url: '/api/users', headers: Object.freeze({ a: 'b' }) });
		await expect(sign(credential, given, request)).resolves.toBeDefined();
	});
});

describe.each(ALL.map((credential) => [credential.name, credential] as const))('%s', (_name, credential) => {
	it('refuses plain http, unless it is allowed or stays on this machine', async () => {
		const given = usable(credential);
		await expect(sign(credential, { ...given, baseUrl: 'http://lms.example.com' })).rejects.toThrow(/unencrypted/);
		await expect(
			sign(credential, { ...given, baseUrl: 'http://lms.example.com', allowHttp: true }),
		).resolves.toMatchObject({ baseURL: 'http://lms.example.com' });
		await expect(sign(credential, { ...given, baseUrl: 'http://localhost:1234/' })).resolves.toMatchObject({
			baseURL: 'http://localhost:1234',
		});
	});

	it.each(['https://evil.example.com/x', '//evil.example.com/x', 'http://lms.example.com/x', '\\\\evil.example.com'])(
		'never signs a request to another origin: %s',
		async (url) => {
			await expect(sign(credential, usable(credential), { url })).rejects.toThrow(/another host/);
		},
	);

	it('signs an absolute address of its own origin', async () => {
		const url = 'https://lms.example.com/api/users?after=x';
		await expect(sign(credential, usable(credential), { url })).resolves.toMatchObject({ url });
	});

	it('overrules a base URL that the request brought along', async () => {
		const request = { baseURL: 'https://evil.example.com' };
		await expect(sign(credential, usable(credential), request)).resolves.toMatchObject({
			baseURL: 'https://lms.example.com',
		});
	});

	const secrets = credential.properties.filter((field) => field.typeOptions?.password === true);

	it('hides its secrets in the editor', () => {
		expect(secrets.length).toBeGreaterThan(0);
	});

	it('names the field that is empty', async () => {
		const given = { ...usable(credential) };
		const used = secrets.filter((field) => field.name in given);
		expect(used.length).toBeGreaterThan(0);
		for (const field of used) {
			await expect(sign(credential, { ...given, [field.name]: '' })).rejects.toThrow(
				`The credential has no ${field.displayName}`,
			);
		}
	});

	it('refuses line breaks and other control characters in a secret, and does not repeat it', async () => {
		const given = usable(credential);
		for (const field of secrets.filter(({ name }) => name in given)) {
			for (const bad of ['hunter2\r\nX-Evil: 1', 'hunter2\n.', 'hunter2\u0000.', 'hunter2\u007f.']) {
				const refused = sign(credential, { ...given, [field.name]: bad });
				await expect(refused).rejects.toThrow(/control character/);
				await expect(refused).rejects.toThrow(
					expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
				);
			}
		}
	});

	it('has a test that follows no redirect and looks into the answer', () => {
		expect(credential.test?.request.disableFollowRedirect).toBe(true);
		expect(credential.test?.rules?.filter(({ type }) => type === 'responseSuccessBody')).toHaveLength(1);
	});

	it('has a sentence and a remedy for a refused key, missing rights and an address with nothing at it', () => {
		const rules: readonly IAuthenticateRuleBase[] = credential.test?.rules ?? [];
		const refusals = rules.filter(({ type }) => type === 'responseCode').map(({ properties }) => properties);
		expect(refusals.map(({ value }) => value)).toEqual([401, 403, 404]);
		for (const { message } of refusals) expect(message).toMatch(/^[A-Z].*\(40[134]\).*[.] [A-Z].*[.]$/);
	});

	it('has the properties of the contract, and icons and a page that exist by name', () => {
		const names = credential.properties.map(({ name }) => name);
		expect(names[0]).toBe('baseUrl');
		expect(names.at(-1)).toBe('allowHttp');
		const icon = credential.icon as { light: string; dark: string };
		for (const file of [icon.light, icon.dark]) {
			expect(fs.existsSync(path.join(root, 'credentials', file.replace('file:', '')))).toBe(true);
		}
		expect(credential.documentationUrl).toMatch(/^https:\/\/.*\/docs\/[a-z-]+\.md#credential$/);
	});
});

describe('header values', () => {
	it('beyond Latin-1 are refused with a message that names the field', async () => {
		await expect(sign(new TraliantApi(), { apiKey: 'key–with—dashes' })).rejects.toThrow(
			/API Key .* curly quote or a long dash/,
		);
	});

	it('can be any text that Latin-1 holds', async () => {
		await expect(sign(new TraliantApi(), { apiKey: 'clé' })).resolves.toBeDefined();
	});
});

describe('header names', () => {
	it.each(['X Api Key', 'X-Api-Key:', 'X\r\nEvil', 'Schlüssel'])('such as %j are refused', async (headerName) => {
		await expect(sign(new TraliantApi(), { apiKey: 'key', headerName })).rejects.toThrow(
			/letters, digits and dashes|control character/,
		);
	});
});

it('a user name with a colon is refused, since Basic would cut it there', async () => {
	await expect(sign(new RequestorApi(), { username: 'a:b', password: 'c' })).rejects.toThrow(/colon/);
});

describe('paths of the credential', () => {
	it.each([
		['/api/v1', '/api/v1'],
		['api/v1/', '/api/v1'],
		[' /api/v1// ', '/api/v1'],
		['', ''],
		['/', ''],
	])('%j becomes %j', (entered, normalised) => {
		expect(normalisePath(entered, 'API Path')).toBe(normalised);
	});

	it.each(['https://evil.example.com/api', '//evil.example.com', '/api?x=1', '/api#x', '/a b', '\\evil'])(
		'%j is refused',
		(entered) => {
			expect(() => normalisePath(entered, 'API Path')).toThrow(/The API Path of the credential must be/);
		},
	);
});
