import { isObject, isText, without } from '../shared/checks';
import { Refusal } from '../shared/refusal';
import { defaultProperties } from './directory';
import type { CustomField, RequestorProperties } from './directory';
import type { RequestorSwitches } from './switches';

/** One operation of the vendor's patch form: not RFC 6902. */
export interface Operation {
	readonly kind: 'add' | 'remove' | 'replace' | 'move';
	readonly path: string;
	readonly from: string | undefined;
	readonly value: unknown;
}

const KINDS = ['add', 'remove', 'replace', 'move'] as const;
const KEYS: readonly string[] = ['Operation', 'FromPath', 'ParsedFromPath', 'Path', 'ParsedPath', 'Value'];

/**
 * Reads an operation's form.
 * @throws Refusal: the whole batch is invalid input.
 */
export function readOperation(wire: unknown, field: string): Operation {
	const refuse = (message: string): Refusal => new Refusal(400, message, field);
	if (!isObject(wire)) throw refuse('An operation must be an object');
	const unknown = Object.keys(wire).find((name) => !KEYS.includes(name));
	if (unknown !== undefined) throw refuse(`An operation has no member ${unknown}`);
	const kind = typeof wire.Operation === 'number' ? KINDS[wire.Operation] : undefined;
	if (kind === undefined) throw refuse('Operation must be 0, 1, 2 or 3');
	if (wire.ParsedPath != null || wire.ParsedFromPath != null) {
		throw refuse('ParsedPath and ParsedFromPath are the server’s own and must be null');
	}
	if (!isText(wire.Path) || !/^\/[^/]/.test(wire.Path)) {
		throw refuse('Path must be an absolute path to a property');
	}
	if (kind === 'move' ? !isText(wire.FromPath) : wire.FromPath != null) {
		throw refuse('FromPath belongs to a move, and to nothing else');
	}
	if ((kind === 'add' || kind === 'replace') && wire.Value === undefined) {
		throw refuse('Value is missing');
	}
	return {
		kind,
		path: wire.Path,
		from: isText(wire.FromPath) ? wire.FromPath : undefined,
		value: wire.Value,
	};
}

/** The name of the property that an operation reaches for and that does not exist, if there is one. */
export function unknownProperty(
	operation: Operation,
	{ tenant }: Pick<RequestorSwitches, 'tenant'>,
): string | undefined {
	return [operation.path, operation.from]
		.filter(isText)
		.map((path) => path.split('/')[1] ?? '')
		.find((name) => !isProperty(name) || isMissingIn(tenant, name));
}

const NOTES: readonly string[] = ['AdminNote', 'OperatorNote', 'SkypeName'];
const PLACES: readonly string[] = ['ManagerKey', 'Company', 'Department', 'Division', 'EmployeeId'];

/** Whether a tenant lacks a property that others have. */
export function isMissingIn(tenant: RequestorSwitches['tenant'], name: string): boolean {
	return (tenant !== 'withNotes' && NOTES.includes(name)) || (tenant === 'lean' && PLACES.includes(name));
}

/**
 * Carries the operations out on a user's properties, in order.
 * @throws Refusal when a value is not of the property's type, or a path leads nowhere.
 */
export function applyOperations(before: RequestorProperties, operations: readonly Operation[]): RequestorProperties {
	const state = new Map<string, unknown>(Object.entries(structuredClone(before)));
	for (const operation of operations) applyOperation(state, operation);
	return propertiesOf(state);
}

function applyOperation(state: Map<string, unknown>, { kind, path, from, value }: Operation): void {
	switch (kind) {
		case 'add':
			set(state, path, value, true);
			return;
		case 'replace':
			set(state, path, value, false);
			return;
		case 'remove':
			clear(state, path);
			return;
		case 'move': {
			const moved = valueAt(state, from ?? '');
			clear(state, from ?? '');
			set(state, path, moved, true);
		}
	}
}

function set(state: Map<string, unknown>, path: string, value: unknown, insert: boolean): void {
	const { name, member } = split(path);
	if (member === undefined) {
		state.set(name, value ?? defaultOf(name));
		return;
	}
	const holder = state.get(name);
	if (Array.isArray(holder)) {
		const at = member === '-' && insert ? holder.length : Number(member);
		if (!Number.isInteger(at) || at < 0 || at > holder.length || (!insert && at === holder.length)) {
			throw new Refusal(400, `There is no item at ${path}.`);
		}
		holder.splice(at, insert ? 0 : 1, value);
	} else if (isObject(holder)) state.set(name, { ...holder, [member]: value });
	else throw new Refusal(400, `There is no property at ${path}.`);
}

function clear(state: Map<string, unknown>, path: string): void {
	const { name, member } = split(path);
	if (member === undefined) {
		state.set(name, defaultOf(name));
		return;
	}
	const holder = state.get(name);
	if (Array.isArray(holder) && Number(member) < holder.length) holder.splice(Number(member), 1);
	else if (isObject(holder) && member in holder) {
		state.set(name, without(holder, member));
	} else throw new Refusal(400, `There is nothing at ${path}.`);
}

function valueAt(state: Map<string, unknown>, path: string): unknown {
	const { name, member } = split(path);
	const holder = state.get(name);
	if (member === undefined) return holder;
	if (Array.isArray(holder)) return holder[Number(member)];
	return isObject(holder) ? holder[member] : undefined;
}

function split(path: string): { name: string; member: string | undefined } {
	const [, name = '', member, ...deeper] = path.split('/');
	if (deeper.length > 0) throw new Refusal(400, `There is no property at ${path}.`);
	return { name, member };
}

function isProperty(name: string): name is keyof RequestorProperties {
	return Object.hasOwn(defaultProperties(), name);
}

function defaultOf(name: string): unknown {
	return isProperty(name) ? defaultProperties()[name] : null;
}

function propertiesOf(state: ReadonlyMap<string, unknown>): RequestorProperties {
	const flag = (name: keyof RequestorProperties): boolean => {
		const value = state.get(name);
		if (typeof value === 'boolean') return value;
		throw wrongType(name, 'Boolean');
	};
	const text = (name: keyof RequestorProperties): string | null => {
		const value = state.get(name);
		if (value === null || isText(value)) return value;
		throw wrongType(name, 'String');
	};
	const number = (name: keyof RequestorProperties): number => {
		const value = state.get(name);
		if (typeof value === 'number' && Number.isInteger(value)) return value;
		throw wrongType(name, 'Int32');
	};
	const list = (name: keyof RequestorProperties): readonly unknown[] => {
		const value = state.get(name);
		if (Array.isArray(value)) return value;
		throw wrongType(name, 'IEnumerable');
	};
	const numbers = (name: keyof RequestorProperties): number[] =>
		list(name).map((value) => {
			if (typeof value === 'number' && Number.isInteger(value)) return value;
			throw wrongType(name, 'Int32');
		});
	return {
		RoleEndUser: flag('RoleEndUser'),
		RoleSmartUser: flag('RoleSmartUser'),
		RoleOperator: flag('RoleOperator'),
		RoleSuperOperator: flag('RoleSuperOperator'),
		RoleAdministrator: flag('RoleAdministrator'),
		CustomerId: state.get('CustomerId') === null ? null : number('CustomerId'),
		CustomerIds: numbers('CustomerIds'),
		InternalGroupIds: numbers('InternalGroupIds'),
		OperatorGroupIds: numbers('OperatorGroupIds'),
		Language: number('Language'),
		FirstName: text('FirstName'),
		LastName: text('LastName'),
		MiddleName: text('MiddleName'),
		DisplayName: text('DisplayName'),
		Phones: list('Phones').map((value) => {
			if (isText(value)) return value;
			throw wrongType('Phones', 'String');
		}),
		TimeZoneId: text('TimeZoneId'),
		AdditionalInformation: text('AdditionalInformation'),
		CustomFields: list('CustomFields').map(customField),
		ExternalId: text('ExternalId'),
		ManagerKey: text('ManagerKey'),
		Company: text('Company'),
		Department: text('Department'),
		Division: text('Division'),
		EmployeeId: text('EmployeeId'),
		AdminNote: text('AdminNote'),
		OperatorNote: text('OperatorNote'),
		SkypeName: text('SkypeName'),
	};
}

const CUSTOM_MEMBERS = ['DateValue', 'DoubleValue', 'LongValue', 'TextBoxValue', 'CheckBoxValue', 'FieldItem'] as const;

/** A record of custom data: its field, and one value. */
function customField(wire: unknown): CustomField {
	if (!isObject(wire) || typeof wire.CustomFieldId !== 'number') throw wrongType('CustomFields', 'UserCustomFieldData');
	const unknown = Object.keys(wire).find(
		(name) => name !== 'CustomFieldId' && !CUSTOM_MEMBERS.some((member) => member === name),
	);
	if (unknown !== undefined)
		throw new Refusal(400, `There is no property named "${unknown}" on type UserCustomFieldData.`);
	const { CustomFieldId, DateValue, DoubleValue, LongValue, TextBoxValue, CheckBoxValue, FieldItem } = wire;
	return {
		CustomFieldId,
		DateValue: isText(DateValue) ? DateValue : null,
		DoubleValue: typeof DoubleValue === 'number' ? DoubleValue : null,
		LongValue: typeof LongValue === 'number' ? LongValue : null,
		TextBoxValue: isText(TextBoxValue) ? TextBoxValue : null,
		CheckBoxValue: typeof CheckBoxValue === 'boolean' ? CheckBoxValue : null,
		FieldItem:
			isObject(FieldItem) && typeof FieldItem.Id === 'number'
				? { Id: FieldItem.Id, Title: String(FieldItem.Title) }
				: null,
	};
}

function wrongType(name: string, type: string): Refusal {
	return new Refusal(400, `The value of ${name} cannot be converted to ${type}.`, name);
}
