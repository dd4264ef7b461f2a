/** A real SMTP server on loopback that keeps what it gets. */
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { until } from './suite.mjs';

/** @returns `{ credential, mails, next(count) }`; each mail is mailparser's, with `raw` and `envelope` */
export async function startPost(after) {
	const mails = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData(stream, session, done) {
			const parts = [];
			stream.on('data', (part) => parts.push(part));
			stream.on('end', () => {
				const raw = Buffer.concat(parts);
				simpleParser(raw).then((mail) => {
					mails.push({ ...mail, raw: raw.toString('utf8'), to: session.envelope.rcptTo.map(({ address }) => address) });
					done();
				}, done);
			});
		},
	});
	server.on('error', () => {});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.server.address();
	after(() => new Promise((resolve) => server.close(resolve)));
	return {
		credential: { host: '127.0.0.1', port, secure: false, disableStartTls: true, user: '', password: '' },
		mails,
		/** Waits until so many mails have come. */
		arrived: (count, seconds = 30) => until(`${count} mails`, () => mails.length >= count && mails, { seconds }),
	};
}
