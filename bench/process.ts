import { childProcess, path, process, root } from '../engine/platform';

/** Processes of the benchmark and how they talk: one question, one answer. */

interface Question {
	readonly id: number;
	readonly command: string;
	readonly input: unknown;
}

interface Answer {
	readonly id: number;
	readonly result?: unknown;
	readonly error?: string;
}

/** A process of its own, running a file of this folder. */
export class Child {
	private readonly child;
	private readonly waiting = new Map<number, { done: (result: unknown) => void; failed: (error: Error) => void }>();
	private next = 0;

	constructor(file: string, flags: readonly string[] = []) {
		this.child = childProcess.fork(path.join(root, 'bench', file), [], {
			execArgv: [...process.execArgv, ...flags],
			serialization: 'advanced',
		});
		this.child.on('message', (message: unknown) => {
			const { id, result, error } = message as Answer;
			const asked = this.waiting.get(id);
			this.waiting.delete(id);
			if (error === undefined) asked?.done(result);
			else asked?.failed(new Error(error));
		});
		this.child.once('exit', (code: number | null) => {
			for (const { failed } of this.waiting.values()) failed(new Error(`${file} ended with ${String(code)}`));
		});
	}

	async ask<Result>(command: string, input: unknown = undefined): Promise<Result> {
		const id = this.next++;
		const question: Question = { id, command, input };
		return new Promise<Result>((resolve, reject) => {
			this.waiting.set(id, { done: (result) => resolve(result as Result), failed: reject });
			this.child.send(question);
		});
	}

	/** Lets it end by itself: a process that is killed leaves no profile. */
	async end(): Promise<void> {
		if (this.child.exitCode !== null) return;
		const gone = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
		this.child.disconnect();
		await gone;
	}
}

/** A child's side: answers commands until the parent ends it. */
export function serve(commands: Readonly<Record<string, (input: never) => Promise<unknown> | unknown>>): void {
	process.on('message', (message: unknown) => {
		const { id, command, input } = message as Question;
		const work = async (): Promise<unknown> => commands[command]?.(input as never);
		const reply = (answer: Answer): void => void process.send?.(answer);
		work().then(
			(result) => reply({ id, result }),
			(error: unknown) =>
				reply({
					id,
					error: error instanceof Error ? (error.stack ?? error.message) : String(error),
				}),
		);
	});
	process.on('disconnect', () => process.exit(0));
}
