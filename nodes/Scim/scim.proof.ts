import type { Confirmation, Task } from '../shared/model/connector';
import { Directory, type User } from '../shared/model/directory';
import { failureIn, RunError } from '../shared/model/failure';
import type { Reply } from '../shared/transport/http';
import { sameValue } from '../shared/deciding/compare';
import type { Action } from '../shared/model/plan';
import { exactKey } from '../shared/model/spelling';
import type { ScimField } from './scim.places';
import type { ScimReader } from './scim.reader';
import type { FindBy } from './scim.user';

/** The key of the person whom an action is about. */
export const keyOf = ({ row, user }: Action): string => row?.key ?? user?.key ?? '';

/** What the server shows after a write that ended unclear. */
export class ScimProof {
	/** Creates whose earlier try may have got through. */
	private readonly open = new Set<Action>();
	/** Everybody, read after the last unclear try: where the server does not filter, one list serves all who ask. */
	private reread: Promise<Directory> | undefined;

	constructor(
		private readonly reader: ScimReader,
		private readonly findBy: FindBy,
		private readonly keyField: ScimField,
		private readonly fields: readonly ScimField[],
	) {}

	/** Notes tasks that may have been done although no answer says so. */
	leaveOpen(tasks: readonly Task[]): void {
		this.reread = undefined;
		for (const { action } of tasks) if (action.kind === 'create') this.open.add(action);
	}

	/** Whether an earlier try may have made this account. */
	mayBeMade(action: Action): boolean {
		return this.open.has(action);
	}

	/** Whether a create that got no answer has made the account, or a removal that got an odd one has removed it. */
	async confirm({ action, step }: Task): Promise<Confirmation> {
		const key = keyOf(action);
		try {
			if (step.lane === 'delete') return await this.isGone(action.user);
			const user = this.reader.canFilter ? await this.reader.by(this.findBy, key) : await this.amongAll(key);
			if (user === undefined || exactKey(user.key, this.keyField) !== exactKey(key, this.keyField))
				return { kind: 'notDone' };
			if (!this.isEqual(user, action)) return { kind: 'unclear' };
			return { kind: 'done', outcome: { kind: 'done', userId: user.id } };
		} catch (error) {
			if (!(error instanceof RunError)) failureIn(error);
			return { kind: 'unclear' };
		}
	}

	/** 404 may say as well that there is no such call: the account itself tells. Deleted accounts may stay, as inactive ones. */
	async isStillThere(reply: Reply, id: string): Promise<boolean> {
		if (reply.kind === 'ok' || reply.failure.kind !== 'notFound') return false;
		try {
			return (await this.reader.byId(id))?.user.standing === 'active';
		} catch (error) {
			failureIn(error);
			return false;
		}
	}

	/** Many servers go on showing whom they have deleted, as inactive. */
	private async isGone(target: User | undefined): Promise<Confirmation> {
		const now = (await this.reader.byId(target?.id ?? ''))?.user;
		if (now !== undefined && (now.standing === 'active' || target?.standing !== 'active')) return { kind: 'unclear' };
		return { kind: 'done', outcome: { kind: 'done', userId: target?.id ?? '' } };
	}

	private async amongAll(key: string): Promise<User | undefined> {
		this.reread ??= this.reader.all(undefined).then((users) => new Directory(users, this.keyField, true));
		return (await this.reread).matching(key)[0];
	}

	/** Whether the account holds all that was sent, as far as the server shows it. */
	private isEqual(user: User, { row, send, deferred }: Action): boolean {
		return this.fields.every((field) => {
			const wanted = row?.values[field.name] ?? null;
			const isSent = send.includes(field.name) && !deferred.some((deferral) => deferral.field === field.name);
			if (!isSent || wanted === null || field.writeOnly === true || field.refersTo !== undefined) return true;
			return sameValue(field, wanted, user.values[field.name] ?? null);
		});
	}
}
