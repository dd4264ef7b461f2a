import { useVirtualClock } from '../../engine/clock';
import { mapperFields } from '../../engine/loadOptions';
import { switchesOf } from '../../simulators';
import { everything, jsonOf, operations } from './bridgeKit';
import { blindBench, people, person, type CollaboratorBench } from './lmsCollaboratorKit';

describe('LMS Collaborator: when things go wrong', () => {
	const clock = useVirtualClock();
	let bench: CollaboratorBench;
	afterEach(async () => bench.close());

	it('a refused token stops the run and says that it may have expired', async () => {
		for (const errorForm of ['error', 'data', 'keys'] as const) {
			bench = await blindBench({ clock, switches: { errorForm } });
			const credentials = { lmsCollaboratorApi: bench.simulator.otherCredentials.expired as never };
			const outcome = await bench.run(people(30), {}, { credentials });
			expect(outcome.error?.message).toMatch(/401: .*The token has expired\. Tokens live 1 to 12 months/);
			expect(bench.simulator.directory.size).toBe(0);
			expect(bench.simulator.requests.length).toBeLessThanOrEqual(4);
			for (const secret of bench.simulator.secrets) expect(everything(outcome)).not.toContain(secret);
			await bench.close();
		}
		bench = await blindBench({ clock, switches: { tokenHeader: 'X-Cbr-Authorization' } });
		expect(operations(await bench.run([person(1)]))).toEqual(['created']);
		const wrongHeader = await bench.run(
			[person(1)],
			{},
			{
				credentials: { lmsCollaboratorApi: bench.simulator.otherCredentials.otherHeader as never },
			},
		);
		expect(wrongHeader.error?.message).toContain('401');
	});

	it("shows the vendor's own words in all three shapes of an error", async () => {
		for (const errorForm of ['error', 'data', 'keys'] as const) {
			bench = await blindBench({
				clock,
				switches: { errorForm },
				users: [{ uid: null, login: 'user.1', email: 'user.1@company.tld' }],
			});
			const outcome = await bench.run([person(1), person(2)]);
			expect(jsonOf(outcome.results)[0]).toMatchObject({
				operation: 'failed',
				code: 'VENDOR_REJECTED',
				message: expect.stringContaining('Login user.1 is already in use'),
			});
			expect(jsonOf(outcome.results)[1]).toMatchObject({ operation: 'created' });
			await bench.close();
		}
		bench = await blindBench({ clock });
	});

	it('waits as a 429 says, in each form of Retry-After', async () => {
		for (const retryAfter of ['seconds', 'date', 'absent'] as const) {
			bench = await blindBench({
				clock,
				switches: { retryAfter },
				rateLimit: { perSecond: 5 },
			});
			const outcome = await bench.run(people(30));
			expect(outcome.summary?.json.counts).toEqual({ created: 30 });
			expect(bench.simulator.directory.size).toBe(30);
			await bench.close();
		}
		bench = await blindBench({ clock });
	});

	it('a call without an answer is sent again, and the result says that it was recovered', async () => {
		bench = await blindBench({ clock });
		bench.simulator.faults.add({ kind: 'resetAfter' });
		const outcome = await bench.run([person(1)]);
		expect(jsonOf(outcome.results)[0]).toMatchObject({
			success: true,
			operation: 'updated',
			recovered: true,
			attempts: 2,
			message: expect.stringContaining('may have made it'),
		});
		expect(bench.simulator.directory.size).toBe(1);
		bench.simulator.faults.add({ kind: 'hangAfter' });
		const hidden = await bench.run([person(2)], { operation: 'hide' });
		expect(jsonOf(hidden.results)[0]).toMatchObject({
			operation: 'suspended',
			recovered: true,
			message: expect.stringContaining('has created the account'),
		});
	});

	it('a reply that is not what the vendor documents is never a success', async () => {
		bench = await blindBench({ clock });
		const bodies: unknown[] = [{}, [], { ok: true }, { created_count: 'yes' }, { updated_count: 0 }, null];
		for (const body of bodies) bench.simulator.faults.add({ kind: 'status', status: 200, body });
		bench.simulator.faults.add(
			{ kind: 'html' },
			{ kind: 'notJson' },
			{ kind: 'empty', status: 200 },
			{ kind: 'wrongType' },
		);
		const outcome = await bench.run(people(11), { options: { concurrency: 1 } });
		expect(operations(outcome)).toEqual([...Array.from({ length: 10 }, () => 'unknown'), 'created']);
		for (const record of jsonOf(outcome.results).slice(0, 10))
			expect(record).toMatchObject({ success: false, code: 'NO_RESULT' });
	});

	it('a redirect is not followed, and nothing reaches the other host', async () => {
		bench = await blindBench({ clock });
		bench.simulator.faults.add({ kind: 'redirect', times: Infinity });
		const outcome = await bench.run([person(1)]);
		expect(outcome.error?.message).toContain('redirect');
		expect(bench.simulator.stranger.requests).toHaveLength(0);
	});

	it('a wrong address stops the run before anything is told as done', async () => {
		bench = await blindBench({ clock });
		bench.simulator.faults.add({ kind: 'status', status: 404, times: Infinity });
		const outcome = await bench.run(people(50));
		expect(outcome.error?.message).toContain('404');
		expect(bench.simulator.requests.length).toBeLessThanOrEqual(4);
	});

	it('unsuccessful rows leave through the error output without the input row', async () => {
		bench = await blindBench({ clock });
		const outcome = await bench.run([person(1, { email: 'x' }), person(2)], {}, { onError: 'continueErrorOutput' });
		expect(operations(outcome)).toEqual(['created']);
		expect(outcome.errorOutput).toHaveLength(1);
		expect(Object.keys(outcome.errorOutput[0]?.json ?? {}).sort()).toEqual(['details', 'error', 'message']);
		expect(outcome.summaries).toHaveLength(1);
	});

	it('works under every other setting of what the pages leave open', async () => {
		for (const { name, values, default: usual } of switchesOf('lmsCollaborator')) {
			for (const value of values.filter((one) => one !== usual)) {
				bench = await blindBench({ clock, switches: { [name]: value } });
				const rows = [person(1, { is_active: 'yes', birth_date: '1988-07-26' }), person(2)];
				expect([name, value, operations(await bench.run(rows))]).toEqual([name, value, ['created', 'created']]);
				const blocked = await bench.run(rows, { operation: 'hide' });
				expect([name, value, operations(blocked)]).toEqual([name, value, ['suspended', 'suspended']]);
				expect(bench.simulator.requests.flatMap(({ notes }) => notes)).toEqual([]);
				await bench.close();
			}
		}
		bench = await blindBench({ clock });
	});

	it('sends unknown columns only when asked, and tells when the portal refuses them', async () => {
		for (const unknownFields of ['ignore', 'reject'] as const) {
			bench = await blindBench({ clock, switches: { unknownFields } });
			const rows = [person(1, { shoe_size: 44 })];
			const outcome = await bench.run(rows, { options: { sendUnknownColumns: true } });
			expect(bench.bodies()[0]).toEqual({ ...person(1), shoe_size: 44 });
			expect(jsonOf(outcome.results)[0]).toMatchObject(
				unknownFields === 'ignore'
					? { operation: 'created' }
					: { operation: 'failed', message: expect.stringContaining('shoe_size') },
			);
			const without = await bench.run(rows);
			expect(without.summary?.json).toMatchObject({ status: 'ok', ignoredColumns: ['shoe_size'] });
			await bench.close();
		}
		bench = await blindBench({ clock });
	});

	it('the mapper offers every field, all as texts or choices, and position as the option says', async () => {
		bench = await blindBench({ clock });
		const ask = async (requirePosition: boolean) =>
			mapperFields({
				nodeType: 'lmsCollaborator',
				credentials: { lmsCollaboratorApi: bench.simulator.credentials as never },
				parameters: { options: { requirePosition } },
				method: 'getFields',
			});
		const { fields } = await ask(true);
		expect(fields).toHaveLength(30);
		for (const field of fields) {
			expect(['string', 'options']).toContain(field.type);
			expect(field.displayName.length).toBeLessThan(25);
		}
		const required = (list: typeof fields) => list.filter((field) => field.required).map(({ id }) => id);
		expect(required(fields)).toEqual(['uid', 'secondname', 'firstname', 'login', 'email', 'position']);
		expect(required((await ask(false)).fields)).not.toContain('position');
	});
});
