/**
 * WebSockets with hibernation: the end of an object outlives its instance, the browser's end may be cut off without a
 * word. Frames of one direction keep their order.
 */
import type { World } from "../world.ts";

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;
/** RFC 6455: the connection ended without a closing frame. */
const ABNORMAL = 1006;

/** Where the events of a socket go: the handlers of its object, which are made for them. */
interface Owner {
  closed(socket: ServerSocket, code: number): void;
  said(socket: ServerSocket, text: string): void;
}

/** The object's end. */
export class ServerSocket {
  readyState = OPEN;
  /** Null before the answer to the upgrade arrived, and after the line was cut. */
  client: ClientSocket | null = null;
  #world: World | null = null;
  #owner: Owner | null = null;
  #attachment: unknown = null;
  #early: string[] = [];
  #isCut = false;

  /** `ctx.acceptWebSocket` */
  accept(world: World, owner: Owner): void {
    this.#world = world;
    this.#owner = owner;
  }

  serializeAttachment(value: unknown): void {
    this.#attachment = structuredClone(value);
  }

  deserializeAttachment(): unknown {
    return structuredClone(this.#attachment);
  }

  send(text: string): void {
    if (this.readyState !== OPEN) throw new Error("the socket is closed");
    if (this.client) this.client.later(() => this.client?.receive(text));
    else if (!this.#isCut) this.#early.push(text);
  }

  close(): void {
    const isAnswer = this.readyState === CLOSING;
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    if (!isAnswer) this.client?.later(() => this.client?.ended());
  }

  /** The answer to the upgrade arrived. */
  join(client: ClientSocket): void {
    this.client = client;
    for (const text of this.#early.splice(0)) client.later(() => client.receive(text));
    if (this.readyState === CLOSED) client.later(() => client.ended());
  }

  /** The browser sent a closing frame. */
  left(code: number): void {
    if (this.readyState !== OPEN) return;
    this.readyState = CLOSING;
    this.#owner?.closed(this, code);
  }

  said(text: string): void {
    if (this.readyState === OPEN) this.#owner?.said(this, text);
  }

  /** The network ended: the object hears of it when its machine does. */
  cut(afterMs: number): void {
    this.client = null;
    this.#isCut = true;
    this.#world?.plan(afterMs, "a socket is found dead", () => this.left(ABNORMAL));
  }

  /** The machine of the object ended, and all of its connections with it. */
  drop(): void {
    this.readyState = CLOSED;
    this.client?.later(() => this.client?.ended());
  }
}

/** The browser's end, as far as the dashboard uses a `WebSocket`. */
export class ClientSocket {
  readyState = CONNECTING;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly #world: World;
  #server: ServerSocket | null = null;
  #lastAt = 0;

  constructor(world: World) {
    this.#world = world;
  }

  opened(server: ServerSocket): void {
    if (this.readyState !== CONNECTING) {
      server.cut(0);
      return;
    }
    this.readyState = OPEN;
    this.#server = server;
    server.join(this);
  }

  /** Something that arrives at either end, in order. */
  later(run: () => void): void {
    const at = Math.max(this.#world.now + this.#world.latency(), this.#lastAt);
    this.#lastAt = at;
    this.#world.plan(at - this.#world.now, "a frame arrives", run);
  }

  send(text: string): void {
    const server = this.#server;
    if (this.readyState !== OPEN || !server) return;
    this.later(() => {
      if (text !== "ping") server.said(text);
      // The runtime answers, and the object sleeps on.
      else if (server.readyState === OPEN && server.client) this.later(() => this.receive("pong"));
    });
  }

  close(code = 1000): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    const server = this.#server;
    if (server) this.later(() => server.left(code));
  }

  receive(data: string): void {
    if (this.readyState === OPEN) this.onmessage?.({ data });
  }

  ended(): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.onclose?.();
  }

  /** @param isTold the browser hears of it too, at once */
  cut(isTold: boolean, noticedMs: number): void {
    this.#server?.cut(noticedMs);
    this.#server = null;
    if (isTold) this.ended();
  }
}

class SocketPair {
  readonly 1 = new ServerSocket();
  readonly 0 = this[1];
}

const PlainResponse = Response as unknown as new (body: BodyInit | null, init?: ResponseInit) => object;

/** Node's `Response` refuses the status of an upgrade. */
class UpgradeResponse extends PlainResponse {
  webSocket: ServerSocket | null = null;

  constructor(body: BodyInit | null, init: ResponseInit & { webSocket?: ServerSocket } = {}) {
    super(body, init.status === 101 ? {} : init);
    if (init.webSocket) this.webSocket = init.webSocket;
  }
}

Object.assign(globalThis, {
  WebSocketPair: SocketPair,
  WebSocketRequestResponsePair: class {},
  Response: UpgradeResponse,
});
