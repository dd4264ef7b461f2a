import { characters, isEmail, isObject, isText } from '../shared/checks';
import { Refusal } from '../shared/refusal';
import { TRALIANT_TEXTS } from './directory';
import type { TraliantText } from './directory';
import type { TraliantSwitches } from './switches';

export type FindBy = 'username' | 'id_number';

export interface SyncOptions {
	readonly executeRules: boolean;
	readonly findBy: FindBy;
	readonly forcePasswordChange: boolean;
	readonly trackChanges: boolean;
}

export interface SyncUser {
	readonly texts: Partial<Record<TraliantText, string | null>>;
	readonly suspended: boolean | undefined;
	/** What is wrong with it, by field; such a user is not synced. */
	readonly problems: ReadonlyArray<{ readonly field: string; readonly message: string }>;
	readonly ignored: readonly string[];
}

const MAX_USERS = 10;
const MAX_CHARACTERS = 100;
const REQUIRED: readonly TraliantText[] = ['username', 'first_name', 'last_name', 'email'];
const OPTION_NAMES = {
	snake: {
		executeRules: 'execute_rules',
		findBy: 'find_by',
		forcePasswordChange: 'force_password_change',
		trackChanges: 'track_changes',
	},
	camel: {
		executeRules: 'executeRules',
		findBy: 'findBy',
		forcePasswordChange: 'forcePasswordChange',
		trackChanges: 'trackChanges',
	},
} as const;

/**
 * Reads the options and the bare users of a call.
 * @throws Refusal naming the field.
 */
export function readCall(
	body: unknown,
	switches: TraliantSwitches,
): { readonly options: SyncOptions; readonly users: readonly unknown[] } {
	if (!isObject(body)) throw new Refusal(422, 'The users field is required.', 'users');
	refuseUnknownOptions(body, switches);
	const value = (name: keyof SyncOptions): unknown =>
		switches.optionNames === 'any'
			? (body[OPTION_NAMES.snake[name]] ?? body[OPTION_NAMES.camel[name]])
			: body[OPTION_NAMES[switches.optionNames][name]];
	const flag = (name: keyof SyncOptions, otherwise: boolean): boolean => {
		const given = value(name) ?? otherwise;
		if (typeof given !== 'boolean') {
			throw new Refusal(422, `The ${name} field must be true or false.`, name);
		}
		return given;
	};
	const findBy = value('findBy') ?? 'username';
	if (findBy !== 'username' && findBy !== 'id_number') {
		throw new Refusal(422, 'The selected find by is invalid.', 'find_by');
	}
	const users: unknown = body.users;
	if (!Array.isArray(users)) throw new Refusal(422, 'The users field must be an array.', 'users');
	if (users.length === 0 && switches.emptyUsers === 'reject') {
		throw new Refusal(422, 'The users field is required.', 'users');
	}
	if (users.length > MAX_USERS) {
		throw new Refusal(422, `The users field must not have more than ${MAX_USERS} items.`, 'users');
	}
	return {
		options: {
			findBy,
			executeRules: flag('executeRules', false),
			forcePasswordChange: flag('forcePasswordChange', false),
			trackChanges: flag('trackChanges', true),
		},
		users,
	};
}

function refuseUnknownOptions(body: object, switches: TraliantSwitches): void {
	if (switches.optionNames === 'any') return;
	const known: readonly string[] = ['users', ...Object.values(OPTION_NAMES[switches.optionNames])];
	const unknown = Object.keys(body).find((name) => !known.includes(name));
	if (unknown !== undefined) {
		throw new Refusal(422, `The ${unknown} field is not allowed.`, unknown);
	}
}

/** Reads one user, collecting everything that is wrong with it. */
export function readUser(wire: unknown, findBy: FindBy, switches: TraliantSwitches): SyncUser {
	const problems: Array<{ field: string; message: string }> = [];
	const refuse = (field: string, message: string): void => {
		problems.push({ field, message });
	};
	if (!isObject(wire)) {
		return {
			texts: {},
			suspended: undefined,
			problems: [{ field: '', message: 'A user must be an object.' }],
			ignored: [],
		};
	}
	const required = findBy === 'id_number' ? [...REQUIRED, 'id_number' as const] : REQUIRED;
	const texts: Partial<Record<TraliantText, string | null>> = {};
	for (const name of TRALIANT_TEXTS) {
		const value = wire[name];
		if (value === undefined || !takes(name, switches)) continue;
		if (value !== null && !isText(value)) refuse(name, `The ${name} field must be a string.`);
		else texts[name] = value === '' ? null : value;
	}
	for (const name of required) {
		const value = texts[name] ?? '';
		if (value.trim() === '') refuse(name, `The ${name} field is required.`);
		else if (characters(value) > MAX_CHARACTERS) {
			refuse(name, `The ${name} field must not be greater than ${MAX_CHARACTERS} characters.`);
		}
	}
	if (texts.email && !isEmail(texts.email)) {
		refuse('email', 'The email field must be a valid email address.');
	}
	if (wire.suspended !== undefined && typeof wire.suspended !== 'boolean') {
		refuse('suspended', 'The suspended field must be true or false.');
	}
	const extra = Object.keys(wire).filter((name) => name !== 'suspended' && !isKnown(name, switches));
	if (switches.extraFields !== 'ignore') {
		for (const name of extra) refuse(name, `The ${name} field is not allowed.`);
	}
	return {
		texts,
		suspended: typeof wire.suspended === 'boolean' ? wire.suspended : undefined,
		problems,
		ignored: switches.extraFields === 'ignore' ? extra : [],
	};
}

function takes(name: TraliantText, switches: TraliantSwitches): boolean {
	return switches.extraFields === 'known' || (name !== 'hire_date' && name !== 'role');
}

function isKnown(name: string, switches: TraliantSwitches): boolean {
	return TRALIANT_TEXTS.some((known) => known === name && takes(known, switches));
}
