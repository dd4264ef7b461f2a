import type { ICredentialType, INodeType } from 'n8n-workflow';

import { fs, path, load, packageRoot } from './platform';

/** The package under test: its built nodes and credential types, found as n8n finds them, through package.json. */

interface Manifest {
	name: string;
	n8n: { nodes: string[]; credentials: string[] };
}

export const manifest = JSON.parse(fs.readFileSync(path.join(packageRoot, 'package.json'), 'utf8')) as Manifest;

/** Loads the class that n8n expects in a built file, named after the file, and makes one instance of it. */
function instantiate<T>(file: string): T {
	const location = path.join(packageRoot, file);
	if (!fs.existsSync(location)) {
		throw new Error(`${file} is not built. Run "npm run build" first.`);
	}
	const className = path.basename(file).split('.')[0] ?? '';
	const exported = load(location) as Record<string, new () => T>;
	const found = exported[className];
	if (!found) throw new Error(`${file} does not export a class named ${className}.`);
	return new found();
}

let nodeTypes: Map<string, INodeType> | undefined;
let credentialTypes: Map<string, ICredentialType> | undefined;

/** All nodes of the package by their internal name (`bridge`, `learnifier` …). */
export function packageNodes(): Map<string, INodeType> {
	nodeTypes ??= new Map(
		manifest.n8n.nodes.map((file) => {
			const node = instantiate<INodeType>(file);
			return [node.description.name, node] as const;
		}),
	);
	return nodeTypes;
}

/** All credential types of the package by name (`bridgeApi` …). */
export function packageCredentials(): Map<string, ICredentialType> {
	credentialTypes ??= new Map(
		manifest.n8n.credentials
			.filter((file) => fs.existsSync(path.join(packageRoot, file)))
			.map((file) => {
				const credential = instantiate<ICredentialType>(file);
				return [credential.name, credential] as const;
			}),
	);
	return credentialTypes;
}
