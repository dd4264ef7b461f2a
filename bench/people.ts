import type { IDataObject } from 'n8n-workflow';

import { generateUsers, type VendorName } from '../simulators';

export type Seed = Readonly<Record<string, unknown>>;

/** How one vendor's people become rows of a master list. */
interface Shape {
	readonly key: string;
	/** The field that differs on a changed row. */
	readonly changing: string;
	/** Columns of the row; the names are the vendor's own. */
	readonly columns: readonly string[];
	/** What takes rights away from a made-up person, so that only the first is an administrator. */
	readonly plain: Seed;
}

const SHAPES: Readonly<Record<VendorName, Shape>> = {
	bridge: {
		key: 'uid',
		changing: 'job_title',
		columns: [
			'uid',
			'first_name',
			'last_name',
			'email',
			'job_title',
			'department',
			'hire_date',
			'hris_id',
			'locale',
			'manager_id',
		],
		plain: { roles: [] },
	},
	learnifier: {
		key: 'externalId',
		changing: 'lastName',
		columns: ['externalId', 'firstName', 'lastName', 'displayName', 'primaryEmail', 'homeOrg', 'locale'],
		plain: { backOfficeRoles: [] },
	},
	lmsCollaborator: {
		key: 'uid',
		changing: 'position',
		columns: [
			'uid',
			'secondname',
			'firstname',
			'login',
			'email',
			'birth_date',
			'gender',
			'city',
			'department',
			'position',
			'phone',
			'date_of_employment',
			'language',
		],
		plain: {},
	},
	requestor: {
		key: 'ExternalId',
		changing: 'Department',
		columns: [
			'ExternalId',
			'Email',
			'FirstName',
			'LastName',
			'DisplayName',
			'Company',
			'Department',
			'Division',
			'EmployeeId',
			'Phones',
		],
		plain: { RoleAdministrator: false, RoleOperator: false, RoleSuperOperator: false },
	},
	scim: {
		key: 'userName',
		changing: 'title',
		columns: ['userName', 'externalId', 'displayName', 'title'],
		plain: { roles: undefined },
	},
	traliant: {
		key: 'username',
		changing: 'title',
		columns: [
			'username',
			'first_name',
			'last_name',
			'email',
			'id_number',
			'title',
			'location',
			'state',
			'country',
			'phone',
			'department',
		],
		plain: {},
	},
};

/** So many made-up users, each with a key; the first is the administrator whom the credential belongs to. */
export function seedsFor(vendor: VendorName, count: number, list?: 'hr'): Seed[] {
	const { key, plain } = SHAPES[vendor];
	return (generateUsers(vendor, count) as readonly Seed[]).map((seed, index) => {
		const known = typeof seed[key] === 'string' && seed[key] !== '';
		const own = list === 'hr' ? { last_name: `${String(seed.last_name)}-${inLetters(index)}` } : {};
		return { ...seed, ...(known ? {} : { [key]: `H${index}` }), ...(index === 0 ? {} : plain), ...own };
	});
}

/** The same people as a master list, so many of them with another title than the system has. */
export function rowsFor(vendor: VendorName, count: number, changed: number, list?: 'hr'): IDataObject[] {
	const { columns, changing } = SHAPES[vendor];
	const every = changed === 0 ? Number.POSITIVE_INFINITY : Math.floor((count - 1) / changed);
	let left = changed;
	const rows = seedsFor(vendor, count, list).map((seed, index) => {
		const row: Record<string, unknown> = {};
		for (const column of columns) if (seed[column] !== undefined && seed[column] !== null) row[column] = seed[column];
		if (left > 0 && index > 0 && index % every === 0) {
			row[changing] = `${String(row[changing])} II`;
			left -= 1;
		}
		return row;
	});
	// Parsed, as a file or a reply is: strings then lie in memory as they do in n8n.
	return JSON.parse(JSON.stringify(rows)) as IDataObject[];
}

/** The heading of the key in {@link hrList}. */
export const HR_KEY = 'Employee ID';

/** Bridge's rows as an HR system exports them: 15 columns under its own headings, managers by name. */
export function hrList(rows: readonly IDataObject[]): IDataObject[] {
	const names = new Map(
		rows.map((row) => [`uid:${String(row.uid)}`, `${String(row.first_name)} ${String(row.last_name)}`]),
	);
	const list = rows.map((row) => ({
		[HR_KEY]: row.uid,
		'Legal First Name': row.first_name,
		'Legal Last Name': row.last_name,
		'Work Email': row.email,
		'Job Title': row.job_title,
		Department: row.department,
		'Hire Date': row.hire_date,
		'HRIS ID': row.hris_id,
		Locale: row.locale,
		Manager: names.get(String(row.manager_id)) ?? '',
		'Employment Status': 'Active',
		Location: 'Berlin',
		'Work Phone': '+49 30 1234',
		'Employment Type': 'Full-Time',
		'Pay Group': 'DE-M',
	}));
	return JSON.parse(JSON.stringify(list)) as IDataObject[];
}

/** A number in letters: people of one name would be nobody's manager. */
function inLetters(number: number): string {
	const letter = String.fromCharCode(97 + (number % 26));
	return number < 26 ? letter : inLetters(Math.floor(number / 26)) + letter;
}
