import { cleanText } from '../model/spelling';
import { isoOfDateObject } from './dateObject';
import type { Value } from '../model/field';
import { Problem, type Show } from './problem';
import { hasHalfCharacter } from './text';

const DEEPEST = 32;
/** Bounds the walk where lists share their members: such a value can unfold to billions of entries. */
const MOST_MEMBERS = 100_000;
const CURLY_QUOTES = /[\u201c-\u201f\u00ab\u00bb\u2018\u2019]/;

/** A cell of a JSON field: any JSON value, or text that is one. */
export function jsonOfCell(cell: unknown, show: Show): Value | Problem {
	return typeof cell === 'string' ? jsonOfText(cell, show) : jsonValue(cell, show);
}

/** A value of a column that no field matches: kept as it is, as long as it can be sent. */
export function plainValue(cell: unknown, show: Show): Value | Problem {
	if (typeof cell === 'string') return jsonValue(cleanText(cell), show);
	if (typeof cell === 'bigint') return cell.toString();
	return isoOfDateObject(cell) ?? jsonValue(cell, show);
}

function jsonOfText(text: string, show: Show): Value | Problem {
	try {
		const parsed: unknown = JSON.parse(cleanText(text));
		return jsonValue(parsed, show);
	} catch {
		if (CURLY_QUOTES.test(text)) {
			return new Problem(`${show(text)} is not JSON because of its curly quotes; replace them with straight ones (").`);
		}
		return new Problem(`${show(text)} is not JSON; write it like {"name": "value"}.`);
	}
}

function jsonValue(value: unknown, show: Show): Value | Problem {
	const walk = new JsonWalk();
	if (walk.accepts(value)) return value;
	return new Problem(`${show(value)} can't be sent: it ${walk.reason}.`);
}

/** One pass through a value, looking for what can't be sent as JSON. */
class JsonWalk {
	reason = '';
	private members = 0;
	private readonly above = new Set<object>();

	accepts(value: unknown): value is Value {
		switch (typeof value) {
			case 'string':
				return !hasHalfCharacter(value) || this.refuse('holds half of a character');
			case 'number':
				return Number.isFinite(value) || this.refuse('holds a number that is not finite');
			case 'boolean':
				return true;
			case 'object':
				return value !== null && this.acceptsObject(value);
			default:
				return this.refuse(`holds a ${typeof value}`);
		}
	}

	private acceptsObject(value: object): boolean {
		if (this.above.has(value)) return this.refuse('refers to itself');
		if (this.above.size >= DEEPEST) return this.refuse(`is nested more than ${DEEPEST} levels deep`);
		if (isoOfDateObject(value) !== undefined) return this.refuse('holds a date object; turn it into text');
		this.above.add(value);
		const good = Array.isArray(value) ? value.every((entry) => this.acceptsMember(entry)) : this.acceptsEntries(value);
		this.above.delete(value);
		return good;
	}

	private acceptsEntries(value: object): boolean {
		return Object.entries(value).every(([name, member]) => {
			if (name === '__proto__' || hasHalfCharacter(name)) return this.refuse('holds a name that is not allowed');
			return this.acceptsMember(member);
		});
	}

	private acceptsMember(member: unknown): boolean {
		this.members += 1;
		if (this.members > MOST_MEMBERS) return this.refuse(`has more than ${MOST_MEMBERS} entries`);
		// What JSON leaves out or writes as null needs no check.
		return member === null || member === undefined || this.accepts(member);
	}

	private refuse(reason: string): false {
		this.reason = reason;
		return false;
	}
}
