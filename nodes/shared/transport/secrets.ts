/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/** Texts under this many characters are too common to look for. */
const SHORTEST = 4;
const IN_ITS_PLACE = '[secret]';
/** What stands where a text was cut short, and how much of a secret may be left before it. */
const CUT = '\u2026';
const LONGEST_BEGINNING = 1000;

/** Everything that a secret may be written as, in texts of programs, pages, addresses and headers. */
function formsOf(secret: string): Set<string> {
	const url = encodeURIComponent(toWellFormed(secret));
	const strict = url.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
	const json = JSON.stringify(secret).slice(1, -1);
	const escaped = json.replace(/[<>&'+]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
	const html = secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
	const base64 = [secret, `Bearer ${secret}`, `Basic ${secret}`].map(toBase64);
	const hex = Buffer.from(secret, 'utf8').toString('hex');
	const forms = [secret, json, escaped, json.replaceAll('/', '\\/'), hex, hex.toUpperCase()];
	forms.push(html, html.replaceAll("'", '&#39;'), html.replaceAll("'", '&#x27;'), html.replaceAll("'", '&apos;'));
	for (const form of [url, strict]) {
		const lower = form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
		for (const one of [form, lower]) forms.push(one, one.replaceAll('%20', '+'));
	}
	for (const form of base64) {
		const bare = form.replaceAll('=', '');
		forms.push(form, encodeURIComponent(form), bare, bare.replaceAll('+', '-').replaceAll('/', '_'));
	}
	return new Set(forms);
}

/** A secret as it was entered, and as it goes out: without spaces around it, and the word that people paste along. */
function asSent(secret: string): string[] {
	const trimmed = secret.trim();
	const bare = trimmed.replace(/^(bearer|basic|token)\s+/i, '');
	return secret === bare ? [secret] : [...new Set([secret, trimmed, bare])];
}

const toWellFormed = (text: string): string =>
	text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');

const PLACES = 2 ** 16;
/** More of a secret's beginning is not looked at first: nothing would be passed over faster. */
const LONGEST_SPAN = 16;

/** A number for four characters: most places of a text are passed by at the cost of one look. */
const placeOf = (a: number, b: number, c: number, d: number): number =>
	(((a * 31 + b) * 31 + c) * 31 + d) & (PLACES - 1);

/** The same for those that end at this place. */
const placeAt = (text: string, end: number): number =>
	placeOf(text.charCodeAt(end - 3), text.charCodeAt(end - 2), text.charCodeAt(end - 1), text.charCodeAt(end));

/** What must not appear anywhere: the credential's keys, and the passwords in the rows once these are read. */
export class Secrets {
	/** Every form of every secret, by its first characters: a list of 50,000 passwords must not make redaction slow. */
	private readonly byStart = new Map<string, Set<string>>();
	private readonly starts = new Uint8Array(PLACES);
	/**
	 * How far on the next secret can end at the soonest, by the four characters last looked at (Wu and Manber, *A fast
	 * algorithm for multi-pattern searching*, 1994): most of a text is passed over.
	 */
	private readonly leaps = new Uint8Array(PLACES);
	/** So many first characters of every form are looked for; 0: forms were added since. */
	private span = 0;
	/** Passwords too short to be looked for within words. */
	private readonly words = new Set<string>();

	constructor(secrets: readonly string[]) {
		this.add(secrets);
	}

	add(secrets: Iterable<string>): void {
		for (const secret of [...secrets].flatMap(asSent)) {
			if (secret.length < SHORTEST) continue;
			for (const form of formsOf(secret)) {
				const start = form.slice(0, SHORTEST);
				const [a, b, c, d] = [0, 1, 2, 3].map((at) => form.charCodeAt(at)) as [number, number, number, number];
				this.starts[placeOf(a, b, c, d)] = 1;
				const forms = this.byStart.get(start);
				if (forms === undefined) this.byStart.set(start, new Set([form]));
				else forms.add(form);
			}
		}
		this.span = 0;
	}

	private makeLeaps(): void {
		const forms = [...this.byStart.values()].flatMap((some) => [...some]);
		const span = forms.reduce((least, { length }) => Math.min(least, length), LONGEST_SPAN);
		this.leaps.fill(span - SHORTEST + 1);
		for (const form of forms) {
			for (let end = SHORTEST - 1; end < span; end += 1) {
				const place = placeAt(form, end);
				this.leaps[place] = Math.min(this.leaps[place] ?? 0, span - 1 - end);
			}
		}
		this.span = span;
	}

	/** Passwords of people: also those that are short, as words of their own. */
	addPasswords(passwords: Iterable<string>): void {
		for (const password of passwords) {
			if (password.length >= SHORTEST) this.add([password]);
			else if (password !== '') this.words.add(password);
		}
	}

	/** The text with every secret in it replaced, secrets that overlap as one. */
	readonly redact: Redact = (text) => {
		let clean = '';
		/** Up to here the text is in `clean`. */
		let done = 0;
		/** Where the secret that was found last ends. */
		let end = 0;
		for (let at = this.nextWhole(text, 0); at >= 0; at = this.nextWhole(text, at + 1)) {
			for (const form of this.byStart.get(text.slice(at, at + SHORTEST)) ?? []) {
				if (!text.startsWith(form, at)) continue;
				if (at >= end) {
					clean += text.slice(done, at) + IN_ITS_PLACE;
					end = at;
				}
				end = Math.max(end, at + form.length);
				done = end;
			}
		}
		const rest = this.withoutBeginnings(clean + text.slice(done));
		return this.words.size === 0 ? rest : this.withoutWords(rest);
	};

	/** The next place where some whole secret may begin, or -1. */
	private nextWhole(text: string, from: number): number {
		if (this.span === 0) this.makeLeaps();
		for (let end = from + this.span - 1; end < text.length; ) {
			const leap = this.leaps[placeAt(text, end)] ?? 1;
			if (leap === 0) return end - this.span + 1;
			end += leap;
		}
		return -1;
	}

	/** The next place where the beginning of some secret may be, or -1: four characters by one look at each. */
	private nextStart(text: string, from: number): number {
		let [a, b, c] = [text.charCodeAt(from), text.charCodeAt(from + 1), text.charCodeAt(from + 2)];
		for (let at = from; at + SHORTEST <= text.length; at += 1) {
			const d = text.charCodeAt(at + 3);
			if (this.starts[placeOf(a, b, c, d)] === 1) return at;
			a = b;
			b = c;
			c = d;
		}
		return -1;
	}

	/** Texts are cut short before they come here: what is left of a secret before the dots goes too. */
	private withoutBeginnings(text: string): string {
		let clean = '';
		let done = 0;
		for (let end = text.indexOf(CUT); end >= 0; end = text.indexOf(CUT, end + 1)) {
			const from = Math.max(done, end - LONGEST_BEGINNING);
			for (let at = this.nextStart(text, from); at >= 0 && at + SHORTEST <= end; at = this.nextStart(text, at + 1)) {
				const beginning = text.slice(at, end);
				const forms = [...(this.byStart.get(text.slice(at, at + SHORTEST)) ?? [])];
				if (!forms.some((form) => form.startsWith(beginning))) continue;
				clean += text.slice(done, at) + IN_ITS_PLACE;
				done = end;
				break;
			}
		}
		return done === 0 ? text : clean + text.slice(done);
	}

	private withoutWords(text: string): string {
		let clean = '';
		let done = 0;
		for (let at = 0; at < text.length; at += 1) {
			if (at > 0 && isInWord(text, at - 1) && isInWord(text, at)) continue;
			for (let size = SHORTEST - 1; size > 0; size -= 1) {
				const after = at + size;
				if (after < text.length && isInWord(text, after - 1) && isInWord(text, after)) continue;
				if (!this.words.has(text.slice(at, after))) continue;
				clean += text.slice(done, at) + IN_ITS_PLACE;
				done = after;
				at = after - 1;
				break;
			}
		}
		return clean + text.slice(done);
	}
}

const isInWord = (text: string, at: number): boolean => /[\p{L}\p{N}]/u.test(text.charAt(at));

/** A redaction for secrets that are all known beforehand. */
export const redactor = (secrets: readonly string[]): Redact => new Secrets(secrets).redact;

/** Base64 of a text's UTF-8 bytes. */
export function toBase64(text: string): string {
	return Buffer.from(text, 'utf8').toString('base64');
}

/** How deep and how large a vendor's own words may be when they leave the node. */
const DEEPEST = 20;
const MOST_PARTS = 20_000;
const LONGEST_TEXT = 50_000;
const LEFT_OUT = '[left out: too large]';

/**
 * A copy of any JSON value with secrets taken out of every text in it. What is nested too deep or is too much is left
 * out, so that no reply can break what carries it.
 */
export function redactDeep(value: unknown, redact: Redact): unknown {
	return copyOf(value, redact, 0, { parts: 0 });
}

function copyOf(value: unknown, redact: Redact, depth: number, so: { parts: number }): unknown {
	so.parts += 1;
	if (so.parts > MOST_PARTS) return LEFT_OUT;
	if (typeof value === 'string') {
		const clean = redact(value);
		return clean.length > LONGEST_TEXT ? `${clean.slice(0, LONGEST_TEXT)}…` : clean;
	}
	if (typeof value !== 'object' || value === null) return value;
	if (depth >= DEEPEST) return LEFT_OUT;
	if (Array.isArray(value)) return value.slice(0, MOST_PARTS).map((one: unknown) => copyOf(one, redact, depth + 1, so));
	const copy: Record<string, unknown> = {};
	for (const [name, part] of Object.entries(value) as Array<[string, unknown]>) {
		if (so.parts > MOST_PARTS) break;
		Object.defineProperty(copy, redact(name), {
			value: copyOf(part, redact, depth + 1, so),
			enumerable: true,
			configurable: true,
			writable: true,
		});
	}
	return copy;
}

/** The same for a record: names are texts too. */
export function redactRecord(record: object, redact: Redact): Record<string, unknown> {
	return { ...(redactDeep(record, redact) as object) };
}
