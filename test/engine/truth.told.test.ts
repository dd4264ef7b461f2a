import { bridgeBench, everything, jsonOf, rowOf } from './bridgeKit';

const DEPTH = 60_000;

it('a reply that is nested 60,000 deep ends nothing: every row has its result', async () => {
	const bench = await bridgeBench({ users: 13 });
	const [first, ...rest] = bench.rows();
	const deep = `{"user": {"id": "ID", "x": ${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}}`;
	const [user] = bench.simulator.directory.withUid(String(first?.uid));
	bench.simulator.faults.add({
		kind: 'status',
		status: 200,
		commit: true,
		body: deep.replace('ID', String(user?.id)),
		match: { method: 'PATCH' },
	});
	const outcome = await bench.run([{ ...first, job_title: 'New' }, ...rest], { options: { includeResponse: true } });
	expect(outcome.error).toBeUndefined();
	expect(outcome.results[0]?.json).toMatchObject({ operation: 'updated' });
	expect(JSON.stringify(outcome.results[0]?.json.response)).toContain('left out');
	await bench.close();
});

it("a token in a listed user's name and title leaves the node nowhere, in no form", async () => {
	const bench = await bridgeBench({ users: 31 });
	const secret = String(bench.simulator.secrets[0]);
	const forms = [
		secret,
		Buffer.from(secret).toString('base64'),
		Buffer.from(`Bearer ${secret}`).toString('base64'),
		Buffer.from(secret).toString('base64url'),
		Buffer.from(secret).toString('hex'),
		encodeURIComponent(secret).toLowerCase(),
	];
	const [one] = bench.simulator.directory.active.filter(({ roles }) => roles.length === 0);
	if (one === undefined) throw new Error('Nobody is there');
	const rows = bench.simulator.directory.active.filter(({ roles }) => roles.length === 0).map(rowOf);
	one.job_title = forms.join(' ');
	one.last_name = `Name ${secret}`;
	const outcome = await bench.run(rows);
	expect(jsonOf(outcome.results).some(({ operation }) => operation === 'updated')).toBe(true);
	const told = everything(outcome);
	for (const form of forms) expect(told).not.toContain(form);
	await bench.close();
});
