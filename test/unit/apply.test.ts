import { apply } from '../../nodes/shared/apply';
import type { Connector, Task, WriteReply } from '../../nodes/shared/connector';
import type { Http } from '../../nodes/shared/http';
import type { Action } from '../../nodes/shared/plan';

/** An action for somebody new. */
const action = (index: number): Action => ({
	kind: 'create',
	row: { index, item: index, key: `K${index}`, name: '', email: '', values: {} },
	changes: [],
	send: [],
	removal: false,
	waits: [],
	deferred: [],
});

const http = { cancelled: false, backOff: async () => undefined } as unknown as Http;

function connector(write: (task: Task) => WriteReply, confirm: () => never): Connector {
	return {
		vendor: { name: 'acme', label: 'Acme', credential: 'acmeApi' },
		fields: [],
		lanes: { create: { size: 1, repeat: 'lookUpFirst', notFound: 'wrongPath' } },
		steps: () => [{ lane: 'create', phase: 'create' }],
		write: async (_lane: string, tasks: readonly Task[]) => write(tasks[0] as Task),
		confirm: async () => confirm(),
	} as unknown as Connector;
}

const breaking = (): never => {
	throw new Error('a defect in the connector');
};

describe('carrying out a plan', () => {
	it('loses no result when a connector breaks in a write or in a look-up after it', async () => {
		const actions = [0, 1, 2, 3].map(action);
		const settled = await apply(actions, {
			connector: connector((task) => {
				if (task.action.row?.index === 1) return { kind: 'failed', failure: { kind: 'timeout', message: 'No answer.' } };
				if (task.action.row?.index === 2) return breaking();
				return { kind: 'answered', outcomes: [{ kind: 'done', userId: '1' }] };
			}, breaking),
			http,
			concurrency: 2,
			batchSize: undefined,
			maxAttempts: 3,
			onProgress: () => undefined,
		});
		const told = actions.map((one) => settled.get(one)?.ending);
		expect(told.map((ending) => ending?.kind)).toEqual(['done', 'unknown', 'unknown', 'done']);
		expect(told[1]).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
		expect(told[2]).toMatchObject({ code: 'NO_RESULT' });
	});
});
