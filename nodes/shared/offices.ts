import type { Connector } from './model/connector';
import { Directory, type User } from './model/directory';
import type { Field } from './model/field';
import { actionsOf, type Plan } from './model/plan';

/**
 * Whoever was looked up and would be changed may hold an office that the reply for one account does not show: it is
 * asked for these alone, so that a run which changes nobody costs nothing more.
 * @returns the directory itself where nothing new was learnt, else one with what was. @throws CallFailed
 */
export async function judgedOf(
	directory: Directory,
	plan: Plan,
	connector: Pick<Connector, 'judged'>,
	keyField: Field,
): Promise<Directory> {
	if (directory.complete || connector.judged === undefined) return directory;
	const learnt = new Map<string, User>();
	for (const { user } of actionsOf(plan.entries)) {
		const judged = user === undefined ? undefined : await connector.judged(user);
		if (judged !== undefined && judged !== user) learnt.set(judged.id, judged);
	}
	if (learnt.size === 0) return directory;
	return new Directory(
		directory.users.map((user) => learnt.get(user.id) ?? user),
		keyField,
		false,
	);
}
