/**
 * The address of a customer's system, as people paste it from a browser.
 * Credentials and nodes go through here, so that a key is sent to one host only, and never in clear text.
 */

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function parse(text: string): URL {
	const trimmed = text.trim();
	if (trimmed === '') {
		throw new Error(
			'The credential has no Base URL. Enter the address of your system, such as https://acme.example.com.',
		);
	}
	if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) {
		throw new Error(
			'The Base URL must start with https:// (for example https://acme.example.com). Correct it in the credential.',
		);
	}
	if (!URL.canParse(trimmed)) {
		throw new Error('The Base URL is not a valid web address. Correct it in the credential.');
	}
	return new URL(trimmed);
}

/**
 * Turns what a person entered into the origin (`https://host[:port]`, no trailing slash) that all paths start from.
 *
 * A pasted path, query or fragment is dropped: the paths of all vendors start at the host.
 * Throws an Error in plain English for a missing scheme, a user name or password in the address, any scheme but
 * http and https, and for plain http unless the host is this machine or `allowHttp` is set. The error never repeats
 * the address, which may carry a secret.
 */
export function normaliseBaseUrl(text: string, allowHttp: boolean): string {
	const url = parse(text);
	if (url.username !== '' || url.password !== '') {
		throw new Error(
			'The Base URL holds a user name or password. Remove it from the address and use the fields of the credential.',
		);
	}
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		throw new Error('The Base URL must start with https://. Correct it in the credential.');
	}
	if (url.protocol === 'http:' && !allowHttp && !LOOPBACK.test(url.hostname)) {
		throw new Error(
			'The Base URL starts with http://, which would send your key unencrypted. Use https://, or switch on "Allow HTTP" in the credential if the connection is protected otherwise.',
		);
	}
	return url.origin;
}
