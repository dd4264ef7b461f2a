import { applyPatch, type Operation } from 'fast-json-patch';
import specification from 'json-patch-test-suite/spec_tests.json';
import cases from 'json-patch-test-suite/tests.json';
import {
	operationFor,
	OperationProblem,
	translate,
	type WireOperation,
} from '../../../nodes/Requestor/requestor.operations';
import type { Value } from '../../../nodes/shared/model/field';

/** One case of the public conformance suite of RFC 6902. */
interface Case {
	readonly comment?: string;
	readonly doc: unknown;
	readonly patch: Array<Record<string, unknown>>;
	readonly expected?: unknown;
	readonly error?: string;
	readonly disabled?: boolean;
}

const ALL = [...cases, ...specification] as unknown as Case[];
const enabled = ALL.filter((one) => one.disabled !== true);

/** Requestor's form, read by the numbers that its page gives them. */
function readBack({ Operation, Path, FromPath, Value }: WireOperation): Operation {
	switch (Operation) {
		case 0:
			return { op: 'add', path: Path, value: Value };
		case 1:
			return { op: 'remove', path: Path };
		case 2:
			return { op: 'replace', path: Path, value: Value };
		case 3:
			return { op: 'move', path: Path, from: String(FromPath) };
	}
}

const named = (path: unknown): boolean => typeof path === 'string' && /^\/[^/]/.test(path);
const known = ({ op, path, from }: Record<string, unknown>): boolean =>
	['add', 'remove', 'replace', 'move'].includes(String(op)) && named(path) && (op !== 'move' || named(from));
const titled = (list: readonly Case[]): Array<[string, Case]> =>
	list.map((one) => [`${one.comment ?? one.error ?? ''} ${JSON.stringify(one.patch)}`, one]);

describe('ready-made operations: the public JSON Patch suite', () => {
	const applicable = enabled.filter(
		(one) => one.expected !== undefined && one.patch.length > 0 && one.patch.every(known),
	);

	it('has cases to offer', () => {
		expect(applicable.length).toBeGreaterThan(20);
	});

	it.each(titled(applicable))('means the same in Requestor’s form: %s', (_title, { doc, patch, expected }) => {
		const translated = translate(patch as unknown as Value);
		if (translated instanceof OperationProblem) throw new Error(translated.text);
		expect(translated.every(({ ParsedPath, ParsedFromPath }) => ParsedPath === null && ParsedFromPath === null)).toBe(
			true,
		);
		const again = translate(translated as unknown as Value);
		expect(again).toEqual(translated);
		expect(applyPatch(structuredClone(doc), translated.map(readBack)).newDocument).toEqual(expected);
	});

	it.each(titled(enabled.filter(({ patch }) => patch.some((one) => !known(one)))))(
		'refuses what Requestor does not know: %s',
		(_title, { patch }) => {
			expect(translate(patch as unknown as Value)).toBeInstanceOf(OperationProblem);
		},
	);

	it.each(
		titled(
			enabled.filter(
				({ error, patch }) =>
					/missing|unrecognized/i.test(error ?? '') && !/missing objects/.test(error ?? '') && patch.length > 0,
			),
		),
	)('refuses what is no patch: %s', (_title, { patch }) => {
		expect(translate(patch as unknown as Value)).toBeInstanceOf(OperationProblem);
	});
});

describe('ready-made operations: the vendor’s form', () => {
	it('numbers operations as Requestor does, and fills the form', () => {
		expect(
			translate([
				{ op: 'add', path: '/Phones/-', value: '+1' },
				{ op: 'remove', path: '/Company' },
				{ op: 'replace', path: '/A~1B', value: null },
				{ op: 'move', from: '/A', path: '/B' },
			]),
		).toEqual([
			{ Operation: 0, FromPath: null, ParsedFromPath: null, Path: '/Phones/-', ParsedPath: null, Value: '+1' },
			{ Operation: 1, FromPath: null, ParsedFromPath: null, Path: '/Company', ParsedPath: null, Value: null },
			{ Operation: 2, FromPath: null, ParsedFromPath: null, Path: '/A~1B', ParsedPath: null, Value: null },
			{ Operation: 3, FromPath: '/A', ParsedFromPath: null, Path: '/B', ParsedPath: null, Value: null },
		]);
	});

	it('takes the words of the XML form too, keeps the case of paths, and escapes names', () => {
		expect(translate({ Operation: 'Add', Path: '/firstName', Value: 1, FromPath: 'sample' })).toEqual([
			expect.objectContaining({ Operation: 0, Path: '/firstName', FromPath: null, Value: 1 }),
		]);
		expect(operationFor('a/b~c', 'x')).toMatchObject({ Operation: 2, Path: '/a~1b~0c' });
	});

	it('refuses rights and keys, however they are written', () => {
		for (const path of [
			'/RoleOperator',
			'/ROLEADMINISTRATOR',
			'/InternalGroupIds/0',
			'/isSuperOperator',
			'/UserRoles',
			'/userProviderKey',
			'/Email',
		]) {
			const forms: Value[] = [
				{ op: 'add', path, value: true },
				{ op: 'move', from: '/A', path },
				{ op: 'move', from: path, path: '/A' },
				{ Operation: 2, Path: path, Value: true },
			];
			for (const operation of forms) expect(translate([operation])).toBeInstanceOf(OperationProblem);
		}
	});
});
