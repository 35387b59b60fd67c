import { DurableObject } from "cloudflare:workers";
import { type ObjectClock, systemClock } from "../../shared/clock.ts";
import {
  CLOSED_TOO_MANY,
  CLOSED_UNRENEWED,
  type LiveFeedApi,
  type LiveFrame,
  LiveGroup,
  type LiveNews,
  MAX_SOCKETS,
  MAX_SOCKETS_OF_USER,
  type NewSocket,
  SOCKET_MS,
  TICKET_MS,
} from "../../shared/contracts/live.ts";
import { SECOND_MS } from "../../shared/time.ts";
import { readTopics } from "./read-topics.ts";

/** Between two reads of what somebody watches; a topic that stays the same is read ever more rarely. */
const READ_MS = SECOND_MS;
const IDLE_READ_MS = 4 * SECOND_MS;
/** Reads without a change after which the feed counts as idle. */
const IDLE_AFTER = 5;
/** RFC 6455: data that the endpoint does not take. */
const CLOSED_UNSUPPORTED = 1003;

/** Lies with the socket, so that it is there after the object slept; at most 2,048 bytes. */
interface Attachment {
  socket: string;
  user: string;
  masked: boolean;
  /** Unix ms. */
  since: number;
  until: number;
  topics: string[];
}

/**
 * Tells browsers what changes. The object is named by its group. Its sockets hibernate: without a topic nothing runs, and
 * without a socket there is no alarm. Nothing is stored; what is in memory may be lost, which costs the browsers one
 * question to the API each.
 */
export class LiveFeed extends DurableObject<Env> implements LiveFeedApi {
  /** Tests set their own. */
  clock: ObjectClock = systemClock;
  /** Tests give their own topics. */
  read: (topics: readonly string[]) => Promise<Map<string, unknown>>;
  readonly #expected = new Map<string, NewSocket & { until: number }>();
  /** What was told last of each topic. */
  readonly #told = new Map<string, { json: string; seq: number }>();
  #epoch: string | null = null;
  #quiet = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.read = (topics) => readTopics(env, LiveGroup.parse(ctx.id.name), topics);
    // A browser asks whether the connection lives without waking the object.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  async expect(wanted: NewSocket): Promise<void> {
    const now = this.clock.now();
    for (const [ticket, { until }] of this.#expected) if (until <= now) this.#expected.delete(ticket);
    // The oldest come first. One person's tickets must not take the places of all others.
    const own = [...this.#expected.values()].filter(({ userId }) => userId === wanted.userId);
    for (const { ticket } of own.slice(0, Math.max(0, own.length - MAX_SOCKETS_OF_USER + 1)))
      this.#expected.delete(ticket);
    if (this.#expected.size >= MAX_SOCKETS) throw new Error("too many sockets are expected");
    this.#expected.set(wanted.ticket, { ...wanted, until: now + TICKET_MS });
  }

  override async fetch(request: Request): Promise<Response> {
    const ticket = new URL(request.url).searchParams.get("ticket") ?? "";
    const wanted = this.#expected.get(ticket);
    // A ticket is good for one socket.
    this.#expected.delete(ticket);
    const now = this.clock.now();
    if (request.headers.get("upgrade") !== "websocket") return new Response(null, { status: 426 });
    if (!wanted || wanted.until <= now) return new Response(null, { status: 403 });
    const all = this.#sockets();
    if (all.length >= MAX_SOCKETS) return new Response(null, { status: 503 });
    const own = all
      .filter(({ about }) => about.user === wanted.userId)
      .sort((one, other) => one.about.since - other.about.since);
    for (const { ws } of own.slice(0, Math.max(0, own.length - MAX_SOCKETS_OF_USER + 1)))
      ws.close(CLOSED_TOO_MANY, "another one was opened");
    const { 0: browser, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    const { socket, userId: user, masked, topics } = wanted;
    server.serializeAttachment({
      ...{ socket, user, masked, topics },
      ...{ since: now, until: now + SOCKET_MS },
    } satisfies Attachment);
    await this.#greet(server, topics, masked);
    return new Response(null, { status: 101, webSocket: browser });
  }

  async renew(socket: string, userId: string, masked: boolean, topics: string[]): Promise<boolean> {
    const found = this.#sockets().find(({ about }) => about.socket === socket && about.user === userId);
    if (!found) return false;
    const { ws, about } = found;
    const added = topics.filter((topic) => !about.topics.includes(topic));
    ws.serializeAttachment({ ...about, masked, topics, until: this.clock.now() + SOCKET_MS });
    await this.#greet(ws, added, masked);
    return true;
  }

  /** A socket only receives: who sends something else than `ping` is no browser of ours. */
  override async webSocketMessage(ws: WebSocket): Promise<void> {
    ws.close(CLOSED_UNSUPPORTED, "this socket takes no messages");
  }

  override async webSocketClose(ws: WebSocket, code: number): Promise<void> {
    // Codes that only a browser may see cannot be sent back.
    ws.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  override async alarm(): Promise<void> {
    const now = this.clock.now();
    for (const { ws, about } of this.#sockets())
      if (about.until <= now) ws.close(CLOSED_UNRENEWED, "it was not renewed");
    const sockets = this.#sockets().filter(({ about }) => about.until > now);
    const topics = new Set(sockets.flatMap(({ about }) => about.topics));
    for (const topic of this.#told.keys()) if (!topics.has(topic)) this.#told.delete(topic);
    const changed = await this.#changes([...topics]);
    this.#quiet = changed.size > 0 ? 0 : this.#quiet + 1;
    for (const { ws, about } of sockets) {
      const news = about.topics.flatMap((topic) => changed.get(topic) ?? []);
      if (news.length > 0) this.#send(ws, news, about.masked);
    }
    await this.#arm(sockets.map(({ about }) => about));
  }

  /** Sends the state of topics that are new to a socket. */
  async #greet(ws: WebSocket, topics: string[], masked: boolean): Promise<void> {
    // Others learn of a change that is found here with the next round, from the same number.
    const fresh = topics.filter((topic) => !this.#told.has(topic));
    await this.#changes(fresh);
    const news = topics.flatMap((topic): LiveNews[] => {
      const told = this.#told.get(topic);
      return told ? [{ topic, seq: told.seq, first: true, data: JSON.parse(told.json) }] : [];
    });
    this.#send(ws, news, masked);
    this.#quiet = 0;
    await this.#arm(this.#sockets().map(({ about }) => about));
  }

  /** Reads topics, and numbers what is not as it was told last. */
  async #changes(topics: string[]): Promise<Map<string, LiveNews>> {
    const changed = new Map<string, LiveNews>();
    if (topics.length === 0) return changed;
    for (const [topic, data] of await this.read(topics)) {
      const json = JSON.stringify(data ?? null);
      const before = this.#told.get(topic);
      if (before?.json === json) continue;
      const seq = (before?.seq ?? 0) + 1;
      this.#told.set(topic, { json, seq });
      changed.set(topic, { topic, seq, first: false, data: JSON.parse(json) });
    }
    return changed;
  }

  #send(ws: WebSocket, news: LiveNews[], masked: boolean): void {
    this.#epoch ??= this.clock.uuid();
    const shown = masked ? news.map((one) => ({ ...one, data: withoutMessage(one.data) })) : news;
    try {
      ws.send(JSON.stringify({ epoch: this.#epoch, news: shown } satisfies LiveFrame));
    } catch {
      // The browser has gone; its socket is closed by the runtime.
    }
  }

  /** The next round, or the end of the next socket that is not renewed; no alarm without a socket. */
  async #arm(sockets: Attachment[]): Promise<void> {
    if (sockets.length === 0) return this.ctx.storage.deleteAlarm();
    const now = this.clock.now();
    const ends = Math.min(...sockets.map(({ until }) => until));
    const round = this.#quiet >= IDLE_AFTER ? IDLE_READ_MS : READ_MS;
    const watched = sockets.some(({ topics }) => topics.length > 0);
    await this.ctx.storage.setAlarm(Math.max(now + 1, watched ? Math.min(now + round, ends) : ends));
  }

  #sockets(): { ws: WebSocket; about: Attachment }[] {
    return this.ctx.getWebSockets().flatMap((ws) => {
      const about = ws.deserializeAttachment() as Attachment | null;
      return about && ws.readyState === WebSocket.OPEN ? [{ ws, about }] : [];
    });
  }
}

/** The message of a task's progress is free text, in which a contact may stand. */
function withoutMessage(data: unknown): unknown {
  const progress = (data as { progress?: object | null } | null)?.progress;
  return progress ? { ...(data as object), progress: { ...progress, message: null } } : data;
}
