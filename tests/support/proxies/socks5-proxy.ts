/** Runs a SOCKS5 proxy on loopback: CONNECT only (RFC 1928), optional user name and password (RFC 1929). */
import { connect, createServer, isIPv6, type Socket } from "node:net";
import { type Credentials, listen, type ProxyOptions, type RunningProxy } from "./running-proxy.ts";

const VERSION = 5;
const METHOD = { none: 0, password: 2, refused: 0xff };
const REPLY = { ok: 0, unreachable: 5, badCommand: 7, badAddress: 8 };
const CONNECT = 1;

/** Reads a socket by bytes, and releases it with the unread rest. */
function readerOf(socket: Socket) {
  return async (size: number): Promise<Buffer> => {
    for (;;) {
      const bytes: Buffer | null = socket.read(size);
      if (bytes) return bytes;
      if (socket.readableEnded || socket.destroyed) throw new Error("the client went away");
      await new Promise<void>((resolve) => {
        const done = () => {
          for (const event of ["readable", "end", "close"]) socket.off(event, done);
          resolve();
        };
        for (const event of ["readable", "end", "close"]) socket.once(event, done);
      });
    }
  };
}
type Read = ReturnType<typeof readerOf>;

const byte = async (read: Read) => (await read(1)).readUInt8();

async function authenticate(socket: Socket, read: Read, auth: Credentials | undefined): Promise<boolean> {
  if ((await byte(read)) !== VERSION) return false;
  const count = await byte(read);
  const offered = count === 0 ? Buffer.alloc(0) : await read(count);
  const method = auth ? METHOD.password : METHOD.none;
  if (!offered.includes(method)) {
    socket.end(Buffer.from([VERSION, METHOD.refused]));
    return false;
  }
  socket.write(Buffer.from([VERSION, method]));
  if (!auth) return true;
  await byte(read);
  const text = async () => (await read(await byte(read))).toString();
  const [username, password] = [await text(), await text()];
  const good = username === auth.username && password === auth.password;
  const answer = Buffer.from([1, good ? 0 : 1]);
  if (good) socket.write(answer);
  else socket.end(answer);
  return good;
}

/** @returns null for an unknown kind of address */
async function readHost(read: Read): Promise<string | null> {
  switch (await byte(read)) {
    case 1:
      return (await read(4)).join(".");
    case 3:
      return (await read(await byte(read))).toString();
    case 4: {
      const bytes = await read(16);
      return Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16)).join(":");
    }
    default:
      return null;
  }
}

const reply = (code: number) => Buffer.from([VERSION, code, 0, 1, 0, 0, 0, 0, 0, 0]);

export async function startSocks5Proxy({ auth }: ProxyOptions = {}): Promise<RunningProxy> {
  let connections = 0;

  async function serve(socket: Socket): Promise<void> {
    const read = readerOf(socket);
    if (!(await authenticate(socket, read, auth))) {
      socket.end();
      return;
    }
    const [, command] = await read(3);
    const host = await readHost(read);
    if (command !== CONNECT || host === null) {
      socket.end(reply(host === null ? REPLY.badAddress : REPLY.badCommand));
      return;
    }
    const port = (await read(2)).readUInt16BE();
    const onward = connect({ host, port, family: isIPv6(host) ? 6 : 0 });
    let through = false;
    onward.once("connect", () => {
      through = true;
      connections++;
      socket.write(reply(REPLY.ok));
      socket.pipe(onward).pipe(socket);
    });
    onward.on("error", () => (through ? socket.destroy() : socket.end(reply(REPLY.unreachable))));
    socket.on("close", () => onward.destroy());
  }

  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    serve(socket).catch(() => socket.destroy());
  });
  return listen(server, "socks5", auth, () => connections);
}
