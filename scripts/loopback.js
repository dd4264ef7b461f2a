const http = require('node:http');
const { Duplex } = require('node:stream');

const HOST = '127.0.0.1';

/** The HTTP servers of this process that listen, by port. */
const servers = new Map();

// As they are before a virtual clock replaces them.
const { setImmediate, setTimeout, clearTimeout } = globalThis;

/** Something arrives at a later turn of the event loop and by itself, as what comes from the system does. */
const later = (deliver) => void setImmediate(deliver);

/** Half of a connection, with what Node's HTTP asks of a socket. */
class End extends Duplex {
	constructor(options, port) {
		super({ ...options, decodeStrings: true });
		this.peer = undefined;
		this.connecting = false;
		this.remoteAddress = HOST;
		this.remoteFamily = 'IPv4';
		this.remotePort = port;
		this.localAddress = HOST;
		this.localPort = port;
		this.timeout = 0;
		this.idle = undefined;
	}

	_read() {}

	_write(chunk, _encoding, done) {
		this.give(chunk);
		done();
	}

	_writev(chunks, done) {
		this.give(chunks.length === 1 ? chunks[0].chunk : Buffer.concat(chunks.map(({ chunk }) => chunk)));
		done();
	}

	/** Node's HTTP ends what has ended, too; an error would be made for that, and thrown away. */
	end(...given) {
		return given.length === 0 && this.writableFinished ? this : super.end(...given);
	}

	give(chunk) {
		const { peer } = this;
		this.stir();
		later(() => {
			if (peer.destroyed) return;
			peer.stir();
			peer.push(chunk);
		});
	}

	_final(done) {
		this.finish();
		done();
	}

	_destroy(error, done) {
		clearTimeout(this.idle);
		this.finish();
		done(error);
	}

	/** The other end has read the last. */
	finish() {
		const { peer } = this;
		if (this.isFinished === true) return;
		this.isFinished = true;
		later(() => {
			if (!peer.destroyed && !peer.readableEnded) peer.push(null);
		});
	}

	/** Breaks the connection as a system does that knows nothing of it. */
	resetAndDestroy() {
		const { peer } = this;
		this.isFinished = true;
		later(() => {
			if (peer.destroyed) return;
			const error = new Error('read ECONNRESET');
			peer.destroy(Object.assign(error, { errno: -104, code: 'ECONNRESET', syscall: 'read' }));
		});
		return this.destroy();
	}

	setTimeout(milliseconds, listener) {
		this.timeout = milliseconds;
		clearTimeout(this.idle);
		this.idle = undefined;
		if (milliseconds > 0) {
			this.idle = setTimeout(() => this.emit('timeout'), milliseconds).unref();
			if (listener !== undefined) this.once('timeout', listener);
		} else if (listener !== undefined) this.removeListener('timeout', listener);
		return this;
	}

	stir() {
		this.idle?.refresh();
	}

	address() {
		return { address: this.localAddress, family: this.remoteFamily, port: this.localPort };
	}

	setNoDelay() {
		return this;
	}

	setKeepAlive() {
		return this;
	}

	ref() {
		return this;
	}

	unref() {
		return this;
	}
}

function connect(server, port) {
	const client = new End({ allowHalfOpen: false }, port);
	const answering = new End({ allowHalfOpen: true }, port);
	client.peer = answering;
	answering.peer = client;
	client.connecting = true;
	later(() => {
		client.connecting = false;
		if (client.destroyed) return;
		server.emit('connection', answering);
		client.emit('connect');
		client.emit('ready');
	});
	return client;
}

/**
 * Lets HTTP within this process go without the operating system, which is almost half of what a simulated call costs.
 * Node's client, server and parsers stay as they are. A connection that is kept for later calls, goes to another process,
 * or to a port on which nobody listens, is a real one; n8n keeps none.
 */
function shorten() {
	const { createConnection } = http.Agent.prototype;
	const { listen } = http.Server.prototype;
	http.Server.prototype.listen = function (...given) {
		this.once('listening', () => {
			const { port } = this.address();
			servers.set(port, this);
			this.once('close', () => {
				if (servers.get(port) === this) servers.delete(port);
			});
		});
		return listen.apply(this, given);
	};
	http.Agent.prototype.createConnection = function (options, ...rest) {
		const server = options.host === HOST && !this.keepAlive ? servers.get(Number(options.port)) : undefined;
		if (server?.listening !== true) return createConnection.call(this, options, ...rest);
		return connect(server, Number(options.port));
	};
}

module.exports = { shorten };
