import type { IExecuteFunctions } from 'n8n-workflow';
import { nodesToCome, wiresInto } from './wires';

/**
 * Why a run sees only a part of the master list, or undefined when it may see all of it. In a loop, and where several
 * connections lead into the node, each pass brings a slice, and everybody in the others looks missing; that holds for
 * the first pass too, so it is read from the workflow's shape. An agent calls its tools several times, each with its own list: there the run's number says nothing.
 */
export function sliceReason(context: IExecuteFunctions, isTool: boolean): string | undefined {
	const { name } = context.getNode();
	const below = new Set(context.getChildNodes(name).map((node) => node.name));
	const above = new Set(context.getParentNodes(name).map((node) => node.name));
	const inLoop = [...above].some((node) => node === name || below.has(node));
	if (inLoop)
		return 'This node is inside a loop, where each pass sees only a part of the master list, so everybody else would look missing.';
	if (isTool) return undefined;
	const wires = wiresInto(context, name);
	if (wires > 1)
		return `${wires} connections lead into this node's input, so n8n runs it once for each. Each run sees only a part of the master list, and everybody else would look missing. Bring the lists together with a Merge node (Append) first.`;
	const toCome = nodesToCome(context).find((node) => node === name || above.has(node));
	if (toCome !== undefined) {
		const which = toCome === name ? 'This node' : `"${toCome}", which comes before this node,`;
		return `${which} is still to be run with other items in this execution. Each run of this node sees only a part of the master list, and everybody else would look missing. Bring the lists together with a Merge node (Append) first.`;
	}
	const runIndex: unknown = context.getWorkflowDataProxy(0).$runIndex;
	return typeof runIndex === 'number' && runIndex > 0
		? 'This node runs for the second time in one execution, so each run sees only a part of the master list, and everybody else would look missing.'
		: undefined;
}
