import axios from 'axios';
import { childProcess, path, process, root } from '../../engine/platform';

interface Run {
	readonly output: string;
	readonly code: number | null;
}

/** Runs the command line; ends it as soon as `until` shows, after `then` has been done. */
function run(args: readonly string[], until?: RegExp, then?: (output: string) => Promise<void>): Promise<Run> {
	const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
	const cli = path.join(root, 'simulators', 'cli.ts');
	const child = childProcess.spawn(process.execPath, [tsx, cli, ...args], { cwd: root });
	let output = '';
	let met = false;
	return new Promise((resolve, reject) => {
		const hear = (chunk: Buffer): void => {
			output += chunk.toString('utf8');
			if (met || until === undefined || !until.test(output)) return;
			met = true;
			Promise.resolve(then?.(output))
				.catch(reject)
				.finally(() => child.kill('SIGINT'));
		};
		child.stdout.on('data', hear);
		child.stderr.on('data', hear);
		child.on('error', reject);
		child.on('close', (code) => resolve({ output, code }));
	});
}

describe('npm run simulator', () => {
	it('prints address and credential, serves, and ends with Ctrl-C', async () => {
		let status = 0;
		const { output } = await run(
			['bridge', '--users', '7', '--rate', '0', '--switch', 'idsAs=number', 'createStatus=201'],
			/Ctrl-C/,
			async (text) => {
				const value = (name: string): string => new RegExp(`^  ${name} +(\\S+)$`, 'm').exec(text)?.[1] ?? '';
				const reply = await axios.get(`${value('baseUrl')}/api/author/users`, {
					auth: { username: value('apiKey'), password: value('apiSecret') },
				});
				status = reply.status;
				expect(reply.data.users).toHaveLength(7);
				expect(typeof reply.data.users[0].id).toBe('number');
				expect(reply.headers).not.toHaveProperty('x-rate-limit-remaining');
			},
		);
		expect(status).toBe(200);
		expect(output).toContain('Bridge with 7 users: http://127.0.0.1:');
	});

	it('lists the switches', async () => {
		const { output, code } = await run(['traliant', '--switches']);
		expect(code).toBe(0);
		expect(output).toContain('optionNames = [snake] | camel | any');
	});

	it.each([
		[['moodle'], 'Allowed choices are'],
		[['bridge', '--users', 'many'], 'A whole number is needed'],
		[['bridge', '--switch', 'colour=red'], 'There is no switch colour'],
	])('refuses %j in words', async (args, words) => {
		const { output, code } = await run(args);
		expect(code).not.toBe(0);
		expect(output).toContain(words);
		expect(output).not.toContain('    at ');
	});
});
