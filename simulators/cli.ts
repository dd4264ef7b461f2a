import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { VENDOR_NAMES, labelOf, parseSwitches, startSimulator, switchesOf } from './index';
import type { Simulator, VendorName } from './index';

interface CommandOptions {
	readonly users: number;
	readonly port: number;
	readonly seed: number;
	readonly latency: number;
	readonly rate?: number | false;
	readonly switch: readonly string[];
	readonly switches?: boolean;
}

const program = new Command('simulator')
	.description('Serves a learning system’s API on 127.0.0.1 until Ctrl-C')
	.addArgument(new Argument('<vendor>', 'the learning system').choices(VENDOR_NAMES))
	.addOption(numberOption('--users <count>', 'how many made-up people it holds', 100))
	.addOption(numberOption('--port <port>', '0 takes any free one', 0))
	.addOption(numberOption('--seed <number>', 'another number, other people', 1))
	.addOption(numberOption('--latency <ms>', 'every answer waits this long', 0))
	.addOption(
		new Option(
			'--rate <calls>',
			'calls a second and credential, 0 for no limit (default: what the vendor publishes)',
		).argParser((text) => wholeNumber(text) || false),
	)
	.option('--switch <name=value...>', 'turn facts about the vendor that no page settles', [])
	.option('--switches', 'list the switches instead of serving')
	.action(async (vendor: VendorName, options: CommandOptions) => {
		if (options.switches) print(switchTable(vendor));
		else print(welcome(await serve(vendor, options)));
	});

program.parseAsync().catch((error: unknown) => {
	program.error(error instanceof Error ? error.message : String(error));
});

function serve(vendor: VendorName, options: CommandOptions): Promise<Simulator> {
	return startSimulator(vendor, {
		users: options.users,
		port: options.port,
		seed: options.seed,
		latencyMs: options.latency,
		...(options.rate === undefined ? {} : { rateLimit: options.rate ? { perSecond: options.rate } : false }),
		switches: parseSwitches(vendor, options.switch),
	});
}

function welcome(simulator: Simulator): string {
	const typed = Object.entries(simulator.credentials)
		.filter(([, value]) => value !== '')
		.map(([name, value]) => `  ${name.padEnd(16)}${String(value)}`);
	const others = Object.keys(simulator.otherCredentials).join(', ');
	return [
		`${labelOf(simulator.vendor)} with ${simulator.directory.size} users: ${simulator.baseUrl}`,
		'',
		'Credential to type into n8n:',
		...typed,
		'',
		`Other credentials, for tests: ${others}`,
		'Ctrl-C ends it. Everything it holds is gone then.',
	].join('\n');
}

function switchTable(vendor: VendorName): string {
	return switchesOf(vendor)
		.map(({ name, values, default: usual, meaning, origin }) => {
			const shown = values.map((value) => (value === usual ? `[${value}]` : String(value)));
			return `${name} = ${shown.join(' | ')}\n    ${meaning} [${origin}]`;
		})
		.join('\n');
}

function print(text: string): void {
	program.configureOutput().writeOut?.(`${text}\n`);
}

function numberOption(flags: string, description: string, usual: number): Option {
	return new Option(flags, description).default(usual).argParser(wholeNumber);
}

function wholeNumber(text: string): number {
	if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('A whole number is needed.');
	return Number(text);
}
