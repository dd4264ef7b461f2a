import type { User } from '../../../nodes/shared/model/directory';
import { RunError } from '../../../nodes/shared/model/failure';
import type { Field } from '../../../nodes/shared/model/field';
import { scopeTest } from '../../../nodes/shared/deciding/scope';
import { FIELDS, user } from '../peopleFixture';

const GROUPS: Field = { name: 'groups', label: 'Groups', kind: 'list' };

const scoped = (scopeField: string, ...scopeValues: string[]): ((one: User) => boolean) =>
	scopeTest({ scopeField, scopeValues }, [...FIELDS, GROUPS]);

/** What goes wrong with a scope: the message and the remedy. */
function problemWith(scopeField: string, ...scopeValues: string[]): unknown {
	try {
		return scoped(scopeField, ...scopeValues);
	} catch (error) {
		return error instanceof RunError ? [error.message, error.remedy] : error;
	}
}

describe('the scope of a run', () => {
	it('is everybody when none is set', () => {
		expect(scoped('')(user('A'))).toBe(true);
	});

	it('is whoever has one of the values, without regard to case, spaces around it and Unicode form', () => {
		const isInScope = scoped('title', ' Clerk', 'CAFE\u0301');
		for (const title of ['Clerk', 'clerk ', 'caf\u00e9']) expect(isInScope(user('A', { title }))).toBe(true);
		for (const title of ['Clerks', '', null]) expect(isInScope(user('A', { title }))).toBe(false);
		expect(isInScope(user('A'))).toBe(false);
	});

	it('is whoever has one of the values among several', () => {
		expect(scoped('groups', 'care')(user('A', { groups: ['Sales', 'Care'] }))).toBe(true);
		expect(scoped('groups', '7')(user('A', { groups: [7] }))).toBe(true);
		expect(scoped('groups', 'Boss')(user('A', { groups: ['Sales', 'Care'] }))).toBe(false);
		expect(scoped('groups', 'Boss')(user('A', { groups: [] }))).toBe(false);
	});

	it.each([['title'], ['', 'Clerk']])('needs both of its settings', (...setting) => {
		const [field, ...values] = setting;
		expect(problemWith(field ?? '', ...values)).toEqual([
			'Scope Field and Scope Values belong together, and only one of them is set.',
			'Set both, or neither. Nothing was sent.',
		]);
	});

	it('needs a field that is there', () => {
		expect(problemWith('titel', 'Clerk')).toEqual([
			'Scope Field names "titel", which is not a field.',
			'Use one of: no, name, title, email, badge, boss, pin, note, groups.',
		]);
	});
});
