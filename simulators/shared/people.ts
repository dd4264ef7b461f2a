/** A made-up employee, before a vendor's shape is given to it. */
export interface Person {
	/** 0 is the administrator that the credential belongs to. */
	readonly index: number;
	/** Such as `2-105`: unique, stable. */
	readonly number: string;
	readonly firstName: string;
	readonly lastName: string;
	/** ASCII, unique, lower case: `zoe.muller105`. */
	readonly userName: string;
	readonly email: string;
	readonly title: string;
	readonly department: string;
	readonly city: string;
	readonly state: string;
	readonly country: string;
	readonly phone: string;
	readonly locale: string;
	/** 0 male, 1 female, undefined unknown. */
	readonly gender: 0 | 1 | undefined;
	/** YYYY-MM-DD */
	readonly hireDate: string;
	readonly birthDate: string;
	/** A lower index, so that managers come before their people. */
	readonly manager: number | undefined;
	readonly isAdmin: boolean;
	/** Made by hand in the learning system: it has no external id there. */
	readonly madeByHand: boolean;
}

const FEMALE = [
	'Sally',
	'Zoë',
	'Žofie',
	'Mária',
	'Ингрид',
	'Léa',
	'Ayşe',
	'Chloé',
	'Oksana',
	'Ana',
	'Maja',
	'Björk',
	'Grace',
	'Ximena',
	'Thảo',
	'Ester',
];
const MALE = [
	'John',
	'José',
	'Jürgen',
	'Søren',
	'Łukasz',
	'Андрій',
	'Mehmet',
	'Noël',
	"D'Andre",
	'Håkan',
	'Tomáš',
	'Kwame',
	'Raúl',
	'Jean-Luc',
	'Minh',
	'Peter',
];
const LAST = [
	'Student',
	'Smith',
	'Müller',
	'García',
	"O'Brien",
	'Šimůnek',
	'Nováková',
	'Øster',
	'Çelik',
	'Þórsdóttir',
	'Шевченко',
	'Nguyễn',
	'de la Cruz',
	'Smith-Jones',
	'Åkesson',
	'Groß',
	'Łęcki',
	'Ferreira',
	'Mbeki',
	'Tanaka',
	'山田',
	'Andersson',
	'van den Berg',
	'Kovács',
];
const JOBS: ReadonlyArray<readonly [string, readonly string[]]> = [
	['Sales', ['Sales Manager', 'Account Executive', 'Sales Clerk']],
	['IT', ['Developer', 'System Administrator', 'Service Desk Analyst']],
	['Human Resources', ['Recruiter', 'HR Partner', 'Payroll Clerk']],
	['Finance', ['Accountant', 'Controller', 'Analyst']],
	['Production', ['Shift Leader', 'Operator', 'Quality Inspector']],
	['Care & Support', ['Nurse', 'Therapist', 'Coordinator']],
];
const PLACES: ReadonlyArray<readonly [string, string, string, string, string]> = [
	['South Office', 'CA', 'US', '+1', 'en'],
	['Kyiv', 'Kyiv', 'UA', '+380', 'uk'],
	['Göteborg', 'VG', 'SE', '+46', 'sv'],
	['München', 'BY', 'DE', '+49', 'de'],
	['Brno', 'JM', 'CZ', '+420', 'cs'],
	['Málaga', 'AN', 'ES', '+34', 'es'],
	['Reading', 'BRK', 'GB', '+44', 'en'],
];

/** Folds what is not ASCII; scripts that have no fold leave nothing. */
const FOLDS: Readonly<Record<string, string>> = {
	ø: 'o',
	ß: 'ss',
	ł: 'l',
	þ: 'th',
	æ: 'ae',
	đ: 'd',
	ı: 'i',
};

/** A stream of numbers in [0, 1), the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** The same person for the same index and seed, however many are asked for. */
export function personAt(index: number, seed: number): Person {
	const random = randomFrom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
	const female = random() < 0.5;
	const firstName = pick(female ? FEMALE : MALE, random, 'Sam');
	const lastName = pick(LAST, random, 'Smith');
	const [department, titles] = pick(JOBS, random, ['Sales', ['Sales Clerk']]);
	const place = pick(PLACES, random, ['South Office', 'CA', 'US', '+1', 'en']);
	const [city, state, country, prefix, locale] = place;
	const userName = `${fold(firstName) || 'user'}.${fold(lastName) || 'name'}${index}`;
	return {
		index,
		number: `${1 + (index % 4)}-${1000 + index}`,
		firstName,
		lastName,
		userName,
		email: `${userName}@company.tld`,
		title: pick(titles, random, 'Clerk'),
		department,
		city,
		state,
		country,
		phone: `${prefix}${String(100000000 + Math.floor(random() * 899999999))}`,
		locale,
		gender: random() < 0.1 ? undefined : female ? 1 : 0,
		hireDate: dateBetween(2004, 2025, random),
		birthDate: dateBetween(1960, 2004, random),
		manager: index === 0 ? undefined : Math.floor((index - 1) / 8),
		isAdmin: index === 0 || random() < 0.004,
		madeByHand: index > 0 && random() < 0.03,
	};
}

/** `count` people; the first is the administrator. */
export function generatePeople(count: number, seed: number): Person[] {
	return Array.from({ length: count }, (_, index) => personAt(index, seed));
}

function pick<Item>(items: readonly Item[], random: () => number, otherwise: Item): Item {
	return items[Math.floor(random() * items.length)] ?? otherwise;
}

function fold(name: string): string {
	return name
		.toLowerCase()
		.normalize('NFD')
		.replace(/[øßłþæđı]/g, (letter) => FOLDS[letter] ?? '')
		.replace(/[^a-z]/g, '');
}

function dateBetween(from: number, to: number, random: () => number): string {
	const year = from + Math.floor(random() * (to - from + 1));
	const month = 1 + Math.floor(random() * 12);
	const day = 1 + Math.floor(random() * 28);
	return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** A GUID drawn from a stream of numbers. */
export function guidFrom(random: () => number): string {
	const hex = Array.from({ length: 4 }, () =>
		Math.floor(random() * 0x100000000)
			.toString(16)
			.padStart(8, '0'),
	).join('');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20)}`;
}
