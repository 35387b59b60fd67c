/** The proxies of tests share this: they listen on a free port of loopback, and closing ends every connection. */
import { once } from "node:events";
import type { AddressInfo, Server, Socket } from "node:net";

export interface Credentials {
  username: string;
  password: string;
}

export interface ProxyOptions {
  /** Clients without these credentials are rejected. */
  auth?: Credentials;
}

export interface RunningProxy {
  /** The URL contains the credentials. */
  url: string;
  port: number;
  /** Counts the connections that were opened for accepted clients. */
  connections(): number;
  close(): Promise<void>;
}

export async function listen(
  server: Server,
  protocol: string,
  auth: Credentials | undefined,
  connections: () => number,
): Promise<RunningProxy> {
  const open = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const who = auth ? `${encodeURIComponent(auth.username)}:${encodeURIComponent(auth.password)}@` : "";
  return {
    url: `${protocol}://${who}127.0.0.1:${port}`,
    port,
    connections,
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
