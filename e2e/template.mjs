/** The templates of workflows/, filled in as a user would: credentials, the file, the chat's address. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE } from './n8n.mjs';
import { root, VENDORS } from './world.mjs';

export const templates = () =>
	readdirSync(join(root, 'workflows'))
		.filter((file) => file.endsWith('.json'))
		.map((file) => file.replace('.json', ''))
		.sort();

export const template = (name) => JSON.parse(readFileSync(join(root, 'workflows', `${name}.json`), 'utf8'));

/**
 * A template with this machine's file, credentials (by credential name) and chat, and the person of `Who Leaves`.
 * Templates start in Dry Run: it is switched off, as a user does who has looked, unless `look` is true.
 */
export function filledIn(name, { file, credentials, chat, person = {}, look = false }) {
	const workflow = template(name);
	for (const node of workflow.nodes) {
		const vendor = node.type.startsWith(`${PACKAGE}.`) ? VENDORS[node.type.slice(PACKAGE.length + 1)] : undefined;
		const type = vendor?.credential ?? (node.type === 'n8n-nodes-base.emailSend' ? 'smtp' : undefined);
		if (type !== undefined) node.credentials = { [type]: credentials[type] };
		if (vendor !== undefined && !look && node.name !== 'Plan' && 'dryRun' in node.parameters)
			node.parameters.dryRun = false;
		if (node.name === 'Who Leaves')
			for (const field of node.parameters.assignments.assignments) field.value = person[field.name] ?? '';
		// What a person fills in comes empty.
		if (node.parameters.fileSelector === '') node.parameters.fileSelector = file;
		if (node.parameters.url === '') node.parameters.url = chat;
	}
	return workflow;
}

/** Writes a spreadsheet where n8n may read it. @returns its path */
export function sheet(world, name, head, rows, delimiter = ',') {
	const file = join(world.home, `${name}.csv`);
	writeFileSync(
		file,
		[head, ...rows]
			.map((row) => row.map((cell) => `"${String(cell ?? '').replaceAll('"', '""')}"`).join(delimiter))
			.join('\r\n'),
	);
	return file;
}
