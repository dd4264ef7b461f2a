import { BridgeDirectory } from './directory';
import { BridgeService } from './service';
import type { BridgeCaller } from './service';
import { bridgeSwitches } from './switches';
import type { BridgeSwitches } from './switches';
import { bridgeSeed } from './users';
import type { BridgeSeed } from './users';
import { personAt } from '../shared/people';
import { allForms, basic } from '../shared/secrets';
import type { Credentials, Parts, RequestHeaders, Setup, Vendor } from '../shared/vendor';

const KEY = 'bridge-example-key-4f1c';
const SECRET = 'bridge-example-secret-9d27e0';
const TOKEN = 'bridge-example-token-71c3aa5e';
const AUTHOR_TOKEN = 'bridge-example-author-token-0b8d';
const EXPIRED_TOKEN = 'bridge-example-expired-token-55ef';
const WRONG_SECRET = 'bridge-example-wrong-secret-e6b1';

export type BridgeCredential = 'token' | 'author' | 'wrong' | 'expired';

/** Bridge: admin and author routes, one user per call, five calls a second. */
export const bridge: Vendor<BridgeSeed, BridgeSwitches, BridgeDirectory, BridgeCredential> = {
	label: 'Bridge',
	switches: bridgeSwitches,
	rateLimit: { perSecond: 5 },
	generate: (count, seed) =>
		Array.from({ length: count }, (_, index) => {
			const person = personAt(index, seed);
			const manager = person.manager === undefined ? undefined : personAt(person.manager, seed).email;
			return bridgeSeed(person, seed, manager);
		}),
	make: makeBridge,
};

function makeBridge(setup: Setup<BridgeSeed, BridgeSwitches>): Parts<BridgeDirectory, BridgeCredential> {
	const directory = new BridgeDirectory(setup.clock, setup.seed);
	directory.load(setup.users);
	directory.self = setup.users.find((user) => (user.roles?.length ?? 0) > 0)?.uid;
	const service = new BridgeService(directory, setup.switches, setup, callerOf);
	const credentials = (changes: Credentials = {}): Credentials => ({
		baseUrl: setup.baseUrl(),
		authentication: 'apiKey',
		apiKey: KEY,
		apiSecret: SECRET,
		accessToken: '',
		allowHttp: true,
		...changes,
	});
	const bearer = (accessToken: string): Credentials =>
		credentials({ authentication: 'token', apiKey: '', apiSecret: '', accessToken });
	return {
		service,
		directory,
		credentials,
		otherCredentials: () => ({
			token: bearer(TOKEN),
			author: bearer(AUTHOR_TOKEN),
			wrong: credentials({ apiSecret: WRONG_SECRET }),
			expired: bearer(EXPIRED_TOKEN),
		}),
		secrets: allForms([
			KEY,
			SECRET,
			`${KEY}:${SECRET}`,
			TOKEN,
			AUTHOR_TOKEN,
			EXPIRED_TOKEN,
			WRONG_SECRET,
			`${KEY}:${WRONG_SECRET}`,
		]),
	};
}

/** Who signed a request, or why nobody did. */
function callerOf(headers: RequestHeaders): BridgeCaller {
	const header = String(headers.authorization ?? '');
	if (header === basic(KEY, SECRET)) return { role: 'admin', token: KEY };
	if (header === `Bearer ${TOKEN}`) return { role: 'admin', token: TOKEN };
	if (header === `Bearer ${AUTHOR_TOKEN}`) return { role: 'author', token: AUTHOR_TOKEN };
	return { refused: header === `Bearer ${EXPIRED_TOKEN}` ? 'token has expired' : 'unauthorized' };
}
