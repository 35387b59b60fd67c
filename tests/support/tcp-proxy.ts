/** Forwards TCP between a program and a server; a test can cut it. */

import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";

export interface Wire {
  /** The URL is `http://127.0.0.1:port`, the same until the wire is closed. */
  url: string;
  /** Breaks every connection and refuses new ones. */
  cut(): void;
  mend(): void;
  /** Forwards to another port from now on: a server that started again may have a new one. */
  leadTo(target: URL): void;
  close(): Promise<void>;
}

export async function openWire(target: URL): Promise<Wire> {
  let to = target;
  let broken = false;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    return socket;
  };
  const server = createServer((near) => {
    keep(near);
    if (broken) return near.destroy();
    const far = keep(connect(Number(to.port), to.hostname));
    far.once("close", () => near.destroy());
    near.once("close", () => far.destroy());
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      broken = true;
      cutAll();
    },
    mend() {
      broken = false;
    },
    leadTo(next) {
      to = next;
    },
    async close() {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
