import { Joiners } from '../../../nodes/Requestor/requestor.joiners';
import type { Outcome } from '../../../nodes/shared/model/connector';
import type { Http } from '../../../nodes/shared/transport/http';

describe('Requestor: an account that a create was told of', () => {
	const http = { settings: { address: 'https://desk.tld' } } as Http;
	const created: Outcome = { kind: 'done', userId: 'u-1' };

	it('is the first run’s, and not the one’s that writes it at the same time', () => {
		const [first, second] = [new Joiners(http, 1), new Joiners(http, 1)];
		expect([first, second, first].map((run) => run.checked(created))).toMatchObject([
			created,
			{ operation: 'updated', extras: { hints: [expect.stringContaining('Another run')] } },
			created,
		]);
	});

	it('is made anew by a run that began later: the list did not show it, so it was gone', () => {
		expect(new Joiners(http, 1).checked(created)).toEqual(created);
		expect(new Joiners(http, 1).checked(created)).toEqual(created);
	});
});
