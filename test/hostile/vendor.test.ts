import fc from 'fast-check';
import { useVirtualClock } from '../../engine/clock';
import type { RunOutcome } from '../../engine/engine';
import { normaliseBaseUrl } from '../../nodes/shared/transport/address';
import { VENDOR_NAMES, type VendorName } from '../../simulators';
import { allForms } from '../../simulators/shared/secrets';
import { SEED } from '../properties/runs';
import { benchOf, everythingOf, type Bench } from './kits';

/** Ids that would lead somewhere else if they were put into a path as they are. */
const FRAGMENTS = [
	'..',
	'.',
	'../..',
	'../admin',
	'%2e%2e',
	'%2e%2e%2fadmin',
	'..%2f',
	'/',
	'//evil.tld',
	'?limit=1',
	'#x',
	';a=b',
	'\\..\\',
	'a/b',
	'x?with_deleted=true',
	"1' OR '1'='1",
	'1; DROP TABLE users',
	'\u2024\u2024/',
	'http://evil.tld/',
	'uid:../x',
	'%00',
	' ',
	'..;/',
	'%252e%252e',
];
const fragment = fc.oneof(
	fc.constantFrom(...FRAGMENTS),
	fc
		.array(fc.constantFrom('.', '/', '%', '2', 'e', 'f', '?', '#', '\\', ':', 'a', '&', ' ', 'é', '\u200b'), {
			minLength: 1,
			maxLength: 8,
		})
		.map((parts) => parts.join('')),
);

/** What each call's path may look like: one segment for the id, and nothing else. */
const PATHS: Readonly<Partial<Record<VendorName, RegExp>>> = {
	bridge:
		/^\/api\/(admin|author)\/(users|custom_fields|roles|sub_accounts)(\/[^/?#.]+(\/(hide|restore|summary))?)?(\?[^#]*)?$/,
	learnifier: /^\/api\/v1\/(users(\/[^/?#]+(\/projectParticipations)?)?|extuser)(\?[^#]*)?$/,
	requestor:
		/^\/api\/(Account\/(GetUsers|SearchUsers|GetRequestorUser|DeleteRequestorUser)|Customer\/GetExtendedRequestorUser\/[^/?#]+)(\?[^#]*)?$/,
};
const MODES: Readonly<Partial<Record<VendorName, readonly string[]>>> = {
	bridge: ['id', 'uid', 'list'],
	learnifier: ['id', 'externalId', 'list'],
	requestor: ['id', 'externalId', 'list'],
};
const OPERATIONS: Readonly<Record<VendorName, readonly string[]>> = {
	bridge: ['sync', 'delete', 'hide', 'restore', 'getSummary', 'getMany'],
	learnifier: ['sync', 'delete', 'hide', 'restore', 'getSummary', 'getMany'],
	lmsCollaborator: ['sync', 'hide', 'restore'],
	requestor: ['sync', 'delete', 'getSummary', 'getMany'],
	scim: ['sync', 'delete', 'hide', 'restore', 'getMany'],
	traliant: ['sync', 'hide', 'restore'],
};

describe('Between the node and the vendor', () => {
	const clock = useVirtualClock();
	let bench: Bench;
	afterEach(async () => bench.close());

	describe.each(['bridge', 'learnifier', 'requestor'] as const)('ids in paths: %s', (vendor) => {
		it('an id is one segment of the path, whatever it holds, and touches nobody else', async () => {
			bench = await benchOf(vendor, clock);
			const before = JSON.stringify(bench.kit.accounts());
			const operations = OPERATIONS[vendor].filter((operation) => operation !== 'sync' && operation !== 'getMany');
			await fc.assert(
				fc.asyncProperty(
					fragment,
					fc.constantFrom(...operations),
					fc.constantFrom(...(MODES[vendor] ?? [])),
					async (value, operation, mode) => {
						bench.kit.simulator.reset();
						const outcome = await bench.run([{ x: 1 }], { operation, userId: { __rl: true, mode, value } });
						for (const { rawUrl } of bench.kit.simulator.requests) expect(rawUrl).toMatch(PATHS[vendor] ?? /^$/);
						const [result] = outcome.results;
						expect(
							outcome.error !== undefined ||
								result?.json.success === false ||
								result?.json.alreadyAbsent === true ||
								result?.json.operation === 'unchanged',
						).toBe(true);
						expect(JSON.stringify(bench.kit.accounts())).toBe(before);
					},
				),
				{
					numRuns: 150,
					seed: SEED,
					examples: FRAGMENTS.flatMap((one) =>
						operations.map((operation): [string, string, string] => [one, operation, 'id']),
					),
				},
			);
		}, 60_000);

		it('a key of a row that looks like a path is looked up and created as that key', async () => {
			bench = await benchOf(vendor, clock);
			const key = bench.kit.names.key ?? '';
			const rows = FRAGMENTS.filter((one) => one.trim() !== '').slice(0, 10);
			const outcome = await bench.run(rows.map((value, at) => bench.row(100 + at, { [key]: value })));
			for (const { rawUrl } of bench.kit.simulator.requests)
				expect(rawUrl).toMatch(
					/^\/api\/[A-Za-z0-9]+\/(users|custom_fields|roles|sub_accounts|extuser|GetUsers|SearchUsers|GetRequestorUser|SyncRequestorUsers|GetExtendedRequestorUser\/[^/?#]+$)/,
				);
			expect(outcome.results.filter(({ json }) => json.operation === 'created').map(({ json }) => json.key)).toEqual(
				rows.filter((value) => bench.kit.accounts().some((account) => account.key === value)),
			);
		});
	});

	it.each(VENDOR_NAMES)("%s: headers can't be injected through a credential, and nothing is sent", async (vendor) => {
		bench = await benchOf(vendor, clock);
		const { credentials } = bench.kit.simulator;
		for (const [name, value] of Object.entries(credentials)) {
			if (
				typeof value !== 'string' ||
				['baseUrl', 'authentication', 'apiPath', 'syncPath', 'tokenHeader'].includes(name)
			)
				continue;
			for (const evil of ['x\r\nX-Evil: 1', 'x\nX-Evil: 1', 'x\u0000y']) {
				bench.kit.simulator.reset();
				const outcome = await bench.run(
					[bench.row(50)],
					{},
					{ credentials: { [bench.kit.credentialName]: { ...credentials, [name]: evil } as never } },
				);
				for (const { headers } of bench.kit.simulator.requests) expect(Object.keys(headers)).not.toContain('x-evil');
				expect(
					bench.kit.simulator.requests.filter(({ committed }) => committed && name !== 'headerPrefix' && value !== ''),
				).toEqual([]);
				if (value !== '') expect(outcome.error?.message ?? outcome.summary?.json.status).not.toBe('ok');
			}
		}
		for (const bad of ['Authorization: x', 'X Y', 'x\r\ny', 'é', '']) {
			if (!('headerName' in credentials)) continue;
			bench.kit.simulator.reset();
			const outcome = await bench.run(
				[bench.row(50)],
				{},
				{
					credentials: {
						[bench.kit.credentialName]: {
							...credentials,
							headerName: bad,
							...(vendor === 'requestor' ? { authentication: 'headerAuth', headerValue: 'v' } : {}),
						} as never,
					},
				},
			);
			expect(outcome.error).toBeDefined();
			expect(bench.kit.simulator.requests.filter(({ committed }) => committed)).toEqual([]);
		}
	});

	it('base URLs: userinfo, other schemes and hosts in disguise are refused; pasted paths, queries and fragments are dropped', async () => {
		bench = await benchOf('bridge', clock);
		const refused = [
			'ftp://x.tld',
			'file:///etc/passwd',
			'javascript:alert(1)',
			'data:text/html,x',
			'x.tld',
			'//x.tld',
			'https://',
			'https://user:pass@x.tld',
			'https://user@x.tld',
			'http://x.tld',
			'https://x.tld\\@evil.tld',
			'https:x.tld@evil.tld',
			'gopher://x.tld',
			'\u202ehttps://x.tld',
			'https://x .tld',
			'',
			'https://?',
		];
		const taken: string[] = [];
		for (const text of refused) {
			try {
				const address = normaliseBaseUrl(text, false);
				// What is taken leads where every URL parser says it leads: to this host, over https.
				if (address !== 'https://x.tld' || /^\w+:\/\/[^/\\]*@|^http:/.test(text)) taken.push(text);
			} catch (error) {
				expect((error as Error).message).not.toBe('');
			}
		}
		expect(taken).toEqual([]);
		expect(
			['https://x.tld/api/v1?a=b#c', ' https://X.tld/ ', 'https://x.tld:443'].map((text) =>
				normaliseBaseUrl(text, false),
			),
		).toEqual(Array(3).fill('https://x.tld'));
	});

	it.each(VENDOR_NAMES)(
		'%s: no secret appears anywhere, whatever the vendor sends back, in any operation',
		async (vendor) => {
			bench = await benchOf(vendor, clock);
			const { simulator } = bench.kit;
			const { credentials } = simulator;
			const values = ['apiKey', 'apiSecret', 'accessToken', 'apiToken', 'password', 'headerValue']
				.map((name) => String(credentials[name] ?? ''))
				.filter((value) => value !== '');
			const pairs = [
				`${String(credentials.apiKey)}:${String(credentials.apiSecret)}`,
				`${String(credentials.username)}:${String(credentials.password)}`,
			];
			const canaries = allForms([...values, ...pairs.filter((pair) => !pair.includes('undefined'))]);
			const echo = {
				error: canaries.join(' '),
				message: `You sent ${canaries.join(', ')}`,
				errors: canaries,
				data: Object.fromEntries(canaries.map((secret, at) => [`${secret}${at}`, secret])),
			};
			const replies = [
				...[200, 201, 400, 401, 403, 404, 409, 422, 429, 500, 503].map((status) => ({
					kind: 'status' as const,
					status,
					body: echo,
					headers: { 'retry-after': '400' },
				})),
				{
					kind: 'html' as const,
					body: `<html><title>${canaries.join(' ')}</title><body>${canaries.join(' ')}</body></html>`,
				},
				{ kind: 'notJson' as const, body: canaries.join(' ') },
				{
					kind: 'redirect' as const,
					location: `https://evil.tld/${canaries[0] ?? ''}?key=${encodeURIComponent(canaries.join(' '))}`,
				},
				{ kind: 'resetAfter' as const },
				{ kind: 'truncate' as const },
				{ kind: 'abortBody' as const },
				{ kind: 'hang' as const },
			];
			for (const operation of OPERATIONS[vendor]) {
				for (const reply of replies) {
					for (const after of [0, 1]) {
						bench.kit.load([
							{
								key: 'P0',
								first: 'Jo',
								last: 'L',
								email: 'p0@company.tld',
								department: 'Sales',
								extra: 'X-0',
								state: 'active',
								admin: false,
							},
						]);
						simulator.reset();
						let seen = 0;
						simulator.faults.schedule(() => (seen++ >= after ? reply : undefined));
						const id = bench.kit.accounts()[0]?.id ?? '';
						const outcome: RunOutcome = await bench.run(
							[bench.row(0, { [bench.kit.names.last ?? '']: 'New' }), bench.row(60)],
							{
								operation,
								userId: { __rl: true, mode: 'id', value: id },
								options: { includeResponse: true, timeout: 200, maxAttempts: 2 },
							},
							{ onError: after === 0 ? 'stopWorkflow' : 'continueErrorOutput' },
						);
						const text = everythingOf(outcome);
						const leaked = canaries.find((secret) => text.includes(secret));
						expect({ operation, reply: reply.kind, status: 'status' in reply ? reply.status : 0, leaked }).toEqual({
							operation,
							reply: reply.kind,
							status: 'status' in reply ? reply.status : 0,
							leaked: undefined,
						});
					}
				}
			}
		},
		120_000,
	);

	it('a password in a row appears nowhere, sent or not, refused or not', async () => {
		bench = await benchOf('lmsCollaborator', clock);
		const canary = ['canary', 'Passw0rd', 71].join('-');
		for (const sendPassword of [false, true]) {
			// The second text is cut within the password: what is left of it must not be shown either.
			for (const [status, said] of [
				[200, ''],
				[400, `password ${canary} is weak, ${Buffer.from(canary).toString('base64')} too`],
				[400, `${'x'.repeat(285)} ${canary}`],
				[500, `${'x'.repeat(290)} ${canary}`],
			] as const) {
				bench.kit.simulator.reset();
				if (status !== 200)
					bench.kit.simulator.faults.add({
						kind: 'status',
						status,
						times: Infinity,
						body: { error: sendPassword ? said : 'no' },
					});
				const rows = [
					bench.row(70 + status, { password: canary }),
					bench.row(71 + status, { password: canary, [bench.kit.names.email ?? '']: 'bad' }),
					bench.row(72 + status, { password: { is: canary } as never }),
					bench.row(73 + status, { password: canary }),
					bench.row(73 + status, { password: `${canary}2` }),
				];
				const outcome = await bench.run(
					rows,
					{ options: { sendPassword, includeResponse: true, maxAttempts: 2 } },
					{ onError: 'continueErrorOutput' },
				);
				const at = everythingOf(outcome).indexOf(canary.slice(0, 8));
				expect(at < 0 ? '' : everythingOf(outcome).slice(at - 300, at + 40)).toBe('');
				expect(everythingOf(outcome)).not.toContain(Buffer.from(canary).toString('base64'));
			}
		}
	});

	it('a reply of 50 MB is read or refused, and the run ends', async () => {
		bench = await benchOf('learnifier', clock);
		bench.kit.simulator.faults.add({ kind: 'huge', bytes: 50 * 1024 * 1024 });
		const outcome = await bench.run([bench.row(0), bench.row(1), bench.row(2)], { missingUsers: 'delete' });
		expect(outcome.error === undefined ? outcome.summary?.json.counts : {}).toEqual(
			outcome.error === undefined ? { unchanged: 3 } : {},
		);
		expect(bench.writes()).toBe(0);
	}, 60_000);

	it('a list of a million strangers is read, and nobody in it is touched', async () => {
		bench = await benchOf('learnifier', clock);
		const body = `[${Array.from({ length: 1_000_000 }, (_, at) => `{"id":"m${at}"}`).join(',')}]`;
		bench.kit.simulator.faults.add({
			kind: 'notJson',
			body,
			headers: { 'x-more': 'false', 'x-size': '1000000', 'x-offset': '0' },
		});
		const outcome = await bench.run([bench.row(50)], { missingUsers: 'delete' });
		expect(outcome.summary?.json.directory).toMatchObject({ users: 1_000_000, unmanaged: 1_000_000 });
		expect(outcome.results.map(({ json }) => json.operation)).toEqual(['created']);
	}, 120_000);

	it('a bulk reply with a million rows about others says nothing about the people who were sent', async () => {
		bench = await benchOf('traliant', clock);
		const rows = Array.from(
			{ length: 1_000_000 },
			(_, at) => `{"key":"k${at}","success":true,"operation":"created","user_id":${at},"username":"u${at}"}`,
		).join(',');
		bench.kit.simulator.faults.add({
			kind: 'notJson',
			body: `{"data":{"summary":{},"details":{"users":[${rows}],"rule_logs":[]}}}`,
		});
		const outcome = await bench.run([bench.row(50)]);
		expect(outcome.results.map(({ json }) => `${String(json.operation)} ${String(json.code)}`)).toEqual([
			'unknown NO_RESULT',
		]);
		expect(JSON.stringify(outcome.summary).length).toBeLessThan(100_000);
	}, 120_000);
});
