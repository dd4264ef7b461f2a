import { realTimers } from '../../../engine/platform';
import { askInParallel, inParallel } from '../../../nodes/shared/transport/parallel';

const tick = async (): Promise<void> => Promise.resolve();

describe('several tasks at once', () => {
	it('each item is handed over once, with its place', async () => {
		const seen: string[] = [];
		await inParallel(['a', 'b', 'c'], 2, async (item, at) => void seen.push(`${at}${item}`));
		expect(seen).toEqual(['0a', '1b', '2c']);
	});

	it.each([
		[3, 3],
		[9, 5],
		[0, 1],
	])('of five items with a width of %i, %i are under way at once', async (width, expected) => {
		let open = 0;
		let most = 0;
		await inParallel([1, 2, 3, 4, 5], width, async () => {
			most = Math.max(most, ++open);
			await tick();
			open -= 1;
		});
		expect(most).toBe(expected);
	});

	it('no items are done at once', async () => {
		const task = jest.fn(async () => undefined);
		await inParallel([], 4, task);
		expect(task).not.toHaveBeenCalled();
	});

	it('after an error nothing more is begun, and it is told when the others have ended', async () => {
		const seen: string[] = [];
		const run = inParallel([1, 2, 3, 4], 2, async (item) => {
			seen.push(`begin ${item}`);
			if (item === 1) throw new Error('one broke');
			await tick();
			seen.push(`end ${item}`);
		});
		await expect(run).rejects.toThrow('one broke');
		expect(seen).toEqual(['begin 1', 'begin 2', 'end 2']);
	});
});

describe('answers that are looked at while others are asked for', () => {
	const turn = async (): Promise<void> => new Promise((resolve) => realTimers.setImmediate(resolve));
	const numbers = Array.from({ length: 12 }, (_, at) => at);

	it('are looked at one by one, each once, when the next call has gone out', async () => {
		const events: string[] = [];
		await askInParallel(
			[1, 2, 3],
			1,
			async (number) => {
				events.push(`ask ${number}`);
				await turn();
				events.push(`sent ${number}`);
				return `answer ${number}`;
			},
			(answer, number) => void events.push(`${answer} to ${number}`),
		);
		expect(events.indexOf('answer 1 to 1')).toBeGreaterThan(events.indexOf('sent 2'));
		expect(events.indexOf('answer 2 to 2')).toBeGreaterThan(events.indexOf('sent 3'));
		expect(events.filter((event) => event.startsWith('answer'))).toEqual(
			[1, 2, 3].map((number) => `answer ${number} to ${number}`),
		);
	});

	it('wait in a number that is bounded, with no more calls under way than allowed', async () => {
		let ready = (): void => undefined;
		const isReady = new Promise<void>((resolve) => (ready = resolve));
		const [asked, seen] = [new Set<number>(), new Set<number>()];
		let [open, most] = [0, 0];
		const run = askInParallel(
			numbers,
			2,
			async (number) => {
				asked.add(number);
				most = Math.max(most, ++open);
				await turn();
				open -= 1;
				return number;
			},
			async (number) => {
				await isReady;
				seen.add(number);
			},
		);
		for (let turns = 0; turns < 60; turns += 1) await turn();
		expect([asked.size, most, seen.size]).toEqual([6, 2, 0]);
		ready();
		await run;
		expect([[...asked], [...seen], most]).toEqual([numbers, numbers, 2]);
	});

	it.each(['ask', 'look'])('end the run when one of them breaks (%s)', async (where) => {
		const asked: number[] = [];
		const run = askInParallel(
			numbers,
			2,
			async (number) => {
				asked.push(number);
				await turn();
				if (where === 'ask' && number === 3) throw new Error('it broke');
				return number;
			},
			async (number) => {
				if (where === 'look' && number === 3) throw new Error('it broke');
			},
		);
		await expect(run).rejects.toThrow('it broke');
		const { length } = asked;
		expect(length).toBeLessThan(12);
		for (let turns = 0; turns < 20; turns += 1) await turn();
		expect(asked).toHaveLength(length);
	});
});
