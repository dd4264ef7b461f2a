/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/** Texts under this many characters are too common to look for. */
const SHORTEST = 4;
const IN_ITS_PLACE = '[secret]';

/** What must not appear anywhere: the credential's keys, and the passwords in the rows once these are read. */
export class Secrets {
	/** Every form of every secret, by its first characters: a list of 50,000 passwords must not make redaction slow. */
	private readonly byStart = new Map<string, Set<string>>();

	constructor(secrets: readonly string[]) {
		this.add(secrets);
	}

	add(secrets: Iterable<string>): void {
		for (const secret of secrets) {
			if (secret.length < SHORTEST) continue;
			const base64 = toBase64(secret);
			for (const form of [
				secret,
				encodeURIComponent(secret),
				JSON.stringify(secret).slice(1, -1),
				base64,
				base64.replaceAll('=', ''),
			]) {
				const start = form.slice(0, SHORTEST);
				const forms = this.byStart.get(start);
				if (forms === undefined) this.byStart.set(start, new Set([form]));
				else forms.add(form);
			}
		}
	}

	/** The text with every secret in it replaced, secrets that overlap as one. */
	readonly redact: Redact = (text) => {
		let clean = '';
		/** Up to here the text is in `clean`. */
		let done = 0;
		/** Where the secret that was found last ends. */
		let end = 0;
		for (let at = 0; at + SHORTEST <= text.length; at += 1) {
			const forms = this.byStart.get(text.slice(at, at + SHORTEST));
			if (forms === undefined) continue;
			for (const form of forms) {
				if (!text.startsWith(form, at)) continue;
				if (at >= end) {
					clean += text.slice(done, at) + IN_ITS_PLACE;
					end = at;
				}
				end = Math.max(end, at + form.length);
				done = end;
			}
		}
		return clean + text.slice(done);
	};
}

/** A redaction for secrets that are all known beforehand. */
export const redactor = (secrets: readonly string[]): Redact => new Secrets(secrets).redact;

/** Base64 of a text's UTF-8 bytes. */
export function toBase64(text: string): string {
	return Buffer.from(text, 'utf8').toString('base64');
}

/** A copy of any JSON value with secrets taken out of every text in it. */
export function redactDeep(value: unknown, redact: Redact): unknown {
	if (typeof value === 'string') return redact(value);
	if (Array.isArray(value)) return value.map((one: unknown) => redactDeep(one, redact));
	if (typeof value !== 'object' || value === null) return value;
	return redactRecord(value, redact);
}

/** The same for a record: names are texts too. */
export function redactRecord(record: object, redact: Redact): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(record).map(([name, part]: [string, unknown]) => [redact(name), redactDeep(part, redact)]),
	);
}
