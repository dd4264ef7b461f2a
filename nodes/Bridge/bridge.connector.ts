import type { ConnectInput } from '../shared/vendorNode';
import { inParallel } from '../shared/transport/parallel';
import type { Confirmation, Connector, Lane, Step, Task, WriteReply } from '../shared/model/connector';
import { Directory, type User } from '../shared/model/directory';
import { failureIn, RunError, stopFor } from '../shared/model/failure';
import type { Field } from '../shared/model/field';
import type { Http } from '../shared/transport/http';
import type { Action, ActionKind, Removal } from '../shared/model/plan';
import type { Row } from '../shared/model/row';
import { yesNo } from '../shared/settings';
import { fieldsAsked } from '../shared/deciding/scope';
import { sharingWith } from '../shared/model/sharing';
import { accountWarnings } from './bridge.account';
import { EVERY_ROLE, everyRoleCounts, readOffices, type Offices } from './bridge.offices';
import { BridgePeople } from './bridge.people';
import { BRIDGE } from './bridge.properties';
import { BridgeReader, customFieldsOf } from './bridge.reader';
import { BridgeSearch } from './bridge.search';
import { BRIDGE_FIELDS, customFieldFor, nameOf, type CustomField } from './bridge.user';
import { RESTORE_ADVICE } from './bridge.refused';
import { BridgeWriter } from './bridge.writer';
import { confirmed } from './bridge.confirm';

const LANES: Readonly<Record<string, Lane>> = {
	create: { size: 1, repeat: 'lookUpFirst', notFound: 'wrongPath' },
	update: { size: 1, repeat: 'safe', notFound: 'missing' },
	restore: { size: 1, repeat: 'lookUpFirst', notFound: 'missing' },
	delete: { size: 1, repeat: 'safe', notFound: 'gone', answersNothing: true },
	hide: { size: 1, repeat: 'safe', notFound: 'missing', answersNothing: true },
};

/** Builds the connector: reads the custom fields first where rows may carry them, and which roles are offices. */
export async function connectBridge(input: ConnectInput): Promise<Connector> {
	const { operation } = input.settings;
	const definitions =
		operation === 'sync' || operation === 'getMany'
			? await definitionsOrNone(input.http)
			: { found: [], warning: undefined };
	const offices = operation === 'sync' ? await readOffices(input.http) : EVERY_ROLE;
	return new BridgeConnector(input, definitions.found, definitions.warning, offices);
}

async function definitionsOrNone(http: Http): Promise<{ found: CustomField[]; warning: string | undefined }> {
	try {
		return { found: await customFieldsOf(http), warning: undefined };
	} catch (error) {
		const failure = failureIn(error);
		if (failure.kind !== 'forbidden' && failure.kind !== 'notFound')
			throw stopFor(failure, BRIDGE.label, 'The custom fields could not be read, so nothing was sent');
		return {
			found: [],
			warning: `The custom fields could not be read, so none are compared or sent. ${failure.message}`,
		};
	}
}

class BridgeConnector implements Connector {
	readonly vendor = BRIDGE;
	readonly address: string;
	readonly fields: readonly Field[];
	readonly keyField = 'uid';
	readonly emailField = 'email';
	readonly nameOf = nameOf;
	readonly lookUpRows = 10;
	readonly lanes = LANES;
	readonly changesKeys = true;
	readonly restoreAdvice = RESTORE_ADVICE;
	readonly people: BridgePeople;
	private readonly http: Http;
	private readonly reader: BridgeReader;
	private readonly search: BridgeSearch;
	private readonly writer: BridgeWriter;
	private readonly custom = new Map<string, CustomField>();
	private readonly restoreDeleted: boolean;
	private readonly told: string[] = [];

	constructor(
		private readonly input: ConnectInput,
		definitions: readonly CustomField[],
		warning: string | undefined,
		private readonly offices: Offices,
	) {
		this.http = input.http;
		this.address = input.http.settings.address;
		const { options } = input.settings;
		this.restoreDeleted = yesNo(options.restoreDeleted, 'Restore Deleted', true);
		const fields = [...BRIDGE_FIELDS];
		for (const definition of definitions) {
			const field = customFieldFor(definition);
			if (this.custom.has(field.name)) continue;
			this.custom.set(field.name, definition);
			fields.push(field);
		}
		this.fields = fields;
		if (warning !== undefined) this.told.push(warning);
		this.reader = new BridgeReader(input.http, this.custom, offices, input.remembered);
		this.search = new BridgeSearch(input.http, this.reader);
		this.writer = new BridgeWriter(input, this.reader, {
			custom: this.custom,
			offices,
			restoreDeleted: this.restoreDeleted,
		});
		this.people = new BridgePeople(input, this.reader);
	}

	async list(given: Promise<readonly Row[]>): Promise<Directory> {
		const named = fieldsAsked(this.input.settings, this.fields);
		const asked = given.then((rows) => {
			// In a large directory, values that nobody asks about would be a third of what is held in memory.
			const isAsked = (name: string): boolean =>
				named.includes(name) || rows.some(({ values }) => values[name] !== undefined);
			return {
				fields: BRIDGE_FIELDS.filter(({ name }) => isAsked(name)),
				custom: new Map([...this.custom].filter(([name]) => isAsked(name))),
				kept: sharingWith(rows, { kind: 'text' }, this.fields),
			};
		});
		const users = await this.reader.all(asked);
		const staff = users.filter(({ offLimits }) => offLimits !== undefined).length;
		if (this.offices.refusal !== undefined && staff > 0) this.told.push(everyRoleCounts(staff, this.offices.refusal));
		this.told.push(...(await accountWarnings(this.http, users.length)));
		return new Directory(users, { kind: 'text' }, true);
	}

	async find(key: string): Promise<User | undefined> {
		return this.reader.find(key);
	}

	/** By e-mail and by HRIS ID. */
	async findHolders({ values }: Row): Promise<readonly User[]> {
		const known = this.fields.filter(({ name }) => IDENTIFIERS.has(name));
		const found = await Promise.all(known.map(async (field) => this.search.holding(field, values[field.name])));
		return found.flat();
	}

	/** Bridge's ids are numbers. */
	async findById(id: string): Promise<User | undefined> {
		if (!/^\d+$/.test(id)) return undefined;
		const user = await this.reader.lookUp(id, (one) => one.id === id);
		return user?.id === id ? user : undefined;
	}

	/** Deleted accounts, however many people are new: a create for a deleted person's uid may make a second account. */
	async findUnlisted(rows: readonly Row[]): Promise<readonly User[]> {
		if (rows.length > MANY)
			this.told.push(
				`${rows.length} people whom Bridge does not list were looked up one by one among deleted accounts, which takes about ${durationOf(rows.length, this.input.settings.requestsPerSecond ?? BRIDGE.callsPerSecond ?? 1)}.`,
			);
		const users = new Map<string, User>();
		await inParallel(rows, this.input.settings.concurrency, async ({ key }) => {
			const user = await this.reader.find(key);
			if (user !== undefined) users.set(user.id, user);
		});
		return [...users.values()];
	}

	returning(user: User): 'restore' | undefined {
		return user.standing === 'deleted' && this.restoreDeleted ? 'restore' : undefined;
	}

	removal(user: User, how: Removal): ActionKind | undefined {
		if (user.standing === 'deleted') return undefined;
		return how === 'deleteAndHide' ? 'hide' : 'delete';
	}

	steps(action: Action): readonly Step[] {
		const later: Step[] = action.deferred.length === 0 ? [] : [{ lane: 'update', phase: 'afterCreate' }];
		const isAllLate = action.send.every((name) => action.deferred.some((deferral) => deferral.field === name));
		switch (action.kind) {
			case 'create':
				return [{ lane: 'create', phase: 'create', sofar: 'The account was created' }, ...later];
			case 'update':
				return isAllLate ? later : [{ lane: 'update', phase: 'update', sofar: 'Most fields were updated' }, ...later];
			case 'restore':
			case 'reactivate': {
				const rest: Step[] =
					action.changes.length === 0 || isAllLate
						? []
						: [{ lane: 'update', phase: 'reactivate', sofar: 'The account was restored' }];
				return [{ lane: 'restore', phase: 'reactivate', sofar: 'The account was restored' }, ...rest, ...later];
			}
			case 'hide': {
				const { id = '', standing } = action.user ?? {};
				const sofar = `The account was deleted but is not hidden yet (to finish this, use the operation Hide with the id ${id})`;
				const rest = `If it was deleted, it is not hidden yet: use the operation Hide with the id ${id}.`;
				const first: Step[] = standing === 'active' ? [{ lane: 'delete', phase: 'remove', sofar, rest }] : [];
				return [...first, { lane: 'hide', phase: 'remove' }];
			}
			case 'delete':
				return [{ lane: 'delete', phase: 'remove' }];
			case 'lock':
			case 'upsert':
				throw new RunError(`Bridge can't ${action.kind}.`, 'Report this as a defect.');
		}
	}

	async write(lane: string, tasks: readonly Task[]): Promise<WriteReply> {
		const [task] = tasks;
		return task === undefined ? { kind: 'answered', outcomes: [] } : this.writer.write(lane, task);
	}

	async confirm(task: Task): Promise<Confirmation> {
		return confirmed(task, this.reader, this.fields);
	}

	warnings(): readonly string[] {
		return [...this.told, ...this.search.warnings(), ...this.people.warnings()];
	}
}

/** What tells a person beside the UID. */
const IDENTIFIERS: ReadonlySet<string> = new Set(['email', 'hris_id']);

/** Beyond so many look-ups, how long they take is told. */
const MANY = 100;

function durationOf(calls: number, perSecond: number): string {
	const seconds = Math.ceil(calls / perSecond);
	if (seconds < 120) return `${seconds} seconds`;
	const minutes = Math.round(seconds / 60);
	return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
