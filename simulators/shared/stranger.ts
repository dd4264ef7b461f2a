import { http } from '../../engine/platform';
import type { RequestHeaders } from './vendor';

export interface StrangerRequest {
	readonly method: string;
	readonly rawUrl: string;
	readonly headers: RequestHeaders;
	readonly body: string;
}

/** A server of another origin: whatever reaches it should never have been sent. */
export interface Stranger {
	readonly baseUrl: string;
	readonly requests: StrangerRequest[];
	reset(): void;
	close(): Promise<void>;
}

/** Starts one; it answers everything with 200 and a JSON body that looks like an empty list of users. */
export async function startStranger(port = 0): Promise<Stranger> {
	const requests: StrangerRequest[] = [];
	const sockets = new Set<{ destroy(): void }>();
	const server = http.createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			requests.push({
				method: request.method ?? '',
				rawUrl: request.url ?? '',
				headers: request.headers,
				body: Buffer.concat(chunks).toString('utf8'),
			});
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end('{"meta":{},"linked":{},"users":[]}');
		});
	});
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	const address = server.address();
	const actual = typeof address === 'object' && address !== null ? address.port : port;
	return {
		baseUrl: `http://127.0.0.1:${actual}`,
		requests,
		reset: () => {
			requests.length = 0;
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				for (const socket of sockets) socket.destroy();
			}),
	};
}
