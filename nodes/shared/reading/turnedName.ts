/** "Last, First" as "First Last"; whatever has no single comma is left as it is. */
export function turnedName(cell: unknown): unknown {
	if (typeof cell !== 'string' || !cell.includes(',')) return cell;
	const [last = '', first = '', ...more] = cell.split(',');
	if (more.length > 0 || first.trim() === '') return cell;
	return `${first.trim()} ${last.trim()}`;
}
