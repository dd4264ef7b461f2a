/** A runner for tests that share one n8n: in order, one at a time, each with a deadline, none stopping the others. */

const results = [];
const only = process.env.E2E_ONLY;
/** On a machine that does other things too, everything may take so many times as long: E2E_PATIENCE=4. */
export const patience = Math.max(1, Number(process.env.E2E_PATIENCE ?? 1) || 1);

/** Says what follows. */
export function section(title) {
	console.log(`\n${title}`);
}

/**
 * Runs one test and notes how it ended. A test that throws, or takes longer than `seconds`, has failed.
 * E2E_ONLY=text runs only tests whose name holds the text.
 */
export async function test(name, run, { seconds = 120 } = {}) {
	if (only !== undefined && !name.toLowerCase().includes(only.toLowerCase())) return;
	const started = Date.now();
	let timer;
	const late = new Promise((_, reject) => {
		timer = setTimeout(() => reject(new Error(`not done after ${seconds * patience} s`)), seconds * patience * 1000);
	});
	const cleanups = [];
	try {
		const running = run((cleanup) => cleanups.push(cleanup));
		running.catch(() => {});
		await Promise.race([running, late]);
		note(name, started);
	} catch (error) {
		note(name, started, error);
	} finally {
		clearTimeout(timer);
		for (const cleanup of cleanups.reverse()) await Promise.resolve(cleanup()).catch(() => {});
	}
}

/** A test that can't run counts as failed: a suite that skips in silence proves nothing. */
export function cannotRun(name, why) {
	if (only !== undefined && !name.toLowerCase().includes(only.toLowerCase())) return;
	note(name, Date.now(), new Error(`can't run here: ${why}`));
}

function note(name, started, error) {
	const seconds = ((Date.now() - started) / 1000).toFixed(1);
	results.push({ name, error });
	console.log(`  ${error === undefined ? '✓' : '✗'} ${name} (${seconds} s)`);
	if (error !== undefined)
		console.log(
			`      ${String(error.stack ?? error)
				.split('\n')
				.slice(0, 12)
				.join('\n      ')}`,
		);
}

/** Prints the tally. @returns whether everything passed */
export function tally(seconds) {
	const failed = results.filter(({ error }) => error !== undefined);
	if (failed.length > 0)
		console.log(
			`\nFailed:\n${failed.map(({ name, error }) => `  ${name}: ${String(error.message).split('\n')[0]}`).join('\n')}`,
		);
	console.log(`\n${results.length - failed.length} passed, ${failed.length} failed (${Math.round(seconds)} s)`);
	return failed.length === 0 && results.length > 0;
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks again and again until the answer is neither undefined, null nor false.
 * @throws when there is none before the deadline
 */
export async function until(what, ask, { seconds = 60, every = 100 } = {}) {
	const end = Date.now() + seconds * patience * 1000;
	let last;
	while (Date.now() < end) {
		try {
			const answer = await ask();
			if (answer !== undefined && answer !== null && answer !== false) return answer;
			last = undefined;
		} catch (error) {
			if (error?.final === true) throw error;
			last = error;
		}
		await pause(every);
	}
	throw new Error(`waited ${seconds * patience} s for ${what}${last === undefined ? '' : `: ${last.message}`}`);
}
