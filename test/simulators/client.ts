import axios from 'axios';
import type { AxiosInstance } from 'axios';
import type { Credentials, VendorName } from '../../simulators';

/** The reference client: signs as the vendor's page says, follows nothing, throws only when no answer comes. */
export function clientOf(
	simulator: { readonly vendor: VendorName; readonly baseUrl: string },
	credentials: Credentials,
): AxiosInstance {
	const text = (name: string): string => String(credentials[name] ?? '');
	const prefix = text('headerPrefix');
	const signed = {
		bridge: () =>
			text('authentication') === 'token'
				? { headers: { Authorization: `Bearer ${text('accessToken')}` } }
				: { auth: { username: text('apiKey'), password: text('apiSecret') } },
		learnifier: () => ({ auth: { username: text('apiKey'), password: text('apiSecret') } }),
		lmsCollaborator: () => ({
			headers: {
				[text('tokenHeader')]: `Bearer ${text('apiToken')}`,
				'Content-Type': 'application/json;charset=UTF-8',
			},
		}),
		requestor: () =>
			text('authentication') === 'headerAuth'
				? { headers: { [text('headerName')]: text('headerValue') } }
				: { auth: { username: text('username'), password: text('password') } },
		scim: () =>
			text('authentication') === 'basicAuth'
				? { auth: { username: text('username'), password: text('password') } }
				: { headers: { Authorization: `Bearer ${text('token')}` } },
		traliant: () => ({
			headers: {
				[text('headerName')]: prefix === '' ? text('apiKey') : `${prefix} ${text('apiKey')}`,
			},
		}),
	};
	return axios.create({
		baseURL: `${simulator.baseUrl}${text('apiPath')}`,
		...signed[simulator.vendor](),
		maxRedirects: 0,
		validateStatus: () => true,
	});
}

/** Time that passes only when somebody sleeps. */
export class PatientClock {
	private time = Date.UTC(2026, 0, 15, 12);

	now(): number {
		return this.time;
	}

	sleep(ms: number): Promise<void> {
		this.time += ms;
		return Promise.resolve();
	}
}
