import type { Bar, Block, Digest, Name, Person } from './blocks';
import { BASE, BREAK, CLOSING, INK, LINE, MONO, PAGE, SMALL, SOFT, TABLE, TONES, heading, opening } from './frame';
import { escapeHtml, inert } from '../../model/inert';
import { thousands } from './words';

/** Bytes of the whole document. Gmail cuts what is longer than 102 kB. */
const BUDGET = 96_000;

/** Bytes that each kind of block can count on, enough for a short form of it. */
const SHARES: Readonly<Record<Block['kind'], number>> = {
	say: 700,
	problem: 1700,
	bars: 5000,
	people: 5000,
	names: 1500,
	points: 3000,
	facts: 4000,
	table: 3000,
	copy: 900,
};

/** The report as one self-contained document: inline styles, tables for layout, nothing to load. */
export function renderHtml(digest: Digest, subject: string): string {
	const parts = digest.sections.flatMap(({ title, blocks }) => [heading(title), ...blocks]);
	const shareOf = (part: string | Block): number => (typeof part === 'string' ? byteLength(part) : SHARES[part.kind]);
	const start = opening(digest, subject);
	let left = BUDGET - byteLength(start) - byteLength(CLOSING);
	// Every block has its share; what earlier ones leave over goes to the next.
	let reserved = parts.reduce((sum, part) => sum + shareOf(part), 0);
	const body = parts.map((part) => {
		reserved -= shareOf(part);
		const html = typeof part === 'string' ? part : row(blockHtml(part, left - reserved - 200));
		left -= byteLength(html);
		return html;
	});
	return start + body.join('') + CLOSING;
}

function row(content: string): string {
	return `<tr><td style="${BASE}${BREAK}padding:4px 24px 8px">${content}</td></tr>\n`;
}

function blockHtml(block: Block, room: number): string {
	switch (block.kind) {
		case 'say':
			return escapeHtml(block.text);
		case 'problem':
			return problemHtml(block, room);
		case 'bars':
			return barsHtml(block.bars);
		case 'people':
			return table(fit(block.people.map(personHtml), block.more, room));
		case 'names':
			return escapeHtml(block.lead) + namesHtml(block.names, block.more, room);
		case 'points':
			return table(fit(block.points.map(pointHtml), block.more, room));
		case 'facts':
			return table(fit(block.facts.map(factHtml), block.more, room, (count) => moreRow(count, 2)));
		case 'table':
			return tableHtml(block.head, block.rows, block.more, room);
		case 'copy':
			return (
				`<span style="${SMALL}">${escapeHtml(block.label)}</span>` +
				table(
					`<tr><td bgcolor="${PAGE}" style="${BASE}${MONO}font-size:13px;padding:9px 12px;background:${PAGE};border:1px solid ${LINE};border-radius:6px;word-break:break-all">${escapeHtml(block.value)}</td></tr>`,
				)
			);
	}
}

/** As many items as there is room for, and a word about those that are left out. */
function fit(
	items: readonly string[],
	more: number,
	room: number,
	rest: (count: number) => string = (count) => moreRow(count),
): string {
	let left = room - 300;
	let shown = 0;
	for (const item of items) {
		left -= byteLength(item);
		if (left < 0) break;
		shown += 1;
	}
	const hidden = more + items.length - shown;
	return items.slice(0, shown).join('') + (hidden > 0 ? rest(hidden) : '');
}

function problemHtml(problem: Extract<Block, { kind: 'problem' }>, room: number): string {
	const { solid, ink } = TONES.bad;
	const { title, count, code, advice, people, also, more } = problem;
	const said = byteLength(escapeHtml(problem.message)) < 600 ? problem.message : inert(problem.message, 90);
	const message = said === '' ? '' : `<br>${data(said)}`;
	const head =
		`<b style="color:${ink}">${escapeHtml(title)}</b>` +
		` <span style="${SMALL}">&nbsp;${escapeHtml(count)} &middot; ${code}</span>${message}` +
		`<br><b>What to do:</b> ${escapeHtml(advice)}`;
	const names = namesHtml(also, more, room / 3);
	const who =
		names === '' ? '' : `<div style="${SMALL}padding-top:2px">${people.length > 0 ? 'Also' : 'Who'}: ${names}</div>`;
	const left = room - byteLength(head) - byteLength(who) - 450;
	const list = people.length === 0 ? '' : table(fit(people.map(personHtml), 0, left));
	return `<table ${TABLE}><tr><td style="${BASE}${BREAK}padding:2px 0 4px 14px;border-left:4px solid ${solid}"><div style="padding-bottom:5px">${head}</div>${list}${who}</td></tr></table>`;
}

function personHtml({ name, key, note, changes }: Person): string {
	const id = key === '' ? '' : ` &nbsp;<span style="color:${SOFT}">${data(key)}</span>`;
	const told = note === '' ? '' : `<br><span style="color:${SOFT}">${data(note)}</span>`;
	const lines = changes.map(
		({ field, from, to }) =>
			`<br><span style="color:${SOFT}">${data(field)}:</span> ${data(from)} &rarr; <b>${data(to)}</b>`,
	);
	return `<tr><td style="${BASE}${BREAK}padding:6px 0;border-top:1px solid ${LINE}"><b>${data(name)}</b>${id}${told}${lines.join('')}</td></tr>`;
}

function pointHtml(point: string): string {
	const { solid } = TONES.warn;
	return `<tr><td style="${BASE}${BREAK}padding:2px 0 2px 14px;border-left:4px solid ${solid}">${data(point)}</td></tr><tr><td style="font-size:1px;line-height:6px">&nbsp;</td></tr>`;
}

function factHtml([label, value]: readonly [string, string]): string {
	return `<tr><td width="32%" valign="top" style="${SMALL}${BREAK}padding:3px 12px 3px 0">${data(label)}</td><td valign="top" style="${SMALL}color:${INK};${BREAK}padding:3px 0">${data(value)}</td></tr>`;
}

function barsHtml(bars: readonly Bar[]): string {
	const most = Math.max(...bars.map(({ count }) => count));
	return table(bars.map((bar) => barHtml(bar, most)).join(''));
}

/** A bar is a coloured table cell, as wide as its share of the longest, and wide enough to be seen. */
function barHtml({ label, count, tone }: Bar, most: number): string {
	const width = Math.max(2, Math.round((count / most) * 100));
	const { solid } = TONES[tone];
	const rest = width < 100 ? '<td style="font-size:1px;line-height:12px">&nbsp;</td>' : '';
	const bar = `<table ${TABLE}><tr><td width="${width}%" bgcolor="${solid}" style="font-size:1px;line-height:12px;background:${solid};border-radius:3px">&nbsp;</td>${rest}</tr></table>`;
	return `<tr><td width="32%" style="${BASE}padding:4px 12px 4px 0">${escapeHtml(label)}</td><td style="padding:4px 0">${bar}</td><td width="64" align="right" style="${BASE}padding:4px 0 4px 12px"><b>${thousands(count)}</b></td></tr>`;
}

function namesHtml(names: readonly Name[], more: number, room: number): string {
	// Name and key stand apart: in one piece, a name from right to left would carry the key to its other side.
	const shown = fit(
		names.map((name) => (typeof name === 'string' ? `${data(name)}, ` : `${data(name.name)} (${data(name.key)}), `)),
		more,
		room,
		(count) => `and ${thousands(count)} more`,
	);
	return shown.replace(/, $/, '');
}

function tableHtml(
	head: readonly string[],
	rows: ReadonlyArray<readonly string[]>,
	more: number,
	room: number,
): string {
	// Numbers stand in the middle columns, to the right.
	const align = (at: number): string => (at > 0 && at < head.length - 1 ? 'right' : 'left');
	const cells = (row: readonly string[], tag: string, style: string): string =>
		row
			.map(
				(cell, at) =>
					`<${tag} align="${align(at)}" style="${style}${BREAK}padding:5px 16px 5px 0;border-bottom:1px solid ${LINE}">${data(cell)}</${tag}>`,
			)
			.join('');
	const body = rows.map((row) => `<tr>${cells(row, 'td', BASE)}</tr>`);
	const top = `<tr>${cells(head, 'th', `${SMALL}font-weight:normal;`)}</tr>`;
	const shown = fit(body, more, room - byteLength(top), (count) => moreRow(count, head.length));
	return `<table width="100%" cellpadding="0" cellspacing="0" border="0">${top}${shown}</table>`;
}

function table(rows: string): string {
	return `<table ${TABLE}>${rows}</table>`;
}

function moreRow(count: number, columns = 1): string {
	return `<tr><td colspan="${columns}" style="padding:6px 0"><span style="${SMALL}">and ${thousands(count)} more</span></td></tr>`;
}

/** Text of others: escaped, and unable to turn the text around it. */
function data(text: string): string {
	return `<bdi>${escapeHtml(text)}</bdi>`;
}

/** Bytes in UTF-8. */
function byteLength(text: string): number {
	let bytes = 0;
	for (const character of text) {
		const code = character.codePointAt(0) ?? 0;
		bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	}
	return bytes;
}
