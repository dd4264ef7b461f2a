/** A value and the forms in which it would leak: base64 with and without padding, base64url, percent-encoded. */
export function formsOf(secret: string): string[] {
	const base64 = Buffer.from(secret, 'utf8').toString('base64');
	const forms = [
		secret,
		base64,
		base64.replace(/=+$/, ''),
		Buffer.from(secret, 'utf8').toString('base64url'),
		encodeURIComponent(secret),
	];
	return [...new Set(forms)];
}

/** All forms of several secrets. */
export function allForms(secrets: readonly string[]): string[] {
	return [...new Set(secrets.flatMap(formsOf))];
}

/** The part of a Basic header that names key and secret. */
export function basic(user: string, password: string): string {
	return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}
