import { BridgeReader } from '../../nodes/Bridge/bridge.reader';
import { LearnifierReader } from '../../nodes/Learnifier/learnifier.directory';
import { askPage, readAll } from '../../nodes/Requestor/requestor.directory';
import type { User } from '../../nodes/shared/directory';
import type { Answer, Call, Http, Reply } from '../../nodes/shared/http';

const ADDRESS = 'https://acme.example.com';

/** A vendor who answers each call as told; `log` notes calls as they are made, and users as they are read. */
function vendor(answerTo: (call: Call) => Pick<Answer, 'body'> & Partial<Answer>): { http: Http; log: string[]; kept: (user: User) => User } {
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
		await new BridgeReader(http, new Map()).all({ fields: [], custom: new Map(), kept });
		expect(log).toEqual(['asked for 0', 'asked for 1', 'read 01', 'asked for 2', 'read 11', 'read 21']);
	});

	it('Learnifier is asked for the next', async () => {
		const { http, log, kept } = vendor(({ query }) => ({ body: [{ id: Number(query?.offset) + 1 }], headers: { 'x-more': Number(query?.offset) < 2 ? 'true' : 'false' } }));
		await new LearnifierReader(http, '/api/v1').all(undefined, false, kept);
		expect(log).toEqual(['asked for 0', 'asked for 1', 'read 1', 'asked for 2', 'read 2', 'read 3']);
	});

	it('Learnifier is not asked for more than is wanted', async () => {
		const { http, log, kept } = vendor(({ query }) => ({ body: [{ id: Number(query?.offset) + 1 }], headers: { 'x-more': 'true' } }));
		const users = await new LearnifierReader(http, '/api/v1').all(2, false, kept);
		expect(users.map(({ id }) => id)).toEqual(['1', '2']);
		expect(log).toEqual(['asked for 0', 'asked for 1', 'read 1', 'read 2']);
	});

	it('Requestor is asked for others, and no page waits for the last one to come', async () => {
		const page = (index: number): unknown => ({ PagedUsers: { TotalItems: 4, TotalPages: 4, PageIndex: index, Items: [{ UserProviderKey: `K${index}` }] } });
		const { http, log, kept } = vendor(({ query }) => ({ body: page(Number(query?.pageIndex)) }));
		const users = await readAll(http, await askPage(http, 0), 2, { findBy: 'ExternalId', self: '' }, kept);
		expect(users.map(({ id }) => id)).toEqual(['K0', 'K1', 'K2', 'K3']);
		expect(log.slice(0, 4)).toEqual(['asked for 0', 'read K0', 'asked for 1', 'asked for 2']);
		expect(log.indexOf('read K1')).toBeLessThan(log.indexOf('asked for 3'));
	});
});
