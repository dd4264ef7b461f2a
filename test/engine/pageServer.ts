import { http } from '../../engine/platform';

type IncomingMessage = InstanceType<typeof http.IncomingMessage>;
type ServerResponse = InstanceType<typeof http.ServerResponse>;

/** What a call asked. */
export interface Asked {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly body: unknown;
}

/** What goes back: a status with JSON or text, or a connection that breaks before an answer. */
export type Back = 'reset' | { status: number; body?: unknown; headers?: Record<string, string> };

export interface PageServer {
	readonly url: string;
	readonly calls: Asked[];
	close(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const text = Buffer.concat(chunks).toString('utf8');
	return text === '' ? undefined : (JSON.parse(text) as unknown);
};

function answer(response: ServerResponse, { status, body, headers }: Exclude<Back, 'reset'>): void {
	const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
	const type = typeof body === 'string' ? 'text/html' : 'application/json';
	response.writeHead(status, { 'content-type': type, ...headers }).end(text);
}

/**
 * A server of a few lines, written from a vendor's page alone: it shares nothing with the simulators, so that what
 * these have misread shows.
 */
export async function pageServer(reply: (asked: Asked) => Back): Promise<PageServer> {
	const calls: Asked[] = [];
	const server = http.createServer((request: IncomingMessage, response: ServerResponse) => {
		void bodyOf(request).then((body) => {
			const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page');
			const asked = { method: request.method ?? '', path: decodeURIComponent(pathname), query: searchParams, body };
			calls.push(asked);
			const back = reply(asked);
			if (back === 'reset') request.socket.destroy();
			else answer(response, back);
		});
	});
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const { port } = server.address() as { port: number };
	return {
		url: `http://127.0.0.1:${port}`,
		calls,
		close: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
			});
		},
	};
}
