import { fs, path, root } from '../../engine/platform';

interface TemplateNode {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly parameters: Record<string, unknown>;
	readonly credentials?: unknown;
}

interface Template {
	readonly name: string;
	readonly nodes: readonly TemplateNode[];
	readonly connections: Record<string, Record<string, ReadonlyArray<ReadonlyArray<{ readonly node: string }>>>>;
}

const OWN = 'n8n-nodes-lms-users.';
const folder = path.join(root, 'workflows');
const files = fs.readdirSync(folder).filter((file) => file.endsWith('.json'));
const text = (file: string): string => fs.readFileSync(path.join(folder, file), 'utf8');

describe.each(files)('workflows/%s', (file) => {
	const template = JSON.parse(text(file)) as Template;
	const names = template.nodes.map(({ name }) => name);

	it('has a name, and a sticky note that explains it and how to set it up', () => {
		expect(template.name).not.toBe('');
		const note = template.nodes.find(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(String(note?.parameters.content)).toMatch(/^## .+[\s\S]*\*\*Set up\*\*/);
	});

	it('names no host but placeholders, and carries no credentials', () => {
		const hosts = [...text(file).matchAll(/https?:\/\/([^/"\\\s)]+)/g)].map(([, host]) => host);
		expect(hosts.filter((host) => !String(host).endsWith('.example.com'))).toEqual([]);
		expect(template.nodes.filter(({ credentials }) => credentials !== undefined)).toEqual([]);
	});

	it('joins nodes that exist, each with an id and a name of its own', () => {
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(template.nodes.map(({ id }) => id)).size).toBe(names.length);
		const joined = Object.entries(template.connections).flatMap(([from, kinds]) => [from, ...Object.values(kinds).flat(2).map(({ node }) => node)]);
		expect(joined.filter((name) => !names.includes(name))).toEqual([]);
	});

	it('refers to nodes by names that exist', () => {
		const referred = [...text(file).matchAll(/\$\('([^']+)'\)/g)].map(([, name]) => name);
		expect(referred.filter((name) => name === undefined || !names.includes(name))).toEqual([]);
	});

	it('starts in Dry Run, but for the step that applies what a person approved', () => {
		const writes = template.nodes.filter(
			({ type, parameters }) => type.startsWith(OWN) && !['getMany', 'getSummary'].includes(String(parameters.operation)),
		);
		expect(writes.filter(({ parameters }) => parameters.dryRun !== true).map(({ name }) => name)).toEqual(
			file === 'dry-run-approval-apply.json' ? ['Apply'] : [],
		);
		expect(writes.filter(({ parameters }) => typeof parameters.dryRun !== 'boolean')).toEqual([]);
	});

	it('names nobody in the fields that a person fills in, and leaves paths and addresses of chats empty', () => {
		expect(text(file)).not.toMatch(/Sally|Student|company\.tld/i);
		const asked = template.nodes.flatMap(({ parameters }) => [parameters.fileSelector, parameters.url]);
		expect(asked.filter((value) => value !== undefined && value !== '')).toEqual([]);
	});

	it('uses this package, and sends the summary somewhere', () => {
		const own = template.nodes.filter(({ type }) => type.startsWith(OWN));
		expect(own.length).toBeGreaterThan(0);
		expect(template.nodes.some(({ type }) => ['n8n-nodes-base.emailSend', 'n8n-nodes-base.httpRequest'].includes(type))).toBe(true);
	});
});
