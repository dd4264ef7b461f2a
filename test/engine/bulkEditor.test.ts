import axios from 'axios';
import type {
	IDataObject,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodeType,
	ResourceMapperFields,
} from 'n8n-workflow';
import { packageNodes } from '../../engine/package';
import { requestorBench, type RequestorBench } from './requestorKit';

/** What the editor gives a node that fills a list. */
function editor(credential: IDataObject, parameters: IDataObject): ILoadOptionsFunctions {
	const context = {
		getNode: () => ({ name: 'Node', type: 'node', typeVersion: 1, parameters }),
		getCredentials: async () => credential,
		getCurrentNodeParameter: (name: string) => parameters[name],
		helpers: {
			httpRequestWithAuthentication: async (_name: string, { url, method }: IHttpRequestOptions) => {
				const reply = await axios.request({
					url,
					method: method ?? 'GET',
					auth: { username: String(credential.username), password: String(credential.password) },
					validateStatus: () => true,
				});
				return { statusCode: reply.status, headers: reply.headers, body: reply.data as unknown };
			},
		},
	};
	return context as unknown as ILoadOptionsFunctions;
}

function methodsOf(name: string): NonNullable<INodeType['methods']> {
	const methods = packageNodes().get(name)?.methods;
	if (methods === undefined) throw new Error(`no node ${name}`);
	return methods;
}

const fieldsOf = async (name: string, findBy: string): Promise<ResourceMapperFields> => {
	const read = methodsOf(name).resourceMapping?.getFields;
	if (read === undefined) throw new Error('no fields');
	return (await read.call(editor({}, { findBy }))) as ResourceMapperFields;
};

describe('The editor: fields of the mapper', () => {
	it.each([
		['requestor', 'ExternalId', ['ExternalId']],
		['requestor', 'UserProviderKey', ['UserProviderKey']],
		['requestor', 'Email', ['Email']],
		['traliant', 'username', ['username', 'first_name', 'last_name', 'email']],
		['traliant', 'id_number', ['username', 'first_name', 'last_name', 'email', 'id_number']],
	] as const)(
		'%s by %s marks what is required, as texts and choices with short labels',
		async (name, findBy, required) => {
			const { fields } = await fieldsOf(name, findBy);
			expect(fields.filter((field) => field.required).map(({ id }) => id)).toEqual(required);
			expect(
				fields.every(({ type, displayName }) => (type === 'string' || type === 'options') && displayName.length < 25),
			).toBe(true);
			expect(new Set(fields.map(({ displayName }) => displayName)).size).toBe(fields.length);
		},
	);
});

describe('The editor: operations that take something away', () => {
	const noticesFor = (node: string, operation: string): string[] =>
		(packageNodes().get(node)?.description.properties ?? [])
			.filter(
				({ type, displayOptions }) =>
					type === 'notice' &&
					displayOptions?.show?.operation?.includes(operation) === true &&
					displayOptions.show.usersFrom === undefined,
			)
			.map(({ displayName }) => displayName);

	it.each([
		['bridge', 'delete', /Restore brings it back/],
		['bridge', 'hide', /With Delete First, active users are deleted too/],
		['learnifier', 'delete', /cannot be brought back/],
		['learnifier', 'hide', /locked out at once.*Unlock/],
		['lmsCollaborator', 'hide', /unknown UID creates an account/],
		['requestor', 'delete', /can't be brought back/],
		['traliant', 'hide', /Whoever Traliant LMS does not know is created/],
	] as const)('%s %s has a notice of at most two lines', (node, operation, words) => {
		const notices = noticesFor(node, operation);
		expect(notices).toEqual([expect.stringMatching(words)]);
		expect(notices[0]?.length).toBeLessThanOrEqual(110);
	});
});

describe('The editor: a person from the list', () => {
	let bench: RequestorBench;
	afterEach(async () => bench.close());

	const search = async (filter?: string, token?: string): Promise<INodeListSearchResult> => {
		const find = methodsOf('requestor').listSearch?.searchUsers;
		if (find === undefined) throw new Error('no search');
		return find.call(editor(bench.simulator.credentials, {}), filter, token);
	};

	it('shows name, e-mail and id, page by page', async () => {
		bench = await requestorBench({ users: 450 });
		const first = await search();
		expect(first.results).toHaveLength(200);
		const user = bench.simulator.directory.get(String(first.results[5]?.value));
		expect(first.results[5]?.name).toContain(`<${user?.Email}> (id ${user?.UserProviderKey})`);
		const second = await search('', String(first.paginationToken));
		const third = await search('', String(second.paginationToken));
		expect([second.results.length, third.results.length, third.paginationToken]).toEqual([200, 50, undefined]);
	});

	it('finds somebody by name or external id though the vendor has no search', async () => {
		bench = await requestorBench({ users: 450 });
		const user = bench.managed().at(-1);
		for (const words of [user?.Email, user?.ExternalId, user?.UserProviderKey.toUpperCase()]) {
			const { results } = await search(String(words));
			expect(results.map(({ value }) => value)).toContain(user?.UserProviderKey);
		}
	});

	it('says in plain words why there is no list', async () => {
		bench = await requestorBench({ users: 3, switches: { list: 'forbidden' } });
		await expect(search()).rejects.toThrow('You may not list users');
	});
});
