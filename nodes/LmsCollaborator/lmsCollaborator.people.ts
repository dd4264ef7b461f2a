import type { PersonReads, PersonRef } from '../shared/model/connector';
import type { User } from '../shared/model/directory';
import { RunError } from '../shared/model/failure';
import { textOf } from '../shared/model/field';
import type { ConnectInput } from '../shared/vendorNode';
import type { CollaboratorReader, Listing } from './lmsCollaborator.directory';
import { summaryOfTasks, tasksOf, type Period } from './lmsCollaborator.tasks';

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
		const period: Period = { from: this.day('startDate', item), to: this.day('endDate', item) };
		return summaryOfTasks(await tasksOf(this.input.http, this.namesOf(user)), period, this.today());
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

	private day(parameter: 'startDate' | 'endDate', item: number): string {
		const day = textOf(this.input.parameter(parameter, '', item) as string)
			.trim()
			.slice(0, 10);
		if (day === '' || /^\d{4}-\d{2}-\d{2}$/.test(day)) return day;
		throw new RunError(
			`${parameter === 'startDate' ? 'Start Date' : 'End Date'} is "${day}", but must be a date such as 2026-01-31.`,
			'Correct that date.',
		);
	}

	/** The day in the workflow's time zone. */
	private today(): string {
		return new Intl.DateTimeFormat('en-CA', { timeZone: this.input.timezone }).format(new Date());
	}
}

const NOBODY_KNOWN = { name: '', email: '', values: {}, standing: 'active' } as const;
