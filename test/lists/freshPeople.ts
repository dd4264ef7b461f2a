import type { IDataObject } from 'n8n-workflow';
import { camel, entryIn, keptIn, type Shape } from './shapes';

/** One of the lists of `fresh.ts`. */
export interface FreshList {
	readonly name: string;
	readonly dates: string;
	readonly words: readonly string[];
	readonly yesNo: readonly string[];
	readonly keys: string;
	readonly language: string;
	readonly columns: ReadonlyArray<{ readonly heading: string; readonly holds: string; readonly constant?: string }>;
}

export function listOf(line: string): FreshList {
	const at = line.indexOf('::');
	const [name = '', dates = '', words = '', yesNo = '', keys = '', language = ''] = line.slice(0, at).split('|');
	return {
		name,
		dates,
		words: words.split(','),
		yesNo: (yesNo === '' ? 'Yes,No' : yesNo).split(','),
		keys: keys === '' ? '#' : keys,
		language: language === '' ? 'de-DE' : language,
		columns: line
			.slice(at + 2)
			.split(';')
			.map((column) => {
				const cut = column.indexOf('=');
				const holds = column.slice(cut + 1);
				const heading = column.slice(0, cut);
				return holds.startsWith('=') || holds === ''
					? { heading, holds: '', constant: holds.slice(1) }
					: { heading, holds };
			}),
	};
}

export interface Person {
	readonly number: string;
	readonly first: string;
	readonly last: string;
	readonly prefix: string;
	readonly last2: string;
	readonly pref: string;
	readonly mid: string;
	readonly title: string;
	readonly dept: string;
	readonly div: string;
	readonly city: string;
	readonly gender: string;
	readonly hire: string;
	readonly term: string;
	readonly boss: number | undefined;
	readonly state: 0 | 1 | 2;
}

const LINES = `
417,Marta,Lindqvist,,,,Sales Lead,Sales,EMEA,Oslo,F,2024-03-01,,3,0
418,José María,García,,López,Chema,Clerk,Sales,EMEA,Madrid,M,2019-11-23,,0,0
419,Dmytro,Kovalenko,,,Dima,Analyst,Finance,EMEA,Kyiv,M,2015-01-15,2024-05-31,3,1
420,Siobhán,O'Neill-Ryan,,,,Chief Executive,Board,Group,Dublin,F,2010-02-23,,,0
421,Anne-Sophie,Müller,,,Anne,Driver,Logistics,DACH,Bern,F,2023-12-31,,0,2
422,Jan,Berg,van den,,,Fitter,Logistics,Benelux,Gent,M,2021-05-03,,4,0
423,Li,Wei,,,Lee,Planner,Logistics,APAC,Taipei,F,2022-07-14,2027-06-30,4,0
424,Łucja,Żółć,,,,Accountant,Finance,EMEA,Łódź,F,2018-09-17,,99,0
425,Paweł,Nowak,,,Paul,Cashier,Finance,EMEA,Łódź,M,2012-10-29,2025-12-30,3,1
426,Ольга,Шевченко,,,,Buyer,Purchasing,EMEA,Kyiv,F,2020-02-13,,3,0
427,Tom,Becker,,,Tom,Clerk,Sales,DACH,Bonn,M,2017-08-21,,0,0
428,Tom,Becker,,,Tom,Clerk,Purchasing,DACH,Bonn,M,2016-06-30,,9,0
429,Inês,D'Souza,,,,Clerk,Sales,EMEA,Porto,F,2014-04-22,,10,0
430,Bo,Ek,,,,Clerk,Sales,EMEA,Lund,M,2013-03-25,,12,0
`;

export const PEOPLE: readonly Person[] = LINES.trim()
	.split('\n')
	.map((line) => {
		const [number = '', first = '', last = '', prefix = '', last2 = '', pref = '', title = '', dept = '', ...rest] =
			line.split(',');
		const [div = '', city = '', gender = '', hire = '', term = '', boss = '', state = ''] = rest;
		return {
			number,
			first,
			last,
			prefix,
			last2,
			pref,
			mid: number === '418' ? 'Juan' : '',
			title,
			dept,
			div,
			city,
			gender,
			hire,
			term,
			boss: boss === '' ? undefined : Number(boss),
			state: state === '1' ? 1 : state === '2' ? 2 : 0,
		};
	});

const LATIN: Readonly<Record<string, string>> = { Ольга: 'olha', Шевченко: 'shevchenko' };
const plain = (text: string): string =>
	(LATIN[text] ?? text)
		.replace(/ł/gi, 'l')
		.normalize('NFKD')
		.replace(/[^A-Za-z]/g, '')
		.toLowerCase();

/** Two people of one name have a number in their address. */
export const emailOf = ({ first, last, number }: Person): string =>
	`${plain(first)}.${plain(last)}${number === '428' ? '2' : ''}@acme.example`;
export const loginOf = (person: Person): string => emailOf(person).split('@')[0] ?? '';
export const keyOf = ({ keys }: FreshList, { number }: Person): string => keys.replace('#', number);
export const has = ({ columns }: FreshList, holds: string): boolean => columns.some((column) => column.holds === holds);

/** A family name as the list's columns give it together. */
export function lastOf(list: FreshList, { prefix, last, last2 }: Person): string {
	return [prefix, last, has(list, 'last2') || !has(list, 'last') ? last2 : last2]
		.filter((part) => part !== '')
		.join(' ');
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function dateAs(form: string, iso: string): string {
	const [year = '', month = '', day = ''] = iso.split('-');
	if (iso === '') return '';
	return [...form]
		.map((sign) => ({ Y: year, m: month, d: day, M: MONTHS[Number(month) - 1] ?? '' })[sign] ?? sign)
		.join('');
}

const OWN_LANGUAGE: Readonly<Record<string, string>> = {
	Sprache: 'Deutsch',
	Langue: 'Anglais',
	Idioma: 'Español',
	Lingua: 'Italiano',
	Språk: 'Svenska',
	Język: 'Polski',
	Мова: 'Українська',
	Язык: 'Русский',
	Language: 'English',
};
export const LANGUAGE_CODES: Readonly<Record<string, string>> = {
	Deutsch: 'de',
	Anglais: 'en',
	Español: 'es',
	Italiano: 'it',
	Svenska: 'sv',
	Polski: 'pl',
	Українська: 'uk',
	Русский: 'ru',
	English: 'en',
};

const COUNTRY = 'Germany';

function nobody(): Readonly<Record<string, string>> {
	return {
		mk: '99999',
		me: 'nobody@acme.example',
		mn: 'Nobody Known',
		ml: 'Known, Nobody',
		md: 'CN=Nobody Known,OU=x',
	};
}

const CELLS = new WeakMap<FreshList, Map<Person, Readonly<Record<string, string>>>>();

export function cellOf(list: FreshList, person: Person, column: FreshList['columns'][number]): string {
	if (column.constant !== undefined) return column.constant;
	if (column.holds === 'lang') return OWN_LANGUAGE[column.heading] ?? list.language;
	const known = CELLS.get(list) ?? new Map<Person, Readonly<Record<string, string>>>();
	CELLS.set(list, known);
	const cells = known.get(person) ?? cellsOf(list, person);
	known.set(person, cells);
	return cells[column.holds] ?? '';
}

/** What a list may say of somebody, by what a column holds. */
function cellsOf(list: FreshList, person: Person): Readonly<Record<string, string>> {
	const last = has(list, 'prefix') ? person.last : [person.prefix, person.last].filter(Boolean).join(' ');
	const own = has(list, 'last2') ? last : [last, person.last2].filter(Boolean).join(' ');
	const whole = lastOf(list, person);
	const isGone = person.state === 1;
	const [yes = '', no = ''] = list.yesNo;
	return {
		key: keyOf(list, person),
		first: person.first,
		last: own,
		pref: person.pref,
		mid: person.mid,
		prefix: person.prefix,
		last2: person.last2,
		full: `${person.first} ${whole}`,
		lf: `${whole}, ${person.first}`,
		lf2: `${whole} ${person.first}`,
		email: emailOf(person),
		upn: emailOf(person),
		priv: `home${person.number}@mail.example`,
		user: loginOf(person),
		title: person.title,
		salut: person.gender === 'F' ? 'Mrs' : 'Mr',
		dept: person.dept,
		div: person.div,
		comp: 'Acme GmbH',
		loc: 'HQ 2nd floor',
		city: person.city,
		state: 'BE',
		country: COUNTRY,
		phone: `+49 30 555${person.number}`,
		mob: `+49 151 555${person.number}`,
		birth: dateAs(list.dates, '1990-12-24'),
		gender: person.gender,
		hire: dateAs(list.dates, person.hire),
		term: dateAs(list.dates, person.term),
		st: list.words[person.state] ?? '',
		en: isGone ? no : yes,
		dis: isGone ? yes : no,
		...managed(list, person),
	};
}

function managed(list: FreshList, { boss }: Person): Readonly<Record<string, string>> {
	if (boss === undefined) return {};
	const person = PEOPLE[boss];
	if (person === undefined) return nobody();
	const name = `${person.first} ${lastOf(list, person)}`;
	return {
		mk: keyOf(list, person),
		me: emailOf(person),
		mn: name,
		ml: `${lastOf(list, person)}, ${person.first}`,
		md: `CN=${name},OU=Staff,DC=acme,DC=example`,
		mp: `${name} (${keyOf(list, person)})`,
	};
}

export const headingIn = (heading: string, shape: Shape): string => (shape === 'json' ? camel(heading) : heading);

/** Items as n8n's source nodes make them of a file, with what stands below people in such files. */
export function itemsOf(list: FreshList, shape: Shape, footers = true): IDataObject[] {
	const rows = PEOPLE.map((person) => {
		const days: Readonly<Record<string, string>> = { hire: person.hire, term: person.term, birth: '1990-12-24' };
		const entries = list.columns.map((column) =>
			entryIn(shape, column.heading, cellOf(list, person, column), days[column.holds]),
		);
		return keptIn(shape, entries);
	});
	const items = rows.map((entries) => Object.fromEntries(entries) as IDataObject);
	if (!footers || shape === 'json') return items;
	const other = list.columns.find(({ holds }) => holds !== 'key' && holds !== 'email')?.heading ?? '';
	const header = Object.fromEntries(list.columns.map(({ heading }) => [heading, heading]));
	return [...items, header, {}, { [other]: 'Total: 14' }];
}
