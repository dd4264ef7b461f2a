import type { User } from '../shared/model/directory';
import { changed } from '../shared/model/listed';
import { CallFailed, RunError } from '../shared/model/failure';
import type { LearnifierReader } from './learnifier.directory';

/** Users read at once when roles are looked for. */
const PAGE = 5000;

/**
 * Who has Back Office roles. Only the list shows them, so it is read page by page until everybody who was asked about is
 * found. Source: the vendor's OpenAPI.
 */
export class Roles {
	private readonly offices = new Map<string, string | undefined>();
	private next: number | undefined = 0;
	private turn: Promise<void> = Promise.resolve();
	/** Why the list can't be read any further. */
	private refusal: string | undefined;

	constructor(private readonly reader: LearnifierReader) {}

	/** The account with its offices, as far as the list tells; one whose roles are unknown is out of reach. @throws CallFailed */
	async judged(user: User): Promise<User> {
		if (user.offLimits !== undefined || showsRoles(user)) return user;
		// One reader at a time: everybody gains by every page.
		const mine = this.turn.then(async () => this.readUntil(user.id));
		this.turn = mine.catch(() => undefined);
		await mine;
		if (!this.offices.has(user.id)) return changed(user, { offLimits: this.unknown(), unjudged: true });
		const offLimits = this.offices.get(user.id);
		return offLimits === undefined ? user : changed(user, { offLimits });
	}

	private async readUntil(id: string): Promise<void> {
		while (!this.offices.has(id) && this.next !== undefined && this.refusal === undefined) {
			try {
				const page = await this.reader.page(this.next, PAGE, false);
				for (const user of page.users) this.offices.set(user.id, user.offLimits);
				this.next = page.next;
			} catch (error) {
				this.refusal = refusalIn(error);
			}
		}
	}

	private unknown(): string {
		const why =
			this.refusal === undefined
				? 'the list of users, which alone shows them, does not hold this account'
				: `the list of users, which alone shows them, could not be read. ${this.refusal}`;
		return `has unknown roles: ${why}`;
	}
}

/** Whether the reply for this account showed its roles, which the vendor does not document. */
const showsRoles = ({ record }: User): boolean => Array.isArray(record?.backOfficeRoles);

/** @throws CallFailed when nothing can be read at all */
function refusalIn(error: unknown): string {
	if (error instanceof RunError) return error.message;
	if (!(error instanceof CallFailed)) throw error;
	if (['unauthorized', 'rateLimited', 'redirect', 'cancelled'].includes(error.failure.kind)) throw error;
	return error.failure.message;
}
