import { inert } from '../../model/inert';
import { REMEDIES } from '../../model/remedies';
import { survey, type ReportInput, type Survey } from './survey';
import { OPERATIONS, WORDS, capital, sentenceList, some, thousands, type Tone } from './words';
import { isSuccess, type FailureGroup, type Operation } from '../../model/result';

/** The first thing that people read. */
export interface Headline {
	readonly tone: Tone;
	/** The state in a few words: "Dry run: nothing was changed". */
	readonly state: string;
	readonly title: string;
	/** What happened and what to do, in whole sentences; each a paragraph. */
	readonly paragraphs: readonly string[];
}

type Counts = ReportInput['summary']['counts'];

/** Whether the report tells what would happen: nothing was sent. */
export function isOnlyPlan({ summary }: ReportInput): boolean {
	return summary.dryRun || summary.status === 'blocked';
}

/** Whether the limits stand between this plan and its removals, and an approval would lift them. */
export function needsApproval({ summary }: Pick<ReportInput, 'summary'>): boolean {
	return summary.safety.verdict === 'blocked' && !isDamaged(summary.failures);
}

/** Whether removals are held back in a way that an approval does not lift. */
export function isDamaged(failures: readonly FailureGroup[]): boolean {
	return failures.some(({ code }) => code === 'SOURCE_DAMAGED');
}

/** What occurred among the operations of a kind, in the order in which operations are told. */
export function occurring(
	counts: Counts,
	kind: (operation: Operation) => boolean = () => true,
): Array<[Operation, number]> {
	return OPERATIONS.filter(kind)
		.map((operation): [Operation, number] => [operation, counts[operation] ?? 0])
		.filter(([, count]) => count > 0);
}

/** The counts, where "planned" is told as what it would have become: "update 60" says more than "send 60". */
export function countsAsPlanned({ summary }: ReportInput, { planned: words }: Survey): Counts {
	const counts: Partial<Record<Operation, number>> = { ...summary.counts };
	for (const [word, count] of words) {
		if (word === 'planned') continue;
		counts.planned = (counts.planned ?? 0) - count;
		counts[word] = (counts[word] ?? 0) + count;
	}
	return counts;
}

/** What a change is: a success that is not "unchanged". */
export function isChange(operation: Operation): boolean {
	return isSuccess(operation) && operation !== 'unchanged';
}

const isFailure = (operation: Operation): boolean => !isSuccess(operation);

/** One line of at most 120 characters: "Bridge sync: 3 created, 7 updated, 2 rejected". */
export function subjectOf(input: ReportInput): string {
	const { counts, status, dryRun } = input.summary;
	const operation = inert(input.operationLabel, 24)
		.replace(/ users?$/i, '')
		.toLowerCase();
	const name = `${inert(input.lmsLabel, 30)} ${operation}`;
	const failures = done(counts, isFailure);
	if (input.stopped !== undefined) {
		const start = `${name}${dryRun ? ' (dry run)' : ''} FAILED: `;
		return fit(start, 'nothing was sent', failures, '; ');
	}
	if (dryRun) return fit(`${name} (dry run): `, wouldDo(input), failures, '; ');
	if (status === 'blocked') return cut(`${name} BLOCKED: ${whyBlocked(input)}`);
	const changes = done(counts, isChange) || done(counts, isSuccess);
	const state = status === 'failed' ? ' FAILED' : '';
	return fit(`${name}${state}: `, changes, failures, ', ');
}

/** The run in one line, for the summary's first lines: "2 created, 1 rejected". */
export function lineOf(input: ReportInput): string {
	const { counts, status, dryRun } = input.summary;
	const failures = done(counts, isFailure);
	if (input.stopped !== undefined) return stopReason(input);
	if (dryRun) {
		const plan = [capital(wouldDo(input)), failures].filter((part) => part !== '').join('; ');
		return `Nothing was changed: this was a dry run. To carry it out, switch Dry Run off and run again. ${plan}.`;
	}
	if (status === 'blocked') return `Nothing was sent: ${whyBlocked(input)}`;
	const changes = done(counts, isChange) || done(counts, isSuccess);
	return [changes, failures].filter((part) => part !== '').join(', ') || 'nothing to do';
}

/** What an editor's banner says after the subject: the first thing to do, or ''. */
export function firstStep({ status, failures, safety, dryRun, warnings }: ReportInput['summary']): string {
	const [first] = failures;
	if (first !== undefined) return `First: ${REMEDIES[first.code].title.toLowerCase()}. ${REMEDIES[first.code].advice}`;
	if (safety.verdict === 'blocked' || status === 'blocked')
		return `First: ${reasonOf(safety.reason)} Open the Summary to see the plan, and how to approve it.`;
	const [warning] = warnings;
	if (warning !== undefined) {
		const more = warnings.length - 1;
		return `First: ${warning}${more === 0 ? '' : ` The Summary has ${some(more, 'more warning')}.`}`;
	}
	return dryRun ? 'Nothing was changed: to carry it out, switch Dry Run off.' : '';
}

/** Whether somebody has to look at a run. */
export function needsLook({ status, failures, safety, warnings }: ReportInput['summary']): boolean {
	switch (status) {
		case 'ok':
			return false;
		case 'planned':
			return failures.length > 0 || warnings.length > 0 || safety.verdict === 'blocked';
		default:
			return true;
	}
}

/** Where all does not fit, successes give way: what failed must stay readable. */
function fit(start: string, successes: string, failures: string, joint: string): string {
	const parts = [successes, failures].filter((part) => part !== '');
	const full = `${start}${parts.join(joint) || 'nothing to do'}`;
	if (full.length <= 120 || failures === '') return cut(full);
	return cut(`${start}many changes; ${failures}`);
}

function cut(subject: string): string {
	const characters = Array.from(subject);
	while (characters.join('').length > 120) characters.splice(-2, 2, '\u2026');
	return characters.join('');
}

function done(counts: Counts, kind: (operation: Operation) => boolean): string {
	return occurring(counts, kind)
		.map(([operation, count]) => `${thousands(count)} ${WORDS[operation].done}`)
		.join(', ');
}

function wouldDo(input: ReportInput): string {
	const changes = occurring(input.summary.counts, isChange).map(
		([operation, count]) => `${WORDS[operation].would} ${thousands(count)}`,
	);
	const plan = `would ${changes.join(', ') || 'change nothing'}`;
	return needsApproval(input) ? `${plan}; approval needed` : plan;
}

function whyBlocked(input: ReportInput): string {
	const { removals, surprise } = input.summary.safety;
	if (!needsApproval(input)) return 'nothing was sent';
	if (surprise !== undefined) return 'the plan looks wrong';
	return `${some(removals, 'removal')} ${removals === 1 ? 'exceeds' : 'exceed'} the limit`;
}

/** The banner: the state of the run in words and a colour, and what it means for the reader. */
export function headlineOf(input: ReportInput, found: Survey = survey(input.results)): Headline {
	const title = `${inert(input.lmsLabel, 40)}: ${inert(input.operationLabel, 40)}`;
	const paragraphs = [
		dryRunFirst(input),
		stopReason(input),
		safetyReason(input),
		outcome(input, found),
		...failureSentences(input),
	];
	return { ...stateOf(input), title, paragraphs: paragraphs.filter((text) => text !== '') };
}

function stateOf({ summary }: ReportInput): { tone: Tone; state: string } {
	switch (summary.status) {
		case 'ok':
			return {
				tone: 'good',
				state:
					summary.warnings.length === 0
						? 'Finished: everything went well'
						: `Finished, with ${some(summary.warnings.length, 'warning')}`,
			};
		case 'partial':
			return { tone: 'warn', state: 'Finished, but some people need attention' };
		case 'failed':
			return { tone: 'bad', state: 'Failed: nothing went through' };
		case 'blocked':
			return { tone: 'bad', state: 'Blocked: nothing was sent' };
		case 'planned':
			return { tone: needsLook(summary) ? 'warn' : 'info', state: 'Dry run: nothing was changed' };
	}
}

/** A dry run says first that it was one, and how to go on. */
function dryRunFirst({ summary, stopped }: ReportInput): string {
	if (!summary.dryRun || stopped !== undefined) return '';
	return needsApproval({ summary })
		? 'Nothing was changed: this was a dry run. To carry it out, approve the plan as shown below, switch Dry Run off and run again.'
		: 'Nothing was changed: this was a dry run. To carry it out, switch Dry Run off and run again.';
}

/** That nothing was sent, and why; the reason often says the first itself. */
function stopReason({ stopped }: ReportInput): string {
	if (stopped === undefined) return '';
	const reason = inert(stopped, 600);
	return /\bnothing (more )?was sent\b/i.test(reason) ? reason : `Nothing was sent. ${reason}`.trim();
}

function safetyReason({ summary }: ReportInput): string {
	if (summary.safety.verdict !== 'blocked') return '';
	const what = summary.safety.surprise === undefined ? 'these removals' : 'this plan';
	const lead = summary.dryRun ? `The safety settings would not allow ${what}. ` : '';
	return `${lead}${reasonOf(summary.safety.reason)}`.trim();
}

/** The guard's reason as a whole sentence; '' when it gave none. */
export function reasonOf(reason = ''): string {
	const shown = capital(inert(reason, 600));
	return shown === '' || /[.!?\u2026]$/u.test(shown) ? shown : `${shown}.`;
}

function outcome(input: ReportInput, found: Survey): string {
	const { summary } = input;
	const changes = occurring(countsAsPlanned(input, found), isChange);
	const unchanged = summary.counts.unchanged ?? 0;
	const rest = `${some(unchanged, 'account')} ${unchanged === 1 ? 'is' : 'are'} already right.`;
	if (changes.length === 0) {
		if (unchanged > 0) return `Nothing ${isOnlyPlan(input) ? 'would' : 'had to'} change: ${rest}`;
		return summary.status === 'ok' ? 'There was nothing to do.' : '';
	}
	const copies = summary.rows.duplicates;
	const told =
		copies === 0
			? ''
			: ` ${some(copies, 'row')} ${copies === 1 ? 'repeats' : 'repeat'} another one: counted here, but sent only once.`;
	const gone = found.alreadyAbsent === 0 ? '' : ` ${goneBefore(found.alreadyAbsent)}`;
	return `${toldChanges(summary, changes)}${gone}${unchanged > 0 ? ` ${rest}` : ''}${told}`;
}

function toldChanges(summary: ReportInput['summary'], changes: Array<[Operation, number]>): string {
	if (summary.dryRun) return `The run would ${planned(changes)}.`;
	if (summary.status === 'blocked') return `The plan was to ${planned(changes)}.`;
	return `${happened(changes)}.`;
}

/** Of those who count as removed. */
export function goneBefore(count: number): string {
	return `${some(count, 'account')} of these ${count === 1 ? 'was' : 'were'} gone already.`;
}

/** "create 3 people, update 7 and delete 2". */
export function planned(changes: ReadonlyArray<readonly [Operation, number]>): string {
	return sentenceList(
		changes.map(([operation, count], at) => {
			const people =
				at > 0 ? thousands(count) : operation === 'planned' ? some(count, 'row') : some(count, 'person', 'people');
			return `${WORDS[operation].would} ${people}`;
		}),
	);
}

/** "3 people were created, 7 updated and 2 deleted". */
export function happened(changes: ReadonlyArray<readonly [Operation, number]>): string {
	return sentenceList(
		changes.map(([operation, count], at) => {
			const people = `${some(count, 'person', 'people')} ${count === 1 ? 'was' : 'were'}`;
			return `${at === 0 ? people : thousands(count)} ${WORDS[operation].done}`;
		}),
	);
}

function failureSentences({ summary }: ReportInput): string[] {
	return occurring(summary.counts, isFailure).map(([operation, count]) => {
		const people = some(count, 'person', 'people');
		const were = count === 1 ? 'was' : 'were';
		switch (operation) {
			case 'rejected': {
				const not = summary.dryRun ? 'would not be sent' : `${were} not sent`;
				return `${some(count, 'row')} ${not}. Correct ${count === 1 ? 'it' : 'them'} and run again.`;
			}
			case 'blocked':
				return `The safety settings ${summary.dryRun ? 'would hold' : 'held'} back ${people}.`;
			case 'unknown':
				return `Nobody can say what happened to ${people}: check by hand.`;
			case 'notAttempted':
				return `The run did not get to ${people}. Run again to finish.`;
			default:
				return `${some(count, 'change')} failed. The ${count === 1 ? 'reason is' : 'reasons are'} below.`;
		}
	});
}
