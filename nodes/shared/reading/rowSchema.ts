import { z } from 'zod';

import type { Field, Value, Values } from '../model/field';

/** What zod found wrong with a row's values: the field, and a sentence about its value. */
export interface Fault {
	readonly name: string;
	readonly message: string;
	/** What the rule was broken by: the field's value, or the entry of its list. */
	readonly value: unknown;
	/** The message says what the value is, and needs the value in front of it. */
	readonly aboutValue: boolean;
}

/** Checks the values of one row against the vendor's rules; no faults: they may be sent. */
export type RowSchema = (values: Values) => readonly Fault[];

const EMAIL = /^[^@]+@[^@]+$/;

/**
 * The rules of a vendor's fields as a zod schema, built once per run. It holds whatever zod 3 and zod 4 share, since
 * another community package can put zod 4 in the place of n8n's zod 3. Cells are turned into values beforehand:
 * transforms and refinements on every cell make zod 3 fifteen times slower.
 */
export function rowSchema(fields: readonly Field[], isRequired: (field: Field) => boolean): RowSchema {
	const shape: Record<string, z.ZodTypeAny> = {};
	const looks: Look[] = [];
	for (const field of fields) {
		if (isFree(field) && !isRequired(field)) continue;
		const rule = checked(field, ruleOf(field));
		shape[field.name] = isRequired(field) ? rule : rule.nullish();
		looks.push({ name: field.name, mayLack: !isRequired(field), isGood: lookAt(field) });
	}
	const schema = z.object(shape);
	return (values) => {
		if (looks.every((look) => isPlainlyGood(look, values[look.name]))) return [];
		const result = schema.safeParse(values);
		if (result.success) return [];
		return result.error.issues.map((issue) => ({
			name: String(issue.path[0]),
			message: issue.message,
			value: valueAt(values, issue.path),
			aboutValue: issue.code !== 'custom',
		}));
	};
}

/** A short look at one field: whoever passes all of them passes zod, which takes ten times longer to find nothing. */
interface Look {
	readonly name: string;
	readonly mayLack: boolean;
	readonly isGood: (value: Value) => boolean;
}

function isPlainlyGood({ mayLack, isGood }: Look, value: Value | null | undefined): boolean {
	return value === undefined || value === null ? mayLack : isGood(value);
}

function lookAt({ kind, maxLength = Number.POSITIVE_INFINITY, check }: Field): Look['isGood'] {
	// No text has more code points than UTF-16 units.
	const isShort = (value: unknown): boolean => typeof value === 'string' && value.length <= maxLength;
	const ofKind = (value: Value): boolean => {
		switch (kind) {
			case 'email':
				return isShort(value) && EMAIL.test(String(value));
			case 'text':
			case 'tags':
			case 'date':
				return isShort(value);
			case 'boolean':
				return typeof value === 'boolean';
			case 'integer':
				return Number.isSafeInteger(value);
			case 'list':
				return Array.isArray(value) && value.every(isShort);
			case 'choice':
			case 'json':
				return true;
		}
	};
	return check === undefined ? ofKind : (value) => ofKind(value) && check(value) === undefined;
}

/** Any text will do, and whatever the cell was, its reader has made a text of it: zod would only look again. */
function isFree({ kind, maxLength, check }: Field): boolean {
	return kind === 'text' && maxLength === undefined && check === undefined;
}

function valueAt(values: Values, [name, entry]: ReadonlyArray<PropertyKey>): unknown {
	const value = values[String(name)];
	return Array.isArray(value) && typeof entry === 'number' ? value[entry] : value;
}

function ruleOf(field: Field): z.ZodTypeAny {
	switch (field.kind) {
		case 'email':
			return limited(
				z.string().regex(EMAIL, 'is not an e-mail address (it needs one @ with text on both sides).'),
				field,
			);
		case 'text':
		case 'tags':
		case 'date':
			return limited(z.string(), field);
		case 'boolean':
			return z.boolean();
		case 'integer':
			return z.number().int();
		case 'list':
			return z.array(limited(z.string(), field));
		case 'choice':
		case 'json':
			// What a reader gives is one of the choices, or can be written as JSON: it only has to be there.
			return z.unknown().refine((value) => value !== undefined);
	}
}

/** Length in code points, as people count characters: zod's own `max` counts an emoji as two. */
function limited(text: z.ZodString, { maxLength }: Field): z.ZodString {
	if (maxLength === undefined) return text;
	return text.regex(new RegExp(`^[^]{0,${maxLength}}$`, 'u'), `is longer than ${maxLength} characters.`);
}

function checked({ check }: Field, rule: z.ZodTypeAny): z.ZodTypeAny {
	if (check === undefined) return rule;
	return rule.superRefine((value: Value, context) => {
		const sentence = check(value);
		if (sentence !== undefined) context.addIssue({ code: 'custom', message: sentence });
	});
}
