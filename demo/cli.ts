import type { Act } from './act';
import { Argument, Command, Option } from 'commander';

import { childProcess, fs, path, process, root } from '../engine/platform';
import type { VendorName } from '../simulators';
import { play, type Play } from './play';
import { SCENARIOS } from './scenarios';
import { actsTable, bold, checkLines, followCalls, print } from './screen';
import type { Scenario } from './scenario';

interface Options {
	readonly open?: true;
	readonly fast?: true;
	readonly sabotage?: true;
}

const OUTPUT = path.join(root, 'demo', 'output');

/** Plays one vendor's demo on the screen. Gives whether everything ended as it must. */
async function show(scenario: Scenario, options: Options): Promise<boolean> {
	const { label, vendor, pace } = scenario;
	print(bold(`A master list of employees is synced with ${label}`));
	print("The node and n8n's engine are the real ones; the system is a simulator on this machine.");
	let stop = (): void => undefined;
	const { acts, checks } = await play(scenario, {
		...options,
		onOpen: ({ rows, users }) => {
			print(
				`demo/data/${vendor}.csv has ${rows} rows; ${label} has ${users} active users. ${options.fast ? 'The limit of calls is lifted.' : pace}`,
			);
			print();
		},
		onActStart: (title, requests) => {
			stop = followCalls(title, requests);
		},
		onActEnd: () => stop(),
	});
	for (const line of actsTable(acts)) print(line);
	for (const line of extraLines(acts)) print(line);
	print();
	for (const line of said(scenario, acts)) print(line);
	print(bold('Is it true? Looked up in the system itself:'));
	for (const line of checks.flatMap(checkLines)) print(line);
	print();
	const files = writeReports(vendor, acts);
	print(`Reports, as they would be mailed:\n${files.map((file) => `  ${file}`).join('\n')}`);
	if (options.open) openInBrowser(files[1] ?? files[0]);
	return isGood({ acts, checks }, options);
}

/** Numbers that only one vendor has. */
function extraLines(acts: readonly Act[]): string[] {
	return acts.flatMap(({ title, summary }) => {
		const extra = Object.entries((summary?.extra ?? {}) as Record<string, number>);
		const told = extra.map(
			([name, count]) => `${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}: ${count}`,
		);
		return told.length === 0 ? [] : [`  ${title}: ${told.join(', ')}`];
	});
}

/** What the runs say for themselves: why one was blocked, and which rows need mending. */
function said({ listed }: Scenario, acts: readonly Act[]): string[] {
	const [dry, real] = acts;
	const safety = dry?.summary?.safety as { reason?: string } | undefined;
	const rejected = (real?.results ?? []).filter(({ success }) => !success);
	const lines: string[] = [];
	if (listed && safety?.reason !== undefined) {
		lines.push(
			bold('Why the plan needed approval'),
			`  ${safety.reason}`,
			`  Approved: ${String(dry?.summary?.planHash)}`,
			'',
		);
	}
	if (rejected.length > 0) {
		lines.push(
			bold('Rows to mend'),
			...rejected.flatMap(({ key, code, message }) => [`  ${key}  ${code}`, `    ${message}`]),
			'',
		);
	}
	return lines;
}

function writeReports(vendor: VendorName, acts: readonly Act[]): string[] {
	fs.mkdirSync(OUTPUT, { recursive: true });
	return acts.flatMap(({ title, html }, at) => {
		if (html === '') return [];
		const file = path.join(OUTPUT, `${vendor}-${at + 1}-${title.toLowerCase().replace(/ /g, '-')}.html`);
		fs.writeFileSync(file, html);
		// The run that counts, where everybody looks first.
		if (at === 1) fs.writeFileSync(path.join(root, 'report.html'), html);
		return [path.relative(process.cwd(), file)];
	});
}

function openInBrowser(file: string | undefined): void {
	if (file === undefined) return;
	const [command, ...before] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[String(process.platform)] ?? [
		'xdg-open',
	];
	const child = childProcess.spawn(command ?? 'xdg-open', [...before, file], {
		stdio: 'ignore',
		detached: true,
	});
	child.on('error', () => print(`No browser was found: open ${file} yourself.`));
	child.unref();
}

function isGood({ checks }: Pick<Play, 'acts' | 'checks'>, { sabotage }: Options): boolean {
	const wrong = checks.filter((check) => check.wrong.length > 0).length;
	print();
	print(
		wrong === 0
			? bold('All as the list says.')
			: bold(`${wrong} of ${checks.length} checks failed${sabotage ? ', as they should after sabotage' : ''}.`),
	);
	return wrong === 0;
}

const command = new Command('npm run demo --')
	.description("Syncs a CSV of employees with a simulated learning system, through the built node and n8n's engine.")
	.addArgument(new Argument('[vendor]', 'the learning system').choices([...SCENARIOS.keys()]).default('bridge'))
	.option('--open', 'open the report in the browser')
	.addOption(new Option('--fast', "lift the vendor's limit of calls a second").hideHelp())
	.addOption(new Option('--sabotage', 'change an account behind the scenes: the check must fail').hideHelp())
	.action(async (vendor: VendorName, options: Options) => {
		const scenario = SCENARIOS.get(vendor);
		process.exitCode = scenario !== undefined && (await show(scenario, options)) ? 0 : 1;
	});

command.parseAsync().catch((error: unknown) => {
	print(`The demo broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
	process.exitCode = 1;
});
