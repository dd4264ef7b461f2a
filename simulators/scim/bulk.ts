import { isObject, isText } from '../shared/checks';
import { attempt, Refusal } from '../shared/refusal';
import { disturbRows } from '../shared/rows';
import type { Call, Reply } from '../shared/vendor';
import { ScimRefusal } from './resource';
import type { ScimSwitches } from './switches';

const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const BULK_REPLY = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

/** What the server does for one operation. */
interface Singles {
	tooLarge(words: string): Reply;
	refuse(refusal: Refusal): Reply;
	location(id: string): string;
	create(data: unknown): Reply;
	patch(id: string, data: unknown, version: string | undefined): Reply;
	delete(id: string, version: string | undefined): Reply;
}

/** The answer to a Bulk call (RFC 7644 §3.7): one outcome for each operation. @throws ScimRefusal */
export function bulkReply(call: Call, switches: ScimSwitches, singles: Singles): Reply {
	const { bulk, bulkBytes } = switches;
	const { body } = call;
	if (Buffer.byteLength(JSON.stringify(body)) > bulkBytes) return singles.tooLarge(`More than ${bulkBytes} bytes`);
	if (!isObject(body) || !Array.isArray(body.schemas) || !body.schemas.includes(BULK_REQUEST))
		throw new ScimRefusal(400, 'This is no Bulk request', 'invalidSyntax');
	const operations: readonly unknown[] = Array.isArray(body.Operations) ? body.Operations : [];
	if (operations.length > bulk) return singles.tooLarge(`More than ${bulk} operations`);
	if (body.failOnErrors !== undefined) call.request.notes.push('failOnErrors is set');
	const seen = new Set<string>();
	const answers = operations.map((operation) => operate(operation, seen, switches, singles));
	return {
		status: 200,
		json: { schemas: [BULK_REPLY], Operations: disturbRows(answers, 'inOrder', call.fault) },
	};
}

function operate(operation: unknown, seen: Set<string>, switches: ScimSwitches, singles: Singles): unknown {
	if (!isObject(operation)) throw new ScimRefusal(400, 'An operation must be an object', 'invalidSyntax');
	const { method, path, bulkId, data, version } = operation;
	if (method === 'POST' && !isText(bulkId)) throw new ScimRefusal(400, 'A create needs a bulkId', 'invalidValue');
	if (isText(bulkId) && seen.has(bulkId)) throw new ScimRefusal(400, 'A bulkId came twice', 'invalidValue');
	if (isText(bulkId)) seen.add(bulkId);
	const id = isText(path) ? decodeURIComponent(path.replace(/^\/Users\/?/, '')) : '';
	const match = isText(version) ? version : undefined;
	const done = attempt((): Reply => {
		if (method === 'POST' && path === '/Users') return singles.create(data);
		if (method === 'PATCH' && id !== '') return singles.patch(id, data, match);
		if (method === 'DELETE' && id !== '') return singles.delete(id, match);
		throw new ScimRefusal(400, 'The operation is not known', 'invalidPath');
	});
	const reply = done instanceof Refusal ? singles.refuse(done) : done;
	const isNamed = switches.bulkIds === 'all' || method === 'POST';
	const location = reply.headers?.location ?? singles.location(id);
	return {
		method,
		...(isNamed && bulkId !== undefined ? { bulkId } : {}),
		...(reply.status < 300 || method !== 'POST' ? { location } : {}),
		status: String(reply.status),
		...(reply.status < 300 ? {} : { response: reply.json }),
	};
}
