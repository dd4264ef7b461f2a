import type { Bar, Block, Digest, Section } from './blocks';
import { countsAsPlanned, headlineOf, isOnlyPlan, occurring } from './headline';
import { inert } from '../../model/inert';
import { newKeys, notes, problems, removals, people } from './people';
import { approval, safety } from './safety';
import type { RowCounts } from '../../model/result';
import { survey, NAMED, type ReportInput, type Survey } from './survey';
import { WORDS, duration, moment, some, spoken, thousands } from './words';

/** Chooses what a report says. Its size does not depend on the number of results. */
export function digest(input: ReportInput): Digest {
	const { received, setAside } = input.summary.rows;
	const found = survey(input.results, received - setAside);
	const sections = [
		problems(found),
		newKeys(found),
		counts(input, found),
		warnings(input),
		notes(found),
		numbers(input),
		removals(input, found),
		approval(input),
		...people(input, found),
		columns(input),
		safety(input),
		details(input),
	];
	const { startedAt, durationMs } = input.summary;
	return {
		headline: headlineOf(input, found),
		time: `${moment(inert(startedAt))}, took ${duration(durationMs)}`,
		sections: sections.filter(({ blocks }) => blocks.length > 0),
	};
}

function counts(input: ReportInput, found: Survey): Section {
	const would = isOnlyPlan(input);
	const bars = occurring(countsAsPlanned(input, found)).map(([operation, count]): Bar => {
		const { label, wouldLabel, tone } = WORDS[operation];
		return { label: would ? wouldLabel : label, count, tone };
	});
	const title = would ? 'What would happen' : 'What happened';
	return { title, blocks: bars.length === 0 ? [] : [{ kind: 'bars', bars }] };
}

function numbers({ lmsLabel, summary }: ReportInput): Section {
	const extra = Object.entries(summary.extra ?? {});
	const facts = extra
		.slice(0, NAMED)
		.map(([name, count]): [string, string] => [spoken(inert(name, 40)), thousands(count)]);
	const title = `More from ${inert(lmsLabel, 40)}`;
	return {
		title,
		blocks: facts.length === 0 ? [] : [{ kind: 'facts', facts, more: extra.length - facts.length }],
	};
}

function warnings({ summary }: ReportInput): Section {
	// What the safety settings said stands at the top already.
	const reason = summary.safety.verdict === 'blocked' ? (summary.safety.surprise ?? summary.safety.reason ?? '') : '';
	const others = summary.warnings.filter((warning) => reason === '' || !warning.includes(reason));
	const points = others.slice(0, NAMED).map((warning) => inert(warning, 500));
	const more = others.length - points.length;
	return {
		title: 'Warnings',
		blocks: points.length === 0 ? [] : [{ kind: 'points', points, more }],
	};
}

function columns({ summary }: ReportInput): Section {
	const blocks: Block[] = [];
	const ignored = summary.ignoredColumns;
	if (ignored.length > 0) {
		const names = ignored.slice(0, 40).map((name) => inert(name, 40));
		const lead = `${some(ignored.length, 'column')} of your list ${ignored.length === 1 ? 'was' : 'were'} not used: `;
		blocks.push({ kind: 'names', lead, names, more: ignored.length - names.length });
	}
	const mapping = Object.entries(summary.mapping);
	if (mapping.length > 0) {
		const facts = mapping
			.slice(0, 60)
			.map(([field, column]): [string, string] => [inert(field, 40), inert(column, 60)]);
		blocks.push(
			{ kind: 'say', text: 'Each field of the system, and the column that fills it:' },
			{ kind: 'facts', facts, more: mapping.length - facts.length },
		);
	}
	return { title: 'Columns', blocks };
}

const QUALITY = {
	full: 'Your list was compared with all accounts in the system',
	lookup: 'Each person was looked up in the system',
	snapshot: 'Your list was compared with the Known Users that you gave',
	blind: 'This node could not read who is in the system: it sends every good row, and cannot see who is missing',
} as const;

/** What else rows turned out to be, where there is such a thing. */
function asides({ setAside, left, valuesLeftOut }: RowCounts): string {
	return [
		setAside > 0 ? `, ${thousands(setAside)} that are no people` : '',
		left > 0 ? `, ${some(left, 'person', 'people')} who left` : '',
		valuesLeftOut > 0 ? `, ${some(valuesLeftOut, 'unreadable value')} left out` : '',
	].join('');
}

function details({ summary, stopped }: ReportInput): Section {
	const { rows, directory, requests } = summary;
	const received = `${thousands(rows.received)} received`;
	// A run that stopped has judged no row and compared nothing.
	const judged = `, ${thousands(rows.valid)} good, ${thousands(rows.rejected)} rejected, ${some(rows.duplicates, 'duplicate')}${asides(rows)}`;
	const facts: Array<[string, string]> = [['Rows', stopped === undefined ? received + judged : received]];
	if (summary.operation === 'sync' && stopped === undefined) facts.push(['Comparison', QUALITY[summary.planQuality]]);
	if (directory.users > 0) {
		facts.push([
			'Accounts',
			`${thousands(directory.users)} in the system: ${thousands(directory.managed)} that a list can match, ${thousands(directory.unmanaged)} never touched, ${thousands(directory.protected)} protected`,
		]);
	}
	facts.push([
		'Requests',
		`${thousands(requests.sent)} sent, ${thousands(requests.retried)} repeated, ${thousands(requests.rateLimited)} told to slow down`,
	]);
	facts.push(['Run id', inert(summary.runId, 80)]);
	if (summary.planHash !== '') facts.push(['Plan hash', inert(summary.planHash, 80)]);
	if (summary.removalsHash !== '') facts.push(['Removals hash', inert(summary.removalsHash, 80)]);
	return { title: 'About this run', blocks: [{ kind: 'facts', facts, more: 0 }] };
}
