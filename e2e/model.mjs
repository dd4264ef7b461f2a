/** A stand-in for a language model: an OpenAI-compatible server on loopback that follows a script. */
import { createServer } from 'node:http';

/**
 * `script(turn)` is asked once per call, with `{ round, tools, results }`: how many calls came before, the tools on
 * offer, and what the tools answered so far. It gives `{ call: arguments, tool? }` or `{ say: text }`.
 */
export async function startModel(script, after) {
	const requests = [];
	const server = createServer((request, response) => {
		const parts = [];
		request.on('data', (part) => parts.push(part));
		request.on('end', () => {
			if (!request.url.endsWith('/chat/completions')) {
				response
					.writeHead(request.method === 'GET' ? 200 : 404, { 'Content-Type': 'application/json' })
					.end(JSON.stringify({ object: 'list', data: [{ id: 'scripted', object: 'model' }] }));
				return;
			}
			const body = JSON.parse(Buffer.concat(parts).toString('utf8'));
			const results = body.messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
			const turn = script({ round: requests.length, tools: body.tools ?? [], results });
			requests.push(body);
			reply(response, body, turn, requests.length);
		});
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
	after(
		() =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(resolve);
			}),
	);
	return { baseUrl: `http://127.0.0.1:${server.address().port}/v1`, requests };
}

function reply(response, body, turn, number) {
	const about = { id: `chat-${number}`, created: 1, model: body.model };
	const message =
		'say' in turn
			? { role: 'assistant', content: turn.say }
			: {
					role: 'assistant',
					content: null,
					tool_calls: [
						{
							id: `call-${number}`,
							type: 'function',
							function: { name: turn.tool ?? body.tools[0].function.name, arguments: JSON.stringify(turn.call) },
						},
					],
				};
	const finish = 'say' in turn ? 'stop' : 'tool_calls';
	const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
	if (body.stream !== true) {
		response.writeHead(200, { 'Content-Type': 'application/json' }).end(
			JSON.stringify({
				...about,
				object: 'chat.completion',
				choices: [{ index: 0, message, finish_reason: finish }],
				usage,
			}),
		);
		return;
	}
	response.writeHead(200, { 'Content-Type': 'text/event-stream' });
	const delta =
		message.tool_calls === undefined
			? message
			: { ...message, tool_calls: message.tool_calls.map((call, index) => ({ ...call, index })) };
	for (const choice of [
		{ index: 0, delta, finish_reason: null },
		{ index: 0, delta: {}, finish_reason: finish },
	]) {
		response.write(`data: ${JSON.stringify({ ...about, object: 'chat.completion.chunk', choices: [choice] })}\n\n`);
	}
	response.end('data: [DONE]\n\n');
}
