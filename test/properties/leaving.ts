import type { IDataObject } from 'n8n-workflow';
import type { Cell, ListRow, Telling, World } from './people';

/**
 * Who has left by the list itself, and who is barred by a column of states: what stands in the cells, and what it means.
 * Source: the contract, sections 3 (*Leavers*) and 4 (*Surprises*).
 */

/** A vendor's own column of states, with what stands in it. */
export interface StateColumn {
	readonly column: string;
	readonly locked: readonly Cell[];
	readonly active: readonly Cell[];
}

interface Stated {
	readonly state?: StateColumn;
}

const GONE_WORDS = [
	'Terminated',
	'Inactive',
	'Ausgeschieden',
	'\u0417\u0432\u0456\u043b\u044c\u043d\u0435\u043d\u0438\u0439',
	'DEPROVISIONED',
	'deleted',
];
/** The last one is in no table: whoever has it is there. */
const THERE_WORDS = ['Active', 'On leave', 'Probation', '', 'aktiv', 'Zorbified'];

/** The heading of each column, and what stands in it for those who have left and those who are there. */
const COLUMNS_OF: Readonly<Record<Telling, { heading: string; gone: readonly Cell[]; there: readonly Cell[] }>> = {
	status: { heading: 'Employment Status', gone: GONE_WORDS, there: THERE_WORDS },
	enabled: { heading: 'Account Enabled', gone: ['false', 'No', '0', false], there: ['true', 'Yes', '1', true] },
	// A day that is long over, or far away: the clock of a long test goes on.
	end: { heading: 'End Date', gone: ['2020-01-31', '2021-12-31'], there: ['', '2099-01-01', '2087-05-31'] },
	phase: { heading: 'Phase', gone: ['over', 'quit'], there: ['on', '', 'Terminated', 'overt'] },
	phaseWords: { heading: 'Phase', gone: GONE_WORDS, there: THERE_WORDS },
};

const one = <Item>(some: readonly Item[], number: number): Item | undefined => some[number % some.length];

/** Whether the list says of a row that its person has left. */
export const hasLeft = (row: ListRow, world: World): boolean =>
	world.telling !== undefined && world.leaversOff !== true && row.gone === true;

/** Whether the list says of anybody whether they have left; by a column of states, too. */
export const saysWhoLeft = (world: World, rules: Stated): boolean =>
	(world.telling !== undefined && world.leaversOff !== true) || hasStates(world, rules);

export const hasStates = (world: World, { state }: Stated): boolean => world.hasStates === true && state !== undefined;

/** The state that a row wants its account to be in. Where blank cells clear, none is blank: what that means is open. */
export function stateWanted(row: ListRow, world: World, rules: Stated): 'active' | 'locked' | undefined {
	if (!hasStates(world, rules)) return undefined;
	return row.stands ?? (world.blankValues === 'clear' && row.key !== null ? 'active' : undefined);
}

/** The cells of a row in those columns. */
export function standingCells(row: ListRow, world: World, rules: Stated): IDataObject {
	const { spelt = 0 } = row;
	const told = world.telling === undefined ? undefined : COLUMNS_OF[world.telling];
	const wanted = stateWanted(row, world, rules);
	return {
		...(told === undefined ? {} : { [told.heading]: one(row.gone === true ? told.gone : told.there, spelt) }),
		...(rules.state === undefined || !hasStates(world, rules)
			? {}
			: { [rules.state.column]: wanted === undefined ? '' : one(rules.state[wanted], spelt) }),
	};
}

/** What the node is told of leavers. */
export function leaversOf({ telling, leaversOff }: World): IDataObject {
	return {
		...(leaversOff === true ? { detect: 'off' } : {}),
		...(telling === 'phase' ? { column: 'Phase', values: 'over, quit' } : {}),
		...(telling === 'phaseWords' ? { column: 'Phase' } : {}),
	};
}
