import type { PersonCalls, PersonOperation, PersonReads, Settled } from './model/connector';
import { apply } from './carrying/apply';
import { codeOf, failureIn, RunError } from './model/failure';
import { hashesOf } from './deciding/hash';
import { inParallel } from './transport/parallel';
import { actionsOf, type Action, type Plan } from './model/plan';
import { blank, takeResults, type LinkedResult } from './telling/results';
import type { Row } from './model/row';
import type { Run, RunOutcome } from './run';
import { Kept } from './kept';
import { noRemovals } from './telling/summary';
import { judgeCount, type JudgedCount } from './deciding/count';
import { locateAll, isFound, proveAddress, type Located, stopIfRunLevel } from './locating';
import { entryFor, unlocated, rowFor, notFound, nearby } from './personEntry';

/** What these operations know of the directory. */
const UNLISTED: Pick<Plan, 'quality' | 'directory'> = {
	quality: 'lookup',
	directory: { users: 0, managed: 0, unmanaged: 0, protected: 0 },
};
const NO_PLAN = { planHash: '', removalsHash: '' };

/** Delete, Hide and Restore of the people that the items point at: looked up, judged, then carried out. */
export async function runPeople(run: Run, people: PersonCalls, operation: PersonOperation): Promise<RunOutcome> {
	const located = await locateAll(run, people);
	if (located.some((one) => one.kind === 'lookedUp')) await proveAddress(run, people, located.some(isFound));
	const seen = new Map<string, Row>();
	const entries = located.map((one) => entryFor(one, { run, people, operation, seen }));
	const hashes = hashesOf(
		{ ...UNLISTED, entries, removable: [], warnings: [] },
		{
			lms: run.node.vendor.name,
			address: run.connector.address,
			operation,
			missingUsers: '',
			keyField: run.connector.keyField,
			secretFields: new Set(),
		},
	);
	const { settings, connector, http } = run;
	const safety = judgeCount(actionsOf(entries), settings, hashes);
	const settled = settings.dryRun
		? new Map<Action, Settled>()
		: await apply(actionsOf(entries), {
				connector,
				http,
				concurrency: settings.concurrency,
				batchSize: undefined,
				maxAttempts: settings.maxAttempts,
				onProgress: (done, total) => run.progress.reached(done, total),
			});
	const results = takeResults(entries, {
		dryRun: settings.dryRun,
		plannedOnly: false,
		settled,
		includeResponse: settings.includeResponse,
	});
	new Kept(run).removals({ plan: UNLISTED, safety: safety.safety }, settled, 0);
	return outcomeOf(run, results, hashes, safety);
}

/** Get Summary: the vendor's numbers about each person. */
export async function getSummary(run: Run, people: PersonReads): Promise<RunOutcome> {
	const results: LinkedResult[] = [];
	const located = await locateAll(run, people);
	await inParallel(located, run.settings.concurrency, async (one, at) => {
		results[at] = { item: one.item, record: await summaryRecord(run, people, one) };
	});
	return outcomeOf(run, results, NO_PLAN);
}

async function summaryRecord(run: Run, people: PersonReads, one: Located): Promise<LinkedResult['record']> {
	if (one.kind !== 'lookedUp') {
		const { row, operation, attempted, code, message } = unlocated(run, one, 'found');
		return { ...blank(row, undefined, operation, false), attempted, code, message };
	}
	const row = rowFor(one.item, one.ref.value, one.user);
	if (one.user === undefined)
		return {
			...blank(row, undefined, 'failed', false),
			attempted: 'found',
			code: 'NOT_FOUND',
			message: one.near === undefined ? notFound(run, one.ref) : nearby(run, one.ref, one.near),
			attempts: 1,
		};
	try {
		const summary = (await people.summarise?.(one.ref, one.user)) ?? {};
		return { ...blank(row, one.user, 'found', false), summary, attempts: 1 };
	} catch (error) {
		if (error instanceof RunError)
			return {
				...blank(row, one.user, 'failed', false),
				attempted: 'found',
				code: 'INVALID_ROW',
				message: `${error.message} ${error.remedy}`,
			};
		const failure = failureIn(error);
		if (failure.kind !== 'unreadable') stopIfRunLevel(run, failure);
		return {
			...blank(row, one.user, 'failed', false),
			attempted: 'found',
			code: codeOf(failure),
			message: failure.message,
			attempts: 1,
		};
	}
}

/** Get Many: one record per user, read once for the first item. */
export async function getMany(run: Run, people: PersonReads): Promise<RunOutcome> {
	const { context } = run;
	const returnAll = context.getNodeParameter('returnAll', 0, false) === true;
	const limit = Number(context.getNodeParameter('limit', 0, 50));
	if (!returnAll && !(limit >= 1))
		throw new RunError('Limit must be a number from 1.', 'Correct it, or switch on Return All.');
	const simplify = context.getNodeParameter('simplify', 0, true) !== false;
	const users = await people.browse(returnAll ? undefined : Math.floor(limit));
	const results = users.map((user): LinkedResult => {
		const simple = {
			id: user.id,
			key: user.key,
			name: user.name,
			email: user.email,
			standing: user.standing,
			...user.values,
		};
		return {
			item: 0,
			record: { ...blank(undefined, user, 'found', false), user: simplify ? simple : { ...user.record } },
		};
	});
	return outcomeOf(run, results, NO_PLAN);
}

function outcomeOf(
	run: Run,
	results: readonly LinkedResult[],
	hashes: RunOutcome['about']['hashes'],
	judged?: JudgedCount,
): RunOutcome {
	const { limits } = run.settings;
	const duplicates = results.filter(({ record }) => record.duplicateOf !== undefined).length;
	return {
		results,
		blocked: false,
		about: {
			hashes,
			plan: UNLISTED,
			rows: { mapping: {}, ignoredColumns: [], received: run.context.getInputData().length, duplicates },
			safety: judged?.safety ?? noRemovals(limits.maxRemovals, limits.maxRemovalPercent),
			warnings: judged?.warnings ?? [],
		},
	};
}
