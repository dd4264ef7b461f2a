import type { Outcome } from '../../../nodes/shared/model/connector';
import { combine, recovered } from '../../../nodes/shared/carrying/outcome';

const SOFAR = 'The account was created';
const created: Outcome = {
	kind: 'done',
	userId: '379',
	extras: { hints: ['first'], customerId: '5' },
};
const refused: Outcome = { kind: 'failed', code: 'VENDOR_REJECTED', message: 'no such manager.' };

describe('the outcome of several calls', () => {
	it('of one call alone is what it came to', () => {
		expect(combine([], refused, undefined)).toBe(refused);
	});

	it('takes the word from the last call, and the facts from all', () => {
		const last: Outcome = {
			kind: 'done',
			operation: 'updated',
			message: 'Good.',
			extras: { hints: ['last'] },
		};
		expect(combine([created], last, SOFAR)).toEqual({
			kind: 'done',
			operation: 'updated',
			message: 'Good.',
			userId: '379',
			extras: { hints: ['first', 'last'], customerId: '5' },
		});
	});

	it('takes the latest id', () => {
		expect(combine([created], { kind: 'done', userId: '380' }, SOFAR).userId).toBe('380');
	});

	it('carries no hints when there are none', () => {
		expect(combine([{ kind: 'done' }], { kind: 'done' }, SOFAR).extras).toEqual({});
	});

	it.each([
		[SOFAR, 'The account was created, but: no such manager.'],
		[undefined, 'no such manager.'],
	])('tells what is already true when the last call failed: %s', (sofar, message) => {
		expect(combine([created], refused, sofar)).toMatchObject({ kind: 'failed', message });
	});
});

describe('an answer after an unclear try', () => {
	it('makes a success recovered; whoever is gone was removed by the unclear try', () => {
		const gone: Outcome = { kind: 'done', extras: { alreadyAbsent: true, customerId: '5' } };
		expect(recovered(gone, true)).toEqual({
			kind: 'done',
			extras: { recovered: true, customerId: '5' },
		});
		expect(recovered(gone, false)).toBe(gone);
	});

	it('leaves a failure as it is', () => {
		expect(recovered(refused, true)).toBe(refused);
	});
});
