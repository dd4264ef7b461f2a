import { jsonOf } from './bridgeKit';
import { list, many, problem, row, startOwn, user, words, type Asked, type Own, type Said } from './scimOwn';

/** Servers that were made for one identity provider, and take what that one sends. */

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const held = (users: Own['users'], path: string): Record<string, unknown> | undefined =>
	users.find(({ id }) => path.endsWith(`/${String(id)}`));

describe('SCIM 2.0: servers made for Entra', () => {
	let own: Own;
	afterEach(async () => own.close());

	interface Operation {
		readonly op: string;
		readonly path?: string;
		readonly value?: unknown;
	}

	/** Only what Entra sends without its flag: `Replace`, truth values as words, a manager as text, no PUT, no configuration. */
	const entra = ({ method, path, body }: Asked, users: Own['users']): Said | undefined => {
		if (['/ServiceProviderConfig', '/Schemas', '/ResourceTypes'].includes(path)) return problem(404, 'Nothing here');
		if (method === 'PUT') return problem(405, 'No PUT');
		if (method !== 'PATCH') return undefined;
		const found = held(users, path);
		if (found === undefined) return problem(404, 'Nobody');
		for (const { op, path: name, value } of body.Operations as Operation[]) {
			if (!['Add', 'Replace', 'Remove'].includes(op)) return problem(400, 'op must be Add, Replace or Remove');
			if (name === undefined || (op !== 'Remove' && typeof value !== 'string' && !Array.isArray(value)))
				return problem(400, 'This is not what Entra sends');
			const owned = /^emails\[type eq "work"\]\.value$/.test(name);
			const emails = found.emails as Array<Record<string, unknown>> | undefined;
			if (owned) Object.assign(emails?.find(({ type }) => type === 'work') ?? {}, { value });
			else if (name === `${ENTERPRISE}:manager`) found[ENTERPRISE] = { manager: { value } };
			else if (op === 'Remove') found[name] = undefined;
			else found[name] = value;
		}
		return { status: 204 };
	};

	it('take its PATCH, once all other forms were refused, and nothing the second time', async () => {
		const emails = (at: number) => [{ type: 'work', value: `u${at}@company.tld` }];
		own = await startOwn(
			many(1, 30, (at) => user(at, { active: at === 2 ? 'False' : 'True', emails: emails(at) })),
			entra,
		);
		const master = many(1, 28, (at) =>
			row(at, {
				email: at === 1 ? 'new@company.tld' : `u${at}@company.tld`,
				...(at === 3 ? { title: 'Head' } : {}),
				...(at === 4 ? { manager: 'u3' } : {}),
			}),
		);
		const outcome = await own.run(master, { missingUsers: 'lock' });
		expect(outcome.summary?.json.counts).toEqual({ updated: 3, reactivated: 1, suspended: 2, unchanged: 24 });
		expect(own.users.map(({ active }) => active)).toEqual(many(1, 30, (at) => (at < 29 ? 'True' : 'False')));
		expect(own.users[0]).toMatchObject({ emails: [{ type: 'work', value: 'new@company.tld' }] });
		expect(own.users[2]).toMatchObject({ title: 'Head' });
		expect(own.users[3]).toMatchObject({ [ENTERPRISE]: { manager: { value: 'id-3' } } });
		own.asked.length = 0;
		expect((await own.run(master, { missingUsers: 'lock' })).summary?.json.counts).toEqual({ unchanged: 28 });
		expect(own.writes()).toEqual([]);
	});

	it('and refuse a value in that form too: the first refusal is told', async () => {
		own = await startOwn([user(1)], ({ method }) => {
			if (method === 'PUT') return problem(405, 'No PUT');
			return method === 'PATCH' ? problem(400, 'The title is too long') : undefined;
		});
		const outcome = await own.run([row(1, { title: 'Head' })]);
		expect(words(outcome)).toEqual([['failed', 'VENDOR_REJECTED']]);
		expect(outcome.results[0]?.json.message).toContain('The title is too long');
	});

	it('give their address with Entra’s flag, which is left out', async () => {
		own = await startOwn([user(1)]);
		const outcome = await own.run([row(1, { title: 'Head' })], {}, '/Users?aadOptscim062020');
		expect(words(outcome)).toEqual([['updated', '']]);
		expect(own.asked.every(({ query }) => !query.has('aadOptscim062020'))).toBe(true);
	});
});

describe('SCIM 2.0: servers made for Okta', () => {
	let own: Own;
	afterEach(async () => own.close());

	it('take PATCH without a path for the state alone, and PUT for the rest', async () => {
		own = await startOwn(
			many(1, 30, (at) => user(at)),
			({ method, path, body }, users) => {
				if (method !== 'PATCH') return undefined;
				const [operation] = body.Operations as Array<{ path?: string; value: Record<string, unknown> }>;
				if (operation?.path !== undefined || Object.keys(operation?.value ?? {}).join() !== 'active')
					return problem(400, 'PATCH is for active');
				return { status: 200, json: Object.assign(held(users, path) ?? {}, operation?.value) };
			},
		);
		const master = many(1, 28, (at) => row(at, at < 3 ? { title: 'Head' } : {}));
		const outcome = await own.run(master, { missingUsers: 'lock' });
		expect(outcome.summary?.json.counts).toEqual({ updated: 2, suspended: 2, unchanged: 26 });
		expect(own.users.filter(({ active }) => active === false)).toHaveLength(2);
		expect(own.users.filter(({ title }) => title === 'Head')).toHaveLength(2);
	});

	it.each([404, 405, 501])(
		'never delete (%i): the account that stays is told, one by one and by Bulk',
		async (status) => {
			for (const bulk of [false, true]) {
				own = await startOwn(
					many(1, 30, (at) => user(at)),
					({ method, path, body }) => {
						const supported = { supported: true };
						if (path === '/ServiceProviderConfig')
							return {
								status: 200,
								json: { patch: supported, filter: supported, bulk: { supported: bulk, maxOperations: 20 } },
							};
						if (path === '/Bulk') {
							const operations = body.Operations as Array<Record<string, unknown>>;
							return {
								status: 200,
								json: {
									Operations: operations.map(({ bulkId, method: one }) => ({
										bulkId,
										method: one,
										status: String(status),
									})),
								},
							};
						}
						return method === 'DELETE' ? problem(status, 'No such route') : undefined;
					},
				);
				const outcome = await own.run(
					many(1, 28, (at) => row(at)),
					{ missingUsers: 'delete' },
				);
				expect(outcome.summary?.json.counts).toEqual({ unchanged: 28, failed: 2 });
				expect(outcome.results[28]?.json.message).toContain('does not delete users');
				const gone = await own.run([{}], { operation: 'delete', userId: { __rl: true, mode: 'id', value: 'nobody' } });
				expect(gone.results[0]?.json.operation).not.toBe('failed');
				if (!bulk) await own.close();
			}
		},
	);

	it.each(['text/json;charset=UTF-8', 'text/html; charset=UTF-8', 'text/plain'])(
		'send JSON as %s, and numbers of lists as text',
		async (type) => {
			const users = many(1, 3, (at) => user(at));
			own = await startOwn(users, ({ method, path, query }) => {
				if (path === '/Users' && method === 'GET' && !query.has('filter'))
					return {
						status: 200,
						headers: { 'content-type': type },
						json: { totalResults: '3', startIndex: '1', itemsPerPage: '3', Resources: users },
					};
				if (query.has('filter')) return { ...problem(404, 'User not found'), headers: { 'content-type': type } };
				return undefined;
			});
			const outcome = await own.run([row(1), row(9)]);
			expect(words(outcome)).toEqual([
				['unchanged', ''],
				['created', ''],
			]);
		},
	);

	it('hide people who are inactive, and refuse to make them again: told as taken', async () => {
		own = await startOwn(
			many(1, 25, (at) => user(at)),
			({ method, path }) => (method === 'POST' && path === '/Users' ? problem(409, 'User already exists') : undefined),
		);
		const outcome = await own.run([...many(1, 25, (at) => row(at)), row(99)]);
		expect(words(outcome)[25]).toEqual(['failed', 'ALREADY_EXISTS']);
		expect(outcome.results[25]?.json.message).toContain('inactive');
	});
});

describe('SCIM 2.0: what can’t be mended is told', () => {
	let own: Own;
	afterEach(async () => own.close());

	it('lists that are added to, where there is no other form: one account is named, the others are left alone', async () => {
		const emails = (at: number) => [
			{ value: `u${at}@company.tld`, type: 'work', primary: true },
			{ value: `home${at}@home.tld`, type: 'home' },
		];
		own = await startOwn(
			many(1, 3, (at) => user(at, { emails: emails(at) })),
			({ method, path, body }, users) => {
				if (method === 'PUT') return problem(405, 'No PUT');
				if (method !== 'PATCH') return undefined;
				const [operation] = body.Operations as Array<{ path?: string; value: Record<string, unknown> }>;
				if (operation === undefined || operation.path !== undefined) return problem(400, 'Paths are not understood');
				const found = held(users, path) ?? {};
				for (const [name, value] of Object.entries(operation.value))
					found[name] = Array.isArray(value) ? [...((found[name] as unknown[] | undefined) ?? []), ...value] : value;
				return { status: 204 };
			},
		);
		const master = [row(1, { title: 'Head' }), ...many(2, 3, (at) => row(at, { email: `new${at}@company.tld` }))];
		const outcome = await own.run(master, { options: { concurrency: 1 } });
		const told = jsonOf(outcome.results).map(({ operation, message }) => [operation, message]);
		expect(told.map(([word]) => word)).toEqual(['updated', 'failed', 'failed']);
		const messages = told.map(([, message]) => String(message));
		expect(messages.filter((message) => message.includes('holds old and new ones'))).toHaveLength(1);
		expect(messages.filter((message) => message.includes('Nothing was sent for this person'))).toHaveLength(1);
		const lengths = () => own.users.map((one) => (one.emails as unknown[]).length).sort();
		expect(lengths()).toEqual([2, 2, 4]);
		// The account that holds members twice already does not get more of them.
		await own.run(
			master.filter(
				({ userName }) => (held(own.users, userName.replace('u', '/id-'))?.emails as unknown[]).length === 4,
			),
		);
		expect(lengths()).toEqual([2, 2, 4]);
	});

	it('a filter answered with 501 is asked for once', async () => {
		own = await startOwn([user(1)], ({ query }) => (query.has('filter') ? problem(501, 'No filters') : undefined));
		expect(words(await own.run([row(1)]))).toEqual([['unchanged', '']]);
		expect(own.asked.filter(({ query }) => query.has('filter'))).toHaveLength(1);
	});

	it('a total that is the size of the page, where the next page can’t be asked for either', async () => {
		const users = many(1, 60, (at) => user(at));
		own = await startOwn(users, ({ method, path, query }) =>
			method === 'GET' && path === '/Users'
				? list(users.slice(0, Math.min(20, Number(query.get('count') ?? 20))))
				: undefined,
		);
		const outcome = await own.run(many(1, 60, (at) => row(at)));
		expect(outcome.error?.message).toMatch(/once that there are 20 users, once that there are 1/);
		expect(own.writes()).toEqual([]);
	});

	it.each([1, 99])('a list in which somebody goes and somebody comes between pages, %i times', async (times) => {
		let left = times;
		own = await startOwn(
			many(1, 60, (at) => user(at)),
			({ method, path, query }, users) => {
				if (method !== 'GET' || path !== '/Users') return undefined;
				const start = Number(query.get('startIndex') ?? 1);
				if (start > 1 && left-- > 0) users.push({ ...(users.splice(0, 1)[0] as Own['users'][0]), id: `new-${left}` });
				return list(users.slice(start - 1, start + 19), users.length, start);
			},
		);
		const outcome = await own.run(
			many(1, 60, (at) => row(at)),
			{ missingUsers: 'delete' },
		);
		if (times === 1) expect(outcome.summary?.json.counts).toEqual({ unchanged: 60 });
		else expect(outcome.error?.message).toMatch(/can't be trusted: the first page was another one at the end/);
		expect(own.writes()).toEqual([]);
	});

	it('a list in which somebody goes behind the first page, and somebody comes at the end, is read again', async () => {
		let isStill = true;
		own = await startOwn(
			many(1, 60, (at) => user(at)),
			({ method, path, query }, users) => {
				if (method !== 'GET' || path !== '/Users') return undefined;
				const start = Number(query.get('startIndex') ?? 1);
				if (start > 30 && isStill) users.push({ ...(users.splice(25, 1)[0] as Own['users'][0]), id: 'new' });
				isStill &&= start <= 30;
				return list(users.slice(start - 1, start + 19), users.length, start);
			},
		);
		const outcome = await own.run(
			many(1, 60, (at) => row(at)),
			{ missingUsers: 'delete' },
		);
		expect(outcome.summary?.json.counts).toEqual({ unchanged: 60 });
		expect(isStill).toBe(false);
		expect(own.writes()).toEqual([]);
	});

	it.each([20, 1])(
		'a server that gives whole pages of %i, whatever place is asked for, is read through',
		async (size) => {
			own = await startOwn(
				many(1, 60, (at) => user(at)),
				({ method, path, query }, users) => {
					if (method !== 'GET' || path !== '/Users') return undefined;
					const start = Number(query.get('startIndex') ?? 1);
					const from = Math.floor((start - 1) / size) * size;
					return list(users.slice(from, from + size), users.length, start);
				},
			);
			const outcome = await own.run(many(1, 60, (at) => row(at)));
			expect(outcome.summary?.json.counts).toEqual({ unchanged: 60 });
		},
	);

	it('a server that shows everybody at once, whatever is asked for, is believed', async () => {
		const users = many(1, 60, (at) => user(at));
		own = await startOwn(users, ({ method, path }) =>
			method === 'GET' && path === '/Users' ? list(users) : undefined,
		);
		const outcome = await own.run(many(1, 60, (at) => row(at)));
		expect(outcome.summary?.json.counts).toEqual({ unchanged: 60 });
	});

	it('412 within a Bulk reply: that account is read again and decided again', async () => {
		const supported = { supported: true };
		own = await startOwn(
			many(1, 30, (at) => user(at, { meta: { version: 'W/"1"' } })),
			({ method, path, body, headers }, users) => {
				if (path === '/ServiceProviderConfig')
					return {
						status: 200,
						json: {
							patch: supported,
							filter: supported,
							etag: supported,
							bulk: { supported: true, maxOperations: 20, maxPayloadSize: 100_000 },
						},
					};
				if (path === '/Bulk') {
					const operations = body.Operations as Array<Record<string, unknown>>;
					// Somebody else was faster with the first one.
					Object.assign(held(users, String(operations[0]?.path)) ?? {}, {
						nickName: 'Nick',
						meta: { version: 'W/"2"' },
					});
					return {
						status: 200,
						json: {
							Operations: operations.map(({ bulkId, method: one, path: at, version, data }, place) => {
								if (place === 0) return { bulkId, method: one, location: at, version, status: '412' };
								const [{ value } = { value: '' }] = (data as { Operations: Array<{ value: string }> }).Operations;
								Object.assign(held(users, String(at)) ?? {}, { title: value });
								return { bulkId, method: one, location: `https://x/scim${String(at)}`, status: '200' };
							}),
						},
					};
				}
				const found = held(users, path) as { meta?: { version: string } } | undefined;
				if (method === 'PATCH' && headers['if-match'] !== found?.meta?.version) return problem(412, 'Too late');
				return undefined;
			},
		);
		const outcome = await own.run(many(1, 30, (at) => row(at, at < 6 ? { title: 'Head' } : {})));
		expect(outcome.summary?.json.counts).toEqual({ updated: 5, unchanged: 25 });
		expect(own.users.filter(({ title }) => title === 'Head')).toHaveLength(5);
		expect(own.users.filter(({ nickName }) => nickName === 'Nick')).toHaveLength(1);
	});
});
