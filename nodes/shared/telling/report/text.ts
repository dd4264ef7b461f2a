import type { Block, Digest, Name, Person } from './blocks';
import { formulaProof } from '../../model/inert';
import { thousands } from './words';

/** Columns of a line: what a terminal and every mail client show without breaking it. */
const WIDTH = 72;

/** The report as plain text. The layout is ASCII; names keep their own letters. */
export function renderText({ headline, time, sections }: Digest): string {
	const lines = [
		...wrap(headline.title),
		'='.repeat(WIDTH),
		...wrap(headline.state.toUpperCase()),
		...wrap(time),
		'',
		...headline.paragraphs.flatMap((text) => wrap(text)),
	];
	for (const { title, blocks } of sections) {
		lines.push('', '', ...wrap(title.toUpperCase()), '-'.repeat(WIDTH));
		blocks.forEach((block, at) => {
			if (at > 0 && block.kind !== 'facts') lines.push('');
			lines.push(...blockLines(block));
		});
	}
	return `${lines.join('\n')}\n`;
}

function blockLines(block: Block): string[] {
	switch (block.kind) {
		case 'say':
			return wrap(block.text);
		case 'problem':
			return problemLines(block);
		case 'bars':
			return barLines(block.bars);
		case 'people':
			return [...block.people.flatMap(personLines), ...moreLine(block.more)];
		case 'names':
			return wrap(block.lead + namesOf(block.names, block.more), '  ', block.lead === '' ? '  ' : '');
		case 'points':
			return [...block.points.flatMap((point) => wrap(point, '  ', '- ')), ...moreLine(block.more)];
		case 'facts':
			return [...factLines(block.facts), ...moreLine(block.more)];
		case 'table':
			return [...tableLines([block.head, ...block.rows]), ...moreLine(block.more)];
		case 'copy':
			// On a line of its own, from the first column: a hash that is broken can't be copied.
			return [...wrap(`${block.label}:`), ...wrap(block.value)];
	}
}

function problemLines(problem: Extract<Block, { kind: 'problem' }>): string[] {
	const { title, count, code, message, advice, people, also, more } = problem;
	const names = namesOf(also, more);
	return [
		...wrap(`${title}: ${count} (${code})`, '  ', '* '),
		...(message === '' ? [] : wrap(message, '  ')),
		...wrap(`What to do: ${advice}`, '  '),
		...people.flatMap(personLines),
		...(names === '' ? [] : wrap(`${people.length > 0 ? 'Also' : 'Who'}: ${names}`, '    ', '  - ')),
	];
}

function personLines({ name, key, note, changes }: Person): string[] {
	const who = whoIs({ name, key });
	const told = changes.map(
		({ field, from, to }) => `${formulaProof(field)}: ${formulaProof(from)} -> ${formulaProof(to)}`,
	);
	return [
		...wrap(note === '' ? who : `${who}: ${note}`, '    ', '  - '),
		...told.flatMap((change) => wrap(change, '        ', '      ')),
	];
}

function barLines(bars: Extract<Block, { kind: 'bars' }>['bars']): string[] {
	const most = Math.max(...bars.map(({ count }) => count));
	const room = Math.max(...bars.map(({ label }) => label.length));
	const digits = thousands(most).length;
	return bars.map(({ label, count }) => {
		const length = Math.max(1, Math.round((count / most) * (WIDTH - room - digits - 4)));
		return `${label.padEnd(room)}  ${thousands(count).padStart(digits)}  ${'#'.repeat(length)}`;
	});
}

function factLines(facts: Extract<Block, { kind: 'facts' }>['facts']): string[] {
	const room = Math.min(24, Math.max(...facts.map(([label]) => columnsOf(label))));
	const hanging = ' '.repeat(room + 4);
	return facts.flatMap(([label, value]) => {
		const start = ascii(`${formulaProof(label)}:`);
		// A value without spaces, such as a hash, is not broken where it need not be: lines of words end a column earlier.
		if (!value.includes(' ') && columnsOf(hanging + value) >= WIDTH) return [...wrap(start, '  '), ...wrap(value)];
		if (columnsOf(start) > room + 1) return [...wrap(start, '  '), ...wrap(formulaProof(value), hanging)];
		return wrap(formulaProof(value), hanging, `  ${pad(start, room + 2)}`);
	});
}

function tableLines(rows: ReadonlyArray<readonly string[]>): string[] {
	const proofed = rows.map((row) => row.map((text) => ascii(formulaProof(text))));
	const widest = (at: number): number => Math.max(...proofed.map((row) => columnsOf(row[at] ?? '')));
	const rooms = (proofed[0] ?? []).map((_, at) => widest(at));
	// Names stand first: they give way, so that the numbers stay in line.
	const others = rooms.slice(1).reduce((sum, room) => sum + room + 2, 0);
	const room = Math.min(rooms[0] ?? 0, WIDTH - 2 - others);
	return proofed.map(([name = '', ...cells]) => {
		const [start = ''] = pieces(name, room);
		const rest = cells.map((cell, at) => `  ${pad(cell, rooms[at + 1] ?? 0)}`);
		return `  ${pad(start, room)}${rest.join('')}`.trimEnd();
	});
}

function namesOf(names: readonly Name[], more: number): string {
	const rest = more > 0 ? [`and ${thousands(more)} more`] : [];
	return [...names.map(whoIs), ...rest].join(', ');
}

/** "Sally Student (2-105)". */
function whoIs(who: Name): string {
	if (typeof who === 'string') return formulaProof(who);
	const { name, key } = who;
	return key === '' ? formulaProof(name) : `${formulaProof(name)} (${formulaProof(key)})`;
}

function moreLine(more: number): string[] {
	return more > 0 ? [`  ... and ${thousands(more)} more`] : [];
}

/**
 * Breaks text into lines of {@link WIDTH} columns between words, and inside a word only where it is too long.
 * The first line starts with `first`, all others with `hanging`, which is as wide: so any first word fits.
 */
function wrap(text: string, hanging = '', first = hanging): string[] {
	const lines: string[] = [];
	let line = first;
	let joint = '';
	const words = ascii(formulaProof(text))
		.split(' ')
		.flatMap((word) => pieces(word, WIDTH - hanging.length - 1));
	for (const word of words) {
		if (columnsOf(line + joint + word) > WIDTH) {
			lines.push(line.trimEnd());
			// A word that comes to stand first must not be read as a formula either.
			line = hanging + formulaProof(word);
		} else {
			line += joint + word;
		}
		joint = ' ';
	}
	return [...lines, line];
}

function pieces(word: string, room: number): string[] {
	if (columnsOf(word) <= room) return [word];
	const parts: string[] = [];
	let part = '';
	for (const character of word) {
		if (columnsOf(part) + columnsOf(character) > room) {
			parts.push(part);
			part = '';
		}
		part += character;
	}
	return [...parts, part];
}

/** The layout's own signs, in letters that every terminal has. */
function ascii(text: string): string {
	return text.replace(/\u2192/g, '->').replace(/\u2026/g, '...');
}

function pad(text: string, columns: number): string {
	return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

const WIDE =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /\p{M}|[\u200c\u200d]/u;
/** Below the first combining mark every sign takes one column. */
const NARROW = /^[\0-\u02ff]*$/;

/** How many columns a terminal gives the text: Chinese, Japanese and Korean signs take two, combining marks none. */
function columnsOf(text: string): number {
	if (NARROW.test(text)) return text.length;
	let columns = 0;
	for (const character of text) columns += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
	return columns;
}
