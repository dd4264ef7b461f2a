/** A real n8n with the packed package installed: started as users start it, driven through its REST interface. */
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { createWriteStream, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeOf } from './install.mjs';
import { until } from './suite.mjs';

const { parse } = createRequire(import.meta.url)('flatted');
const here = dirname(fileURLToPath(import.meta.url));

export const PACKAGE = 'n8n-nodes-lms-users';
const BROWSER = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
const OWNER = { email: 'owner@example.com', firstName: 'Olga', lastName: 'Owner', password: 'Correct-Horse-9' };

const children = new Set();

/** Ends every program that this suite started. */
export async function endChildren() {
	for (const child of children) child.kill('SIGTERM');
	await until('n8n to end', () => children.size === 0, { seconds: 8 }).catch(() => {});
	for (const child of children) child.kill('SIGKILL');
}

/** A port that nobody listens on. */
export async function freePort() {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

/** A home folder for n8n with the unpacked tarball where n8n looks for community packages. */
export function makeHome(folder, unpacked) {
	const modules = join(folder, '.n8n/nodes/node_modules');
	mkdirSync(modules, { recursive: true });
	cpSync(unpacked, join(modules, PACKAGE), { recursive: true });
	writeFileSync(
		join(folder, '.n8n/nodes/package.json'),
		JSON.stringify({ name: 'installed-nodes', private: true, dependencies: { [PACKAGE]: '*' } }),
	);
	return folder;
}

function environment(home, more) {
	const clean = Object.fromEntries(
		Object.entries(process.env).filter(
			([name]) => !/^(n8n_|npm_|NODE_OPTIONS|NODE_PATH|DB_|QUEUE_|EXECUTIONS_)/i.test(name),
		),
	);
	return {
		...clean,
		N8N_USER_FOLDER: home,
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		EXTERNAL_FRONTEND_HOOKS_URLS: '',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
		N8N_RESTRICT_FILE_ACCESS_TO: home,
		N8N_LOG_LEVEL: 'info',
		GENERIC_TIMEZONE: 'Europe/Berlin',
		...more,
	};
}

/** Starts one of n8n's commands. `log()` is everything it has said so far. */
export function run(args, { home, env = {}, modules = here, node = nodeOf() }) {
	const command = join(modules, 'node_modules/n8n/bin/n8n');
	const child = spawn(node, [command, ...args], {
		cwd: home,
		env: { ...environment(home, env), PATH: `${dirname(node)}:${process.env.PATH}` },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	children.add(child);
	const said = [];
	const file =
		process.env.E2E_LOGS === undefined
			? undefined
			: createWriteStream(join(process.env.E2E_LOGS, `n8n-${args[0]}-${child.pid}.log`));
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (part) => {
			said.push(part);
			file?.write(part);
		});
	}
	const ended = new Promise((resolve) => {
		child.once('exit', (code, signal) => {
			children.delete(child);
			resolve({ code, signal });
		});
	});
	const process_ = {
		child,
		pid: child.pid,
		ended,
		log: () => Buffer.concat(said).toString('utf8'),
		running: () => child.exitCode === null && child.signalCode === null,
	};
	process_.stop = async () => {
		child.kill('SIGTERM');
		const timer = setTimeout(() => child.kill('SIGKILL'), 8000);
		await ended;
		clearTimeout(timer);
	};
	return process_;
}

/** Starts `n8n start`, waits until it is ready, makes the owner and logs in. */
export async function startServer(options) {
	const port = await freePort();
	const broker = await freePort();
	const baseUrl = `http://127.0.0.1:${port}`;
	const program = run(['start'], {
		...options,
		env: {
			N8N_PORT: String(port),
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_RUNNERS_BROKER_PORT: String(broker),
			WEBHOOK_URL: `${baseUrl}/`,
			N8N_EDITOR_BASE_URL: baseUrl,
			...options.env,
		},
	});
	await until(
		'n8n to be ready',
		async () => {
			if (!program.running())
				throw Object.assign(new Error(`n8n ended while starting:\n${program.log().slice(-3000)}`), { final: true });
			return (await fetch(`${baseUrl}/healthz/readiness`)).ok;
		},
		{ seconds: 120, every: 250 },
	);
	const server = new Server(baseUrl, program);
	await until('the owner to be set up', () => server.setUp(), { seconds: 30, every: 500 });
	return server;
}

/** A running n8n, as its owner sees it. */
export class Server {
	constructor(baseUrl, program) {
		this.baseUrl = baseUrl;
		this.program = program;
		this.cookie = '';
		this.browserId = randomUUID();
	}

	async setUp() {
		const answer = await this.send('POST', '/rest/owner/setup', OWNER);
		if (!answer.ok) throw new Error(`owner setup: ${answer.status} ${await answer.text()}`);
		await this.logIn();
		return true;
	}

	async logIn() {
		const answer = await this.send('POST', '/rest/login', {
			emailOrLdapLoginId: OWNER.email,
			password: OWNER.password,
		});
		if (!answer.ok) throw new Error(`login: ${answer.status} ${await answer.text()}`);
		this.cookie = answer.headers
			.getSetCookie()
			.map((cookie) => cookie.split(';')[0])
			.join('; ');
	}

	async send(method, path, body, headers = {}) {
		return fetch(this.baseUrl + path, {
			method,
			headers: {
				'Content-Type': 'application/json',
				'User-Agent': BROWSER,
				'browser-id': this.browserId,
				...(this.cookie === '' ? {} : { Cookie: this.cookie }),
				...headers,
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
	}

	/** Calls the REST interface. @returns `data` of the answer @throws on any status but 2xx */
	async rest(method, path, body) {
		const answer = await this.send(method, `/rest${path}`, body);
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 600)}`);
		const parsed = text === '' ? {} : JSON.parse(text);
		return parsed.data ?? parsed;
	}

	/** The owner's login, for a browser. */
	browserCookies() {
		return this.cookie.split('; ').map((pair) => ({
			name: pair.slice(0, pair.indexOf('=')),
			value: pair.slice(pair.indexOf('=') + 1),
			url: this.baseUrl,
		}));
	}

	/** @returns what a node's `credentials` takes: `{ id, name }` */
	async addCredential(type, data, name = `${type} ${randomBytes(3).toString('hex')}`) {
		const { id } = await this.rest('POST', '/credentials', { name, type, data });
		return { id, name };
	}

	/** Presses *Test* on a credential. @returns `{ status, message }` */
	async testCredential(type, data) {
		const { id, name } = await this.addCredential(type, data);
		return this.rest('POST', '/credentials/test', { credentials: { id, name, type, data } });
	}

	async addWorkflow(workflow) {
		const { nodes, connections, settings = {}, name = `test ${randomBytes(3).toString('hex')}`, pinData } = workflow;
		return this.rest('POST', '/workflows', {
			name,
			active: false,
			nodes,
			connections,
			settings: { executionOrder: 'v1', ...settings },
			...(pinData === undefined ? {} : { pinData }),
		});
	}

	async activate(workflow) {
		return this.rest('POST', `/workflows/${workflow.id}/activate`, { versionId: workflow.versionId });
	}

	async deactivate(workflow) {
		return this.rest('POST', `/workflows/${workflow.id}/deactivate`, {});
	}

	/** Starts a saved workflow at a trigger. @returns the execution's id */
	async start(workflow, trigger = triggerOf(workflow)) {
		const { executionId } = await this.rest('POST', `/workflows/${workflow.id}/run`, {
			workflowData: workflow,
			triggerToStartFrom: { name: trigger },
		});
		if (executionId === undefined) throw new Error('n8n waits for a webhook instead of running');
		return executionId;
	}

	/** Waits until an execution is over, or waits itself (`Send and Wait`). */
	async execution(id, { seconds = 90, states = ['success', 'error', 'crashed', 'canceled', 'waiting'] } = {}) {
		await until(
			`execution ${id}`,
			async () => {
				const { status } = await this.rest('GET', `/executions/${id}`);
				return states.includes(status);
			},
			{ seconds, every: 150 },
		);
		return new Execution(await this.rest('GET', `/executions/${id}`));
	}

	/** Saves a workflow, runs it and waits for its end. */
	async runWorkflow(workflow, options = {}) {
		const saved = await this.addWorkflow(workflow);
		return this.execution(await this.start(saved, options.trigger), options);
	}

	stop() {
		return this.program.stop();
	}
}

const triggerOf = ({ nodes }) => nodes.find(({ type }) => /trigger|webhook/i.test(type)).name;

/** What came out of an execution. */
export class Execution {
	constructor(raw) {
		this.id = raw.id;
		this.status = raw.status;
		this.startedAt = raw.startedAt;
		this.stoppedAt = raw.stoppedAt;
		this.data = typeof raw.data === 'string' ? parse(raw.data) : raw.data;
	}

	get runData() {
		return this.data.resultData.runData;
	}

	get error() {
		return this.data.resultData.error;
	}

	runs(node) {
		return this.runData[node] ?? [];
	}

	/** Items of a node's output. */
	items(node, output = 0, runIndex = 0) {
		return this.runs(node)[runIndex]?.data?.main?.[output] ?? [];
	}

	json(node, output = 0, runIndex = 0) {
		return this.items(node, output, runIndex).map(({ json }) => json);
	}

	/** The node's own error, or the workflow's. */
	errorOf(node) {
		return this.runs(node).at(-1)?.error ?? (this.error?.node?.name === node ? this.error : undefined);
	}
}

/** The node types of a home's tarball, as the package's own package.json names them. */
export function registered(unpacked) {
	const { n8n } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
	const nameIn = (file) => {
		if (!existsSync(join(unpacked, file))) throw new Error(`${file} is named in package.json but not in the tarball`);
		return file.split('/').at(-1).split('.')[0];
	};
	return { nodes: n8n.nodes.map(nameIn), credentials: n8n.credentials.map(nameIn) };
}
