import type { Outcome } from '../../../nodes/shared/model/connector';
import { RunError, type Failure } from '../../../nodes/shared/model/failure';
import { FAILURES, act, breaks, callBreaks, carryOut, crowd, done, leaver, nth, type Script } from './applyFixture';

const {
	timeout,
	server,
	busy,
	reset,
	refusedConnection,
	unknownHost,
	refused,
	forbidden,
	notFound,
	unauthorized,
	heldBack,
	redirect,
	rateLimited,
	unreadable,
	cancelled,
	cancelledBefore,
} = FAILURES;

const LOOK = 'Whether it was done is not known: look this person up';
const failed: Outcome = { kind: 'failed', code: 'VENDOR_REJECTED', message: 'No.' };

/** The same answer to the one call of each person. */
const toEach = (lane: string, size: number, failure: Failure, times = 1): Script =>
	Object.fromEntries(
		Array.from({ length: size }, (_, index) => [`${lane} K${index + 1}`, Array.from({ length: times }, () => failure)]),
	);

describe('the order of the calls', () => {
	it('restores come first, then updates, creates, and removals last', async () => {
		const actions = [leaver(1), act('create', 2), act('update', 3), act('restore', 4)];
		const { log, ends } = await carryOut(actions);
		expect(log).toEqual(['create K4', 'update K4', 'update K3', 'create K2', 'delete K1']);
		expect(ends).toEqual({ K1: 'done', K2: 'done', K3: 'done', K4: 'done' });
	});

	it.each([
		['the lane carries', undefined, ['import K1 K2 K3', 'import K4']],
		['the user set', 2, ['import K1 K2', 'import K3 K4']],
		['the lane carries, if the user set more', 9, ['import K1 K2 K3', 'import K4']],
	])('a call carries as many people as %s', async (_, batchSize, calls) => {
		const { log } = await carryOut(crowd('upsert', 4), { settings: { batchSize } });
		expect(log).toEqual(calls);
	});

	it('several calls are under way at once, and no more than were allowed', async () => {
		let open = 0;
		let most = 0;
		const during = async (): Promise<void> => {
			most = Math.max(most, ++open);
			await Promise.resolve();
			open -= 1;
		};
		await carryOut(crowd('update', 7), { during, settings: { concurrency: 3 } });
		expect(most).toBe(3);
	});

	it('each ending is told as progress', async () => {
		const { progress } = await carryOut([act('restore', 1), act('update', 2)]);
		expect(progress).toEqual(['1 of 2', '2 of 2']);
	});
});

describe('a call that may be sent again', () => {
	it.each([
		['no answer', timeout, 'done recovered'],
		['a 500', server, 'done recovered'],
		['a broken connection', reset, 'done recovered'],
		['a 503, which says "not now"', busy, 'done'],
		['a refused connection, which never got there', refusedConnection, 'done'],
	])('is repeated after %s', async (_, failure, end) => {
		const update = act('update', 1);
		const { log, ends, of } = await carryOut([update], { script: { 'update K1': [failure] } });
		expect(log).toEqual(['update K1', `wait 1 after ${failure.kind}`, 'update K1']);
		expect(ends).toEqual({ K1: end });
		expect(of(update).attempts).toBe(2);
	});

	it('counts as recovered when any of its tries broke off', async () => {
		const { ends } = await carryOut([act('update', 1)], {
			script: { 'update K1': [timeout, busy] },
		});
		expect(ends).toEqual({ K1: 'done recovered' });
	});

	it.each([
		['a 503, which did nothing', busy, 'failed VENDOR_REJECTED'],
		['a try that broke off', timeout, 'unknown OUTCOME_UNKNOWN'],
	])('that is refused after %s ends so', async (_, before, end) => {
		const { ends } = await carryOut([act('update', 1)], { script: { 'update K1': [before, refused] } });
		expect(ends).toEqual({ K1: end });
	});

	it("has failed where a setting can't be read for this person, and the others go on", async () => {
		const unread = (): never => {
			throw new RunError('Force is "maybe".', 'Correct it.');
		};
		const first = act('update', 1);
		const { ends, message } = await carryOut([first, act('update', 2)], { script: { 'update K1': [unread] } });
		expect(ends).toEqual({ K1: 'failed INVALID_ROW', K2: 'done' });
		expect(message(first)).toBe('Force is "maybe". Correct it.');
	});

	it('that was not sent for such a setting counts for nothing: a key that does not work still stops the node', async () => {
		const unread = (): never => {
			throw new RunError('Force is "maybe".', 'Correct it.');
		};
		await expect(
			carryOut(crowd('update', 2), { script: { 'update K1': [unread], 'update K2': [unauthorized] } }),
		).rejects.toThrow('Nothing could be sent to Acme: Acme answered 401.');
	});

	it('that is told "not now", and then for an hour, was not carried out', async () => {
		const { ends } = await carryOut([act('create', 0), act('update', 1)], {
			script: { 'update K1': [busy, rateLimited] },
		});
		expect(ends.K1).toBe('notAttempted RATE_LIMITED');
	});

	it.each([
		['timeouts', [timeout, timeout, timeout]],
		['503s', [busy, busy, busy]],
		['an unclear try before a refused connection', [server, server, refusedConnection]],
	])('is unknown after as many %s as it has tries', async (_, tries) => {
		const update = act('update', 1);
		const { log, ends, of } = await carryOut([act('update', 0), update], {
			script: { 'update K1': tries },
		});
		expect(log.filter((line) => line === 'update K1')).toHaveLength(3);
		expect(log.filter((line) => line.startsWith('wait'))).toHaveLength(2);
		expect(ends.K1).toBe('unknown OUTCOME_UNKNOWN');
		expect(of(update).attempts).toBe(3);
	});

	it('an unknown outcome says what happened and what to do', async () => {
		const update = act('update', 1);
		const script = { 'update K1': [timeout, timeout, timeout] };
		const { message } = await carryOut([update], { script });
		expect(message(update)).toBe(`Acme did not answer. ${LOOK} before doing it again.`);
	});

	it.each([
		['a 403', forbidden],
		['a 404', notFound],
		['a refusal', refused],
		['a 401', unauthorized],
		['a 401 to another call', heldBack],
		['a redirect', redirect],
		['an unknown host', unknownHost],
		['too long a wait', rateLimited],
		['the end of the run', cancelledBefore],
	])('is unknown when an unclear try is followed by %s', async (_, failure) => {
		const script = { 'update K1': [timeout, failure] };
		const { log, ends } = await carryOut([act('update', 1)], { script });
		expect(log).toEqual(['update K1', 'wait 1 after timeout', 'update K1']);
		expect(ends).toEqual({ K1: 'unknown OUTCOME_UNKNOWN' });
	});
});

describe('a call that must not be sent again blindly', () => {
	const create = act('create', 1);
	const script: Script = { 'create K1': [timeout] };

	it('the person is looked up after an unclear try, and found: done, and recovered', async () => {
		const { log, ends, of } = await carryOut([create], { script, found: { K1: ['done'] } });
		expect(log).toEqual(['create K1', 'wait 1 after timeout', 'look up K1']);
		expect(ends).toEqual({ K1: 'done recovered' });
		expect(of(create)).toMatchObject({ attempts: 1, ending: { userId: '7' } });
	});

	it('is sent again when the person is not there', async () => {
		const { log, ends, of } = await carryOut([create], { script, found: { K1: ['notDone'] } });
		expect(log.slice(2)).toEqual(['look up K1', 'create K1']);
		expect(ends).toEqual({ K1: 'done' });
		expect(of(create).attempts).toBe(2);
	});

	it.each([
		['can not tell', { found: { K1: ['unclear'] } }],
		['breaks', { found: { K1: [breaks] } }],
		['is not offered', { connector: { confirm: undefined } }],
	] as const)('is unknown, and not sent again, when the look-up %s', async (_, bench) => {
		const { log, ends, of } = await carryOut([create], { script, ...bench });
		expect(log.filter((line) => line === 'create K1')).toHaveLength(1);
		expect(ends).toEqual({ K1: 'unknown OUTCOME_UNKNOWN' });
		expect(of(create).attempts).toBe(1);
	});

	it.each([
		['got no answer, as the person may still turn up', timeout, 'unknown OUTCOME_UNKNOWN'],
		['said "not now"', busy, 'failed SERVER_ERROR'],
		['never got there', refusedConnection, 'failed SERVER_ERROR'],
	] as const)('of a person who is never there, ends as its last try did: it %s', async (_, last, end) => {
		const { log, ends } = await carryOut([act('create', 0), create], {
			script: { 'create K1': [timeout, server, last] },
			found: { K1: ['notDone', 'notDone', 'notDone'] },
		});
		expect(log.filter((line) => line === 'create K1')).toHaveLength(3);
		expect(ends.K1).toBe(end);
	});

	it('needs no look-up when it never got there', async () => {
		const { log } = await carryOut([create], { script: { 'create K1': [refusedConnection] } });
		expect(log).toEqual(['create K1', 'wait 1 after network', 'create K1']);
	});

	it.each([
		['there', 'done', 'done recovered'],
		['not there', 'notDone', 'failed VENDOR_REJECTED'],
	] as const)('a refused repeat is looked up once more: the person is %s', async (_, second, end) => {
		const { log, ends } = await carryOut([create], {
			script: { 'create K1': [timeout, refused] },
			found: { K1: ['notDone', second] },
		});
		expect(log.slice(3)).toEqual(['create K1', 'look up K1']);
		expect(ends).toEqual({ K1: end });
	});

	it('a first refusal needs no look-up', async () => {
		const { log, ends } = await carryOut([create], { script: { 'create K1': [refused] } });
		expect(log).toEqual(['create K1']);
		expect(ends).toEqual({ K1: 'failed VENDOR_REJECTED' });
	});

	it('of several people in a call only those who are not there are sent again', async () => {
		const { log, ends } = await carryOut(crowd('reactivate', 3), {
			script: { 'invite K1 K2 K3': [timeout] },
			found: { K1: ['done'], K2: ['notDone'], K3: ['unclear'] },
		});
		expect(log.at(-1)).toBe('invite K2');
		expect(ends).toEqual({ K1: 'done recovered', K2: 'done', K3: 'unknown OUTCOME_UNKNOWN' });
	});

	it('of several people in a call those who were found stay done, whatever the last try comes to', async () => {
		const { ends } = await carryOut(crowd('reactivate', 2), {
			script: { 'invite K1 K2': [timeout] },
			found: { K1: ['done'], K2: ['notDone'] },
			settings: { maxAttempts: 1 },
		});
		expect(ends).toEqual({ K1: 'done recovered', K2: 'unknown OUTCOME_UNKNOWN' });
	});
});

describe('a call for several people', () => {
	it('is split when it is refused, until the offending row stands alone', async () => {
		const people = crowd('upsert', 3);
		const { log, ends, message } = await carryOut(people, {
			script: {
				'import K1 K2 K3': [refused],
				'import K1 K2': [refused],
				'import K2': [refused],
			},
		});
		expect(log).toEqual(['import K1 K2 K3', 'import K1 K2', 'import K1', 'import K2', 'import K3']);
		expect(ends).toEqual({ K1: 'done', K2: 'failed VENDOR_REJECTED', K3: 'done' });
		expect(message(nth(people, 2))).toBe('Acme answered 422: no.');
	});

	it('a split after an unclear try is recovered, or unknown when it is refused', async () => {
		const { ends } = await carryOut(crowd('upsert', 2), {
			script: { 'import K1 K2': [timeout, refused], 'import K2': [refused] },
		});
		expect(ends).toEqual({ K1: 'done recovered', K2: 'unknown OUTCOME_UNKNOWN' });
	});

	it('what is left of a split when the run stops is unknown if an earlier try was unclear', async () => {
		const people = crowd('upsert', 2);
		const { ends, of } = await carryOut(people, {
			script: { 'import K1 K2': [timeout, refused], 'import K1': [unauthorized] },
		});
		expect(ends).toEqual({ K1: 'unknown OUTCOME_UNKNOWN', K2: 'unknown OUTCOME_UNKNOWN' });
		expect(of(nth(people, 2))).toMatchObject({
			attempts: 1,
			ending: { message: `Acme answered 401. ${LOOK} before doing it again.` },
		});
	});

	it('the same when the run is cancelled', async () => {
		const people = crowd('upsert', 2);
		const { message } = await carryOut(people, {
			script: { 'import K1 K2': [timeout, refused] },
			during: (line, desk) => void (desk.cancelled = line === 'import K1'),
		});
		expect(message(nth(people, 2))).toBe(`The run was cancelled. ${LOOK} before doing it again.`);
	});

	it('what is left of a split when the run stops was otherwise not attempted', async () => {
		const { ends } = await carryOut(crowd('upsert', 2), {
			script: { 'import K1 K2': [refused], 'import K1': [unauthorized] },
		});
		expect(ends).toEqual({ K1: 'failed UNAUTHORIZED', K2: 'notAttempted NOT_ATTEMPTED' });
	});

	it('gives each person the outcome in their place, and NO_RESULT to whom the reply leaves out', async () => {
		const people = crowd('upsert', 3);
		const { ends, message } = await carryOut(people, {
			script: { 'import K1 K2 K3': [[done(), failed]] },
		});
		expect(ends).toEqual({ K1: 'done', K2: 'failed VENDOR_REJECTED', K3: 'unknown NO_RESULT' });
		expect(message(nth(people, 3))).toBe(`The reply says nothing about this person. ${LOOK}.`);
	});

	it('ends for all of them when it fails otherwise', async () => {
		const { ends } = await carryOut(crowd('upsert', 2), {
			script: { 'import K1 K2': [unreadable] },
		});
		expect(ends).toEqual({ K1: 'unknown NO_RESULT', K2: 'unknown NO_RESULT' });
	});
});

describe('a failure that concerns one person', () => {
	it.each([
		['a 403', 'update', forbidden, 'failed FORBIDDEN'],
		['a 404 where the person must be', 'update', notFound, 'failed NOT_FOUND'],
		['a 404 to a removal: it is done', 'delete', notFound, 'done alreadyAbsent'],
		['a refusal', 'update', refused, 'failed VENDOR_REJECTED'],
		['a reply that can not be read', 'update', unreadable, 'unknown NO_RESULT'],
	] as const)('%s', async (_, kind, failure, end) => {
		const actions = crowd(kind, 2);
		const { ends, of } = await carryOut(actions, { script: { [`${kind} K1`]: [failure] } });
		expect(ends).toEqual({ K1: end, K2: 'done' });
		expect(of(nth(actions, 1)).attempts).toBe(1);
	});

	it('an account that is gone after an unclear try was removed by it', async () => {
		const { ends } = await carryOut([leaver(1)], { script: { 'delete K1': [timeout, notFound] } });
		expect(ends).toEqual({ K1: 'done recovered' });
	});

	it('a reply that can not be read says to look the person up', async () => {
		const update = act('update', 1);
		const { message } = await carryOut([update], { script: { 'update K1': [unreadable] } });
		expect(message(update)).toBe(`Acme answered 200, but with a web page. ${LOOK}.`);
	});
});

describe('a failure that stops the run', () => {
	const STOPS: Array<[string, Failure]> = [
		['a 401', unauthorized],
		['a redirect', redirect],
		['too long a wait', rateLimited],
		['an unknown host', unknownHost],
	];

	it.each(STOPS)('%s on the first write stops the node', async (_, failure) => {
		const run = carryOut(crowd('update', 2), { script: { 'update K1': [failure] } });
		await expect(run).rejects.toMatchObject({
			name: 'RunError',
			message: `Nothing could be sent to Acme: ${failure.message}`,
			failure,
		});
	});

	it.each([
		['a done write', {}],
		['a refused one', { 'update K1': [refused] }],
		['a split one', { 'import K1 K2': [refused] }],
		['a forbidden one', { 'update K1': [forbidden] }],
		['one without an answer', { 'update K1': [timeout, forbidden] }],
		['one for somebody who is gone', { 'update K1': [notFound] }],
	])('after %s, all rows have results', async (_, script) => {
		const first = 'import K1 K2' in script ? crowd('upsert', 2) : [act('update', 1)];
		const { ends } = await carryOut([...first, act('create', 3), act('create', 4)], {
			script: { ...script, 'create K3': [unauthorized], 'import K1': [unauthorized] },
		});
		expect(ends.K4).toBe('notAttempted NOT_ATTEMPTED');
	});

	it.each([
		['a 401', unauthorized, 'failed UNAUTHORIZED', 1],
		['a redirect', redirect, 'failed SERVER_ERROR', 1],
		['too long a wait', rateLimited, 'notAttempted RATE_LIMITED', 1],
		['an unknown host', unknownHost, 'failed SERVER_ERROR', 1],
		['a 401 to a call before it', heldBack, 'notAttempted NOT_ATTEMPTED', 0],
	] as const)('after %s in mid-run nothing more is sent', async (_, failure, end, attempts) => {
		const actions = [...crowd('update', 3), act('create', 4)];
		const { log, ends, of, message } = await carryOut(actions, {
			script: { 'update K2': [failure] },
		});
		const why = `Not sent, because the run stopped: ${failure.message}`;
		expect(log).toEqual(['update K1', 'update K2']);
		expect(ends).toEqual({
			K1: 'done',
			K2: end,
			K3: 'notAttempted NOT_ATTEMPTED',
			K4: 'notAttempted NOT_ATTEMPTED',
		});
		expect(of(nth(actions, 2)).attempts).toBe(attempts);
		expect(message(nth(actions, 4))).toBe(why);
		expect(message(nth(actions, 2))).toBe(failure === heldBack ? why : failure.message);
	});

	it('a call held back after a 401 to another is told the first reason', async () => {
		const actions = crowd('update', 3);
		const first = { ...unauthorized, message: 'Acme answered 401: the key has expired.' };
		let answered: () => void = () => undefined;
		const isAnswered = new Promise<void>((resolve) => (answered = resolve));
		const { message } = await carryOut(actions, {
			script: { 'update K2': [first], 'update K3': [heldBack] },
			during: async (line) => (line === 'update K3' ? isAnswered : undefined),
			settings: { concurrency: 2, onProgress: (count) => (count === 2 ? answered() : undefined) },
		});
		expect(message(nth(actions, 3))).toBe(`Not sent, because the run stopped: ${first.message}`);
	});

	it('a 404 where no person is named means a wrong address', async () => {
		const run = carryOut(crowd('create', 2), { script: { 'create K1': [notFound] } });
		await expect(run).rejects.toThrow('Nothing could be sent to Acme: Acme answered 404.');
	});

	it('a host that refuses all tries stops the node', async () => {
		const run = carryOut(crowd('update', 2), {
			script: toEach('update', 1, refusedConnection, 3),
		});
		await expect(run).rejects.toThrow('Nothing could be sent to Acme: No connection.');
	});

	it('a host that fails all tries of one call does not', async () => {
		const { ends } = await carryOut(crowd('update', 2), { script: toEach('update', 1, server, 3) });
		expect(ends.K2).toBe('done');
	});

	it('what waits for its next try when another call stops the run is not sent again', async () => {
		let stopped: () => void = () => undefined;
		const isStopped = new Promise<void>((resolve) => (stopped = resolve));
		const { log, ends } = await carryOut([act('update', 1), act('update', 2)], {
			script: { 'update K1': [server], 'update K2': [unauthorized] },
			during: async (line) => (line.startsWith('wait') ? isStopped : undefined),
			settings: { concurrency: 2, onProgress: () => stopped() },
		});
		expect(log.filter((line) => line === 'update K1')).toHaveLength(1);
		expect(ends).toEqual({ K1: 'unknown OUTCOME_UNKNOWN', K2: 'failed UNAUTHORIZED' });
	});
});

describe('failures in a row', () => {
	const FOUR = [1, 2, 3, 4].map((number) => `update K${number}`);

	it('three 403s stop the run, but the node does not fail', async () => {
		const { log, ends } = await carryOut(crowd('update', 5), {
			script: toEach('update', 5, forbidden),
		});
		expect(log).toEqual(FOUR.slice(0, 3));
		expect(ends).toMatchObject({ K3: 'failed FORBIDDEN', K4: 'notAttempted NOT_ATTEMPTED' });
	});

	it('one 403 to a call for several people is one, and the others are sent', async () => {
		const { log, ends } = await carryOut(crowd('upsert', 6), { script: { 'import K1 K2 K3': [forbidden] } });
		expect(log).toEqual(['import K1 K2 K3', 'import K4 K5 K6']);
		expect(ends).toMatchObject({ K1: 'failed FORBIDDEN', K3: 'failed FORBIDDEN', K4: 'done' });
	});

	it.each([
		['a success', [[done()]]],
		['a refusal', [refused]],
		['a person who is gone', [notFound]],
	])('two 403s, %s and two more do not', async (_, between) => {
		const script = { ...toEach('update', 5, forbidden), 'update K3': between };
		const { log } = await carryOut(crowd('update', 6), { script });
		expect(log).toHaveLength(6);
	});

	it("20 calls that fail on the server's side stop the run, with no wait after the last", async () => {
		const { log, ends } = await carryOut(crowd('update', 8), {
			script: toEach('update', 8, server, 3),
		});
		expect(log.filter((line) => line.startsWith('update'))).toHaveLength(20);
		expect(log.at(-1)).toBe('update K7');
		expect(ends).toMatchObject({ K7: 'unknown OUTCOME_UNKNOWN', K8: 'notAttempted NOT_ATTEMPTED' });
	});

	it('a system that is down by all calls, look-ups too, stops the run sooner', async () => {
		const { log } = await carryOut(crowd('update', 8), {
			script: toEach('update', 8, server, 3),
			during: (line, desk) => void (desk.isDown = line === 'update K2'),
		});
		expect(log.at(-1)).toBe('update K2');
	});

	it.each([
		['a success', [done()]],
		['a refusal', refused],
		['a 403', forbidden],
		['a person who is gone', notFound],
	])('%s among them starts the count anew', async (_, between) => {
		const script = { ...toEach('update', 14, server, 3), 'update K6': [between] };
		const { log } = await carryOut(crowd('update', 14), { script });
		expect(log.filter((line) => line.startsWith('update'))).toHaveLength(5 * 3 + 1 + 20);
	});
});

describe('removals after failed writes', () => {
	it('are called off when more than 10 % of the writes failed', async () => {
		const gone = leaver(20);
		const { log, ends, message, of } = await carryOut([...crowd('update', 9), gone], {
			script: { 'update K1': [refused] },
		});
		expect(log).not.toContain('delete K20');
		expect(ends.K20).toBe('notAttempted NOT_ATTEMPTED');
		expect(of(gone).attempts).toBe(0);
		expect(message(gone)).toBe(
			'Not removed, because 1 of the 9 writes before it failed. Clear those up and run again.',
		);
	});

	it('are made when 10 % failed', async () => {
		const { ends } = await carryOut([...crowd('update', 10), leaver(20)], {
			script: { 'update K1': [refused] },
		});
		expect(ends.K20).toBe('done');
	});

	it('are called off when outcomes are unknown', async () => {
		const { ends } = await carryOut([act('update', 1), leaver(20)], {
			script: { 'update K1': [unreadable] },
		});
		expect(ends.K20).toBe('notAttempted NOT_ATTEMPTED');
	});

	it('are not called off by a removal that fails', async () => {
		const { ends } = await carryOut([leaver(1), leaver(2, 'hide')], {
			script: { 'delete K1': [refused] },
		});
		expect(ends).toEqual({ K1: 'failed VENDOR_REJECTED', K2: 'done' });
	});

	it('are judged by writes alone, not by those that were never sent', async () => {
		const waiting = act('update', 3, {
			waits: [{ on: leaver(9), frees: { field: 'login', heldBy: '9' } }],
		});
		const { ends } = await carryOut([act('update', 2), waiting, leaver(1)]);
		expect(ends).toMatchObject({ K1: 'done', K3: 'failed ALREADY_EXISTS' });
	});
});

describe('a write that waits for a value that somebody else gives up', () => {
	const waitingFor = (on: ReturnType<typeof leaver>, field = 'mail') =>
		act('update', 2, { waits: [{ on, frees: { field, heldBy: '379' } }] });

	it('goes after the removal', async () => {
		const gone = leaver(1);
		const { log, ends } = await carryOut([waitingFor(gone), gone]);
		expect(log).toEqual(['delete K1', 'update K2']);
		expect(ends).toEqual({ K1: 'done', K2: 'done' });
	});

	it("goes when the first of the other's calls is done", async () => {
		const gone = leaver(1, 'hide');
		const { log, ends } = await carryOut([waitingFor(gone), gone]);
		expect(log[0]).toBe('delete K1');
		expect(ends).toEqual({ K1: 'done', K2: 'done' });
	});

	it.each([
		['mail', 'EMAIL_TAKEN'],
		['login', 'ALREADY_EXISTS'],
		['unheard', 'ALREADY_EXISTS'],
	])('is not sent when %s was not given up: %s', async (field, code) => {
		const gone = leaver(1);
		const waiting = waitingFor(gone, field);
		const { log, of, message } = await carryOut([waiting, gone], {
			script: { 'delete K1': [refused] },
		});
		expect(log).toEqual(['delete K1']);
		expect(of(waiting)).toMatchObject({
			attempts: 0,
			ending: { kind: 'failed', code, conflict: { field, heldBy: '379' } },
		});
		expect(message(waiting)).toBe(
			`${field} is still held by account 379, which was to give it up in this run but did not. Nothing was sent for this row: run again when that account is settled.`,
		);
	});

	it('is not sent when the other was to do more than its first call, and did not', async () => {
		const moving = act('restore', 1);
		const { log, ends } = await carryOut([waitingFor(moving), moving], {
			script: { 'update K1': [refused] },
		});
		expect(log).not.toContain('update K2');
		expect(ends.K2).toBe('failed EMAIL_TAKEN');
	});

	it('is not sent when the other is not even tried', async () => {
		const { log, ends } = await carryOut([waitingFor(leaver(1))]);
		expect(log).toEqual([]);
		expect(ends).toEqual({ K2: 'failed EMAIL_TAKEN' });
	});

	it('is sent when it only prefers to come later', async () => {
		const gone = leaver(1);
		const { ends } = await carryOut([act('update', 2, { waits: [{ on: gone }] }), gone], {
			script: { 'delete K1': [refused] },
		});
		expect(ends.K2).toBe('done');
	});
});

describe('an action of several calls', () => {
	const restore = act('restore', 1);

	it('is done when all are; a later call is handed what the earlier came to', async () => {
		const { ends, of, tasks } = await carryOut([restore], {
			script: { 'create K1': [[done('8')]], 'update K1': [[{ kind: 'done' }]] },
		});
		expect(ends).toEqual({ K1: 'done' });
		expect(of(restore)).toMatchObject({ attempts: 1, ending: { userId: '8' } });
		expect(tasks.map(({ earlier }) => earlier)).toEqual([[], [done('8')]]);
	});

	it('ends at its first failure', async () => {
		const { log, message } = await carryOut([restore], { script: { 'create K1': [refused] } });
		expect(log).toEqual(['create K1']);
		expect(message(restore)).toBe('Acme answered 422: no.');
	});

	it('a failure says what was done before it', async () => {
		const { ends, message } = await carryOut([restore], { script: { 'update K1': [refused] } });
		expect(ends).toEqual({ K1: 'failed VENDOR_REJECTED' });
		expect(message(restore)).toBe('The account was restored, but: Acme answered 422: no.');
	});

	it.each([
		['restore', 'The account was restored'],
		['hide', 'Part of it was done'],
	] as const)('what stays undone of a %s when the run stops says so', async (kind, sofar) => {
		const action = act(kind, 2);
		const { of } = await carryOut([act('update', 1), action], {
			script: { 'update K2': [heldBack] },
		});
		expect(of(action)).toMatchObject({
			attempts: 1,
			ending: {
				kind: 'failed',
				code: 'NOT_ATTEMPTED',
				userId: '7',
				message: `${sofar}, but: the rest was not sent. Not sent, because the run stopped: Acme answered 401.`,
			},
		});
	});
});

describe('a cancelled run', () => {
	const CANCELLED = 'notAttempted CANCELLED';

	it('sends nothing more, and fails nobody', async () => {
		const actions = [...crowd('update', 2), act('create', 3)];
		const { log, ends, message } = await carryOut(actions, {
			during: (_, desk) => void (desk.cancelled = true),
		});
		expect(log).toEqual(['update K1']);
		expect(ends).toEqual({ K1: 'done', K2: CANCELLED, K3: CANCELLED });
		expect(message(nth(actions, 3))).toBe('Not sent, because the run was cancelled.');
	});

	it('returns results even when nothing was sent', async () => {
		const update = act('update', 1);
		const { ends, of } = await carryOut([update], {
			script: { 'update K1': [cancelledBefore] },
			during: (_, desk) => void (desk.cancelled = true),
		});
		expect(ends).toEqual({ K1: CANCELLED });
		expect(of(update).attempts).toBe(0);
	});

	it('a call that was under way is unknown', async () => {
		const { ends } = await carryOut([act('update', 1)], {
			script: { 'update K1': [cancelled] },
			during: (_, desk) => void (desk.cancelled = true),
		});
		expect(ends).toEqual({ K1: 'unknown OUTCOME_UNKNOWN' });
	});

	it('a call that waits for its next try is not sent again', async () => {
		const { log, ends } = await carryOut([act('update', 1), act('create', 2)], {
			script: { 'update K1': [refusedConnection] },
			during: (line, desk) => void (desk.cancelled = line.startsWith('wait')),
		});
		expect(log).toEqual(['update K1', 'wait 1 after network']);
		expect(ends).toEqual({ K1: 'failed SERVER_ERROR', K2: CANCELLED });
	});

	it('removals and writes that wait for one are cancelled too, not called off or failed', async () => {
		const gone = leaver(2);
		const waiting = act('create', 3, {
			waits: [{ on: gone, frees: { field: 'mail', heldBy: '2' } }],
		});
		const { ends } = await carryOut([act('update', 1), gone, waiting], {
			script: { 'update K1': [refused] },
			during: (_, desk) => void (desk.cancelled = true),
		});
		expect(ends).toEqual({ K1: 'failed VENDOR_REJECTED', K2: CANCELLED, K3: CANCELLED });
	});
});

describe('a defect in a connector', () => {
	it('loses no result when a write breaks', async () => {
		const actions = crowd('update', 3);
		const { ends, message } = await carryOut(actions, {
			script: { 'update K1': [breaks], 'update K2': [callBreaks] },
		});
		expect(ends).toEqual({ K1: 'unknown NO_RESULT', K2: 'failed FORBIDDEN', K3: 'done' });
		expect(message(nth(actions, 1))).toBe(`This node could not handle the call (a defect in the connector). ${LOOK}.`);
	});

	it('is told in words even when what it throws is no error', async () => {
		const update = act('update', 1);
		const text = (): never => {
			throw 'a text';
		};
		const { message } = await carryOut([update], { script: { 'update K1': [text] } });
		expect(message(update)).toContain('could not handle the call (a text)');
	});

	it('an unknown lane stops the run before anything is sent', async () => {
		const steps = { update: [{ lane: 'nowhere', phase: 'update' }] } as const;
		await expect(carryOut([act('update', 1)], { steps })).rejects.toMatchObject({
			name: 'RunError',
			message: 'There is no lane "nowhere".',
			remedy: 'Report this as a defect.',
		});
	});

	it('an action for which there is no call says that it was not sent', async () => {
		const lock = act('lock', 1);
		const { ends, message } = await carryOut([lock]);
		expect(ends).toEqual({ K1: 'notAttempted NOT_ATTEMPTED' });
		expect(message(lock)).toBe('Not sent.');
	});
});
