import { refuseAgents } from './agents';
import type { VendorNode } from './vendorNode';
import { meantField } from './deciding/scope';
import type { Field } from './model/field';
import { randomUUID } from 'crypto';
import { NodeOperationError, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { normaliseBaseUrl } from './transport/address';
import { CallFailed, RunError, stopFor, stopRun } from './model/failure';
import { cleanRecord, cleanSummary } from './cleaned';
import { Http, type HttpSettings } from './transport/http';
import { outputsOf } from './telling/outputs';
import { getMany, getSummary, runPeople } from './people';
import { syncRows } from './pipeline';
import { Progress } from './carrying/progress';
import type { Run, RunOutcome } from './run';
import { Secrets, type Redact } from './transport/secrets';
import { Remembered } from './remembered';
import { readSettings, type Settings } from './settings';
import { SourceError } from './reading/source';
import { stoppedOutputs } from './stopped';
import { firstStep, needsLook } from './telling/report/headline';
import { summaryOf, type SummaryInput } from './telling/summary';
import { toldInShort } from './shortly';

/** A node's `execute`: runs the operation that the user chose, for any vendor. */
export async function execute(context: IExecuteFunctions, node: VendorNode): Promise<INodeExecutionData[][]> {
	const self = context.getNode();
	const isTool = self.type.endsWith('Tool');
	const secrets = new Secrets([]);
	const begun = { runId: randomUUID(), startedAt: Date.now() };
	let settings: Settings | undefined;
	let http: Http | undefined;
	// Whatever ends the run ends its calls: a page that was asked for ahead is not waited for and not asked for again.
	const over = new AbortController();
	try {
		const credential = (await context.getCredentials(node.vendor.credential)) as IDataObject;
		secrets.add(node.secrets(credential));
		const ownSecrets = new Secrets(node.secrets(credential));
		settings = readSettings(context, String(context.getNodeParameter('operation', 0, 'sync')));
		refuseAgents(context, settings, isTool);
		const { operation } = settings;
		const progress = new Progress((text) =>
			context.logger.info(secrets.redact(`${node.vendor.label} ${operation}, run ${begun.runId}: ${text}`)),
		);
		http = httpFor(context, node, settings, {
			address: addressOf(credential, node.vendor.label),
			redact: secrets.redact,
			onCall: () => progress.call(),
			signal: eitherOf(context.getExecutionCancelSignal?.(), over.signal),
		});
		const connector = await node.connect({
			http,
			settings,
			credential,
			parameter: (name, usual, item = 0) => parameterOf(context, name, usual, item),
			timezone: context.getTimezone(),
			remembered: new Remembered(() => context.getWorkflowStaticData('node')),
		});
		settings = withFieldsMeant(settings, connector.fields);
		const run: Run = { context, node, settings, connector, http, secrets, ownSecrets, progress, isTool, ...begun };
		const outcome = await operationOf(run);
		return finish(run, outcome, self.onError === 'continueErrorOutput');
	} catch (error) {
		const told = asNodeError(error, self, node.vendor.label, secrets.redact);
		// An agent is shown an error's message only, so the remedy has to be in it.
		if (isTool) throw new NodeOperationError(self, `${told.message} ${told.description ?? ''}`.trim());
		if (self.onError !== 'continueErrorOutput' && self.onError !== 'continueRegularOutput') throw told;
		context.logger.error(`${node.vendor.label}: ${told.message}`);
		const requests = http?.counts ?? { sent: 0, retried: 0, rateLimited: 0 };
		return stoppedOutputs(
			context,
			{ node, error, told, ...begun, settings, requests },
			self.onError === 'continueErrorOutput',
		);
	} finally {
		over.abort();
	}
}

/** People write a field's label, or its name in other letters, where a setting wants its name. */
function withFieldsMeant(settings: Settings, fields: readonly Field[]): Settings {
	const { limits, scopeField } = settings;
	return {
		...settings,
		limits: { ...limits, groupBy: meantField(limits.groupBy, fields) },
		scopeField: meantField(scopeField, fields),
	};
}

function eitherOf(cancelled: AbortSignal | undefined, over: AbortSignal): AbortSignal {
	return cancelled === undefined ? over : AbortSignal.any([cancelled, over]);
}

function httpFor(
	context: IExecuteFunctions,
	node: VendorNode,
	settings: Settings,
	own: Pick<HttpSettings, 'address' | 'redact' | 'onCall' | 'signal'>,
): Http {
	return new Http(context, {
		lms: node.vendor.label,
		credential: node.vendor.credential,
		timeoutMs: settings.timeoutMs,
		maxAttempts: settings.maxAttempts,
		callsPerSecond: settings.requestsPerSecond ?? node.vendor.callsPerSecond,
		concurrency: settings.concurrency,
		...own,
	});
}

function parameterOf(context: IExecuteFunctions, name: string, usual: unknown, item: number): unknown {
	try {
		return context.getNodeParameter(name, item, usual);
	} catch (error) {
		return stopRun(
			`The expression in ${name} failed for item ${item}: ${(error as Error).message.slice(0, 200)}`,
			'Correct that expression.',
		);
	}
}

function addressOf(credential: IDataObject, lms: string): string {
	try {
		return normaliseBaseUrl(String(credential.baseUrl ?? ''), credential.allowHttp === true);
	} catch (error) {
		return stopRun((error as Error).message, `Correct the Base URL of the ${lms} credential.`);
	}
}

async function operationOf(run: Run): Promise<RunOutcome> {
	const { operation } = run.settings;
	const { people, reads = people } = run.connector;
	if (operation === 'sync' || reads === undefined) return syncRows(run);
	switch (operation) {
		case 'delete':
		case 'hide':
		case 'restore':
			return people === undefined ? syncRows(run) : runPeople(run, people, operation);
		case 'getSummary':
			return getSummary(run, reads);
		case 'getMany':
			return getMany(run, reads);
		default:
			throw new RunError(`There is no operation "${operation}".`, 'Choose one of the operations that the node offers.');
	}
}

/** Nothing after the first write may throw: what was done must be told, if only in short. */
function finish(run: Run, outcome: RunOutcome, toErrorOutput: boolean): INodeExecutionData[][] {
	const { isTool, settings } = run;
	try {
		return tell(run, outcome, toErrorOutput);
	} catch (error) {
		log(run, 'error', `the results could not be told in full (${String(error)})`);
		const { results, summary } = toldInShort(run, outcome, () => aboutOf(run, outcome, []));
		return outputsOf(results, summary, { isTool, toErrorOutput, results: settings.results });
	}
}

function tell(run: Run, outcome: RunOutcome, toErrorOutput: boolean): INodeExecutionData[][] {
	const { context, settings, connector, http } = run;
	const redactions = { all: run.secrets.redact, own: run.ownSecrets.redact };
	for (const { record } of outcome.results) cleanRecord(record, redactions);
	const about = aboutOf(run, outcome, [...outcome.about.warnings, ...(connector.warnings?.() ?? [])]);
	const summary = summaryOf(
		cleanSummary({ ...about, extra: connector.totals?.() ?? {} }, redactions),
		outcome.results.map(({ record }) => record),
	);
	const counts = Object.entries(summary.counts)
		.map(([word, count]) => `${count} ${word}`)
		.join(', ');
	log(run, 'info', `${http.cancelled ? 'cancelled; ' : ''}${counts === '' ? 'nothing to do' : counts}`);
	hint(context, `${summary.report.subject}. ${firstStep(summary)}`.trim(), needsLook(summary));
	return outputsOf(outcome.results, summary, { isTool: run.isTool, toErrorOutput, results: settings.results });
}

/** One line in n8n's log. A log that can't be written is no reason to lose what was done. */
function log({ context, node, settings, secrets, runId }: Run, level: 'info' | 'error', text: string): void {
	try {
		context.logger[level](secrets.redact(`${node.vendor.label} ${settings.operation}, run ${runId}: ${text}`));
	} catch {
		// Nobody can be told.
	}
}

function aboutOf(run: Run, outcome: RunOutcome, warnings: readonly string[]): SummaryInput {
	const { node, settings, http } = run;
	return {
		lms: node.vendor.name,
		lmsLabel: node.vendor.label,
		operation: settings.operation,
		operationLabel: node.operationLabels[settings.operation] ?? settings.operation,
		dryRun: settings.dryRun,
		blocked: outcome.blocked,
		runId: run.runId,
		startedAt: run.startedAt,
		endedAt: Date.now(),
		requests: http.counts,
		extra: {},
		...outcome.about,
		warnings,
	};
}

/** Tells the run's outcome in the editor. Hints are rendered as HTML there. */
function hint(context: IExecuteFunctions, text: string, isWarning: boolean): void {
	const message = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
	try {
		context.addExecutionHints?.({ message, type: isWarning ? 'warning' : 'info', location: 'outputPane' });
	} catch {
		// The summary says it too.
	}
}

function asNodeError(
	error: unknown,
	self: ReturnType<IExecuteFunctions['getNode']>,
	lms: string,
	redact: Redact,
): NodeOperationError {
	if (error instanceof RunError)
		return new NodeOperationError(self, redact(error.message), { description: redact(error.remedy) });
	if (error instanceof CallFailed) {
		const stop = stopFor(error.failure, lms, `${lms} could not be read`);
		return new NodeOperationError(self, redact(stop.message), { description: redact(stop.remedy) });
	}
	if (error instanceof NodeOperationError) {
		const { message, description } = error;
		const [said, remedy] = [redact(message), redact(description ?? '')];
		if (said === message && remedy === (description ?? '')) return error;
		return new NodeOperationError(self, said, { description: remedy });
	}
	if (error instanceof SourceError)
		return new NodeOperationError(self, redact(error.message), { description: 'Nothing was sent.' });
	// The words of the engine say nothing to anybody.
	const isTooDeep = error instanceof Error && error.name === 'RangeError' && error.message.includes('call stack');
	const words = isTooDeep
		? `What came from ${lms} or from the list is nested too deep to be read.`
		: error instanceof Error
			? error.message
			: String(error);
	return new NodeOperationError(self, redact(words), {
		description: `Nothing more was sent to ${lms}. If this is not about the node's settings, report it as a defect.`,
	});
}
