import type { Figure } from './figures';

const HEAD = ['', 'figure', 'this node', 'reference', 'today', 'ratio', 'target', ''];

/** The figures as one table, scenario by scenario. */
export function tableOf(figures: readonly Figure[]): string {
	const lines = figures.map((figure, at) => [
		figures[at - 1]?.scenario === figure.scenario ? '' : figure.scenario,
		figure.what,
		shown(figure.node, figure.unit),
		figure.reference === undefined ? '' : shown(figure.reference, figure.unit),
		figure.today === undefined
			? ''
			: `${shown(figure.today, figure.unit)}${figure.todayBasis === 'computed' ? ' (computed)' : ''}`,
		figure.ratio === undefined ? '' : `${rounded(figure.ratio)} ×`,
		figure.target ?? '',
		figure.met === undefined ? '' : figure.met ? 'met' : 'MISSED',
	]);
	const widths = HEAD.map((head, column) => Math.max(head.length, ...lines.map((line) => (line[column] ?? '').length)));
	const text = (line: readonly string[]): string =>
		line
			.map((cell, column) => {
				const width = widths[column] ?? 0;
				return column >= 2 && column <= 5 ? cell.padStart(width) : cell.padEnd(width);
			})
			.join('  ')
			.trimEnd();
	return [text(HEAD), widths.map((width) => '─'.repeat(width)).join('──'), ...lines.map(text)].join('\n');
}

export function shown(value: number, unit: string): string {
	return unit === '' ? rounded(value) : `${rounded(value)} ${unit}`;
}

function rounded(value: number): string {
	if (Number.isInteger(value)) return value.toLocaleString('en');
	return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
