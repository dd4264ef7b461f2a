/** Builds workflows as n8n stores them. */
import { randomUUID } from 'node:crypto';
import { PACKAGE } from './n8n.mjs';

/** One node. `type` without a dot is one of this package; `base.x` is n8n's own. */
export function node(name, type, parameters = {}, rest = {}) {
	const full = type.startsWith('base.')
		? type.replace('base.', 'n8n-nodes-base.')
		: type.startsWith('langchain.')
			? type.replace('langchain.', '@n8n/n8n-nodes-langchain.')
			: `${PACKAGE}.${type}`;
	return { id: randomUUID(), name, type: full, typeVersion: 1, position: [0, 0], parameters, ...rest };
}

/**
 * A workflow of nodes joined by lines such as `A > B`, `A.1 > B` (A's second output), `A > B.1` (B's second input)
 * and `Model ai_languageModel> Agent`.
 */
export function flow(nodes, lines, rest = {}) {
	const connections = {};
	for (const line of lines) {
		const [, from, kind = 'main', to] = /^(.+?)\s*(\bai_\w+)?>\s*(.+)$/.exec(line.trim()) ?? [];
		if (from === undefined) throw new Error(`not a connection: ${line}`);
		const [source, output] = ended(from.trim());
		const [target, input] = ended(to.trim());
		for (const name of [source, target])
			if (!nodes.some((one) => one.name === name)) throw new Error(`no node "${name}"`);
		const outputs = ((connections[source] ??= {})[kind] ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output].push({ node: target, type: kind, index: input });
	}
	return { nodes: nodes.map((one, at) => ({ ...one, position: [at * 220, 0] })), connections, ...rest };
}

function ended(text) {
	const found = /^(.*)\.(\d)$/.exec(text);
	return found === null ? [text, 0] : [found[1], Number(found[2])];
}

export const manual = (name = 'Start') => node(name, 'base.manualTrigger');

/** Items from code. `items` is a list of plain records. */
export const source = (items, name = 'Source') =>
	node(name, 'base.code', { jsCode: `return ${JSON.stringify(items)}.map((json) => ({ json }));` }, { typeVersion: 2 });

/** Read/Write Files from Disk. */
export const readFile = (path, name = 'Read File') =>
	node(name, 'base.readWriteFile', { operation: 'read', fileSelector: path, options: {} });

/** Extract from File: CSV. */
export const fromCsv = (name = 'Extract from CSV') =>
	node(name, 'base.extractFromFile', { operation: 'csv', options: {} });

export const code = (jsCode, name = 'Code') => node(name, 'base.code', { jsCode }, { typeVersion: 2 });

export const setFields = (name, fields) =>
	node(
		name,
		'base.set',
		{
			assignments: {
				assignments: Object.entries(fields).map(([field, value]) => ({
					id: randomUUID(),
					name: field,
					value,
					type: 'string',
				})),
			},
			options: {},
		},
		{ typeVersion: 3.4 },
	);

/** A resource mapper with these expressions. */
export const mapped = (fields) => ({
	mappingMode: 'defineBelow',
	value: fields,
	matchingColumns: [],
	schema: Object.keys(fields).map((id) => ({
		id,
		displayName: id,
		required: false,
		defaultMatch: false,
		display: true,
		type: 'string',
		canBeUsedToMatch: false,
	})),
	attemptToConvertTypes: false,
	convertFieldsToString: false,
});

export const autoMap = { mappingMode: 'autoMapInputData', value: null };
