import { inParallel } from '../../../nodes/shared/transport/parallel';

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
