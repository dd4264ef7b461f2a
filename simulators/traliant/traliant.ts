import { isJsonType } from '../shared/checks';
import type { Clock } from '../shared/clock';
import { generatePeople } from '../shared/people';
import type { Refusal } from '../shared/refusal';
import { disturbRows } from '../shared/rows';
import { allForms } from '../shared/secrets';
import { TraliantDirectory, traliantSeed } from './directory';
import type { TraliantSeed, TraliantUser } from './directory';
import { traliantSwitches } from './switches';
import type { TraliantSwitches } from './switches';
import { readCall, readUser } from './wire';
import type { SyncOptions, SyncUser } from './wire';
import type {
	Call,
	Credentials,
	Parts,
	Reply,
	RequestHeaders,
	Route,
	Service,
	Setup,
	Signature,
	Vendor,
} from '../shared/vendor';
import { runRule } from './rules';

const KEY = 'traliant-example-key-b2c94f';
const HEADER_KEY = 'traliant-example-header-key-77d0';
const WRONG_KEY = 'traliant-example-wrong-key-31aa';

export type TraliantCredential = 'header' | 'wrong';

/** Traliant LMS: one call that creates or updates up to ten users. */
export const traliant: Vendor<TraliantSeed, TraliantSwitches, TraliantDirectory, TraliantCredential> = {
	label: 'Traliant LMS',
	switches: traliantSwitches,
	rateLimit: false,
	generate: (count, seed) => generatePeople(count, seed).map(traliantSeed),
	make: makeTraliant,
};

function makeTraliant(setup: Setup<TraliantSeed, TraliantSwitches>): Parts<TraliantDirectory, TraliantCredential> {
	const directory = new TraliantDirectory();
	for (const user of setup.users) directory.add(user);
	const credentials = (changes: Credentials = {}): Credentials => ({
		baseUrl: setup.baseUrl(),
		syncPath: setup.switches.syncPath,
		apiKey: KEY,
		headerName: 'Authorization',
		headerPrefix: 'Bearer',
		allowHttp: true,
		...changes,
	});
	return {
		service: new TraliantService(directory, setup.switches, setup.clock),
		directory,
		credentials,
		otherCredentials: () => ({
			header: credentials({ apiKey: HEADER_KEY, headerName: 'X-Api-Key', headerPrefix: '' }),
			wrong: credentials({ apiKey: WRONG_KEY }),
		}),
		secrets: allForms([KEY, HEADER_KEY, WRONG_KEY]),
	};
}

interface Row {
	readonly key?: string;
	readonly success: boolean;
	readonly operation: string;
	readonly user_id: number | string | null;
	readonly username: string;
	readonly department_id: number | string | null;
	readonly message: string;
}

class TraliantService implements Service {
	readonly routes: readonly Route[] = traliantSwitches.syncPath.values.flatMap((path): Route[] => [
		{ method: 'POST', path, body: 'json', handle: (call) => this.sync(call, path) },
		{ method: 'GET', path, body: 'none', handle: () => this.failure(405, 'Method not allowed') },
	]);

	constructor(
		private readonly directory: TraliantDirectory,
		private readonly switches: TraliantSwitches,
		private readonly clock: Clock,
	) {}

	authenticate(headers: RequestHeaders): Signature {
		if (headers.authorization === `Bearer ${KEY}`) return { ok: true, caller: 'admin', token: KEY };
		if (headers['x-api-key'] === HEADER_KEY) {
			return { ok: true, caller: 'admin', token: HEADER_KEY };
		}
		return { ok: false, reply: this.failure(401, 'Unauthenticated.') };
	}

	failure(status: number, message: string, errors?: Record<string, string[]>): Reply {
		switch (this.switches.errorForm) {
			case 'errors':
				return { status, json: { message, ...(errors === undefined ? {} : { errors }) } };
			case 'message':
				return { status, json: { message } };
			case 'text':
				return { status, text: message };
		}
	}

	refuse(refusal: Refusal): Reply {
		const { status, message, field } = refusal;
		return this.failure(status, message, field === undefined ? undefined : { [field]: [message] });
	}

	refusedContentType(contentType: string): Reply | undefined {
		return isJsonType(contentType) ? undefined : this.failure(415, 'The body must be JSON');
	}

	retryAfter(): TraliantSwitches['retryAfter'] {
		return this.switches.retryAfter;
	}

	private sync(call: Call, path: string): Reply {
		if (path !== this.switches.syncPath) return this.failure(404, 'Not found');
		const { options, users: wires } = readCall(call.body, this.switches);
		const users = wires.map((wire) => readUser(wire, options.findBy, this.switches));
		const refusal = this.refuseCall(users);
		if (refusal !== undefined) return refusal;
		const ignored = users.flatMap((user) => user.ignored);
		if (ignored.length > 0) call.request.notes.push(`ignored fields ${ignored.join(', ')}`);
		const rows = users.map((user) => this.apply(user, options));
		// Rules come after all users, as the page says.
		const logs = options.executeRules ? rows.flatMap((row) => this.runRules(row)) : [];
		const withoutLogs = !options.executeRules && this.switches.ruleLogsWhenOff === 'absent';
		return {
			status: this.switches.successStatus,
			json: {
				data: {
					summary: this.summary(rows),
					details: {
						users: disturbRows(rows, this.switches.rows, call.fault),
						...(withoutLogs ? {} : { rule_logs: logs }),
					},
				},
			},
		};
	}

	private refuseCall(users: readonly SyncUser[]): Reply | undefined {
		if (this.switches.validation === 'row') return undefined;
		const errors: Record<string, string[]> = {};
		users.forEach((user, index) => {
			for (const { field, message } of user.problems) {
				const name = field === '' ? `users.${index}` : `users.${index}.${field}`;
				errors[name] = [...(errors[name] ?? []), message.replace(`The ${field} `, `The ${name} `)];
			}
		});
		const [first] = Object.values(errors).flat();
		return first === undefined ? undefined : this.failure(422, first, errors);
	}

	private apply(wanted: SyncUser, options: SyncOptions): Row {
		const [problem] = wanted.problems;
		if (problem !== undefined) return this.failed(wanted, options, problem.message);
		const value = wanted.texts[options.findBy] ?? '';
		const found = this.directory.find(options.findBy, value);
		for (const field of ['username', 'id_number'] as const) {
			const unique = wanted.texts[field];
			if (unique == null) continue;
			const holder = this.directory.find(field, unique);
			if (holder !== undefined && holder !== found) {
				return this.failed(wanted, options, `The ${field} has already been taken.`);
			}
		}
		return found === undefined ? this.create(wanted, options) : this.update(found, wanted, options);
	}

	private create(wanted: SyncUser, options: SyncOptions): Row {
		const user = this.directory.add({
			role: 'Student',
			...wanted.texts,
			username: wanted.texts.username ?? '',
			suspended: wanted.suspended ?? false,
		});
		user.mustChangePassword = options.forcePasswordChange;
		return this.row(user, options, 'created');
	}

	private update(user: TraliantUser, wanted: SyncUser, options: SyncOptions): Row {
		const before = user.suspended;
		const suspended = wanted.suspended ?? before;
		const changed =
			suspended !== before || Object.entries(wanted.texts).some(([name, value]) => Reflect.get(user, name) !== value);
		if (!changed && options.trackChanges) return this.row(user, options, 'skipped');
		const { username, ...texts } = wanted.texts;
		this.directory.change(user, { ...texts, ...(username == null ? {} : { username }), suspended });
		if (suspended && !before) return this.row(user, options, this.switches.suspendWord);
		if (before && !suspended) return this.row(user, options, this.switches.unsuspendWord);
		return this.row(user, options, 'updated');
	}

	private row(user: TraliantUser, options: SyncOptions, operation: string): Row {
		return {
			...this.key(user, options),
			success: true,
			operation,
			user_id: this.id(user.user_id),
			username: user.username,
			department_id: this.id(this.directory.departmentId(user.department)),
			message: '',
		};
	}

	private failed(wanted: SyncUser, options: SyncOptions, message: string): Row {
		return {
			...this.key(wanted.texts, options),
			success: false,
			operation: 'error',
			user_id: null,
			username: wanted.texts.username ?? '',
			department_id: null,
			message,
		};
	}

	private key(
		fields: { readonly username?: string | null; readonly id_number?: string | null },
		options: SyncOptions,
	): { readonly key?: string } {
		switch (this.switches.key) {
			case 'absent':
				return {};
			case 'findBy':
				return { key: fields[options.findBy] ?? '' };
			case 'idNumber':
				return { key: fields.id_number ?? '' };
			case 'username':
				return { key: fields.username ?? '' };
		}
	}

	private id(id: number | null): number | string | null {
		return id === null || this.switches.idsAs === 'number' ? id : String(id);
	}

	private summary(rows: readonly Row[]): Record<string, number> {
		const count = (...words: string[]): number => rows.filter((row) => words.includes(row.operation)).length;
		const wrong = this.switches.summary === 'wrong' ? 1 : 0;
		return {
			created: count('created') + wrong,
			updated: count('updated', 'reactivated', 'unsuspended'),
			skipped: count('skipped'),
			suspended: count('suspended'),
			errors: count('error'),
		};
	}

	private runRules(row: Row): unknown[] {
		const user = row.success ? this.directory.find('username', row.username) : undefined;
		if (user === undefined) return [];
		return [
			{
				execution_time: new Date(this.clock.now()).toISOString().replace('Z', '000Z'),
				user_id: this.id(user.user_id),
				company_id: 5,
				mock: false,
				user_state: {
					title: user.title ?? '',
					location: user.location ?? '',
					hire_date: user.hire_date ?? '',
					department_id: this.id(this.directory.departmentId(user.department)),
					role: user.role ?? '',
					country: user.country ?? '',
					state: user.state ?? '',
				},
				exec_log_rules: this.directory.rules.map((rule) => runRule(rule, user)),
			},
		];
	}
}
