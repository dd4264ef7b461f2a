import { castOf, type Member } from './cast';
import { asCsv } from './masterList';
import type { Scenario } from './scenario';

/**
 * A vendor's master list as HR exports it: sound rows and spoiled ones sorted by surname, cells as people type them,
 * and one newcomer added a second time at the end: once is enough for an account.
 */
export function listOf(scenario: Scenario): string {
	const { columns } = scenario;
	const rows = castOf(scenario)
		.flatMap((member) => {
			const cells = rowOf(member, scenario);
			return cells === undefined ? [] : [{ member, cells }];
		})
		.sort((a, b) => compare(surname(a.member), surname(b.member)));
	const twice = rows.find(({ member }) => member.part === 'joins');
	return asCsv(
		columns,
		[...rows, ...(twice === undefined ? [] : [twice])].map(({ cells }) => cells),
	);
}

const surname = ({ now }: Member): string => `${now?.lastName ?? ''} ${now?.number ?? ''}`;

/** By code point: the same order on every machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function rowOf({ part, turn, now }: Member, { columns, spoiled, listed }: Scenario): string[] | undefined {
	if (now === undefined) return undefined;
	const wrong = part === 'broken' ? spoiled[turn % spoiled.length] : undefined;
	return columns.map((column) => {
		const cell = column.cell(now);
		const spoilt = wrong?.[column.header];
		if (spoilt !== undefined) return spoilt.replace('{number}', now.number.slice(2));
		return part === 'stays' && column.required !== true ? untidy(cell, turn, column.header, listed) : cell;
	});
}

/**
 * Differences that mean nothing, as they come from other programs: none of them may lead to a write. A vendor whose
 * users can't be read compares for itself, and capitals in an address are a difference to it.
 */
function untidy(cell: string, turn: number, header: string, listed: boolean): string {
	if (header === 'E-mail' && turn % 40 === 5) return listed ? cell.toUpperCase() : cell;
	if (header === 'Surname' && turn % 40 === 11) return ` ${cell}\u00a0`;
	if (header === 'First Name' && turn % 9 === 0) return cell.normalize('NFD');
	if (header === 'Department' && turn % 40 === 23) return '';
	return cell;
}
