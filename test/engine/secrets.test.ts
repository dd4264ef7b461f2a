import { useVirtualClock } from '../../engine/clock';
import { capabilitiesByNode } from '../../engine/capabilities';
import { everything } from './bridgeKit';
import { open, TRADES } from './trades';

/** Every way in which programs write a token down. */
function formsOf(token: string): string[] {
	const url = encodeURIComponent(token);
	const base64 = [token, `Bearer ${token}`].map((text) => Buffer.from(text).toString('base64'));
	return [
		token,
		...base64,
		...base64.map((text) => text.replace(/=/g, '')),
		...base64.map((text) => text.replace(/=/g, '').replace(/\+/g, '-').replace(/\//g, '_')),
		Buffer.from(token).toString('hex'),
		Buffer.from(token).toString('hex').toUpperCase(),
		url,
		url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
		url.replace(/%20/g, '+'),
		JSON.stringify(token).slice(1, -1),
		token.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;'),
	];
}

/** A field that names a person. */
const NAMES = {
	bridge: 'last_name',
	learnifier: 'lastName',
	lmsCollaborator: 'secondname',
	requestor: 'LastName',
	scim: 'familyName',
	traliant: 'last_name',
} as const;
type Entered = Readonly<Record<string, unknown>>;
/** Fields of credentials that hold a secret. */
const SECRET = /^(apiKey|apiSecret|accessToken|apiToken|password|headerValue|token)$/;

describe.each(TRADES)('the token of the credential leaves the node nowhere, at $name', (trade) => {
	const clock = useVirtualClock();
	let bench: Awaited<ReturnType<typeof open>>;
	beforeEach(async () => {
		bench = await open(trade, clock);
	});
	afterEach(async () => bench.simulator.close());

	it('written in any form in headings, values and settings', async () => {
		const secret = bench.simulator.secrets.find((one) => one.length > 7) ?? '';
		const forms = [...new Set(formsOf(secret))];
		const people = Array.from({ length: 12 }, (_, at) => ({
			...trade.row(at),
			[trade.title]: forms[at % forms.length],
			...Object.fromEntries(forms.map((form) => [form, 'x'])),
			...Object.fromEntries(forms.map((form) => [`First Name of ${form}`, 'y'])),
			...Object.fromEntries(
				forms.map((form) => [`Padded so that it is cut in the middle of what follows: ${form}`, 'z']),
			),
		}));
		const safety = { groupBy: trade.title, protectedUsers: forms.join(';') };
		const check = (outcome: Awaited<ReturnType<typeof bench.run>>): void => {
			expect(outcome.error).toBeUndefined();
			const told = everything(outcome);
			for (const form of forms)
				expect([
					form,
					told.indexOf(form),
					told.slice(Math.max(0, told.indexOf(form) - 200), told.indexOf(form) + 40),
				]).toEqual([form, -1, expect.anything()]);
			// Nor the beginning of it, before the dots of a text that was cut short.
			for (const part of told.split('\u2026').slice(0, -1))
				for (const form of forms) expect(part.endsWith(form.slice(0, 8))).toBe(false);
		};
		for (const dryRun of [true, false])
			check(await bench.run(people, { safety, dryRun, options: { includeResponse: true } }));
		if (!trade.listed) return;
		const left = people.slice(0, 4).map((row) => ({ ...row, [trade.title]: 'Clerk' }));
		const outcome = await bench.run(left, {
			dryRun: true,
			missingUsers: trade.removal,
			safety: { groupBy: trade.title, maxRemovals: 1 },
		});
		expect(outcome.summary?.json.safety).toMatchObject({ removals: 8 });
		check(outcome);
	});

	it('held by people who are listed: by Get Many, Delete, the plan and the report', async () => {
		if (!trade.listed) return;
		const secret = bench.simulator.secrets.find((one) => one.length > 7) ?? '';
		const forms = [...new Set(formsOf(secret))].filter((form) => form.length < 100);
		const people = forms.map((form, at) => ({
			...trade.row(at),
			[trade.title]: form,
			[NAMES[trade.vendor]]: `Name ${form}`,
		}));
		await bench.run(people);
		const clean = (outcome: Awaited<ReturnType<typeof bench.run>>): void => {
			const told = everything(outcome);
			for (const form of forms) expect([form, told.indexOf(form)]).toEqual([form, -1]);
		};
		const offers = capabilitiesByNode().get(trade.vendor)?.operations ?? {};
		for (const simplify of offers.getMany === undefined ? [] : [true, false]) {
			const outcome = await bench.run([{}], { operation: 'getMany', returnAll: true, simplify });
			expect(outcome.results).toHaveLength(forms.length);
			clean(outcome);
		}
		const plain = people.map((row, at) => ({ ...row, ...trade.row(at) }));
		for (const onLimit of ['stop', 'report', 'skipRemovals'])
			for (const dryRun of [true, false])
				clean(
					await bench.run(plain.slice(4), {
						dryRun,
						missingUsers: trade.removal,
						safety: { onLimit, groupBy: trade.title },
					}),
				);
		if (offers.delete === undefined) return;
		const mode = trade.keyField.charAt(0).toLowerCase() + trade.keyField.slice(1);
		const userId = { __rl: true, mode, value: `={{ $json.${trade.keyField} }}` };
		for (const options of [{ maxAttempts: 1 }, { includeResponse: true }]) {
			for (const form of forms)
				bench.simulator.faults.add({
					kind: 'status',
					status: 400,
					body: { message: form, errors: [form], detail: form },
				});
			clean(await bench.run(plain.slice(0, 4), { operation: 'delete', userId, options }));
			bench.simulator.faults.clear();
		}
	});

	it('echoed by the system in an error that stops the run, whatever On Error says', async () => {
		const secret = bench.simulator.secrets.find((one) => one.length > 7) ?? '';
		for (const form of new Set(formsOf(secret)))
			for (const onError of ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const) {
				const body = { message: `No: ${form}`, detail: form, Message: form, errors: [form], error: form };
				bench.simulator.faults.add({ kind: 'status', status: 401, body, times: Infinity });
				const outcome = await bench.run([trade.row(1)], {}, { onError });
				expect([form, everything(outcome).indexOf(form)]).toEqual([form, -1]);
				bench.simulator.faults.clear();
			}
	});

	it('entered with spaces around it, or with the word Bearer before it', async () => {
		const { credentials: usual, otherCredentials } = bench.simulator as unknown as {
			credentials: Entered;
			otherCredentials: Readonly<Record<string, Entered>>;
		};
		const all = [usual, ...Object.entries(otherCredentials).flatMap(([name, one]) => (name === 'wrong' ? [] : [one]))];
		for (const [credentials, [name, value]] of all.flatMap((one) =>
			Object.entries(one).map((part) => [one, part] as const),
		)) {
			if (typeof value !== 'string' || value === '' || !SECRET.test(name)) continue;
			for (const given of [`  ${value} `, `${value}\n`, `Bearer ${value}`]) {
				const { apiKey, apiSecret } = credentials;
				const isPair = typeof apiSecret === 'string' && apiSecret !== '' && !given.startsWith('Bearer');
				const pair = isPair ? [`${String(apiKey)}:${apiSecret}`] : [];
				const forms = [value, ...pair].flatMap(formsOf);
				bench.simulator.faults.add({
					kind: 'status',
					status: 400,
					body: { message: forms.join(' | ') },
					times: Infinity,
				});
				const outcome = await bench.run(
					[{ ...trade.row(1), [trade.title]: forms.slice(0, 3).join(' ') }],
					{},
					{
						credentials: { [trade.credential]: { ...credentials, [name]: given } as never },
					},
				);
				const told = everything(outcome);
				for (const form of forms) expect([given, form, told.indexOf(form)]).toEqual([given, form, -1]);
				bench.simulator.faults.clear();
			}
		}
	});
});
