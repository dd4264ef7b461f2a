import type { Clock } from './clock';

export interface RateLimit {
	readonly perSecond: number;
	/** Default `tokenBucket`: refills evenly. `fixedWindow`: all calls of a clock second count together. */
	readonly kind?: 'tokenBucket' | 'fixedWindow';
	/** Calls that may come at once; default: one second's worth. */
	readonly burst?: number;
}

export interface Verdict {
	readonly allowed: boolean;
	/** Whole calls left. */
	readonly remaining: number;
	/** Until the next call is allowed; 0 if this one was. */
	readonly waitMs: number;
}

interface Account {
	left: number;
	at: number;
}

/** Counts calls per token. */
export class RateLimiter {
	private readonly accounts = new Map<string, Account>();

	constructor(
		readonly limit: RateLimit,
		private readonly clock: Clock,
	) {}

	take(token: string): Verdict {
		const account = this.refilled(token);
		// A clock's milliseconds are coarse: a hair below a whole call counts as one.
		if (account.left < 1 - 1e-9) {
			return { allowed: false, remaining: 0, waitMs: this.waitMs(account) };
		}
		account.left -= 1;
		return { allowed: true, remaining: Math.floor(account.left + 1e-9), waitMs: 0 };
	}

	private get capacity(): number {
		return this.limit.burst ?? Math.max(1, this.limit.perSecond);
	}

	private refilled(token: string): Account {
		const now = this.clock.now();
		const account = this.accounts.get(token) ?? { left: this.capacity, at: now };
		this.accounts.set(token, account);
		if (this.limit.kind === 'fixedWindow') {
			if (Math.floor(now / 1000) !== Math.floor(account.at / 1000)) account.left = this.capacity;
		} else {
			const gained = (Math.max(0, now - account.at) * this.limit.perSecond) / 1000;
			account.left = Math.min(this.capacity, account.left + gained);
		}
		account.at = now;
		return account;
	}

	private waitMs(account: Account): number {
		if (this.limit.kind === 'fixedWindow') return 1000 - (this.clock.now() % 1000);
		return ((1 - account.left) * 1000) / this.limit.perSecond;
	}
}
