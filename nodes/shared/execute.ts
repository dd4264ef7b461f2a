import { refuseAgents } from './agents';
import type { VendorNode } from './vendorNode';
import { randomUUID } from 'crypto';
import { NodeOperationError, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { normaliseBaseUrl } from './transport/address';
import { CallFailed, RunError, stopFor, stopRun } from './model/failure';
import type { Change, Value } from './model/field';
import { Http } from './transport/http';
import { outputsOf } from './telling/outputs';
import { getMany, getSummary, runPeople } from './people';
import { syncRows } from './pipeline';
import { Progress } from './carrying/progress';
import type { Run, RunOutcome } from './run';
import { redactDeep, redactRecord, Secrets, type Redact } from './transport/secrets';
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
	try {
		const credential = (await context.getCredentials(node.vendor.credential)) as IDataObject;
		secrets.add(node.secrets(credential));
		const ownSecrets = new Secrets(node.secrets(credential));
		settings = readSettings(context, String(context.getNodeParameter('operation', 0, 'sync')));
		refuseAgents(context, settings, isTool);
		const { operation } = settings;
		const progress = new Progress((text) =>
			context.logger.info(`${node.vendor.label} ${operation}, run ${begun.runId}: ${text}`),
		);
		http = httpFor(context, node, credential, settings, secrets.redact, () => progress.call());
		const connector = await node.connect({
			http,
			settings,
			credential,
			parameter: (name, usual, item = 0) => parameterOf(context, name, usual, item),
			timezone: context.getTimezone(),
		});
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
	}
}

function httpFor(
	context: IExecuteFunctions,
	node: VendorNode,
	credential: IDataObject,
	settings: Settings,
	redact: Redact,
	onCall: () => void,
): Http {
	return new Http(context, {
		lms: node.vendor.label,
		credential: node.vendor.credential,
		address: addressOf(credential, node.vendor.label),
		timeoutMs: settings.timeoutMs,
		maxAttempts: settings.maxAttempts,
		callsPerSecond: settings.requestsPerSecond ?? node.vendor.callsPerSecond,
		concurrency: settings.concurrency,
		signal: context.getExecutionCancelSignal?.(),
		redact,
		onCall,
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

function cleanChange({ field, from, to }: Change, clean: Redact): Change {
	const value = (one: Value | null): Value | null => (one === null ? null : (redactDeep(one, clean) as Value));
	return { field: clean(field), from: value(from), to: value(to) };
}

/** Nothing after the first write may throw: what was done must be told, if only in short. */
function finish(run: Run, outcome: RunOutcome, toErrorOutput: boolean): INodeExecutionData[][] {
	try {
		return tell(run, outcome, toErrorOutput);
	} catch (error) {
		run.context.logger.error(
			`${run.node.vendor.label}: the results could not be told in full (${run.secrets.redact(String(error))})`,
		);
		const { results, summary } = toldInShort(run, outcome, () => aboutOf(run, outcome, []));
		return outputsOf(results, summary, { isTool: run.isTool, toErrorOutput, results: run.settings.results });
	}
}

function tell(run: Run, outcome: RunOutcome, toErrorOutput: boolean): INodeExecutionData[][] {
	const { context, node, settings, connector, http } = run;
	const clean = run.secrets.redact;
	for (const { record } of outcome.results) {
		record.message = clean(record.message);
		record.name = clean(record.name);
		// Ids and keys are what people are known by: only the credential's own secrets can't be in them.
		for (const name of ['key', 'userId', 'email'] as const) record[name] = run.ownSecrets.redact(record[name]);
		if (record.changes.length > 0) record.changes = record.changes.map((change) => cleanChange(change, clean));
		if (record.hints.length > 0) record.hints = record.hints.map(clean);
		// What comes from the vendor as it is.
		if (record.response !== undefined) record.response = redactDeep(record.response, clean);
		if (record.summary !== undefined) record.summary = redactRecord(record.summary, clean);
		if (record.user !== undefined) record.user = redactRecord(record.user, clean);
		if (record.ruleLogs !== undefined) record.ruleLogs = record.ruleLogs.map((log) => redactDeep(log, clean));
	}
	const warnings = [...outcome.about.warnings, ...(connector.warnings?.() ?? [])].map(clean);
	const summary = summaryOf(
		{ ...aboutOf(run, outcome, warnings), extra: connector.totals?.() ?? {} },
		outcome.results.map(({ record }) => record),
	);
	const counts = Object.entries(summary.counts)
		.map(([word, count]) => `${count} ${word}`)
		.join(', ');
	context.logger.info(
		`${node.vendor.label} ${settings.operation}, run ${run.runId}: ${http.cancelled ? 'cancelled; ' : ''}${counts === '' ? 'nothing to do' : counts}`,
	);
	hint(context, `${summary.report.subject}. ${firstStep(summary)}`.trim(), needsLook(summary));
	return outputsOf(outcome.results, summary, { isTool: run.isTool, toErrorOutput, results: settings.results });
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
	context.addExecutionHints?.({ message, type: isWarning ? 'warning' : 'info', location: 'outputPane' });
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
	return new NodeOperationError(self, redact(error instanceof Error ? error.message : String(error)), {
		description: `Nothing more was sent to ${lms}. If this is not about the node's settings, report it as a defect.`,
	});
}
