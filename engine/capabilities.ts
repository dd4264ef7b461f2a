import type { Capabilities } from '../nodes/shared/model/capabilities';
import { manifest } from './package';
import { fs, load, packageRoot, path } from './platform';

/** What each vendor's folder says that its system can do, by the node's name. A folder that says nothing is missing here. */
export function capabilitiesByNode(): Map<string, Capabilities> {
	const declared = manifest.n8n.nodes.flatMap((file): Array<[string, Capabilities]> => {
		const face = path.basename(file, '.node.js');
		const name = face.charAt(0).toLowerCase() + face.slice(1);
		const location = path.join(packageRoot, path.dirname(file), `${name}.capabilities.js`);
		if (!fs.existsSync(location)) return [];
		return [[name, (load(location) as { capabilities: Capabilities }).capabilities]];
	});
	return new Map(declared);
}
