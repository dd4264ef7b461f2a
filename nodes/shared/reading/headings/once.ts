/** What takes time to make, made when it is first asked for: n8n loads the package whether or not somebody uses it. */
export function once<T>(make: () => T): () => T {
	let made: { readonly value: T } | undefined;
	return () => (made ??= { value: make() }).value;
}
