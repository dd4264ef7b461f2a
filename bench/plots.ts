import { fs, path } from '../engine/platform';
import type { BenchFile, Figure, Growth } from './figures';
import { shown } from './table';

/** Plots as SVG files, readable on light and dark pages alike. */

const COLOURS = ['#2563eb', '#9ca3af', '#d97706', '#059669', '#7c3aed', '#dc2626', '#0891b2'];
const TEXT = 'font-family="system-ui, sans-serif" font-size="13" fill="#1f2937"';
const MB = 1024 * 1024;

/** Writes all plots into a folder, and gives their paths. */
export function writePlots(folder: string, { figures, growth }: BenchFile): string[] {
	fs.mkdirSync(folder, { recursive: true });
	const walls = figures.filter(({ what, reference }) => what.startsWith('wall time') && reference !== undefined);
	const plots: Array<[string, string]> = [['perf-wall.svg', wallPlot(walls)]];
	if (growth.length > 0) {
		plots.push(
			['perf-time.svg', growthPlot('CPU time of a run, seconds', growth, ({ cpuMs }) => cpuMs / 1000)],
			['perf-memory.svg', growthPlot('Peak memory of a run, MB', growth, ({ peakBytes }) => peakBytes / MB)],
		);
	}
	return plots.map(([name, svg]) => {
		const file = path.join(folder, name);
		fs.writeFileSync(file, svg);
		return file;
	});
}

function sheet(width: number, height: number, title: string, parts: readonly string[]): string {
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
		`<rect width="${width}" height="${height}" rx="8" fill="#ffffff"/>`,
		`<text x="20" y="28" ${TEXT} font-weight="600">${escaped(title)}</text>`,
		...parts,
		'</svg>',
		'',
	].join('\n');
}

function wallPlot(figures: readonly Figure[]): string {
	const left = 330;
	const full = 380;
	const rows = figures.map(({ scenario, node, reference = 0, unit }, at) => {
		const top = 56 + at * 56;
		const most = Math.max(node, reference);
		const bar = (value: number, line: number, name: string): string =>
			[
				`<rect x="${left}" y="${top + line * 22}" width="${((value / most) * full).toFixed(1)}" height="18" rx="3" fill="${COLOURS[line] ?? ''}"/>`,
				`<text x="${left + (value / most) * full + 8}" y="${top + line * 22 + 14}" ${TEXT}>${escaped(`${name} ${shown(value, unit)}`)}</text>`,
			].join('');
		return [
			`<text x="20" y="${top + 24}" ${TEXT}>${escaped(scenario)}</text>`,
			bar(node, 0, 'node'),
			bar(reference, 1, 'reference'),
		].join('\n');
	});
	return sheet(880, 70 + figures.length * 56, 'Wall time: this node beside the leanest script', rows);
}

function growthPlot(
	title: string,
	growth: readonly Growth[],
	pick: (point: Growth['points'][number]) => number,
): string {
	const [left, top, width, height] = [70, 50, 480, 340];
	const all = growth.flatMap(({ points }) => points);
	const rowsRange = range(all.map(({ rows }) => rows));
	const valueRange = range(all.map(pick));
	const x = (rows: number): number => left + place(rows, rowsRange) * width;
	const y = (value: number): number => top + (1 - place(value, valueRange)) * height;
	// Where rows and cost grow alike.
	const times = Math.min(rowsRange.high / rowsRange.low, valueRange.high / valueRange.low);
	const guide = { x: x(rowsRange.low * times), y: y(valueRange.low * times) };
	const legendTop = top + growth.length * 24;
	const dashed = 'stroke="#6b7280" stroke-dasharray="6 5"';
	const parts = [
		`<line x1="${left}" y1="${top + height}" x2="${guide.x.toFixed(1)}" y2="${guide.y.toFixed(1)}" ${dashed}/>`,
		`<line x1="${left + width + 20}" x2="${left + width + 40}" y1="${legendTop + 6}" y2="${legendTop + 6}" ${dashed}/>`,
		`<text x="${left + width + 44}" y="${legendTop + 11}" ${TEXT}>linear: this steep or less</text>`,
		...decades(rowsRange).map(
			(rows) =>
				`<line x1="${x(rows)}" x2="${x(rows)}" y1="${top}" y2="${top + height}" stroke="#e5e7eb"/><text x="${x(rows)}" y="${top + height + 20}" text-anchor="middle" ${TEXT}>${rows.toLocaleString('en')}</text>`,
		),
		...decades(valueRange).map(
			(value) =>
				`<line x1="${left}" x2="${left + width}" y1="${y(value)}" y2="${y(value)}" stroke="#e5e7eb"/><text x="${left - 8}" y="${y(value) + 4}" text-anchor="end" ${TEXT}>${value.toLocaleString('en')}</text>`,
		),
		`<text x="${left + width / 2}" y="${top + height + 42}" text-anchor="middle" ${TEXT}>rows</text>`,
	];
	growth.forEach(({ vendor, job, points }, at) => {
		const colour = COLOURS[at === 0 ? 0 : at + 1] ?? '#000000';
		const line = points.map((point) => `${x(point.rows).toFixed(1)},${y(pick(point)).toFixed(1)}`);
		parts.push(
			`<polyline points="${line.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
			...line.map(
				(point) =>
					`<circle cx="${point.split(',')[0] ?? ''}" cy="${point.split(',')[1] ?? ''}" r="3.5" fill="${colour}"/>`,
			),
			`<rect x="${left + width + 24}" y="${top + at * 24}" width="12" height="12" fill="${colour}"/>`,
			`<text x="${left + width + 44}" y="${top + at * 24 + 11}" ${TEXT}>${escaped(`${vendor}, ${job}`)}</text>`,
		);
	});
	return sheet(800, 460, `${title} (both axes logarithmic)`, parts);
}

interface Range {
	readonly low: number;
	readonly high: number;
}

/** From one power of ten to another. */
function range(values: readonly number[]): Range {
	return {
		low: 10 ** Math.floor(Math.log10(Math.min(...values))),
		high: 10 ** Math.ceil(Math.log10(Math.max(...values))),
	};
}

function place(value: number, { low, high }: Range): number {
	return Math.log(value / low) / Math.log(high / low);
}

function decades({ low, high }: Range): number[] {
	const marks: number[] = [];
	for (let power = Math.round(Math.log10(low)); power <= Math.round(Math.log10(high)); power++)
		marks.push(Number(`1e${power}`));
	return marks;
}

function escaped(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
