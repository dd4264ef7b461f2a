import type { Act } from './act';
import type { IDataObject } from 'n8n-workflow';

import type { Scenario } from './scenario';
import { differences, only, untruths, type Expectation, type Holdings } from './verify';

/** One thing that must hold, and every way in which it does not. */
export interface Check {
	readonly what: string;
	readonly wrong: readonly string[];
}

/** All that is known when the curtain has fallen. */
export interface Ending {
	readonly scenario: Scenario;
	readonly acts: readonly [dry: Act, real: Act, again: Act];
	readonly expected: Expectation;
	readonly before: Holdings;
	readonly after: Holdings;
	readonly failures: readonly Error[];
}

/** Everything that the demo promises, checked against what the system holds; not against what the node says of itself. */
export function checksOf(ending: Ending): Check[] {
	const { scenario, acts, expected, before, after, failures } = ending;
	const [dry, real, again] = acts;
	const untouched = (keys: readonly string[]): string[] => differences(only(before, keys), only(after, keys));
	const brokenKeys = keysOf(expected, before);
	const checks: Check[] = [
		{
			what: 'every run ended with a summary',
			wrong: acts.flatMap(({ title, error, summary }) =>
				error !== '' ? [`${title}: ${error}`] : summary === undefined ? [`${title}: no summary`] : [],
			),
		},
		{
			what: 'the dry run changed nothing',
			wrong: [...wrote(dry), ...differences(dry.before, dry.after)],
		},
		{
			what: `${scenario.label} holds all ${expected.sound.length} people of the list as the list has them, and nothing else has changed`,
			wrong: differences(expected.holdings, after),
		},
		{
			what: `${counted(expected.broken.length, 'broken row')}: those people are untouched, the rows are reported`,
			wrong: [...untouched(brokenKeys), ...rejected(real, expected)],
		},
	];
	if (expected.leftOut.length > 0) {
		checks.push({
			what: `${counted(expected.leftOut.length, 'value')} that can't be read: left out and counted, the rest of the row arrives`,
			wrong: acts.flatMap((act) => countedAs(act, expected.leftOut)),
		});
	}
	if (expected.outOfBounds.length > 0) {
		checks.push({
			what: `${counted(expected.outOfBounds.length, 'account')} that the list must not change: untouched`,
			wrong: untouched(expected.outOfBounds),
		});
	}
	if (scenario.listed) {
		checks.push(
			{
				what: 'the dry run said “blocked”, the run was the approved plan',
				wrong: [...verdict(dry, 'blocked'), ...verdict(real, 'approved'), ...samePlan(dry, real)],
			},
			{
				what: `${expected.missing.length} leavers are ${scenario.missing}`,
				wrong: differences(only(expected.holdings, expected.missing), only(after, expected.missing)),
			},
			{
				what: 'the repeat sent no write',
				wrong: [...wrote(again), ...differences(again.before, again.after)],
			},
		);
	} else {
		checks.push({
			what: 'the repeat changed nothing',
			wrong: differences(again.before, again.after),
		});
	}
	checks.push(
		{
			what: `each of the ${real.results.length} results says what really happened`,
			wrong: [
				...untruths(real.results, real.before, real.after, scenario.words),
				...untruths(again.results, again.before, again.after, scenario.words),
			],
		},
		{
			what: 'the simulator had no fault of its own',
			wrong: failures.map(({ message }) => message),
		},
	);
	return checks;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** The accounts that broken rows are about, in the system's own spelling. */
function keysOf({ broken }: Expectation, before: Holdings): string[] {
	const wanted = new Set(broken.map(({ key }) => key.toLowerCase()));
	return [...before.keys()].filter((key) => wanted.has(key.toLowerCase()));
}

function wrote({ title, writes }: Act): string[] {
	return writes === 0 ? [] : [`${title}: ${writes} writes were sent`];
}

/** Broken rows must be told as rejected, and no others. */
function rejected({ title, results }: Act, { broken }: Expectation): string[] {
	const told = results.filter(({ success }) => !success).map(({ key }) => key);
	const meant = broken.map(({ key }) => key);
	return [
		...meant.filter((key) => !told.includes(key)).map((key) => `${title}: ${key} was not rejected`),
		...told.filter((key) => !meant.includes(key)).map((key) => `${title}: ${key} did not succeed`),
	];
}

function countedAs({ title, summary }: Act, leftOut: readonly string[]): string[] {
	const rows = summary?.rows as IDataObject | undefined;
	const said = Number(rows?.valuesLeftOut ?? 0);
	return said === leftOut.length ? [] : [`${title}: ${said} values were left out, not ${leftOut.length}`];
}

function verdict({ title, summary }: Act, wanted: string): string[] {
	const safety = summary?.safety as IDataObject | undefined;
	const said = String(safety?.verdict ?? 'nothing');
	return said === wanted ? [] : [`${title}: the verdict is “${said}”, not “${wanted}”`];
}

function samePlan(dry: Act, real: Act): string[] {
	return dry.summary?.planHash === real.summary?.planHash ? [] : ['the run had another plan than the dry run'];
}
