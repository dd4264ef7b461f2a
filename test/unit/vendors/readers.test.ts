import { EVERY_ROLE } from '../../../nodes/Bridge/bridge.offices';
import { BridgeReader, type Asked } from '../../../nodes/Bridge/bridge.reader';
import { LearnifierReader } from '../../../nodes/Learnifier/learnifier.directory';
import { CollaboratorReader } from '../../../nodes/LmsCollaborator/lmsCollaborator.directory';
import { askPage, readAll, readSome } from '../../../nodes/Requestor/requestor.directory';
import type { User } from '../../../nodes/shared/model/directory';
import type { Answer, Call, Http, Reply } from '../../../nodes/shared/transport/http';

const ADDRESS = 'https://acme.example.com';

/** Lets everything happen that waits for nothing but its turn. */
async function turns(): Promise<void> {
	for (let turn = 0; turn < 200; turn++) await Promise.resolve();
}

/** A vendor who answers each call as told; `log` notes calls as they are made, and users as they are read. */
function vendor(answerTo: (call: Call) => Pick<Answer, 'body'> & Partial<Answer>): {
	http: Http;
	log: string[];
	kept: (user: User) => User;
} {
	const log: string[] = [];
	const read = async (call: Call): Promise<Reply & { kind: 'ok' }> => {
		log.push(`asked for ${call.query?.offset ?? call.query?.pageIndex ?? call.path.split('page=')[1] ?? 0}`);
		return Promise.resolve({ kind: 'ok', status: 200, headers: {}, ...answerTo(call) });
	};
	const kept = (user: User): User => {
		log.push(`read ${user.id}`);
		return user;
	};
	return { http: { settings: { address: ADDRESS }, read, mustRead: read } as unknown as Http, log, kept };
}

describe('While one page of the directory is read', () => {
	it('Bridge is asked for the next', async () => {
		const page = (number: number): unknown => ({
			users: [{ id: `${number}1`, uid: `P${number}` }],
			meta: { next: number === 2 ? null : `/api/author/users?page=${number + 1}` },
		});
		const { http, log, kept } = vendor(({ path }) => ({ body: page(Number(path.split('page=')[1] ?? 0)) }));
		await new BridgeReader(http, new Map(), EVERY_ROLE).all(Promise.resolve({ fields: [], custom: new Map(), kept }));
		expect(log).toEqual(['asked for 0', 'asked for 1', 'read 01', 'asked for 2', 'read 11', 'read 21']);
	});

	it('Bridge is asked for some more while nobody knows yet what is asked', async () => {
		const page = (number: number): unknown => ({
			users: [{ id: `${number}1`, uid: `P${number}` }],
			meta: { next: number === 19 ? null : `/api/author/users?page=${number + 1}` },
		});
		const { http, log, kept } = vendor(({ path }) => ({ body: page(Number(path.split('page=')[1] ?? 0)) }));
		let know = (): void => undefined;
		const asked = new Promise<Asked>((resolve) => {
			know = () => resolve({ fields: [], custom: new Map(), kept });
		});
		const listed = new BridgeReader(http, new Map(), EVERY_ROLE).all(asked);
		await turns();
		expect(log).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8].map((number) => `asked for ${number}`));
		know();
		expect(await listed).toHaveLength(20);
		expect(log.slice(9, 19)).toEqual([
			...[0, 1, 2, 3, 4, 5, 6, 7].map((number) => `read ${number}1`),
			'asked for 9',
			'read 81',
		]);
	});

	it('LMS Collaborator is asked for some more, and not for all, while nobody knows how users are held', async () => {
		const { http, log } = vendor(({ query }) => ({
			body: {
				data: [{ id: Number(query?.page), uid: `P${Number(query?.page)}` }],
				pager: { current: Number(query?.page), total: 20, count: 20, countPerPage: 1 },
			},
		}));
		let know = (): void => undefined;
		const kept = new Promise<(user: User) => User>((resolve) => {
			know = () => resolve((user) => user);
		});
		const listed = new CollaboratorReader(http, 4).all(false, kept);
		await turns();
		const early = log.length;
		know();
		expect(await listed).toMatchObject({ kind: 'listed', showsUid: true });
		// The first page; of the token's own account and the other pages, three for each that may be under way.
		expect(early).toBe(1 + 3 * 4);
		expect(log).toHaveLength(21);
	});

	it('Learnifier is asked for the next', async () => {
		const { http, log, kept } = vendor(({ query }) => ({
			body: [{ id: Number(query?.offset) + 1 }],
			headers: { 'x-more': Number(query?.offset) < 2 ? 'true' : 'false' },
		}));
		await new LearnifierReader(http, '/api/v1').all(undefined, false, kept);
		expect(log).toEqual(['asked for 0', 'asked for 1', 'read 1', 'asked for 2', 'read 2', 'read 3']);
	});

	it('Learnifier is not asked for more than is wanted', async () => {
		const { http, log, kept } = vendor(({ query }) => ({
			body: [{ id: Number(query?.offset) + 1 }],
			headers: { 'x-more': 'true' },
		}));
		const users = await new LearnifierReader(http, '/api/v1').all(2, false, kept);
		expect(users.map(({ id }) => id)).toEqual(['1', '2']);
		expect(log).toEqual(['asked for 0', 'asked for 1', 'read 1', 'read 2']);
	});

	it('Requestor is asked for others, and no page waits for the last one to come', async () => {
		const pages = Array.from({ length: 12 }, (_, index) => index);
		const page = (index: number): unknown => ({
			PagedUsers: { TotalItems: 12, TotalPages: 12, PageIndex: index, Items: [{ UserProviderKey: `K${index}` }] },
		});
		const { http, log, kept } = vendor(({ query }) => ({ body: page(Number(query?.pageIndex)) }));
		const users = await readAll(http, await askPage(http, 0), {
			concurrency: 2,
			rules: { findBy: 'ExternalId', self: '' },
			kept,
		});
		expect(users.map(({ id }) => id)).toEqual(pages.map((index) => `K${index}`));
		expect(log.slice(0, 4)).toEqual(['asked for 0', 'read K0', 'asked for 1', 'asked for 2']);
		// When one page is looked at, the calls for the next ones are out.
		expect(log.indexOf('read K1')).toBeGreaterThan(log.indexOf('asked for 3'));
		expect(log.indexOf('read K1')).toBeLessThan(log.indexOf('asked for 8'));
	});
});

describe('The first users of Requestor, up to a limit,', () => {
	const rules = { findBy: 'ExternalId', self: '' } as const;
	/** Pages with these users each. */
	const paged = (pages: string[][], counts: { TotalItems: number; TotalPages: number }) =>
		vendor(({ query }) => ({
			body: {
				PagedUsers: {
					...counts,
					Items: (pages[Number(query?.pageIndex)] ?? []).map((key) => ({ UserProviderKey: key })),
				},
			},
		}));
	const idsOf = async ({ http }: { http: Http }, limit: number): Promise<string[]> =>
		(await readSome(http, limit, rules)).map(({ id }) => id);

	it('go on as long as users are announced, also when the number of pages says otherwise', async () => {
		const given = paged([['a', 'b'], ['c', 'd'], ['e']], { TotalItems: 5, TotalPages: 1 });
		expect(await idsOf(given, 4)).toEqual(['a', 'b', 'c', 'd']);
		expect(await idsOf(given, 50)).toEqual(['a', 'b', 'c', 'd', 'e']);
		expect(given.log).toHaveLength(2 + 3);
	});

	it('go on as long as pages are announced, also when the number of users says otherwise', async () => {
		expect(await idsOf(paged([['a'], ['b'], []], { TotalItems: 1, TotalPages: 3 }), 50)).toEqual(['a', 'b']);
	});

	it('are none where there are none', async () => {
		expect(await idsOf(paged([], { TotalItems: 0, TotalPages: 0 }), 50)).toEqual([]);
	});

	it("can't be trusted when a page brings nobody while more are announced", async () => {
		const message = "Requestor's list of users can't be trusted: page 1 brings nobody, but 5 users are announced";
		await expect(idsOf(paged([['a', 'b'], [], ['c']], { TotalItems: 5, TotalPages: 1 }), 50)).rejects.toThrow(message);
		await expect(idsOf(paged([['a', 'b'], ['b', 'a'], ['c']], { TotalItems: 5, TotalPages: 3 }), 50)).rejects.toThrow(
			message,
		);
		await expect(idsOf(paged([[]], { TotalItems: 5, TotalPages: 1 }), 50)).rejects.toThrow('page 0 brings nobody');
	});

	it('hold nobody twice when an account is made meanwhile', async () => {
		expect(
			await idsOf(
				paged(
					[
						['a', 'b'],
						['b', 'c'],
					],
					{ TotalItems: 4, TotalPages: 2 },
				),
				50,
			),
		).toEqual(['a', 'b', 'c']);
	});
});
