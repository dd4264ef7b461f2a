import type { PersonReads, PersonRef } from '../shared/model/connector';
import type { User } from '../shared/model/directory';
import { periodOf } from '../shared/period';
import { todayIn } from '../shared/reading/today';
import type { ConnectInput } from '../shared/vendorNode';
import type { CollaboratorReader, Listing } from './lmsCollaborator.directory';
import { summaryOfTasks, tasksOf } from './lmsCollaborator.tasks';

/** What can be read about single persons: their tasks, and the list itself. */
export class CollaboratorPeople implements PersonReads {
	readonly modes = ['list', 'id', 'uid'] as const;
	/** No call shows one user by id, so that the list is read once for all items. */
	private listing: Promise<Listing> | undefined;
	private readonly answered = new Set<number>();
	private readonly known = new Map<string, User>();

	constructor(
		private readonly input: ConnectInput,
		private readonly reader: CollaboratorReader,
	) {}

	/** Where the list is refused, the person is who the item says: the report itself takes an id. */
	async locate({ item, mode, value }: PersonRef): Promise<User | undefined> {
		this.listing ??= this.reader.all(false).then((listing) => this.index(listing));
		const listing = await this.listing;
		if (listing.kind === 'refused' || (mode === 'uid' && !listing.showsUid))
			return this.unlisted(item, {
				id: mode === 'uid' ? '' : value,
				key: mode === 'uid' ? value : '',
				...NOBODY_KNOWN,
			});
		return this.known.get(mode === 'uid' ? `uid ${value}` : `id ${value}`);
	}

	/** A value that may be an id or a UID is one person all the same, whom the report is asked about. */
	private unlisted(item: number, user: User): User | undefined {
		if (this.answered.has(item)) return undefined;
		this.answered.add(item);
		return user;
	}

	private index(listing: Listing): Listing {
		for (const user of listing.kind === 'listed' ? listing.users : []) {
			this.known.set(`id ${user.id}`, user);
			if (user.key !== '') this.known.set(`uid ${user.key}`, user);
		}
		return listing;
	}

	async summarise({ item }: PersonRef, user: User): Promise<Record<string, unknown>> {
		const period = periodOf(this.input, item);
		const today = todayIn(this.input.timezone);
		return summaryOfTasks(await tasksOf(this.input.http, this.namesOf(user)), period, today);
	}

	/** Under what the report may know this person: the id, then the UID, unless that is somebody else's id. */
	private namesOf({ id, key }: User): string[] {
		const holder = this.known.get(`id ${key}`);
		const isOthers = holder !== undefined && holder.id !== id;
		return [id, isOthers ? '' : key].filter((name) => name !== '');
	}

	async browse(limit: number | undefined): Promise<readonly User[]> {
		return this.reader.some(limit);
	}
}

const NOBODY_KNOWN = { name: '', email: '', values: {}, standing: 'active' } as const;
