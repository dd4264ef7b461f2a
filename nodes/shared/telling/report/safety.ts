import type { Block, Section } from './blocks';
import { isChange, isDamaged, needsApproval, occurring, reasonOf } from './headline';
import { inert } from '../../model/inert';
import { NAMED, type ReportInput } from './survey';
import { some, thousands } from './words';
import type { GroupVerdict, SafetySummary } from '../../model/result';

const WHERE = 'Safety \u2192 Approved Plan';

/** How to let a plan happen that has only been shown. */
export function approval(input: ReportInput): Section {
	return { title: isAllowed(input) ? 'How to carry it out' : 'How to approve', blocks: approvalBlocks(input) };
}

/** Whether the plan needs nobody's approval: a dry run that the limits allow. */
function isAllowed({ summary: { dryRun, safety: judged } }: ReportInput): boolean {
	return dryRun && judged.verdict !== 'blocked';
}

function approvalBlocks(input: ReportInput): Block[] {
	const { dryRun, status, safety, failures, counts } = input.summary;
	if (!dryRun && status !== 'blocked') return [];
	const rerun = dryRun ? 'switch Dry Run off and run again' : 'run again';
	if (isDamaged(failures)) {
		return [say('No approval helps here: correct the rejected rows first, then run again.')];
	}
	if (safety.surprise !== undefined && needsApproval(input)) {
		return [
			say(`If the plan is right all the same, copy this line into ${WHERE}, then ${rerun}.`),
			...hashes(input).slice(0, 1),
		];
	}
	if (needsApproval(input)) {
		return [
			say(`If everybody listed under Removals should go, copy one of these lines into ${WHERE}, then ${rerun}.`),
			...hashes(input),
			say(
				'An approval holds for this plan only. If the plan has changed by then and would still remove somebody, nothing is sent.',
			),
		];
	}
	if (!dryRun || occurring(counts, isChange).length === 0) return [];
	if (safety.removals === 0) {
		return [say(`Nobody would be removed, so ${WHERE} can stay empty. To make these changes, ${rerun}.`)];
	}
	return [
		say(`The removals are within the limits. To make these changes, ${rerun}.`),
		say(`To be sure that exactly this plan is carried out, copy one of these lines into ${WHERE} first.`),
		...hashes(input),
	];
}

function hashes({ summary }: ReportInput): Block[] {
	const choices: Array<[string, string]> = [
		['The whole plan, exactly as shown', summary.planHash],
		['Or the removals alone (other changes may differ by then)', summary.removalsHash],
	];
	return choices
		.filter(([, hash]) => hash !== '')
		.map(([label, hash]): Block => ({ kind: 'copy', label, value: inert(hash, 80) }));
}

/** What the safety settings said, with the groups that they looked at. */
export function safety({ summary, stopped }: ReportInput): Section {
	const isAsked = summary.operation === 'sync' || summary.safety.removals > 0;
	if (stopped !== undefined || !isAsked) return { title: 'Safety', blocks: [] };
	const { removals, removable } = summary.safety;
	const blocks: Block[] = [say(verdict(summary.safety))];
	const lately = summary.safety.removedIn30Days ?? 0;
	if (removals > 0) {
		// Where nobody is listed, nobody knows out of how many.
		const all = `of ${some(removable, 'person', 'people')} who could be removed (${percent((removals / removable) * 100)})`;
		const facts: Array<[string, string]> = [
			['Removals', removable > 0 ? `${thousands(removals)} ${all}` : some(removals, 'person', 'people')],
			['Limits', limitsOf(summary)],
			...last30Days(lately),
		];
		blocks.push({ kind: 'facts', facts, more: 0 });
	} else if (lately > 0) {
		blocks.push({ kind: 'facts', facts: last30Days(lately), more: 0 });
	}
	return { title: 'Safety', blocks: [...blocks, ...groupTable(summary.safety.groups)] };
}

function last30Days(count: number): Array<[string, string]> {
	return count === 0 ? [] : [['Last 30 days', `${some(count, 'person', 'people')} removed`]];
}

/** The limits that hold: a share only where the list is compared with everybody, and not for the very few. */
function limitsOf({ operation, safety: { removals, removable, limit, limitPercent } }: ReportInput['summary']): string {
	const most = some(limit, 'person', 'people');
	if (operation !== 'sync') return most;
	const few = removals <= 3 && removals * 2 < removable && removals * 100 > limitPercent * removable;
	const aside = few && limitPercent > 0 ? ' (the share does not count at 3 people or fewer)' : '';
	return `${most}, or ${percent(limitPercent)}${aside}`;
}

function verdict({ verdict: word, reason, removals, surprise }: SafetySummary): string {
	switch (word) {
		case 'blocked':
			return `Blocked. ${reasonOf(reason) || 'The removals are held back.'}`;
		case 'approved':
			return surprise === undefined
				? 'Approved. The removals exceed the limits, but somebody approved this very plan.'
				: `Approved. ${reasonOf(surprise)} Somebody approved this very plan.`;
		case 'ok':
			return removals === 0 ? 'Nobody was to be removed.' : 'The removals are within the limits.';
	}
}

function groupTable(groups: readonly GroupVerdict[]): Block[] {
	if (groups.length === 0) return [];
	const ordered = [
		...groups.filter((group) => group.verdict === 'blocked'),
		...groups.filter((group) => group.verdict === 'ok'),
	];
	const rows = ordered
		.slice(0, NAMED)
		.map(({ group, removals, removable, verdict: word }) => [
			inert(group, 40) || '(no group)',
			thousands(removals),
			thousands(removable),
			word === 'blocked' ? 'Blocked' : 'Within limits',
		]);
	const head = ['Group', 'Removals', 'Out of', 'Verdict'];
	return [{ kind: 'table', head, rows, more: groups.length - rows.length }];
}

/** 0.5668 → "0.6%". What rounds to nothing is still not nothing. */
function percent(share: number): string {
	const rounded = Math.round(share * 10) / 10;
	return rounded === 0 && share > 0 ? 'under 0.1%' : `${rounded}%`;
}

function say(text: string): Block {
	return { kind: 'say', text };
}
