/**
 * What a cell of the master list means, read here a second time and on purpose without any code of the nodes:
 * the check at the end of the demo must not share their mistakes. `undefined` is a cell that can't be meant.
 */
export type Reading = (cell: string) => string | undefined;

/** Text without spaces at its ends, in one Unicode form. */
export const words: Reading = (cell) =>
	cell
		.normalize('NFC')
		.replace(/\u00a0/g, ' ')
		.trim();

/** An e-mail address; upper and lower case are the same mailbox. */
export const mailbox: Reading = (cell) => {
	const [user = '', host = '', ...rest] = (words(cell) ?? '').split('@');
	return user === '' || host === '' || rest.length > 0 ? undefined : `${user}@${host}`.toLowerCase();
};

/** `31.12.2026` as `2026-12-31`, if the calendar has that day. */
export const germanDay: Reading = (cell) => {
	const [day = '', month = '', year = ''] = cell.trim().split('.');
	const iso = `${year}-${month}-${day}`;
	const time = Date.parse(`${iso}T00:00:00Z`);
	return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso ? undefined : iso;
};

/** `uid:E-1042` as `E-1042`. */
export const personByUid: Reading = (cell) => {
	const text = words(cell) ?? '';
	return text.startsWith('uid:') ? text.slice('uid:'.length) : undefined;
};

/** Whether somebody has left, as what the learning system should make of them. */
export const leaver: Reading = (cell) => {
	switch (cell.trim().toLowerCase()) {
		case 'yes':
			return 'locked';
		case 'no':
			return 'active';
		default:
			return undefined;
	}
};

/** Whether somebody is employed; the opposite of {@link leaver}. */
export const employed: Reading = (cell) => {
	switch (cell.trim()) {
		case '1':
			return 'active';
		case '0':
			return 'locked';
		default:
			return undefined;
	}
};

/** A number without a fraction. */
export const wholeNumber: Reading = (cell) => (/^\d+$/.test(cell.trim()) ? cell.trim() : undefined);
