import { textOf, type Value, type Change } from '../../model/field';
import type { Block, Name, Person, Section, ShownChange } from './blocks';
import { goneBefore, happened, isOnlyPlan, occurring, planned } from './headline';
import { inert } from '../../model/inert';
import {
	isRemovalWord,
	keyOf,
	notesOf,
	wordOf,
	type Numbered,
	type ReportInput,
	type Sample,
	type Survey,
} from './survey';
import { REMEDIES } from '../../model/remedies';
import { WORDS, sentencesOf, some, thousands } from './words';
import type { Code, ResultRecord } from '../../model/result';

/** How many fields of one person are shown. */
const FIELDS = 6;

/** Told last, however many: what stopped the run is what people have to solve. */
const CONSEQUENCES: ReadonlySet<Code> = new Set<Code>(['NOT_ATTEMPTED', 'CANCELLED']);

/** Failures by code, the most frequent first, each with what to do about it. */
export function problems({ failures }: Survey): Section {
	// Few codes leave room for more people of each.
	const named = failures.size > 4 ? 4 : 10;
	const ordered = [...failures].filter(([code]) => code !== 'KEY_CHANGED').sort(([, a], [, b]) => b.total - a.total);
	const blocks = [
		...ordered.filter(([code]) => !CONSEQUENCES.has(code)),
		...ordered.filter(([code]) => CONSEQUENCES.has(code)),
	].map(([code, sample]) => problem(code, sample, named));
	return { title: 'Needs attention', blocks };
}

/** People whom the system most likely knows under another key: a question to somebody, not a fault. */
export function newKeys({ failures }: Survey): Section {
	const sample = failures.get('KEY_CHANGED');
	return { title: 'People with a new key', blocks: sample === undefined ? [] : [problem('KEY_CHANGED', sample, 10)] };
}

function problem(code: Code, { total, isUniform, first }: Sample, named: number): Block {
	const { title, advice } = REMEDIES[code];
	const isRow = first.every(({ result }) => result.operation === 'rejected');
	const isListed = isListedElsewhere(code);
	const shown = isListed ? [] : first.slice(0, named);
	const others = isListed ? [] : first.slice(named);
	return {
		kind: 'problem',
		title,
		code,
		count: isRow ? some(total, 'row') : some(total, 'person', 'people'),
		advice,
		message: isUniform && !isListed ? shownMessage(first[0]?.result.message ?? '', 300) : '',
		people: isUniform ? [] : shown.map((one) => personOf(one, shownMessage(one.result.message, 240))),
		also: (isUniform ? [...shown, ...others] : others).map(nameOf),
		more: isListed ? 0 : total - first.length,
	};
}

/** What is left out of a long message is whole sentences: the advice stands above all of them anyway. */
function shownMessage(message: string, limit: number): string {
	return inert(sentencesOf(message, limit), limit);
}

/** How many people are named with what their results tell beside what happened. */
const NOTED = 10;

/** What was left out of single rows, or is odd about them. */
export function notes({ noted: { total, first } }: Survey): Section {
	if (total === 0) return { title: 'Notes', blocks: [] };
	const whose = total === 1 ? 'the row of 1 person' : `the rows of ${thousands(total)} people`;
	const shown = first.slice(0, NOTED);
	const told = shown.map((one) => personOf(one, shownMessage(notesOf(one.result).join(' '), 240)));
	return {
		title: 'Notes',
		blocks: [
			{ kind: 'say', text: `Something was left out of ${whose}, or should be looked at:` },
			{ kind: 'people', people: told, more: total - shown.length },
		],
	};
}

/** These people are named under Removals, and what held them back is the first thing that the report says. */
function isListedElsewhere(code: Code): boolean {
	return code === 'REMOVAL_LIMIT' || code === 'SOURCE_DAMAGED';
}

/** Who is removed, would be, or was held back. */
export function removals(input: ReportInput, found: Survey): Section {
	const { total, isUniform, first } = found.removals;
	const [leader] = first;
	if (leader === undefined) return { title: 'Removals', blocks: [] };
	const would = isOnlyPlan(input);
	const words = occurring(input.summary.counts, isRemovalWord);
	const rest = total - words.reduce((sum, [, count]) => sum + count, 0);
	const gone = words.length === 0 || found.alreadyAbsent === 0 ? '' : ` ${goneBefore(found.alreadyAbsent)}`;
	const told = words.length === 0 ? '' : `${would ? `The run would ${planned(words)}` : happened(words)}.${gone}`;
	const others = some(rest, 'person', 'people');
	// The same for all: said once, the list then holds names only.
	const held = isUniform
		? sharedFate(rest, leader.result, would)
		: `${others} ${rest === 1 ? 'stays' : 'stay'} for now.`;
	const where = would ? ", and all of them on the node's output Results" : '';
	const all = total > first.length ? `The first ${first.length} are shown here${where}.` : '';
	const shown = first.map((one) => personOf(one, isUniform ? '' : fate(one.result, would)));
	return {
		title: 'Removals',
		blocks: [
			{
				kind: 'say',
				text: [told, rest > 0 ? held : '', whyOf(input, found), all].filter((text) => text !== '').join(' '),
			},
			{ kind: 'people', people: shown, more: total - first.length },
		],
	};
}

/** Whether these people are gone from the list, or marked on it as gone: what to check is not the same. */
function whyOf({ summary: { operation } }: ReportInput, { removals: { total }, removedByList }: Survey): string {
	if (operation !== 'sync') return '';
	const others = total - removedByList;
	if (others === 0) return total === 1 ? 'Your list marks them as gone.' : 'Your list marks all of them as gone.';
	if (removedByList === 0) return total === 1 ? 'They are not on your list.' : 'None of them is on your list.';
	return `Your list marks ${thousands(removedByList)} of them as gone; ${thousands(others)} ${others === 1 ? 'is' : 'are'} not on it.`;
}

/** What becomes of all who were to be removed, where it is the same for them. */
function sharedFate(count: number, result: ResultRecord, would: boolean): string {
	const people = some(count, 'person', 'people');
	const were = count === 1 ? 'was' : 'were';
	if (result.alreadyAbsent === true) return `${people} ${were} already gone.`;
	const word = WORDS[result.attempted === '' ? 'deleted' : result.attempted].done;
	switch (result.operation) {
		case 'blocked':
			return result.code === 'REMOVAL_LIMIT' && would
				? `${people} would be ${word} once somebody approves the plan.`
				: `${people} ${were} held back and not ${word}.`;
		case 'failed':
			return `${people} could not be ${word}.`;
		case 'unknown':
			return `For ${people} nobody can say whether they ${were} ${word}.`;
		case 'notAttempted':
			return `${people} ${were} not reached and not ${word}.`;
		default:
			return `${people} would be ${word}.`;
	}
}

/** What becomes of one person who was to be removed. */
function fate(result: ResultRecord, would: boolean): string {
	if (result.alreadyAbsent === true) return 'Was already gone';
	const word = WORDS[result.attempted === '' ? 'deleted' : result.attempted].done;
	switch (result.operation) {
		case 'blocked':
			return result.code === 'REMOVAL_LIMIT' && would ? `Would be ${word} once approved` : `Held back: not ${word}`;
		case 'failed':
			return `Failed: not ${word}`;
		default: {
			const { done, label } = WORDS[result.operation];
			return would ? `Would be ${done}` : label;
		}
	}
}

/** Samples of who was changed and who is new. */
export function people(input: ReportInput, found: Survey): Section[] {
	const would = isOnlyPlan(input);
	const { changed, created } = found;
	const changes: Block = {
		kind: 'people',
		people: changed.first.map((one) => personOf(one, changeNote(one.result), one.result.changes)),
		more: changed.total - changed.first.length,
	};
	const names: Block = {
		kind: 'names',
		lead: '',
		names: created.first.map(nameOf),
		more: created.total - created.first.length,
	};
	return [
		{
			title: would ? 'Changes that would be made' : 'Changes',
			blocks: changed.total === 0 ? [] : [changes],
		},
		{
			title: would ? 'People who would be created' : 'New people',
			blocks: created.total === 0 ? [] : [names],
		},
	];
}

function changeNote(result: ResultRecord): string {
	if (result.adopted === true) return 'Existing account, found by e-mail address';
	const word = wordOf(result);
	return word === 'updated' ? '' : WORDS[word].label;
}

function nameOf(one: Numbered): Name {
	const { name, key } = personOf(one, '');
	return key === '' ? name : { name, key };
}

function personOf({ result, at }: Numbered, note: string, changes: readonly Change[] = []): Person {
	const key = inert(keyOf(result, at), 60);
	const name = inert(result.name, 60) || inert(result.email, 60);
	const left = changes.length - FIELDS;
	const more = left > 0 ? `and ${some(left, 'more field')}` : '';
	return {
		name: name || key,
		key: name === '' || name === key ? '' : key,
		note: [note, more].filter((text) => text !== '').join(', '),
		changes: changes.slice(0, FIELDS).map(shownChange),
	};
}

const SECRET = /passw|passphrase|secret|token|api[\s_-]?key|credential/i;

/** No secret should come this far; if one did, it stops here. */
function shownChange({ field, from, to }: Change): ShownChange {
	const isSecret = [field, structure(from), structure(to)].some((text) => SECRET.test(text));
	return {
		field: inert(field, 40),
		from: isSecret ? '(not shown)' : shownValue(from),
		to: isSecret ? '(not shown)' : shownValue(to),
	};
}

function structure(value: Value | null): string {
	return typeof value === 'object' ? textOf(value) : '';
}

function shownValue(value: Value | null): string {
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	return inert(textOf(value), 60) || '(empty)';
}
