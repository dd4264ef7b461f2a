import type { VendorNode } from '../../../nodes/shared/vendorNode';
import type { IDataObject, IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';
import { useVirtualClock } from '../../../engine/clock';
import { forEditor } from '../../../nodes/shared/editor/asking';
import { listEntry } from '../../../nodes/shared/editor/lists';
import { RunError } from '../../../nodes/shared/model/failure';
import type { Http } from '../../../nodes/shared/transport/http';

const SECRET = 'hunter2';
const NODE: VendorNode = {
	vendor: { name: 'acme', label: 'Acme', credential: 'acmeApi', callsPerSecond: 10 },
	operationLabels: {},
	secrets: ({ apiKey }) => [String(apiKey)],
	connect: async () => Promise.reject(new Error('Not for the editor.')),
};

describe('a read for the editor', () => {
	const clock = useVirtualClock();

	function open(answer: IDataObject, credential: IDataObject = {}) {
		const sent: Array<{ at: number; credential: string; options: IHttpRequestOptions }> = [];
		const context = {
			getCredentials: async (name: string) =>
				name === 'acmeApi' ? { baseUrl: 'https://acme.tld/pasted', apiKey: SECRET, ...credential } : {},
			getNode: () => ({ name: 'Acme', type: 'acme', parameters: {} }),
			helpers: {
				httpRequestWithAuthentication: async (name: string, options: IHttpRequestOptions) => {
					sent.push({ at: clock.elapsed(), credential: name, options });
					return { statusCode: 200, headers: {}, body: {}, ...answer };
				},
			},
		} as unknown as ILoadOptionsFunctions;
		return { sent, read: async (read: (http: Http) => Promise<unknown>) => forEditor(context, NODE, read) };
	}
	const call = async (http: Http) => http.mustRead({ method: 'GET', path: '/users' });

	it("goes to the credential's address, at the vendor's pace, and waits 15 seconds at most", async () => {
		const { sent, read } = open({ body: { ok: true } });
		const twice = async (http: Http) => (await call(http), call(http));
		expect(await read(twice)).toMatchObject({ body: { ok: true } });
		expect(sent.map(({ at }) => at)).toEqual([0, 103]);
		expect(sent[0]).toMatchObject({
			credential: 'acmeApi',
			options: { url: 'https://acme.tld/users', timeout: 15_000 },
		});
	});

	it('is tried twice, and says what failed and what to do, without secrets', async () => {
		const { sent, read } = open({ statusCode: 500, body: { message: SECRET } });
		await expect(read(call)).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: 'Acme answered 500: [secret].',
			description:
				'Acme has a problem at present. Run again later, and give the run id to the support of Acme if it happens again.',
		});
		expect(sent).toHaveLength(2);
	});

	it('tells the remedy of a problem with the run, and any other error as it is', async () => {
		const { read } = open({});
		await expect(read(async () => Promise.reject(new RunError('No.', 'Do this.')))).rejects.toMatchObject({
			message: 'No.',
			description: 'Do this.',
		});
		await expect(read(async () => Promise.reject(new Error('Odd.')))).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: 'Odd.',
		});
	});

	it.each<[IDataObject, RegExp | string]>([
		[{ baseUrl: undefined }, /has no Base URL/],
		[{ baseUrl: 'http://acme.tld' }, /unencrypted/],
		[{ baseUrl: 'http://acme.tld', allowHttp: 'true' }, /unencrypted/],
	])('is refused with the credential %j', async (credential, message) => {
		await expect(open({}, credential).read(call)).rejects.toThrow(message);
	});

	it('goes over plain http where that is allowed', async () => {
		const { sent, read } = open({}, { baseUrl: 'http://acme.tld', allowHttp: true });
		await read(call);
		expect(sent[0]?.options.url).toBe('http://acme.tld/users');
	});
});

describe('an entry of a list to pick a person from', () => {
	it.each([
		[{ id: '7', name: 'Sally', email: 's@x.tld' }, 'Sally <s@x.tld> (id 7)'],
		[{ id: '7', name: 'Sally', email: '' }, 'Sally (id 7)'],
		[{ id: '7', name: '', email: 's@x.tld' }, 'No name <s@x.tld> (id 7)'],
	])('%j reads %s', (user, name) => {
		expect(listEntry(user)).toEqual({ name, value: '7' });
	});
});
