import type { Connector } from '../model/connector';
import type { Failure } from '../model/failure';
import { FAILURES_IN_A_ROW, type Http } from '../transport/http';

export interface ApplySettings {
	readonly connector: Connector;
	readonly http: Pick<Http, 'cancelled' | 'isDown' | 'isProven' | 'backOff'>;
	readonly concurrency: number;
	readonly batchSize: number | undefined;
	readonly maxAttempts: number;
	readonly onProgress: (done: number, total: number) => void;
}

/** Why nothing more is sent, and what is told to those who are left. */
export interface Stop {
	readonly failure: Failure;
	readonly message: string;
}

const REFUSALS_IN_A_ROW = 3;

/** The state of a run: whether it may go on, and what has been heard of the system so far. */
export class Course {
	stop: Stop | undefined;
	/** Some write was answered, or may have got through. */
	touched = false;
	private serverFailures = 0;
	private refusals = 0;

	constructor(private readonly http: ApplySettings['http']) {}

	/** The address is the vendor's: a 404 is about a person, and not about the path. */
	get isProven(): boolean {
		return this.http.isProven;
	}

	mayGoOn(): boolean {
		if (this.http.cancelled)
			this.stop ??= {
				failure: { kind: 'cancelled', sent: false, message: 'The run was cancelled.' },
				message: 'Not sent, because the run was cancelled.',
			};
		return this.stop === undefined;
	}

	halt(failure: Failure): Stop {
		return (this.stop ??= { failure, message: `Not sent, because the run stopped: ${failure.message}` });
	}

	/** The vendor read a call and answered it, be it with a no to this call alone. */
	heard(refusals = 0): void {
		this.touched = true;
		this.serverFailures = 0;
		this.refusals = refusals;
	}

	/** A call was forbidden. Several in a row are no matter of single people any more. */
	countRefusal(failure: Failure): void {
		this.heard(this.refusals + 1);
		if (this.refusals >= REFUSALS_IN_A_ROW) this.halt(failure);
	}

	countServerFailure(failure: Failure): void {
		this.serverFailures += 1;
		if (this.serverFailures >= FAILURES_IN_A_ROW || this.http.isDown) this.halt(failure);
	}
}
