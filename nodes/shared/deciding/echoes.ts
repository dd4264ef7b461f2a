import { createHash } from 'crypto';
import type { Connector } from '../model/connector';
import type { Directory } from '../model/directory';
import { isBlank, textOf, type Field, type Value, type Values } from '../model/field';
import type { Action } from '../model/plan';
import { foldCase } from '../model/spelling';
import { sameValue } from './compare';

/** Where echoes are kept between runs: n8n's static data of the node, saved for active workflows. */
export type EchoStore = Record<string, unknown>;

const MOST = 5000;
/** So many marks of what was sent find a place in any run, whatever has to be forgotten for them. */
const ALWAYS = 1000;
const KEY_SIZE = 10;
const FIELD_SIZE = 6;
const VALUE_SIZE = 15;
/** What the store holds beside, such as the counts of removals, has other names. */
const isPlace = (name: string): boolean => name.length === KEY_SIZE + FIELD_SIZE;

const digest = (size: number, ...parts: string[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('base64').slice(0, size);

/** Marks what was sent and has not been seen yet, by no reply and no listing. */
const SENT = '?';
/** Marks a field of which too many values can't be seen to keep each. */
const FIELD = 'field ';
const UNSEEN = 'unseen';

/** What is remembered of a value that the list wants and the system does not show. */
export type Recalled = 'kept' | 'unseen';

/**
 * Remembers what was sent and how the system shows it, if not as it was sent: kept in a form of its own (cut to a length,
 * rewritten), or not shown at all. It is then not written again every night. Kept as short hashes only.
 */
export class Echoes {
	/** Whether the directory shows a field of nobody, or as empty of everybody, by name. */
	private readonly hidden = new Map<string, boolean>();
	/** The directory while it is compared: {@link leave} lets it go, as it is large. */
	private directory: Directory | undefined;
	private isListed = false;
	/** Fields that need not be shown, and are compared where they are. */
	private maybeShown: ReadonlySet<string> = new Set();
	/** Hashes of the people of whom something is open. */
	private readonly open = new Set<string>();
	/** All places, the oldest first. */
	private age: Set<string> | undefined;
	private readonly marks = new Map<string, string>();
	private lastKey: readonly [key: string, hash: string] = ['', ''];
	/** How many people's values were recalled as not seen, by field. */
	private readonly told = new Map<Field, number>();
	/** What was sent in this run and shown by no reply: of fields that nobody shows, and of others. */
	private readonly sent = {
		unseen: new Map<string, [value: string, field: string]>(),
		others: new Map<string, string>(),
	};

	constructor(private readonly store: EchoStore) {
		for (const [place, value] of Object.entries(store))
			if (isPlace(place) && String(value).startsWith(SENT)) this.open.add(place.slice(0, KEY_SIZE));
	}

	/** What the run knows of the system, before it is compared. Whoever is gone from a whole list is forgotten. */
	met(directory: Directory, fields: readonly Field[]): void {
		this.isListed = true;
		this.maybeShown = new Set(fields.filter((field) => field.maybeShown === true).map(({ name }) => name));
		this.told.clear();
		this.directory = directory;
		this.hidden.clear();
		for (const { name } of fields) {
			if (!directory.shows(name)) this.hidden.set(name, true);
			const mark = this.markOf(name);
			if (this.store[mark] !== undefined && !this.isHidden(name)) delete this.store[mark];
		}
		const places = Object.keys(this.store).filter(isPlace);
		if (!directory.complete || places.length === 0) return;
		const there = new Set(directory.users.map(({ key }) => hashOf(key)));
		for (const place of places) if (!there.has(place.slice(0, KEY_SIZE))) this.forget(place);
	}

	/** The plan stands: what is asked from now on is known already. */
	leave(): void {
		this.directory = undefined;
	}

	/** Whether a field is one that the system shows of nobody, and that too many have for each to be remembered. */
	isHopeless({ name }: Pick<Field, 'name'>): boolean {
		return this.store[this.markOf(name)] === UNSEEN && this.isHidden(name);
	}

	/**
	 * Whether a field is one that the system shows of nobody. A whole list in which it is empty of everybody shows it of
	 * nobody either, once it was sent: some lists leave out what the reply for one account shows.
	 */
	private isHidden(name: string): boolean {
		const known = this.hidden.get(name);
		if (known !== undefined || this.directory === undefined) return known ?? false;
		const { complete, users } = this.directory;
		const isHidden = complete && users.length > 0 && users.every(({ values }) => isBlank(values[name]));
		this.hidden.set(name, isHidden);
		return isHidden;
	}

	/**
	 * Whether the system was sent this wanted value before, and shows this one all the same. `unseen`: it shows the field
	 * of nobody.
	 */
	recall(key: string, field: Field, wanted: Value | null, shown: Value | null): Recalled | undefined {
		// Looked at in any case, for what is learnt of this field after the directory is gone.
		const isUnseen = isBlank(shown) && this.isHidden(field.name);
		const known = this.store[this.placeOf(key, field)];
		if (known === undefined) return undefined;
		if (known === pairOf(wanted, shown)) return isUnseen ? this.tell(field) : 'kept';
		if (known !== SENT + digest(VALUE_SIZE, textOf(wanted))) return undefined;
		if (isUnseen) return this.tell(field);
		return isFormOf(shown, wanted) ? 'kept' : undefined;
	}

	/** Whether something that was sent of this person has not been seen yet. */
	isOpen(key: string): boolean {
		return this.open.size > 0 && this.open.has(this.hashOf(key));
	}

	/** The system shows what the list wants: whatever was open about it is settled. */
	confirm(key: string, field: Field): void {
		if (!this.isOpen(key)) return;
		const place = this.placeOf(key, field);
		if (String(this.store[place] ?? '').startsWith(SENT)) this.forget(place);
	}

	/** One warning for the fields that the system does not show. */
	warnings(lms: string): string[] {
		return [...this.told].map(
			([{ label }, count]) =>
				`${label} can't be seen in ${lms}: ${count === 1 ? 'the value' : `the values of ${count} people`} that an earlier run sent ${count === 1 ? 'is' : 'are'} not sent again. Look there whether ${count === 1 ? 'it has' : 'they have'} arrived.`,
		);
	}

	/**
	 * Notes what a reply showed of a write, or that it showed nothing, and gives a hint for each field that it showed
	 * differently.
	 */
	learn(connector: Pick<Connector, 'fields' | 'vendor'>, action: Action, shown: Values = {}): string[] {
		const { row, send } = action;
		if (row === undefined) return [];
		return connector.fields.flatMap((field) => {
			const isComparable = field.refersTo === undefined && field.secret !== true && field.writeOnly !== true;
			if (!send.includes(field.name) || !isComparable || field.changesOf !== undefined) return [];
			const value = shown[field.name];
			const wanted = row.values[field.name] ?? null;
			const place = this.placeOf(row.key, field);
			if (value === undefined) {
				this.notShown(place, field, wanted, action);
				return [];
			}
			if (sameValue(field, wanted, value)) {
				// The reply shows what the list did not: whether the next list will is open.
				if (!isBlank(wanted) && this.hidden.get(field.name) === true) this.notShown(place, field, wanted, action);
				else this.forget(place);
				return [];
			}
			this.keep(place, pairOf(wanted, value));
			return [hintFor(connector.vendor.label, field, wanted, value)];
		});
	}

	/** After the last write: puts down what no reply has shown, as far as there is room for it, or the oldest makes room. */
	finish(): void {
		const { unseen, others } = this.sent;
		if (unseen.size > MOST) {
			for (const [, field] of unseen.values()) this.store[this.markOf(field)] = UNSEEN;
			return;
		}
		for (const [place, [value]] of unseen) this.keep(place, value);
		const room = Math.max(MOST - this.byAge().size, ALWAYS);
		for (const [place, value] of [...others].slice(0, room)) this.keep(place, value);
	}

	private notShown(place: string, field: Field, wanted: Value | null, { changes }: Action): void {
		if (!this.isListed || this.maybeShown.has(field.name)) return;
		const value = SENT + digest(VALUE_SIZE, textOf(wanted));
		if (this.hidden.get(field.name) === true) {
			this.sent.unseen.set(place, [value, field.name]);
			return;
		}
		// Sent before, and not shown as it was sent: once more, and the system is taken at its word.
		const from = changes.find((change) => change.field === field.name)?.from ?? null;
		if (this.store[place] === value) this.keep(place, pairOf(wanted, from));
		else this.sent.others.set(place, value);
	}

	private tell(field: Field): 'unseen' {
		this.told.set(field, (this.told.get(field) ?? 0) + 1);
		return 'unseen';
	}

	private placeOf(key: string, { name }: Field): string {
		return this.hashOf(key) + digest(FIELD_SIZE, name);
	}

	/** Asked of every value that differs: each name is hashed once. */
	private markOf(field: string): string {
		let mark = this.marks.get(field);
		if (mark === undefined) this.marks.set(field, (mark = FIELD + digest(FIELD_SIZE, field)));
		return mark;
	}

	private hashOf(key: string): string {
		if (this.lastKey[0] !== key || this.lastKey[1] === '') this.lastKey = [key, hashOf(key)];
		return this.lastKey[1];
	}

	/** The latest stands last; the oldest is forgotten where there are too many. */
	private keep(place: string, pair: string): void {
		this.forget(place);
		this.store[place] = pair;
		const places = this.byAge().add(place);
		for (const oldest of places) {
			if (places.size <= MOST) break;
			this.forget(oldest);
		}
	}

	private forget(place: string): void {
		delete this.store[place];
		this.age?.delete(place);
	}

	private byAge(): Set<string> {
		return (this.age ??= new Set(Object.keys(this.store).filter(isPlace)));
	}
}

const hashOf = (key: string): string => digest(KEY_SIZE, foldCase(key));

const pairOf = (wanted: Value | null, shown: Value | null): string => digest(16, textOf(wanted), textOf(shown));

/** Whether what is shown is what was sent, cut short or in other signs. */
function isFormOf(shown: Value | null, wanted: Value | null): boolean {
	const letters = (value: Value | null): string => foldCase(textOf(value)).replace(/[^\p{L}\p{N}]/gu, '');
	const form = letters(shown);
	return form !== '' && letters(wanted).startsWith(form);
}

/** The hint about a value that the vendor shows differently. */
export function hintFor(lms: string, field: Field, wanted: Value | null, shown: Value | null): string {
	return `${lms} shows ${field.label} as "${textOf(shown)}", not "${textOf(wanted)}".`;
}
