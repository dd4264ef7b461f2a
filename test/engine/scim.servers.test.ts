import { jsonOf } from './bridgeKit';
import { list, many, problem, row, startOwn, user, words, type Asked, type Own, type Said } from './scimOwn';

const isPatch = ({ method }: Asked): boolean => method === 'PATCH';

describe('SCIM 2.0: servers that do it in their own way', () => {
	let own: Own;
	afterEach(async () => own.close());

	it('PATCH refused with 400 in either form ends in PUT, which keeps everything else', async () => {
		const strange = { 'urn:example:own': { badge: 7 }, groups: [{ value: 'g1' }], active: 'True' };
		own = await startOwn([user(1, strange)], (asked) =>
			isPatch(asked) ? problem(400, 'op must be Replace') : undefined,
		);
		expect(words(await own.run([row(1, { title: 'Head' })]))).toEqual([['updated', '']]);
		const put = own.asked.find(({ method }) => method === 'PUT')?.body;
		expect(put).toMatchObject({ title: 'Head', displayName: 'User 1', active: true, 'urn:example:own': { badge: 7 } });
		expect(put?.schemas).toContain('urn:ietf:params:scim:schemas:core:2.0:User');
		expect(put).not.toHaveProperty('groups');
	});

	it('a PUT names every extension that it carries, also one that the server’s own schemas leave out', async () => {
		const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
		own = await startOwn([user(1, { schemas: [core], 'urn:example:own': { badge: 7 } })], (asked) =>
			isPatch(asked) ? problem(501, 'No PATCH') : undefined,
		);
		expect(words(await own.run([row(1, { title: 'Head' })]))).toEqual([['updated', '']]);
		expect(own.asked.find(({ method }) => method === 'PUT')?.body).toMatchObject({
			schemas: [core, 'urn:example:own'],
			'urn:example:own': { badge: 7 },
		});
	});

	/** As scimmy 1.3.5: lists without a path are added to those that are there. */
	const adding =
		(hasPut: boolean) =>
		({ method, path, body }: Asked, users: Own['users']): Said | undefined => {
			if (method === 'PUT' && !hasPut) return problem(405, 'No PUT');
			if (method !== 'PATCH') return undefined;
			const [operation] = body.Operations as Array<{ path?: string; value: Record<string, unknown> }>;
			if (operation === undefined || operation.path !== undefined) return problem(400, 'Paths are not understood');
			const found = users.find(({ id }) => path.endsWith(String(id)));
			if (found === undefined) return problem(404, 'Nobody');
			for (const [name, value] of Object.entries(operation.value)) {
				const held = found[name];
				found[name] =
					Array.isArray(held) && Array.isArray(value) && hasPut ? [...(held as unknown[]), ...value] : value;
			}
			return { status: 200, json: found };
		};
	const addresses = (at: number, work: string) => [
		{ value: work, type: 'work', primary: true },
		{ value: `home${at}@home.tld`, type: 'home' },
	];

	it.each([true, false])(
		'paths that are refused: lists are put, where there is PUT (%s), and no member is there twice',
		async (hasPut) => {
			const users = many(1, 4, (at) => user(at, { emails: addresses(at, `u${at}@company.tld`), nickName: 'Nick' }));
			own = await startOwn(users, adding(hasPut));
			const rows = [
				row(1, { title: 'Head' }),
				...many(2, 3, (at) => row(at, { email: `new${at}@company.tld` })),
				row(4, { title: 'Head', email: 'new4@company.tld' }),
			];
			const outcome = await own.run(rows);
			expect(words(outcome)).toEqual(many(1, 4, () => ['updated', '']));
			expect(jsonOf(outcome.results).flatMap(({ hints }) => hints)).toEqual([]);
			expect(own.users.map(({ title, emails, nickName }) => [title, emails, nickName])).toEqual([
				['Head', addresses(1, 'u1@company.tld'), 'Nick'],
				['Clerk', addresses(2, 'new2@company.tld'), 'Nick'],
				['Clerk', addresses(3, 'new3@company.tld'), 'Nick'],
				['Head', addresses(4, 'new4@company.tld'), 'Nick'],
			]);
		},
	);

	it('PATCH refused whatever its form: after a list that was put, all else is put as well', async () => {
		const users = many(1, 3, (at) => user(at, { emails: addresses(at, `u${at}@company.tld`) }));
		own = await startOwn(users, (asked) => (isPatch(asked) ? problem(400, 'Not like this') : undefined));
		expect(words(await own.run([row(1, { email: 'new1@company.tld' })]))).toEqual([['updated', '']]);
		expect(own.writes()).toEqual(['PATCH /Users/id-1', 'PUT /Users/id-1']);
		const outcome = await own.run([
			row(1, { email: 'newer1@company.tld' }),
			...many(2, 3, (at) => row(at, { title: 'Head' })),
		]);
		expect(words(outcome)).toEqual(many(1, 3, () => ['updated', '']));
		expect(own.users.map(({ title }) => title)).toEqual(['Clerk', 'Head', 'Head']);
	});

	it('PATCH answered with 200 and "null": whether it was done is not known', async () => {
		own = await startOwn([user(1)], (asked) => (isPatch(asked) ? { status: 200, text: 'null' } : undefined));
		expect(words(await own.run([row(1, { title: 'Head' })]))).toEqual([['unknown', 'NO_RESULT']]);
	});

	it.each([404, 405, 501])(
		'a server that shows one page, whatever is asked for, and no search (%i), says so',
		async (status) => {
			const users = many(1, 60, (at) => user(at));
			own = await startOwn(users, ({ method, path }) => {
				if (path === '/Users/.search') return problem(status, 'No search');
				return method === 'GET' && path === '/Users' ? list(users.slice(0, 20), 60) : undefined;
			});
			const outcome = await own.run(many(1, 60, (at) => row(at)));
			expect(outcome.error?.message).toMatch(/it shows its first page, whatever page is asked for/);
			expect(own.writes().filter((call) => !call.endsWith('.search'))).toEqual([]);
		},
	);

	it('a configuration that denies PATCH, with a PUT that is not there: PATCH', async () => {
		own = await startOwn([user(1)], ({ method, path }) => {
			if (path === '/ServiceProviderConfig')
				return { status: 200, json: { patch: { supported: false }, filter: true } };
			return method === 'PUT' ? problem(501, 'No PUT') : undefined;
		});
		expect(words(await own.run([row(1, { title: 'Head' })]))).toEqual([['updated', '']]);
		expect(own.users[0]?.title).toBe('Head');
	});

	it('a configuration that says nothing of PATCH: PATCH is tried', async () => {
		own = await startOwn([user(1)], ({ path }) =>
			path === '/ServiceProviderConfig' ? { status: 200, json: { filter: { supported: true } } } : undefined,
		);
		await own.run([row(1, { title: 'Head' })]);
		expect(own.writes()).toEqual(['PATCH /Users/id-1']);
	});

	it.each([404, 403, 422, 501])('a filter answered with %i: everybody is read', async (status) => {
		own = await startOwn([user(1)], ({ query }) => (query.has('filter') ? problem(status, 'No') : undefined));
		expect(words(await own.run([row(1), row(2)]))).toEqual([
			['unchanged', ''],
			['created', ''],
		]);
	});

	it('a total that is only the size of the page is no total', async () => {
		const users = many(1, 60, (at) => user(at));
		own = await startOwn(users, ({ method, path, query }) => {
			if (method !== 'GET' || path !== '/Users') return undefined;
			const start = Number(query.get('startIndex') ?? 1);
			return list(users.slice(start - 1, start + 19));
		});
		const outcome = await own.run(many(1, 60, (at) => row(at)));
		expect(outcome.error?.message).toMatch(/shows more/);
		expect(own.writes()).toEqual([]);
	});

	it('two people who are looked for in the whole list at once: a page refused as too large is asked for smaller, by both', async () => {
		// A filter with a backslash that finds nobody proves nothing, so both read everybody.
		own = await startOwn([user(1)], ({ method, path, query }) =>
			method === 'GET' && path === '/Users' && Number(query.get('count')) > 100
				? problem(400, 'count must not be above 100', 'tooMany')
				: undefined,
		);
		const outcome = await own.run(many(2, 3, (at) => ({ ...row(at), userName: `acme\\user${at}` })));
		expect(words(outcome)).toEqual([
			['created', ''],
			['created', ''],
		]);
	});

	it('a deleted user who stays in the list as inactive is not deleted again, and the summary says so', async () => {
		own = await startOwn(
			many(1, 30, (at) => user(at)),
			({ method, path }, users) => {
				if (method !== 'DELETE') return undefined;
				const found = users.find(({ id }) => path.endsWith(String(id)));
				if (found !== undefined) found.active = false;
				return { status: 204 };
			},
		);
		const master = many(1, 28, (at) => row(at));
		const first = await own.run(master, { missingUsers: 'delete' });
		expect(first.summary?.json.counts).toEqual({ unchanged: 28, deleted: 2 });
		own.asked.length = 0;
		const second = await own.run(master, { missingUsers: 'delete' });
		expect(own.writes()).toEqual([]);
		expect(second.summary?.json).toMatchObject({
			counts: { unchanged: 28 },
			warnings: [expect.stringMatching(/2 missing users are inactive already/)],
		});
	});

	it('reads managers as value, reference, or under the name of SCIM 1.1', async () => {
		const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
		const managers = [
			{ value: 'id-9' },
			{ $ref: 'https://acme.tld/scim/v2/Users/id-9' },
			{ $ref: '../Users/id-9', displayName: 'Boss' },
			{ managerId: 'id-9' },
			'id-9',
			[{ value: 'id-9' }],
		];
		own = await startOwn([...managers.map((manager, at) => user(at, { [urn]: { manager } })), user(9)]);
		const rows = managers.map((_, at) => row(at, { manager: 'u9' }));
		const outcome = await own.run([...rows, row(9), ...many(20, 24, (at) => row(at))]);
		expect(outcome.summary?.json.counts).toEqual({ unchanged: 7, created: 5 });
	});

	it.each(['a/b', 'with space', 'Ünï-日本', '%2F', 'a?b#c', "o'brien", 'a+b&c=d'])(
		'finds and changes an id such as %s',
		async (id) => {
			own = await startOwn([user(1, { id })]);
			expect(words(await own.run([row(1, { title: 'Head' })]))).toEqual([['updated', '']]);
			expect(own.users[0]?.title).toBe('Head');
		},
	);

	it.each(['say "hi"', 'back\\slash', "o'brien", 'Zoë+日本', '100% & more', '<b>'])(
		'looks up a user name such as %s',
		async (userName) => {
			own = await startOwn([user(1, { userName })]);
			expect(words(await own.run([row(1, { userName })]))).toEqual([['unchanged', '']]);
		},
	);

	it('names of attributes in another case are the same attributes (RFC 7643 §2.1)', async () => {
		const shown = Array.from({ length: 12 }, (_, index) => index + 1).map((at) => ({
			Id: `id-${at}`,
			UserName: `u${at}`,
			Active: at !== 2,
			Emails: [{ Value: `u${at}@b.c`, Type: 'Work' }],
		}));
		own = await startOwn([], ({ method, path }) =>
			method === 'GET' && path === '/Users'
				? { status: 200, json: { TotalResults: shown.length, StartIndex: 1, resources: shown } }
				: undefined,
		);
		const outcome = await own.run(many(1, 12, (at) => ({ userName: `u${at}`, email: `u${at}@b.c`, active: 'true' })));
		expect(outcome.summary?.json.counts).toEqual({ unchanged: 11, failed: 1 });
		expect(own.writes()).toEqual(['PATCH /Users/id-2']);
	});

	it('a user name that the server keeps in small letters is not written every night (RFC 7643 §4.1.1)', async () => {
		own = await startOwn([user(1, { userName: 'a.smith', externalId: 'E1' })]);
		const smith = row(1, { userName: 'A.Smith', externalId: 'E1' });
		expect(words(await own.run([smith], { findBy: 'externalId' }))).toEqual([['unchanged', '']]);
		expect(own.writes()).toEqual([]);
	});

	it('of two addresses for work the primary one is the list’s, and it alone is changed', async () => {
		const emails = [
			{ value: 'old@b.c', type: 'work' },
			{ value: 'a@b.c', type: 'work', primary: true },
		];
		own = await startOwn([user(1, { emails })]);
		expect(words(await own.run([row(1, { email: 'a@b.c' })]))).toEqual([['unchanged', '']]);
		await own.run([row(1, { email: 'new@b.c' })]);
		expect(own.asked.find(({ method }) => method === 'PATCH')?.body.Operations).toEqual([
			{ op: 'replace', path: 'emails[value eq "a@b.c"].value', value: 'new@b.c' },
		]);
	});

	it('numbers as ids, false as 0, and no schemas anywhere', async () => {
		own = await startOwn([user(1, { id: 41 }), user(2, { id: 42, active: 0 }), user(3, { id: 43, active: 'FALSE' })]);
		const outcome = await own.run(many(1, 3, (at) => row(at)));
		expect(words(outcome)).toEqual([
			['unchanged', ''],
			['reactivated', ''],
			['reactivated', ''],
		]);
		expect(outcome.results[0]?.json.userId).toBe('41');
	});

	it('PATCH that answers 200 and does nothing is told, with active as a failure', async () => {
		own = await startOwn([user(1), user(2)], (asked, users) =>
			isPatch(asked) ? { status: 200, json: users.find(({ id }) => asked.path.endsWith(String(id))) } : undefined,
		);
		const outcome = await own.run([row(1, { title: 'Head' })]);
		expect(JSON.stringify(jsonOf(outcome.results)[0]?.hints)).toContain('Title');
		const hidden = await own.run([{}], { operation: 'hide', userId: { __rl: true, mode: 'id', value: 'id-2' } });
		expect(words(hidden)).toEqual([['failed', 'VENDOR_REJECTED']]);
	});

	const BULK = { patch: { supported: true }, filter: { supported: true } };
	const withBulk =
		(answer: (operations: Array<Record<string, unknown>>) => Said, bytes = 100_000) =>
		({ path, body }: Asked): Said | undefined => {
			if (path === '/ServiceProviderConfig')
				return {
					status: 200,
					json: { ...BULK, bulk: { supported: true, maxOperations: 50, maxPayloadSize: bytes } },
				};
			return path === '/Bulk' ? answer(body.Operations as Array<Record<string, unknown>>) : undefined;
		};
	const made = (operations: Array<Record<string, unknown>>) =>
		operations.map(({ bulkId, method }, at) => ({ bulkId, method, status: '201', location: `/scim/Users/n${at}` }));

	it('Bulk: outcomes in any order, a missing one is NO_RESULT, a refused one tells why', async () => {
		own = await startOwn(
			[],
			withBulk((operations) => {
				const outcomes: Array<Record<string, unknown>> = made(operations).reverse();
				const [last] = outcomes;
				if (last !== undefined)
					Object.assign(last, { status: 402, location: undefined, response: { detail: 'All seats are taken' } });
				return { status: 200, json: { Operations: outcomes.filter((_, at) => at !== outcomes.length - 3) } };
			}),
		);
		const outcome = await own.run(many(1, 12, (at) => row(at)));
		const results = words(outcome);
		expect(results[2]).toEqual(['unknown', 'NO_RESULT']);
		expect(results[11]).toEqual(['failed', 'NO_SEATS']);
		expect(results.filter(([word]) => word === 'created')).toHaveLength(10);
		const body = own.asked.find(({ path }) => path === '/Bulk')?.body;
		expect(body).not.toHaveProperty('failOnErrors');
	});

	it.each([403, 404, 405, 413, 501])('Bulk answered with %i: one by one', async (status) => {
		own = await startOwn(
			[],
			withBulk(() => problem(status, 'No Bulk for you')),
		);
		const outcome = await own.run(many(1, 12, (at) => row(at)));
		expect(outcome.summary?.json.counts).toEqual({ created: 12 });
	});

	it.each([401, 500])(
		'lists that may have been added to, and can’t be looked at any more (%i): the change is not told as failed',
		async (status) => {
			let patched = false;
			own = await startOwn([user(1, { emails: addresses(1, 'u1@company.tld') })], (asked, users) => {
				if (patched && asked.method === 'GET') return problem(status, 'Not now');
				const said = adding(false)(asked, users);
				patched ||= isPatch(asked) && said?.status === 200;
				return said;
			});
			const outcome = await own.run([row(1, { email: 'new@company.tld' })], { options: { maxAttempts: 1 } });
			expect(patched).toBe(true);
			expect(words(outcome)).toEqual([['unknown', 'NO_RESULT']]);
			expect(jsonOf(outcome.results)[0]?.message).toContain('took the change');
		},
	);

	it('Bulk refused, and a credential that is refused on the way one by one: who was made is told, and nobody else is sent', async () => {
		let sent = 0;
		own = await startOwn([], (asked) => {
			if (asked.method === 'POST' && asked.path === '/Users' && ++sent > 2) return problem(401, 'Expired');
			return withBulk(() => problem(501, 'No Bulk for you'))(asked);
		});
		const outcome = await own.run(
			many(1, 12, (at) => row(at)),
			{ options: { concurrency: 1 } },
		);
		expect(words(outcome).slice(0, 2)).toEqual(many(1, 2, () => ['created', '']));
		expect(words(outcome).slice(3)).toEqual(many(4, 12, () => ['notAttempted', 'NOT_ATTEMPTED']));
		expect(sent).toBe(3);
	});

	it.each([
		[401, [['failed', 'UNAUTHORIZED']]],
		[500, [['unknown', 'OUTCOME_UNKNOWN']]],
	] as const)(
		'Bulk: a look-up that fails (%i) on the way of one person takes nobody else’s result',
		async (status, last) => {
			const users = many(1, 12, (at) => user(at));
			own = await startOwn(users, (asked) => {
				if (asked.method === 'PATCH') return problem(501, 'No PATCH');
				if (asked.method === 'GET' && asked.path === '/Users/id-12') return problem(status, 'Not now');
				return withBulk((operations) => ({
					status: 200,
					json: { Operations: operations.map(({ bulkId, method }) => ({ bulkId, method, status: '501' })) },
				}))(asked);
			});
			const outcome = await own.run(
				many(1, 12, (at) => row(at, { title: 'Head' })),
				{ options: { concurrency: 1, maxAttempts: 2 } },
			);
			expect(outcome.error).toBeUndefined();
			expect(words(outcome)).toEqual([...many(1, 11, () => ['updated', '']), ...last]);
			expect(own.asked.filter(({ path }) => path === '/Bulk')).toHaveLength(1);
		},
		60_000,
	);

	it.each(['DELETE', 'PATCH'])(
		'428 to a %s of a server that says nothing of versions: sent again with one',
		async (method) => {
			own = await startOwn([user(1, { meta: { version: 'W/"1"' } }), user(2)], (asked) =>
				asked.method === method && asked.headers['if-match'] !== 'W/"1"' ? problem(428, 'If-Match, please') : undefined,
			);
			const outcome =
				method === 'PATCH'
					? await own.run([row(1, { title: 'Head' })])
					: await own.run([{ id: 'id-1' }], {
							operation: 'delete',
							userId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
						});
			expect(words(outcome)).toEqual([[method === 'PATCH' ? 'updated' : 'deleted', '']]);
		},
	);

	it('Bulk: no call is larger than maxPayloadSize, in bytes', async () => {
		const sizes: number[] = [];
		own = await startOwn(
			[],
			withBulk((operations) => ({ status: 200, json: { Operations: made(operations) } }), 2000),
		);
		const outcome = await own.run(many(1, 40, (at) => row(at, { displayName: '日本'.repeat(20) })));
		for (const { path, body } of own.asked) if (path === '/Bulk') sizes.push(Buffer.byteLength(JSON.stringify(body)));
		expect(outcome.summary?.json.counts).toEqual({ created: 40 });
		expect(sizes.length).toBeGreaterThan(3);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(2000);
	});

	it('Bulk: a create that failed on the server is looked up, and made again only when it is not there', async () => {
		own = await startOwn([], (asked) =>
			withBulk((operations) => ({
				status: 200,
				json: {
					Operations: operations.map(({ bulkId, method, data }, at) => {
						if (at === 0) own.users.push({ ...(data as Record<string, unknown>), id: 'there' });
						return at < 2
							? { bulkId, method, status: '500' }
							: { bulkId, method, status: '201', location: `/scim/Users/n${at}` };
					}),
				},
			}))(asked),
		);
		const outcome = await own.run(many(1, 12, (at) => row(at)));
		expect(outcome.summary?.json.counts).toEqual({ created: 12 });
		expect(
			own.asked.filter(({ method, path }) => method === 'POST' && path === '/Users').map(({ body }) => body.userName),
		).toEqual(['u2']);
	});

	it('412 in mid-run: read again, decided again; If-Match only where the server has versions', async () => {
		for (const etag of [true, false]) {
			let isFresh = false;
			own = await startOwn([user(1, { meta: { version: 'W/"1"' } })], ({ method, path, headers }, users) => {
				if (path === '/ServiceProviderConfig') return { status: 200, json: { ...BULK, etag: { supported: etag } } };
				if (method !== 'PATCH') return undefined;
				if (etag && headers['if-match'] === 'W/"1"') {
					isFresh = true;
					users[0] = user(1, { title: 'Head', meta: { version: 'W/"2"' } });
					return problem(412, 'Somebody was faster');
				}
				return undefined;
			});
			const outcome = await own.run([row(1, { title: 'Head', displayName: 'New' })]);
			expect(words(outcome)).toEqual([['updated', '']]);
			expect(isFresh).toBe(etag);
			const patches = own.asked.filter(isPatch);
			expect(patches.map(({ headers }) => headers['if-match'])).toEqual(etag ? ['W/"1"', 'W/"2"'] : [undefined]);
			// What somebody else has set meanwhile is not sent again.
			if (etag) expect(JSON.stringify(patches[1]?.body)).not.toContain('Head');
			if (etag) await own.close();
		}
	});

	it.each([
		['409 with a detail', problem(409, 'userName must be unique', 'uniqueness')],
		['409 alone', { status: 409 }],
		['409 as a page', { status: 409, text: '<!doctype html><html><body>Conflict</body></html>' }],
		['400 uniqueness', problem(400, 'taken', 'uniqueness')],
	] as const)('a taken user name, told as %s', async (_name, said) => {
		own = await startOwn([], ({ method, path }) => (method === 'POST' && path === '/Users' ? said : undefined));
		expect(words(await own.run([row(1)]))).toEqual([['failed', 'ALREADY_EXISTS']]);
	});

	it.each([
		[
			'201 with an address alone',
			{ status: 201, headers: { location: 'https://acme.tld/scim/Users/n%2F1' } },
			'created',
			'n/1',
		],
		['200 with the user', { status: 200, json: { ...user(1), id: 'n1' } }, 'created', 'n1'],
		['201 with nothing', { status: 201 }, 'unknown', ''],
		['201 with somebody else', { status: 201, json: user(2) }, 'unknown', ''],
	] as const)('a create answered with %s', async (_name, said, word, id) => {
		own = await startOwn([], ({ method, path }) => (method === 'POST' && path === '/Users' ? said : undefined));
		const outcome = await own.run([row(1)]);
		expect(outcome.results[0]?.json).toMatchObject({ operation: word, userId: id });
	});
});
