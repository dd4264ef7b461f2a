import type { IDataObject } from 'n8n-workflow';
import { idOf, isInDoubt, must, NOT_DONE, PARTLY, same, type Ran, type Told } from './held';
import { forbidden, isCertain, type Account, type RowTruth, type Truth } from './model';
import { isWrite } from './vendors';

/** What must hold of removals, and of rows that bar somebody. */

const REMOVED = new Set(['deleted', 'hidden', 'suspended']);

const BARS = /"hardLock":true|"active","value":false|"active":false|"is_active":0|"suspended":true/;

/** Whoever is barred by a row waits for the removals' phase, where nobody waits for somebody to leave. */
export function barsLast({ kit, before }: Ran, truth: Truth): void {
	if (!truth.rows.every((row) => isCertain(row, before, kit.rules))) return;
	const writes = kit.simulator.requests.filter(isWrite).map(({ method, path, body }) => ({
		path,
		text: JSON.stringify(body) ?? '',
		isRemoval: method === 'DELETE' || BARS.test(JSON.stringify(body) ?? ''),
	}));
	const first = writes.findIndex(
		({ path, text }) =>
			BARS.test(text) &&
			truth.barred.some(({ id, key }) => path.endsWith(`/${id}`) || text.includes(`":${JSON.stringify(key)}`)),
	);
	const later = first < 0 ? [] : writes.slice(first).filter(({ isRemoval }) => !isRemoval);
	must(later.length === 0, 'somebody was barred by a row before all others were written', { writes, first });
}

/** What forbids removals in a run. */
interface Law {
	readonly off: ReadonlySet<string>;
	/** Those whom a limit holds back where it is known how many there are. */
	readonly perhaps: ReadonlySet<string>;
	readonly damaged: boolean;
	readonly nobodyLeft: boolean;
	readonly isSurprise: boolean;
	readonly rejected: number;
	isDamage(rejected: number): boolean;
}

export function lawOf({ world, moved }: Ran, truth: Truth, all: readonly Told[]): Law {
	const limited = forbidden(truth, world);
	const rejected = all.filter(({ record }) => record.operation === 'rejected').length;
	// Whoever waits for somebody whom a limit holds back is rejected after the source was judged.
	const late =
		limited.size > 0 && world.safety.onLimit === 'skipRemovals'
			? all.filter(({ record }) => record.operation === 'rejected' && record.conflict !== undefined).length
			: 0;
	const isSurprise = truth.surprise.possible && world.safety.onLimit === 'report';
	const isDamage = (count: number): boolean => truth.keyUnreadable || (count > 3 && count > world.rows.length * 0.02);
	const damaged = isDamage(rejected - late);
	// Limits are held against those whom the list has shown.
	const off =
		moved !== undefined
			? new Set<string>()
			: forbidden(truth, world, { isDamaged: damaged, isKnown: !truth.lookedUp, isCertain: true });
	const perhaps = forbidden(truth, world, { isDamaged: damaged });
	const nobodyLeft = rejected - late > 0 && rejected - late === truth.rows.filter((row) => !row.setAside).length;
	return { off, perhaps, damaged, nobodyLeft, isSurprise, isDamage, rejected };
}

/** Whoever is barred by the row itself: under the limits, as every removal. */
export function barredHolds(ran: Ran, row: RowTruth, record: IDataObject, law: Law): void {
	const id = row.match?.id ?? '';
	const word = String(record.operation);
	const about = { record, row };
	// A damaged list says nothing of who is missing; of whom a row bars, it says so itself.
	const forbids = law.off.has(id) || law.nobodyLeft;
	if (word === 'suspended' || word === 'unknown')
		must(!forbids, 'somebody was barred by a row against the rules', about);
	else if (ran.clean && word === 'blocked')
		must(law.perhaps.has(id) || law.isSurprise, 'a row that bars somebody was blocked without a reason', about);
	else must(word !== 'unchanged' && word !== 'updated', 'a row that bars somebody was told otherwise', about);
}

/** Removals: only of those who may go, never beyond the limits, and told one by one. */
export function removals(
	ran: Ran,
	truth: Truth,
	others: readonly Told[],
	all: readonly Told[],
	touched: Set<string>,
): void {
	const { before, after, world, kit } = ran;
	const seen = new Set<string>();
	const { off, perhaps, damaged, nobodyLeft, isSurprise, isDamage, rejected } = lawOf(ran, truth, all);
	for (const { record } of others) {
		const id = idOf(ran, record);
		must(!seen.has(id), `${id} was removed twice`);
		seen.add(id);
		touched.add(id);
		const was = before.find((account) => account.id === id);
		const is = after.find((account) => account.id === id);
		const word = String(record.operation);
		const gone = is === undefined || is.state === (truth.removal === 'lock' ? 'locked' : 'deleted');
		const about = { record, was, is, removal: truth.removal };
		if (REMOVED.has(word)) {
			must(world.keyChanges === 'ignore' || !isTold(ran, truth, was), 'somebody was removed whom a row tells', about);
			must(
				word === { delete: 'deleted', deleteAndHide: 'hidden', lock: 'suspended', ignore: '' }[truth.removal],
				'a removal has another word',
				about,
			);
			must(gone && (word !== 'hidden' || is?.hidden === true), `"${word}", but it was not`, about);
			must(!off.has(id) && !damaged && !nobodyLeft, 'somebody was removed against the rules', about);
		} else if (NOT_DONE.has(word)) {
			const partly = word === 'failed' && PARTLY.test(String(record.message));
			must(
				partly || (was !== undefined && is !== undefined && same(was, is)),
				`"${word}", but something was done`,
				about,
			);
			if (ran.clean && word === 'failed') must(was?.stubborn === true, 'a clean run failed to remove somebody', about);
			if (ran.clean && word === 'blocked')
				must(perhaps.has(id) || isSurprise || isDamage(rejected), 'a removal was blocked without a reason', about);
		} else if (word === 'planned') {
			must(
				(perhaps.size > 0 || isSurprise || ran.moved !== undefined) &&
					world.safety.onLimit === 'report' &&
					was !== undefined &&
					is !== undefined &&
					same(was, is),
				'a planned removal was carried out',
				about,
			);
		} else {
			must(word === 'unknown', `a removal says "${word}"`, about);
			must(!off.has(id) && !damaged && !nobodyLeft, 'a removal was sent against the rules', about);
		}
	}
	must(
		ran.moved !== undefined || (isInDoubt(ran) ? others.length === 0 : truth.missing.every(({ id }) => seen.has(id))),
		'somebody is missing from the list, and no result says so',
		{ missing: truth.missing.map(({ id }) => id), seen: [...seen], vendor: kit.vendor },
	);
}

/**
 * What tells a person beside the key stands on a row that matches nobody: an address or a number that nobody else has,
 * on no other row.
 */
function isTold({ kit, before }: Ran, { rows }: Truth, was: Account | undefined): boolean {
	// Their own row says that they have left.
	if (rows.some((row) => row.left && row.match !== undefined && row.match.id === was?.id)) return false;
	const form = (value: string | null | undefined): string => (value ?? '').toLowerCase();
	const originals = rows.filter(({ copyOf, setAside }) => copyOf === undefined && !setAside);
	const keyless = rows.filter((row) => row.keyless && !row.left);
	return kit.rules.identifiers.some((column) => {
		const value = form(was?.[column]);
		const holders = before.filter((one) => one.state !== 'deleted' && form(one[column]) === value);
		if (value === '' || holders.length !== 1) return false;
		const telling = originals.filter(({ wants }) => form(wants[column]) === value);
		return telling.length === 0
			? keyless.some(({ wants }) => form(wants[column]) === value)
			: telling.length === 1 && telling[0]?.match === undefined;
	});
}
