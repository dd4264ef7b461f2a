import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { RunError, stopRun } from '../model/failure';
import { CONSTANT, type ColumnRecord, type MappedField, type Source } from './source';

/** `={{ $json.x }}`, `={{ $json["First Name"] }}`, `={{ $json['x'].y }}`: a plain reference into one item. */
const REFERENCE =
	/^=\s*\{\{\s*\$json((?:\s*\??\.\s*[A-Za-z_$][\w$]*|\s*\[\s*"[^"\\]*"\s*\]|\s*\[\s*'[^'\\]*'\s*\])+)\s*\}\}\s*$/;
const REFERENCE_PART = /\.\s*([A-Za-z_$][\w$]*)|\[\s*"([^"\\]*)"\s*\]|\[\s*'([^'\\]*)'\s*\]/g;
/** Stands for a value that only n8n's evaluator can tell: what a text, a number or a DateTime has from its kind. */
const INHERITED = Symbol('inherited');
/** What some programs write in front of a text file. */
const BYTE_ORDER_MARK = /^\ufeff/;
const ARRAY_INDEX = /^\d+$/;
const NOTHING_CAME_IN = 'Nothing came in: connect a node that gives one item per person.';
const CONNECT =
	'Put a node that reads your list before this one, such as Google Sheets, or Extract from File after a node that reads a file. Nothing was sent.';
const NO_TEXT = 'Put an array of people, such as [{"uid": "7", "email": "sally@company.tld"}], into Users (JSON).';

/** Reads where the rows come from: input items, mapped columns or JSON. @throws RunError */
export function readSource(context: IExecuteFunctions, isTool: boolean): Source {
	const items = context.getInputData();
	if (context.getNodeParameter('usersFrom', 0, 'items') === 'json') {
		return { kind: 'columns', records: readJson(context.getNodeParameter('usersJson', 0, '')) };
	}
	const raw: unknown = context.getNodeParameter('fields', 0, {}, { rawExpressions: true });
	const mapper = isRecord(raw) ? raw : {};
	if (mapper.mappingMode !== 'defineBelow') {
		if (isTool) {
			throw new RunError(
				"Map Automatically can't be used by an AI agent, as an agent has no input columns.",
				'Set Users From to JSON, or map the fields below with values that the model fills in ($fromAI).',
			);
		}
		if (items.length === 0 || (items.length === 1 && Object.keys(items[0]?.json ?? {}).length === 0))
			throw new RunError(NOTHING_CAME_IN, CONNECT);
		return { kind: 'columns', records: items.map((item, at): ColumnRecord => ({ item: at, cells: item.json })) };
	}
	const values = isRecord(mapper.value) ? mapper.value : {};
	return {
		kind: 'mapped',
		items: items.length,
		fields: Object.keys(values).flatMap((field) => mapped(context, items, field, values[field])),
		...(isTool ? {} : { records: items.map((item, at): ColumnRecord => ({ item: at, cells: item.json })) }),
		// An agent's items carry no columns; what counts are the mapped values.
		isEmptyItem: (item) => !isTool && Object.keys(items[item]?.json ?? {}).length === 0,
	};
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One field of define-below. A field left empty in the editor (null) is not mapped. */
function mapped(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	field: string,
	value: unknown,
): MappedField[] {
	if (value === null || value === undefined || value === '') return [];
	if (typeof value !== 'string' || !value.startsWith('=')) return [{ field, label: CONSTANT, read: () => value }];
	const path = referencePath(value);
	const evaluated = (item: number): unknown => context.evaluateExpression(value.slice(1), item);
	if (path === undefined) return [{ field, label: value.slice(1, 81), read: evaluated }];
	const read = (item: number): unknown => {
		const found = valueAt(items[item]?.json, path);
		return found === INHERITED ? evaluated(item) : found;
	};
	return [{ field, label: path.join('.'), read }];
}

/** Field → column, for the fields of define-below that are plain references to one column. */
export function referredColumns(context: IExecuteFunctions): Map<string, string> {
	const referred = new Map<string, string>();
	const raw: unknown = context.getNodeParameter('fields', 0, {}, { rawExpressions: true });
	if (!isRecord(raw) || raw.mappingMode !== 'defineBelow' || !isRecord(raw.value)) return referred;
	for (const [field, value] of Object.entries(raw.value)) {
		const path = typeof value === 'string' ? referencePath(value) : undefined;
		const [column] = path ?? [];
		if (column !== undefined && path?.length === 1) referred.set(field, column);
	}
	return referred;
}

/** The names in a plain reference, or undefined when n8n's evaluator is needed. */
export function referencePath(expression: string): string[] | undefined {
	const path = REFERENCE.exec(expression)?.[1];
	return path === undefined
		? undefined
		: [...path.matchAll(REFERENCE_PART)].map((part) => part[1] ?? part[2] ?? part[3] ?? '');
}

/** What a path leads to; {@link INHERITED} where a step asks for what is not the value's own, such as a text's length. */
function valueAt(start: unknown, path: readonly string[]): unknown {
	let part = start;
	for (const name of path) {
		if (part === undefined || part === null) return undefined;
		if (typeof part !== 'object') return INHERITED;
		if (Object.prototype.hasOwnProperty.call(part, name)) part = (part as IDataObject)[name];
		else return hasNoMore(part, name) ? undefined : INHERITED;
	}
	return part;
}

/** Whether what is not an object's own is nothing: in a record, and past the end of a list. */
function hasNoMore(part: object, name: string): boolean {
	if (Array.isArray(part)) return ARRAY_INDEX.test(name);
	const prototype: unknown = Object.getPrototypeOf(part);
	// A record made elsewhere (by a Code node) has another `Object.prototype`.
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** An array, or one object, as a value or as JSON text. */
function readJson(value: unknown): ColumnRecord[] {
	const data = typeof value === 'string' ? parse(value) : value;
	if (Array.isArray(data)) return data.map((cells: unknown): ColumnRecord => ({ item: 0, cells }));
	if (isRecord(data)) {
		const [wrapped] = Object.keys(data).length === 1 && Array.isArray(data.users) ? [data.users as unknown[]] : [];
		return (wrapped ?? [data]).map((cells): ColumnRecord => ({ item: 0, cells }));
	}
	throw new RunError(
		`Users (JSON) holds ${data === null || data === undefined ? 'nothing' : `a ${typeof data}`} instead of people.`,
		NO_TEXT,
	);
}

function parse(text: string): unknown {
	if (text.trim() === '') throw new RunError('Users (JSON) is empty.', NO_TEXT);
	try {
		return JSON.parse(text.replace(BYTE_ORDER_MARK, '')) as unknown;
	} catch (error) {
		const curly = /[\u201c\u201d\u201e\u2018\u2019]/.test(text);
		// The parser quotes what stands around the fault, which may be a password.
		const fault = `${(error as Error).message.replace(/, (\.{3})?".*/s, '')}.`;
		const why = curly
			? 'It holds curly quotes (“ ”), as word processors and web pages make them; JSON needs straight ones (").'
			: fault;
		return stopRun(`Users (JSON) is not valid JSON. ${why}`, NO_TEXT);
	}
}
