import type { IExecuteFunctions } from 'n8n-workflow';
import { RunError } from './model/failure';
import type { Field } from './model/field';
import type { Action } from './model/plan';
import type { Run } from './run';
import type { Settings } from './settings';

const AGENTS_NEED_LEAVE: ReadonlySet<string> = new Set(['delete', 'hide']);
const REMEDY =
	'A person who wants to allow it can switch on Options → Allow in Agents on this node. A dry run is always possible.';

/**
 * An agent may not remove anybody unless a person has allowed it on the node itself, where no expression can.
 * @throws RunError when the settings alone say that it would
 */
export function refuseAgents(context: IExecuteFunctions, settings: Settings, isTool: boolean): void {
	if (!isTool || settings.dryRun || isAllowed(context)) return;
	if (AGENTS_NEED_LEAVE.has(settings.operation) || settings.missing !== undefined)
		throw new RunError(
			'An AI agent asked to remove people, and this node does not allow that. Nothing was sent.',
			REMEDY,
		);
}

/** The same for what rows say: a state that bars somebody, a role. @throws RunError */
export function refuseAgentsPlan(
	{ context, settings: { dryRun }, isTool }: Pick<Run, 'context' | 'settings' | 'isTool'>,
	actions: readonly Action[],
	fields: readonly Field[],
): void {
	if (!isTool || dryRun || isAllowed(context)) return;
	if (actions.some(({ removal }) => removal))
		throw new RunError(
			'An AI agent asked to lock, block or suspend people by a value in their rows, and this node does not allow that. Nothing was sent.',
			REMEDY,
		);
	const roles = new Set(fields.filter((field) => field.defineBelowOnly === true).map(({ name }) => name));
	const given = actions.flatMap(({ kind, changes, send, row }) => [
		...changes.filter(({ to }) => kind !== 'create' || to !== false).map(({ field }) => field),
		...send.filter((name) => row?.values[name] !== undefined && row.values[name] !== null && kind === 'upsert'),
	]);
	const role = given.find((name) => roles.has(name));
	if (role !== undefined)
		throw new RunError(
			`An AI agent asked to change ${role}, which gives rights, and this node does not allow that. Nothing was sent.`,
			REMEDY,
		);
}

function isAllowed(context: IExecuteFunctions): boolean {
	const { options } = context.getNode().parameters;
	return (
		typeof options === 'object' && options !== null && 'allowInAgents' in options && options.allowInAgents === true
	);
}
