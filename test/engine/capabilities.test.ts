import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { capabilitiesByNode } from '../../engine/capabilities';
import { packageNodes } from '../../engine/package';

const declared = capabilitiesByNode();

describe('What a vendor says that its system can do', () => {
	it('is said by every vendor', () => {
		expect([...declared.keys()].sort()).toEqual([...packageNodes().keys()].sort());
	});

	it.each([...declared.keys()])('is what the editor shows (%s)', (name) => {
		const can = declared.get(name);
		const properties = packageNodes().get(name)?.description.properties ?? [];
		const named = (wanted: string): INodeProperties[] => properties.filter((property) => property.name === wanted);
		const values = (wanted: string): string[] =>
			named(wanted).flatMap(({ options = [] }) =>
				options.map((option) => String((option as INodePropertyOptions).value)),
			);
		const words = (wanted: string): string[] =>
			named(wanted).flatMap(({ options = [] }) => options.map((option) => option.name));

		expect(values('operation').sort()).toEqual(Object.keys(can?.operations ?? {}).sort());
		expect(values('missingUsers').sort()).toEqual(['ignore', ...Object.keys(can?.missing ?? {})].sort());
		expect(words('missingUsers').sort()).toEqual(['Ignore', ...Object.values(can?.missing ?? {})].sort());
		expect(named('knownUsers').length > 0).toBe(can?.knownUsers);
		expect(values('findBy').sort()).toEqual((can?.keys.length ?? 0) > 1 ? [...(can?.keys ?? [])].sort() : []);
		if ((can?.keys.length ?? 0) > 1) expect(named('findBy')[0]?.default).toBe(can?.keys[0]);
		expect(can?.fields.map((field) => field.name)).toContain(can?.keys[0]);
		const modes = named('userId').flatMap((property) => (property.modes ?? []).map((mode) => mode.name));
		expect(modes.filter((mode) => mode !== 'list').sort()).toEqual([...(can?.locators ?? [])].sort());
	});

	it.each([...declared.keys()])(
		'is called the same in the menu, the sub-title, the actions and the docs (%s)',
		(name) => {
			const can = declared.get(name);
			const description = packageNodes().get(name)?.description;
			const menu = (description?.properties ?? [])
				.filter((property) => property.name === 'operation')
				.flatMap(({ options = [] }) => options as INodePropertyOptions[]);
			const subtitles = JSON.parse(/\((\{.*\})\)/.exec(description?.subtitle ?? '')?.[1] ?? '{}') as Record<
				string,
				string
			>;
			const told = menu.map(({ name: word, value, action }) => ({ word, value: String(value), action: action ?? '' }));

			expect(Object.keys(subtitles).sort()).toEqual(told.map(({ value }) => value).sort());
			for (const { word, value, action } of told) {
				const many = word.endsWith(' Summary') ? word.replace(/Summary$/, 'Summaries') : `${word} Users`;
				expect(subtitles[value]).toBe(many);
				if (value === 'sync') expect(action).toBe(`Sync users with ${description?.displayName ?? ''}`);
				if (!['delete', 'hide', 'restore'].includes(value)) continue;
				expect(action.split(' ')[0]).toBe(word);
				expect(action).toMatch(/\busers?$/);
				expect(can?.operations[value as 'delete']?.split(' ')[0]).toBe(word);
			}
		},
	);
});
