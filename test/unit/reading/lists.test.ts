import { BRIDGE_FIELDS, nameOf as bridgeName } from '../../../nodes/Bridge/bridge.user';
import { LEARNIFIER_FIELDS, nameOf as learnifierName } from '../../../nodes/Learnifier/learnifier.user';
import { collaboratorFields } from '../../../nodes/LmsCollaborator/lmsCollaborator.fields';
import { nameOf as collaboratorName } from '../../../nodes/LmsCollaborator/lmsCollaborator.user';
import { nameOf as requestorName, requestorFields } from '../../../nodes/Requestor/requestor.user';
import { scimFields } from '../../../nodes/Scim/scim.fields';
import { nameOf as scimName } from '../../../nodes/Scim/scim.user';
import type { Field } from '../../../nodes/shared/model/field';
import type { RowSet } from '../../../nodes/shared/model/row';
import { nameManagers } from '../../../nodes/shared/deciding/managers';
import { readRows, type RowRules } from '../../../nodes/shared/reading/rows';
import { nameOf as traliantName, traliantFields } from '../../../nodes/Traliant/traliant.user';
import { cellsOf, columnsOf, emailOf, keyOf, MORE, PEOPLE, type MoreList } from '../../lists/more';
import { LIST_SYSTEMS, type ListSystem } from '../../lists/systems';
import { camel, itemsOf, SHAPES, type Shape } from '../../lists/shapes';

/** Lists of our own finding, in the shapes of n8n's source nodes, as each system reads them. */

interface System extends ListSystem {
	readonly rules: Pick<RowRules, 'fields' | 'nameOf' | 'emailField'>;
}

const MANAGERS = ['mk', 'me', 'mn', 'ml', 'md', 'mp'];
const DATES = ['hire', 'birth'];

const { bridge, learnifier, lmsCollaborator, requestor, traliant, scim } = LIST_SYSTEMS;
const SYSTEMS: readonly System[] = [
	{ ...bridge, rules: { fields: BRIDGE_FIELDS, nameOf: bridgeName, emailField: 'email' } },
	{ ...learnifier, rules: { fields: LEARNIFIER_FIELDS, nameOf: learnifierName, emailField: 'primaryEmail' } },
	{ ...lmsCollaborator, rules: { fields: collaboratorFields(true), nameOf: collaboratorName, emailField: 'email' } },
	{ ...requestor, rules: { fields: requestorFields('ExternalId'), nameOf: requestorName, emailField: 'Email' } },
	{ ...traliant, rules: { fields: traliantFields('username'), nameOf: traliantName, emailField: 'email' } },
	{ ...scim, rules: { fields: scimFields('userName'), nameOf: scimName, emailField: 'email' } },
];

function wrongIn(list: MoreList, shape: Shape, rows: RowSet, system: System): string[] {
	const wrong: string[] = [];
	const columns = columnsOf(list);
	const { mapping } = rows;
	const headingOf = (holds: string): string | undefined => {
		const found = columns.find((column) => column.holds === holds)?.heading;
		return found === undefined || shape !== 'json' ? found : camel(found);
	};
	// A column that is called as the system's field for private addresses fills that.
	for (const { key, values } of rows.rows)
		for (const [name, value] of Object.entries(values))
			if (String(value).includes('@mail.example') && !/^(Email - )?home ?email/i.test(mapping[name] ?? ''))
				wrong.push(`${key}: the private address is sent as ${name}`);
	const byKey = new Map(rows.rows.map((row) => [row.key, row]));
	const isSaid = ['st', 'en', 'dis', 'term'].some((holds) => headingOf(holds) !== undefined);
	const lacks = system.needs.filter((field) => mapping[field] === undefined);
	for (const person of PEOPLE) {
		const key = keyOf(list, person);
		const row = byKey.get(key);
		if (row === undefined) {
			wrong.push(`${key} has no result`);
			continue;
		}
		if (person.state === 1 && isSaid) {
			const bars = system.rules.fields.find(
				({ name, bars: state }) => state !== undefined && row.values[name] === state,
			);
			if (row.left === undefined && bars === undefined) wrong.push(`${key} has left and nobody says so`);
			continue;
		}
		if (lacks.length > 0) continue;
		if (row.left !== undefined) wrong.push(`${key} has not left: ${row.left}`);
		if (row.rejection !== undefined) wrong.push(`${key}: ${row.rejection.message}`);
		if (row.hints !== undefined) wrong.push(`${key}: ${row.hints.join(' ')}`);
		const sent = new Map(Object.entries(row.values));
		const expect = (holds: string, field: string | undefined, value: unknown): void => {
			if (field === undefined) return;
			const got = sent.get(field);
			if (String(got) !== String(value))
				wrong.push(
					`${key}: ${field} is ${JSON.stringify(got)} (${mapping[field]}), not ${JSON.stringify(value)} (${holds})`,
				);
		};
		const cells = cellsOf(list)[PEOPLE.indexOf(person)] ?? [];
		const cell = (holds: string): string => cells[columns.findIndex((column) => column.holds === holds)] ?? '';
		const last = [cell('prefix'), person.last, cell('last2')].filter((part) => part !== '').join(' ');
		const hasPref = headingOf('pref') !== undefined;
		if (headingOf('first') !== undefined && !(hasPref && sent.get(system.fields.first ?? '') === person.pref))
			expect('first', system.fields.first, person.first);
		if (headingOf('last') !== undefined) expect('last', system.fields.last, last);
		if (headingOf('email') !== undefined) expect('email', system.fields.email, emailOf(person));
		for (const holds of ['title', 'dept', 'user', 'mid', 'comp', 'div', 'loc', 'city', 'state', 'country', 'mob']) {
			if (headingOf(holds) !== undefined && cell(holds) !== '') expect(holds, system.fields[holds], cell(holds));
		}
		const { dialled = String } = system;
		if (headingOf('phone') !== undefined || headingOf('mob') !== undefined)
			expect(
				'phone',
				system.fields.phone,
				dialled(
					cell(headingOf('phone') === undefined ? (system.fields.mob === undefined ? 'mob' : 'none') : 'phone'),
				) || sent.get(system.fields.phone ?? ''),
			);
		for (const holds of DATES)
			if (headingOf(holds) !== undefined)
				expect(holds, system.fields[holds], holds === 'birth' ? '1990-12-24' : person.hire);
		if (headingOf('gender') !== undefined) expect('gender', system.fields.gender, person.gender === 'F' ? 1 : 0);
		if (headingOf('lang') !== undefined) {
			const code = String(sent.get(system.fields.lang ?? ''))
				.toLowerCase()
				.replace('_', '-');
			if (system.fields.lang !== undefined && !/^(en|de)([-_](de|us))?$/.test(code) && mapping.locale === undefined)
				wrong.push(`${key}: ${system.fields.lang} is ${code}`);
		}
		const boss = person.boss === undefined ? undefined : PEOPLE[person.boss];
		if (boss !== undefined && system.manager !== undefined && MANAGERS.some((holds) => headingOf(holds) !== undefined))
			expect('mgr', system.fields.mgr, system.manager(keyOf(list, boss)));
	}
	return wrong;
}

describe('lists of our own finding', () => {
	it.each(SYSTEMS)('are understood by $name in each shape of a source', (system) => {
		const wrong: string[] = [];
		for (const list of MORE) {
			for (const shape of SHAPES) {
				const key = columnsOf(list).find(({ holds }) => holds === 'key')?.heading ?? '';
				const records = itemsOf(list, shape).map((cells, item) => ({ item, cells }));
				const say = (what: string): number => wrong.push(`${list.name} (${shape}): ${what}`);
				try {
					const rows = readRows({ kind: 'columns', records }, rulesOf(system, shape === 'json' ? camel(key) : key));
					nameManagers({ ...rows, fields: system.rules.fields, keyField: keyFieldOf(system), lms: system.name });
					new Set(wrongIn(list, shape, rows, system)).forEach(say);
				} catch (error) {
					say((error as Error).message);
				}
			}
		}
		expect(wrong).toEqual([]);
	});
});

function keyFieldOf({ key, rules }: System): Field {
	const field = rules.fields.find(({ name }) => name === key);
	if (field === undefined) throw new Error(key);
	return field;
}

function rulesOf({ name, key, rules }: System, keyColumn: string): RowRules {
	return {
		...rules,
		lms: name,
		keyField: key,
		keyColumn,
		blankValues: 'ignore',
		dateFormat: 'auto',
		timezone: 'Europe/Berlin',
		sendUnknownColumns: false,
		sendPassword: false,
		badValues: 'skip',
		leavers: { detect: 'auto', column: '', values: [] },
		today: '2026-06-01',
	};
}
