import type { IDataObject } from 'n8n-workflow';
import { useVirtualClock } from '../../engine/clock';
import { runNode, type RunOutcome } from '../../engine/engine';
import { fs, path, root } from '../../engine/platform';
import { startSimulator } from '../../simulators';
import { jsonOf } from '../engine/bridgeKit';

interface Step {
	readonly name: string;
	readonly type: string;
	readonly parameters: IDataObject;
}

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** The parameters that a template's node has. */
function parametersIn(file: string, name: string): IDataObject {
	const text = fs.readFileSync(path.join(root, 'workflows', file), 'utf8');
	const { nodes } = JSON.parse(text) as { nodes: Step[] };
	const step = nodes.find((one) => one.name === name);
	if (step === undefined) throw new Error(`${file} has no node ${name}`);
	return step.parameters;
}

const run = async (
	nodeType: 'bridge' | 'scim',
	parameters: IDataObject,
	credentials: unknown,
	items: IDataObject[],
): Promise<RunOutcome> =>
	runNode({
		nodeType,
		parameters: parameters as never,
		credentials: { [`${nodeType}Api`]: credentials as never },
		items,
	});

/** A line of the list: both systems' keys stand on it under names of its own. */
const line = (number: number, more: IDataObject = {}): IDataObject => ({
	'Employee ID': `E${1000 + number}`,
	'User Name': `login${number}`,
	'First Name': 'First',
	'Last Name': `Last ${number}`,
	Email: `p${number}@company.tld`,
	'Job Title': 'Clerk',
	Department: 'Sales',
	...more,
});
const lines = (from: number, to: number): IDataObject[] =>
	Array.from({ length: to - from + 1 }, (_, at) => line(from + at));

const scimUser = (row: IDataObject) => ({
	userName: String(row['User Name']),
	name: { givenName: String(row['First Name']), familyName: String(row['Last Name']) },
	emails: [{ value: String(row.Email), type: 'work', primary: true }],
	title: String(row['Job Title']),
	active: true,
	[ENTERPRISE]: { department: String(row.Department), employeeNumber: String(row['Employee ID']) },
});
const bridgeUser = (row: IDataObject) => ({
	uid: String(row['Employee ID']),
	first_name: String(row['First Name']),
	last_name: String(row['Last Name']),
	email: String(row.Email),
	job_title: String(row['Job Title']),
	department: String(row.Department),
});

describe('templates by SCIM', () => {
	const clock = useVirtualClock();

	it('swapping Bridge for SCIM in a template changes the credential and the key column, nothing else', async () => {
		const parameters = { ...parametersIn('dry-run-approval-apply.json', 'Plan'), dryRun: false };
		const before = lines(1, 60);
		const master = [
			...lines(3, 60).map((row, at) => (at < 4 ? { ...row, 'Job Title': 'Head' } : row)),
			line(90),
			line(91, { Department: '' }),
		];
		const bridge = await startSimulator('bridge', { users: before.map(bridgeUser), clock, rateLimit: false });
		const scim = await startSimulator('scim', { users: before.map(scimUser), clock });
		const told = async (nodeType: 'bridge' | 'scim', keyColumn: string): Promise<unknown> => {
			const { credentials } = nodeType === 'bridge' ? bridge : scim;
			const outcome = await run(nodeType, { ...parameters, keyColumn }, credentials, master);
			expect(outcome.error?.message).toBeUndefined();
			return [
				outcome.summary?.json.counts,
				jsonOf(outcome.results).map(({ operation, name, code }) => [operation, name, code]),
			];
		};
		const [byBridge, byScim] = [await told('bridge', 'Employee ID'), await told('scim', 'User Name')];
		expect(byScim).toEqual(byBridge);
		expect(byScim).toEqual([{ created: 2, updated: 4, unchanged: 54, deleted: 2 }, expect.anything()]);
		expect(scim.directory.size).toBe(60);
		await Promise.all([bridge.close(), scim.close()]);
	});

	it('joiner, mover, leaver: applied, above the limits only reported, and whoever is back is let in', async () => {
		const parameters = { ...parametersIn('joiner-mover-leaver-by-scim.json', 'Sync Users'), dryRun: false };
		const before = lines(1, 60);
		const simulator = await startSimulator('scim', { users: before.map(scimUser), clock });
		const go = async (rows: IDataObject[]): Promise<RunOutcome> =>
			run('scim', parameters, simulator.credentials, rows);
		const moved = before.slice(2).map((row, at) => (at === 0 ? { ...row, 'Job Title': 'Head' } : row));
		const done = await go([...moved, line(90)]);
		expect(done.summary?.json.counts).toEqual({ created: 1, updated: 1, suspended: 2, unchanged: 57 });
		expect(simulator.directory.get('login1')?.resource.active).toBe(false);
		simulator.reset();
		const blocked = await go(moved.slice(20));
		expect(blocked.summary?.json).toMatchObject({ status: 'blocked', safety: { verdict: 'blocked' } });
		expect(simulator.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
		const back = await go([...before, line(90)]);
		expect(back.summary?.json.counts).toMatchObject({ reactivated: 2 });
		await simulator.close();
	});
});
