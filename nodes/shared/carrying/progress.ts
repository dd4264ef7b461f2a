const TOLD_EVERY_MS = 10_000;

/** Tells the log how far a long run has come, every ten seconds and not oftener. */
export class Progress {
	private toldAt = Date.now();
	private calls = 0;
	private state: () => string = () => `${this.calls} calls so far`;

	/** @param tell writes one line, such as "120 of 300 done" */
	constructor(private readonly tell: (text: string) => void) {}

	/** A call goes out. */
	call(): void {
		this.calls += 1;
		this.look();
	}

	/** So many of the people to be written are done. */
	reached(done: number, total: number): void {
		this.state = () => `${done} of ${total} done`;
		this.look();
	}

	private look(): void {
		if (Date.now() - this.toldAt < TOLD_EVERY_MS) return;
		this.toldAt = Date.now();
		try {
			this.tell(this.state());
		} catch {
			// A log that can't be written stops no run.
		}
	}
}
