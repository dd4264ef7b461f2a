import type { Value } from '../shared/model/field';
import { recordOf, type JsonRecord } from '../shared/transport/record';

/** An operation as Requestor takes it. Its numbers: 0 add, 1 remove, 2 replace, 3 move. This is not RFC 6902. */
export interface WireOperation {
	readonly Operation: 0 | 1 | 2 | 3;
	readonly FromPath: string | null;
	readonly ParsedFromPath: null;
	readonly Path: string;
	readonly ParsedPath: null;
	readonly Value: Value | null;
}

/** A ready-made operation that can't be sent: a plain sentence. */
export class OperationProblem {
	constructor(readonly text: string) {}
}

const NUMBERS = { add: 0, remove: 1, replace: 2, move: 3 } as const;
type Kind = keyof typeof NUMBERS;
const KINDS = Object.keys(NUMBERS) as Kind[];

/** Sets a property, or clears it when the value is null. */
export function operationFor(name: string, value: Value | null): WireOperation {
	return value === null ? wire('remove', pathOf(name), null, null) : wire('replace', pathOf(name), value, null);
}

function wire(kind: Kind, path: string, value: Value | null, from: string | null): WireOperation {
	return { Operation: NUMBERS[kind], FromPath: from, ParsedFromPath: null, Path: path, ParsedPath: null, Value: value };
}

/** A property's path. Source: RFC 6901. */
function pathOf(name: string): string {
	return `/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`;
}

/** The property that a path leads to or into. */
export function propertyOf(path: string): string {
	return (path.split('/')[1] ?? '').replace(/~1/g, '/').replace(/~0/g, '~');
}

/** Whether a path names a property as a whole, and nothing inside it. */
export function isWhole(path: string): boolean {
	return path.lastIndexOf('/') === 0;
}

const RIGHTS = /role|groupids?$|^is(end|smart)user$|^is(super)?operator$|^isadministrator$/i;
const IDENTITY = /^(externalid|userproviderkey|email|username)$/i;

/** Whether writing a property can give rights: roles and groups. A spreadsheet column must not. */
export function grantsRights(name: string): boolean {
	return RIGHTS.test(name);
}

/** Whether a property says who the user is; these have columns of their own, which are checked. */
export function identifies(name: string): boolean {
	return IDENTITY.test(name);
}

/** Ready-made operations (a list, or one), in Requestor's form or as RFC 6902, in Requestor's form. */
export function translate(given: Value): WireOperation[] | OperationProblem {
	const entries: readonly unknown[] = Array.isArray(given) ? given : [given];
	const operations: WireOperation[] = [];
	for (const [at, entry] of entries.entries()) {
		const operation = translateOne(entry);
		if (operation instanceof OperationProblem) return new OperationProblem(`operation ${at + 1} ${operation.text}`);
		operations.push(operation);
	}
	return operations;
}

function translateOne(entry: unknown): WireOperation | OperationProblem {
	const given = recordOf(entry);
	if (given === undefined) return new OperationProblem('is not an object.');
	const standard = Object.hasOwn(given, 'op');
	if (standard === Object.hasOwn(given, 'Operation'))
		return new OperationProblem('must have either "op" (RFC 6902) or "Operation" (the form of Requestor).');
	const kind = standard ? kindOf(given.op, false) : kindOf(given.Operation, true);
	if (kind instanceof OperationProblem) return kind;
	const names = standard
		? ({ path: 'path', from: 'from', value: 'value' } as const)
		: ({ path: 'Path', from: 'FromPath', value: 'Value' } as const);
	const path = pathIn(given, names.path);
	if (path instanceof OperationProblem) return path;
	if (kind === 'remove') return wire(kind, path, null, null);
	if (kind === 'move') {
		const from = pathIn(given, names.from);
		if (from instanceof OperationProblem) return from;
		return path.startsWith(`${from}/`)
			? new OperationProblem('moves a property into itself.')
			: wire(kind, path, null, from);
	}
	const value = given[names.value];
	return value === undefined
		? new OperationProblem(`has no "${names.value}".`)
		: wire(kind, path, value as Value | null, null);
}

function kindOf(given: unknown, numbered: boolean): Kind | OperationProblem {
	const kind =
		numbered && typeof given === 'number'
			? KINDS[given]
			: KINDS.find((one) => one === (numbered ? String(given).toLowerCase() : given));
	return (
		kind ??
		new OperationProblem(
			`is "${String(given).slice(0, 40)}"; Requestor knows add (0), remove (1), replace (2) and move (3) only.`,
		)
	);
}

function pathIn(given: JsonRecord, name: string): string | OperationProblem {
	const path = given[name];
	if (typeof path !== 'string' || !/^\/[^/]/.test(path))
		return new OperationProblem(
			`has no "${name}" that starts with a slash and names a property, such as "/FirstName".`,
		);
	if (/~(?![01])/.test(path)) return new OperationProblem(`has a "~" in its "${name}" that is neither "~0" nor "~1".`);
	const property = propertyOf(path);
	if (grantsRights(property))
		return new OperationProblem(
			`writes ${property}, which can give rights: map that field under "Define Below" instead.`,
		);
	if (identifies(property))
		return new OperationProblem(`writes ${property}, which says who the user is: use that column instead.`);
	return path;
}
