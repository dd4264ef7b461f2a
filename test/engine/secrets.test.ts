import { useVirtualClock } from '../../engine/clock';
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
});
