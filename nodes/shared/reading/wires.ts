/**
 * How many connections lead into a node's one input. n8n runs the node once for each of them, and no function of a
 * node tells of it: the workflow that stands behind the context does. 0 where a version of n8n does not show it.
 */
export function wiresInto(context: object, name: string): number {
	const inputs = at(context, 'workflow', 'connectionsByDestinationNode', name, 'main');
	if (!Array.isArray(inputs)) return 0;
	const [first]: readonly unknown[] = inputs;
	return Array.isArray(first) ? first.length : 0;
}

/** What stands at a path, or undefined where something on the way is missing. */
function at(from: unknown, ...path: readonly string[]): unknown {
	let found = from;
	for (const name of path) {
		if (typeof found !== 'object' || found === null) return undefined;
		found = Reflect.get(found, name);
	}
	return found;
}
