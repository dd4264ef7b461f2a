import { execute } from '../../nodes/shared/execute';
import type { ConnectInput, VendorNode } from '../../nodes/shared/vendorNode';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Connector, Outcome, PersonCalls, Task } from '../../nodes/shared/model/connector';
import { Directory, type User } from '../../nodes/shared/model/directory';
import { CallFailed, type Failure } from '../../nodes/shared/model/failure';
import type { Field } from '../../nodes/shared/model/field';

/** A learning system in memory, and the node of it, driven as n8n drives the real ones. */

export const FIELDS: readonly Field[] = [
	{ name: 'uid', label: 'User ID', kind: 'text', required: true, nameOnly: true },
	{ name: 'name', label: 'Name', kind: 'text' },
	{ name: 'email', label: 'Email', kind: 'email', unique: true },
	{ name: 'city', label: 'City', kind: 'text' },
	{ name: 'hired', label: 'Hired', kind: 'date' },
	{ name: 'boss', label: 'Boss', kind: 'text', refersTo: (value) => String(value) },
	{ name: 'password', label: 'Password', kind: 'text', nameOnly: true, secret: true },
];

export const API_KEY = 'hunter2-key';

/** An account; its id is the key with a # before it. */
export function account(uid: string, rest: Partial<User> = {}): User {
	const { values, ...own } = rest;
	return {
		id: `#${uid}`,
		key: uid,
		name: `Name ${uid}`,
		email: `${uid}@x.tld`,
		standing: 'active',
		...own,
		values: { uid, name: `Name ${uid}`, email: `${uid}@x.tld`, city: 'Rome', ...values },
	};
}

/** The row that equals an account. */
export const row = (uid: string, rest: IDataObject = {}): IDataObject => ({
	uid,
	name: `Name ${uid}`,
	email: `${uid}@x.tld`,
	city: 'Rome',
	...rest,
});

export interface Given {
	users?: readonly User[];
	items?: IDataObject[];
	parameters?: Record<string, unknown>;
	credential?: IDataObject;
	/** Calls that fail, such as `find a`, and why. A call that breaks inside the program throws the error. */
	failing?: Record<string, Failure | Error>;
	/** What this system does differently. */
	connector?: (usual: Connector) => { [name in keyof Connector]?: Connector[name] | undefined };
	people?: Partial<PersonCalls>;
	node?: Partial<VendorNode>;
	/** The node as n8n knows it: type, onError, its own parameters. */
	self?: IDataObject;
	/** Other members of n8n's context. */
	context?: Record<string, unknown>;
	/** What happens during a call, such as pressing Stop. */
	onCall?: (call: string) => void | Promise<void>;
	/** What comes of a write; default: done. */
	outcome?: (task: Task) => Outcome;
}

export interface Told {
	error?: Error & { description?: string | null };
	results: IDataObject[];
	items: INodeExecutionData[];
	summary: IDataObject;
	outputs: INodeExecutionData[][];
	/** Calls of the system in their order, such as `list`, `find a`, `create a`. */
	calls: string[];
	logs: string[];
	hints: unknown[];
	input: ConnectInput | undefined;
}

/** Runs the node once. */
export async function acme(given: Given): Promise<Told> {
	const { users = [], items = [], failing = {}, parameters = {} } = given;
	const told: Told = {
		results: [],
		items: [],
		summary: {},
		outputs: [],
		calls: [],
		logs: [],
		hints: [],
		input: undefined,
	};
	const call = async (name: string): Promise<void> => {
		told.calls.push(name);
		await given.onCall?.(name);
		const why = failing[name];
		if (why !== undefined) throw why instanceof Error ? why : new CallFailed(why);
	};
	const keyOf = ({ action }: Task): string => action.row?.key ?? action.user?.key ?? '';

	const people: PersonCalls = {
		modes: ['list', 'id', 'uid'],
		words: { delete: 'deleted', hide: 'hidden', restore: 'restored' },
		locate: async ({ mode, value }) => {
			await call(`locate ${mode} ${value}`);
			return users.find((user) => (mode === 'uid' ? user.key : user.id) === value);
		},
		decide: (operation) => ({ kind: 'act', action: operation }),
		decideUnseen: () => ({ kind: 'settled', operation: 'failed', code: 'NOT_FOUND', message: '' }),
		summarise: async (_ref, user) => {
			await call(`summarise ${user.key}`);
			return { courses: user.key.length };
		},
		browse: async (limit) => {
			await call(`browse ${limit ?? 'all'}`);
			return users.slice(0, limit);
		},
		...given.people,
	};

	const vendor = { name: 'acme', label: 'Acme', credential: 'acmeApi' };
	const usual: Connector = {
		vendor,
		address: 'https://acme.tld',
		fields: FIELDS,
		keyField: 'uid',
		emailField: 'email',
		nameOf: ({ name }) => (typeof name === 'string' ? name : ''),
		lookUpRows: 0,
		lanes: { save: { size: 1, repeat: 'safe', notFound: 'wrongPath' } },
		list: async () => {
			await call('list');
			return new Directory(
				users.filter(({ standing }) => standing !== 'deleted'),
				{ kind: 'text' },
				true,
			);
		},
		removal: (_user, how) => (how === 'lock' ? 'lock' : how === 'delete' ? 'delete' : 'hide'),
		steps: ({ kind }) => [
			{
				lane: 'save',
				phase:
					kind === 'delete' || kind === 'hide' || kind === 'lock' ? 'remove' : kind === 'create' ? 'create' : 'update',
			},
		],
		write: async (_lane, tasks) => {
			for (const task of tasks) await call(`${task.action.kind} ${keyOf(task)}`);
			return {
				kind: 'answered',
				outcomes: tasks.map(
					(task): Outcome =>
						given.outcome?.(task) ?? { kind: 'done', userId: task.action.user?.id ?? `#${keyOf(task)}` },
				),
			};
		},
		people,
	};
	const node: VendorNode = {
		vendor,
		operationLabels: { sync: 'Sync Users' },
		secrets: ({ apiKey }) => [String(apiKey)],
		connect: async (input) => {
			told.input = input;
			return { ...usual, ...given.connector?.(usual) } as Connector;
		},
		...given.node,
	};

	const values: Record<string, unknown> = {
		operation: 'sync',
		dryRun: false,
		fields: { mappingMode: 'autoMapInputData' },
		...parameters,
	};
	const context = {
		getNode: () => ({ name: 'Sync', type: 'acme', parameters: {}, ...given.self }),
		getCredentials: async () =>
			Promise.resolve({ baseUrl: 'https://acme.tld/pasted', apiKey: API_KEY, ...given.credential }),
		getInputData: () => items.map((json) => ({ json })),
		getNodeParameter: (name: string, item: number, usually: unknown) => {
			const value = name in values ? values[name] : usually;
			return typeof value === 'function' ? (value as (at: number) => unknown)(item) : value;
		},
		getTimezone: () => 'Europe/Rome',
		getWorkflowStaticData: () => ({}),
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		getParentNodes: () => [],
		getChildNodes: () => [],
		addExecutionHints: (hint: unknown) => told.hints.push(hint),
		logger: { info: (line: string) => told.logs.push(line), error: (line: string) => told.logs.push(`error: ${line}`) },
		...given.context,
	} as unknown as IExecuteFunctions;

	try {
		told.outputs = await execute(context, node);
		told.items = told.outputs[0] ?? [];
		told.results = told.items.map(({ json }) => json);
		told.summary = told.outputs[1]?.[0]?.json ?? {};
	} catch (error) {
		told.error = error as Error;
	}
	return told;
}

/** The operations of all results. */
export const words = ({ results }: Told): unknown[] => results.map(({ operation }) => operation);
