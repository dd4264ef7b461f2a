import { castOf } from '../../demo/cast';
import { listOf } from '../../demo/data';
import { germanDay, mailbox, words } from '../../demo/meaning';
import { listFile, meaningOf, readList } from '../../demo/masterList';
import { SCENARIOS } from '../../demo/scenarios';
import { expectedAfter, type Holding } from '../../demo/verify';
import { fs } from '../../engine/platform';
import { VENDOR_NAMES } from '../../simulators';

const text = (vendor: string): string => fs.readFileSync(listFile(vendor), 'utf8').replace(/\r\n/g, '\n');

describe("the demo's master lists", () => {
	it('cover every vendor', () => {
		expect([...SCENARIOS.keys()].sort()).toEqual([...VENDOR_NAMES].sort());
	});

	it.each([...SCENARIOS])('of %s is what demo/data/write.ts writes', (vendor, scenario) => {
		expect(text(vendor)).toBe(listOf(scenario));
	});

	it.each([...SCENARIOS])(
		'of %s has three rows with a mistake, at least one of them broken, readable keys and one row twice',
		(vendor, scenario) => {
			const meanings = meaningOf(readList(listFile(vendor)), scenario.columns, scenario.key);
			const before = castOf(scenario).flatMap(({ before: employee }): Array<[string, Holding]> => {
				const cell = scenario.columns.find(({ means }) => means === scenario.key)?.cell;
				return employee === undefined || cell === undefined
					? []
					: [[cell(employee), { standing: 'active', values: {}, outOfBounds: false }]];
			});
			const { broken, leftOut } = expectedAfter(new Map(before), meanings, 'ignored');
			expect(broken.length + leftOut.length).toBe(3);
			expect(broken.length).toBeGreaterThan(0);
			expect(broken.map(({ key }) => key)).not.toContain('');
			const keys = meanings.map(({ key }) => key);
			expect(keys.length - new Set(keys).size).toBe(1);
		},
	);

	it.each([...SCENARIOS.keys()])('of %s looks like an export from HR', (vendor) => {
		const list = text(vendor);
		for (const part of ['\ufeff', ';', '“', 'ü', '💙', 'Nováková', '"']) expect(list).toContain(part);
	});
});

describe('the reader that the check has of its own', () => {
	it.each([
		['31.12.2026', '2026-12-31'],
		['29.02.2024', '2024-02-29'],
		['31.02.2024', undefined],
		['2026-12-31', undefined],
	])('reads the day %s as %s', (cell, day) => {
		expect(germanDay(cell)).toBe(day);
	});

	it.each([
		['Sally@Company.TLD ', 'sally@company.tld'],
		['a@b@c', undefined],
		['a (at) b', undefined],
		['@b', undefined],
	])('reads the address %s as %s', (cell, address) => {
		expect(mailbox(cell)).toBe(address);
	});

	it('reads words in one Unicode form', () => {
		expect(words(' Mu\u0308ller\u00a0')).toBe('Müller');
	});
});
