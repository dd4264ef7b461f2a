import { realTimers } from '../../../engine/platform';
import { readAhead } from '../../../nodes/shared/transport/ahead';

/** Gives three numbers, each two turns of the event loop after it was asked for: one to connect, one to send. */
async function* source(events: string[]): AsyncGenerator<number> {
	for (const number of [1, 2, 3]) {
		events.push(`ask ${number}`);
		await new Promise<void>((resolve) => realTimers.setImmediate(resolve));
		events.push(`sent ${number}`);
		yield number;
	}
}

describe('A source that is read ahead', () => {
	it('gives what came when the call for the next one has gone out', async () => {
		const events: string[] = [];
		for await (const number of readAhead(source(events), Promise.resolve())) events.push(`look at ${number}`);
		expect(events).toEqual(
			[1, 2, 3].flatMap((number) => [
				...(number === 1 ? ['ask 1', 'sent 1'] : []),
				...(number === 3 ? [] : [`ask ${number + 1}`, `sent ${number + 1}`]),
				`look at ${number}`,
			]),
		);
	});

	it('takes in several while nobody is ready to look, and gives them in order', async () => {
		const events: string[] = [];
		let isReady = (): void => undefined;
		const ready = new Promise<void>((resolve) => (isReady = resolve));
		const looked: number[] = [];
		const reading = (async () => {
			for await (const number of readAhead(source(events), ready)) looked.push(number);
		})();
		for (let turn = 0; turn < 10; turn += 1) await new Promise<void>((resolve) => realTimers.setImmediate(resolve));
		expect(events.at(-1)).toBe('sent 3');
		expect(looked).toEqual([]);
		isReady();
		await reading;
		expect(looked).toEqual([1, 2, 3]);
	});
});
