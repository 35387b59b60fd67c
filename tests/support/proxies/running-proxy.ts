/** What the proxies of tests share: a free port on loopback, and an end that leaves no connection. */
import { once } from "node:events";
import type { AddressInfo, Server, Socket } from "node:net";

export interface Credentials {
  username: string;
  password: string;
}

export interface ProxyOptions {
  /** Nobody else is let through. */
  auth?: Credentials;
}

export interface RunningProxy {
  /** With its credentials. */
  url: string;
  port: number;
  /** Connections made onward for who was let through. */
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
