/**
 * The tables of fields in the vendors' pages and docs/columns.md, made from the fields that each vendor's folder declares
 * and from the one table of headings (nodes/shared/reading/headings, as built).
 * `npm run fields` writes them; `node scripts/fields.mjs --check` fails when a page says something else.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { HEADINGS, partsOf } = require(join(root, 'dist/nodes/shared/reading/headings/headings.js'));
const { fold } = require(join(root, 'dist/nodes/shared/model/fold.js'));

const LANGUAGES = {
	any: 'of programs',
	en: 'English',
	de: 'German',
	fr: 'French',
	es: 'Spanish',
	pt: 'Portuguese',
	it: 'Italian',
	nl: 'Dutch',
	sv: 'Swedish',
	pl: 'Polish',
	uk: 'Ukrainian',
	ru: 'Russian',
};
const KINDS = {
	text: 'text',
	email: 'e-mail',
	date: 'date',
	boolean: 'yes/no',
	integer: 'whole number',
	list: 'list, split at commas',
	tags: 'list, split at commas',
	json: 'JSON',
};

const table = (head, rows) =>
	[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const plain = (word) => word.trim().replace(/\|/g, '\\|');

/** One spelling of each; a heading that two meanings claim is shown where it counts. */
function headingsOf(meaning, line) {
	const shown = new Map();
	for (const heading of line.split(',').map(plain)) {
		const form = fold(heading);
		if (form !== '' && !shown.has(form) && partsOf(heading).meaning === meaning) shown.set(form, heading);
	}
	return [...shown.values()];
}

/** What people call a meaning: its first heading in English. */
const titles = new Map(
	Object.entries(HEADINGS).map(([meaning, lines]) => {
		const title = (lines.en ?? lines.any).split(',')[0].trim();
		return [meaning, title.charAt(0).toUpperCase() + title.slice(1)];
	}),
);
const linkTo = (meaning) =>
	`[${titles.get(meaning)}](columns.md#${titles.get(meaning).toLowerCase().replace(/ /g, '-')})`;

function kindOf({ kind, choices = [], maxLength, unique }) {
	const word = kind === 'choice' ? `one of ${choices.map(({ label }) => label).join(', ')}` : KINDS[kind];
	if (word === undefined) throw new Error(`How is the kind "${kind}" called? Say it in scripts/fields.mjs.`);
	const length = maxLength === undefined ? '' : `, up to ${maxLength} characters`;
	return `${word}${length}${unique === true ? ', one person each' : ''}`;
}

function neededOf(field, keys) {
	if (keys[0] === field.name) return '**the key**';
	if (keys.includes(field.name)) return 'as Find By';
	return field.required === true ? '**yes**' : '–';
}

/** What fills a field beside its own name and label. */
function filledBy(field, keys) {
	if (field.defineBelowOnly === true) return '*Map Each Column Manually* only';
	if (keys[0] === field.name) return 'its name or label, or what **Key Column** says';
	if (field.exactOnly === true) return 'its very name only';
	if (field.nameOnly === true)
		return `its name or label only${field.secret === true ? ', with **Send Password**' : ''}`;
	return (field.means ?? []).map(linkTo).join(', ') || 'its name or label only';
}

const fieldTable = ({ fields, keys }) =>
	table(
		['field', 'label', 'needed', 'kind', 'filled by, best first'],
		fields.map((field) => [
			`\`${field.name}\``,
			field.label,
			neededOf(field, keys),
			kindOf(field),
			filledBy(field, keys),
		]),
	);

/** Every node with what its folder says that its system can do. */
const vendors = n8n.nodes.map((built) => {
	const face = basename(built, '.node.js');
	const declared = join(root, dirname(built), `${face[0].toLowerCase()}${face.slice(1)}.capabilities.js`);
	const { displayName } = new (require(join(root, built))[face])().description;
	return { label: displayName, ...require(declared).capabilities };
});
const pages = vendors.map(({ label, page }) => `[${label}](${page}#fields)`).join(', ');

const columns = [
	'# What your columns may be called',
	'<!-- Made by `npm run fields` from nodes/shared/reading/headings. Change it there. -->',
	'With *Map Automatically*, a column fills a field when it carries the field’s name or label, or one of the headings below. Capitals, accents, spaces, `_` and `-` make no difference, nor does what stands beside the name: `[Required]`, `(optional)`, `*`, `#`, or a group’s name before a colon, a dash or a dot (`Work Contact: Work Email`, `Legal Name - First Name`, `profile.firstName`). Which of them fills which field stands in the table of your system’s page: ' +
		pages +
		'.',
	'JSON from an API is read the same way: `{"profile": {"firstName": "Anna"}}` is a column `profile.firstName`, and is called so in **Key Column** too. Of a list, `[{"type": "work", "value": "a@b.c"}]` under `emails` is `emails.work`; of lists of other records the one for work, the primary or the only one is read. What a group that nobody knows holds (`sponsor.email`) counts only where no other column says it.',
	'The first in a table’s row is the best: where a list has two of them, that one is taken, and where its cell is blank, the next one of the same kind fills it. Words beside a heading count too: *private*, *home* or *personal* make an address private, *manager* makes it the manager’s. Your heading is not here? Set the field with *Map Each Column Manually*, or rename the column.',
	...Object.entries(HEADINGS).flatMap(([meaning, lines]) => {
		const rows = Object.entries(LANGUAGES).flatMap(([code, language]) => {
			const found = headingsOf(meaning, lines[code] ?? '');
			return found.length === 0 ? [] : [[language, found.join(', ')]];
		});
		return [`## ${titles.get(meaning)}`, table(['', 'headings'], rows)];
	}),
].join('\n\n');

const isCheck = process.argv.includes('--check');

async function put(page, text) {
	const file = join(root, 'docs', page);
	const pretty = await format(text, { ...(await resolveConfig(file)), parser: 'markdown' });
	if (!isCheck) writeFileSync(file, pretty);
	else if (!existsSync(file) || readFileSync(file, 'utf8') !== pretty) differ(page);
}

function differ(page) {
	console.error(`docs/${page} differs from the fields and headings in nodes/: run \`npm run fields\`.`);
	process.exitCode = 1;
}

const [FROM, TO] = ['<!-- table: fields -->', '<!-- end of table: fields -->'];
for (const capabilities of vendors) {
	const file = join(root, 'docs', capabilities.page);
	const before = readFileSync(file, 'utf8');
	const [start, end] = [before.indexOf(FROM), before.indexOf(TO)];
	if (start < 0 || end < start) throw new Error(`docs/${capabilities.page} lacks ${FROM} and ${TO}.`);
	const pretty = await format(fieldTable(capabilities), { ...(await resolveConfig(file)), parser: 'markdown' });
	const after = `${before.slice(0, start + FROM.length)}\n\n${pretty}\n${before.slice(end)}`;
	if (!isCheck) writeFileSync(file, after);
	else if (after !== before) differ(capabilities.page);
}
await put('columns.md', columns);
