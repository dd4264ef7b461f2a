import type { Value } from './field';

/** How one field is read off a vendor's record; undefined where the record does not show it. */
export type FieldReader = readonly [
	name: string,
	read: (record: Readonly<Record<string, unknown>>) => Value | null | undefined,
];

/**
 * Reads the fields of records that nearly always show the same ones: the values lie beside their names, which all share.
 * A record of its own for each, growing name by name, would take several times as long and as much room.
 */
export class ShownFields {
	private names: readonly string[] = [];

	constructor(private readonly readers: readonly FieldReader[]) {}

	/** What a record shows of the fields; `beside` is what stands elsewhere. */
	of(record: Readonly<Record<string, unknown>>, beside: readonly FieldReader[] = []): Shown {
		const values: Array<Value | null> = [];
		let names: string[] | undefined;
		for (const [name, read] of beside.length === 0 ? this.readers : [...this.readers, ...beside]) {
			const shown = read(record);
			if (shown === undefined) continue;
			if (names === undefined && this.names[values.length] !== name) names = this.names.slice(0, values.length);
			names?.push(name);
			values.push(shown);
		}
		if (names !== undefined) this.names = names;
		else if (this.names.length !== values.length) this.names = this.names.slice(0, values.length);
		return new Shown(this.names, values);
	}
}

/** Values beside their names. */
export class Shown {
	constructor(
		readonly names: readonly string[],
		readonly inOrder: ReadonlyArray<Value | null>,
	) {}

	/** Undefined: the field is not shown. */
	at(name: string): Value | null | undefined {
		return this.inOrder[this.names.indexOf(name)];
	}
}
