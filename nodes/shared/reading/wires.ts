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

/**
 * The nodes that are still to be run in this execution, as n8n has put them down by now: a node above this one among them
 * brings further items, in a run of their own. None where a version of n8n does not show them.
 */
export function nodesToCome(context: object): string[] {
	const stack = at(context, 'runExecutionData', 'executionData', 'nodeExecutionStack');
	return (Array.isArray(stack) ? stack : [])
		.map((entry: unknown) => at(entry, 'node', 'name'))
		.filter((name) => typeof name === 'string');
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
