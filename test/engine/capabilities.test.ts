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
		const modes = named('userId').flatMap((property) => (property.modes ?? []).map((mode) => mode.name));
		expect(modes.filter((mode) => mode !== 'list').sort()).toEqual([...(can?.locators ?? [])].sort());
	});
});
