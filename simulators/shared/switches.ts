/**
 * Switches: every fact about a vendor that no page settles, or that was seen both ways, can be turned.
 * Tests walk over the definitions and run the client under each value.
 */

/** `A`: assumed, `F`: found in other public material (seen both ways, or open), `O`: the vendor's page. */
export type Origin = 'A' | 'F' | 'O';

export type SwitchValue = string | number | boolean;

export interface SwitchDefinition {
	readonly values: readonly [SwitchValue, ...SwitchValue[]];
	readonly default: SwitchValue;
	readonly meaning: string;
	readonly origin: Origin;
}

export type SwitchDefinitions = Readonly<Record<string, SwitchDefinition>>;

/** The values a set of definitions allows, as a mutable record. */
export type SwitchesOf<Definitions extends SwitchDefinitions> = {
	-readonly [Name in keyof Definitions]: Definitions[Name]['values'][number];
};

/** One switch, as listed for tests, the command line and docs. */
export interface SwitchInfo extends SwitchDefinition {
	readonly name: string;
}

/** Keeps the literal types of the values. */
export function defineSwitches<const Definitions extends SwitchDefinitions>(definitions: Definitions): Definitions {
	return definitions;
}

/** The definitions as a list, each with its name. */
export function listSwitches(definitions: SwitchDefinitions): SwitchInfo[] {
	return Object.entries(definitions).map(([name, definition]) => ({ name, ...definition }));
}

/**
 * Refuses names and values that a vendor does not know, so that a misspelt switch cannot make a test
 * pass by doing nothing.
 * @throws Error naming the switch and the values it takes.
 */
export function checkSwitches(definitions: SwitchDefinitions, wanted: Readonly<Record<string, unknown>>): void {
	for (const [name, value] of Object.entries(wanted)) {
		const definition = definitions[name];
		if (definition === undefined) {
			throw new Error(`There is no switch ${name}. Known: ${Object.keys(definitions).join(', ')}`);
		}
		if (!definition.values.some((allowed) => allowed === value)) {
			throw new Error(`Switch ${name} takes ${definition.values.join(', ')}, not ${String(value)}`);
		}
	}
}

/**
 * Reads `name=value` pairs as a person types them; a name alone means true.
 * @throws Error naming the switch and the values it takes.
 */
export function readPairs(definitions: SwitchDefinitions, pairs: readonly string[]): Record<string, SwitchValue> {
	const parsed: Record<string, SwitchValue> = {};
	for (const pair of pairs) {
		const at = pair.indexOf('=');
		const name = at < 0 ? pair : pair.slice(0, at);
		const text = at < 0 ? 'true' : pair.slice(at + 1);
		const values = definitions[name]?.values ?? [];
		parsed[name] = values.find((value) => String(value) === text) ?? text;
	}
	checkSwitches(definitions, parsed);
	return parsed;
}
