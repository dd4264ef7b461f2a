/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle] ?? Number.NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

export interface Point {
	readonly x: number;
	readonly y: number;
}

/** Slope of the straight line through the logarithms (least squares): 1 is linear, 2 is quadratic. */
export function logSlope(points: readonly Point[]): number {
	const logs = points.map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
	const mean = (pick: (point: Point) => number): number =>
		logs.reduce((sum, point) => sum + pick(point), 0) / logs.length;
	const meanX = mean(({ x }) => x);
	const meanY = mean(({ y }) => y);
	const together = logs.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
	const alone = logs.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
	return together / alone;
}
