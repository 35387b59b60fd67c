/**
 * One connection to a live feed. Its socket only receives; topics are set by calls of the API, which also keep it alive.
 * Numbers tell when something was missed: then whoever watches asks the API, which is the truth.
 */
import type { LiveFrame, LiveGroup, LiveNews } from "../../../shared/contracts/live.ts";
import { MAX_TOPICS, RENEW_MS } from "../../../shared/contracts/live-limits.ts";

/** What a connection needs of a WebSocket. The runtimes type its handlers differently. */
export interface LiveSocket extends Pick<WebSocket, "send" | "close"> {
  readonly readyState: number;
  onmessage: unknown;
  onclose: unknown;
}

export interface Watcher {
  onNews(news: LiveNews): void;
  /** Something was missed, or the connection is new. */
  onGap(): void;
}

/** What a connection needs of the browser and the API; tests give their own. */
export interface LivePorts {
  /** @throws when the API refuses, or is away */
  openSocket(group: LiveGroup, topics: string[]): Promise<{ socket: string; ticket: string }>;
  renewSocket(group: LiveGroup, socket: string, topics: string[]): Promise<unknown>;
  connect(group: LiveGroup, ticket: string): LiveSocket;
  isHidden(): boolean;
  random(): number;
}

/** Changes of what is watched are sent together. */
const SETTLE_MS = 200;
const PING_MS = 25_000;
const RECONNECT = { baseMs: 1000, maxMs: 30_000 };
/** A page that was left may be followed by one that watches the same. */
const LINGER_MS = 5000;

export class LiveConnection {
  readonly #group: LiveGroup;
  readonly #ports: LivePorts;
  readonly #watchers = new Map<string, Set<Watcher>>();
  readonly #seqs = new Map<string, number>();
  #epoch: string | null = null;
  #ws: LiveSocket | null = null;
  #socket: string | null = null;
  /** Topics of the last call, joined. */
  #asked = "";
  #isOpening = false;
  #failures = 0;
  #answered = true;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(group: LiveGroup, ports: LivePorts) {
    this.#group = group;
    this.#ports = ports;
  }

  /** True while changes of the topic arrive by themselves. */
  isLive(topic: string): boolean {
    return this.#ws?.readyState === 1 && this.#seqs.has(topic);
  }

  /** @returns ends the watch */
  watch(topic: string, watcher: Watcher): () => void {
    const watchers = this.#watchers.get(topic) ?? new Set();
    this.#watchers.set(topic, watchers.add(watcher));
    this.#later("settle", SETTLE_MS, () => void this.#settle());
    return () => {
      watchers.delete(watcher);
      if (watchers.size === 0 && this.#watchers.get(topic) === watchers) this.#watchers.delete(topic);
      this.#later("settle", this.#watchers.size === 0 ? LINGER_MS : SETTLE_MS, () => void this.#settle());
    };
  }

  /** The tab is seen again: a connection that ended meanwhile is opened at once. */
  wake(): void {
    if (this.#ws === null && this.#watchers.size > 0) this.#later("open", 0, () => void this.#open());
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#forget();
  }

  #topics(): string[] {
    return [...this.#watchers.keys()].slice(0, MAX_TOPICS);
  }

  async #settle(): Promise<void> {
    if (this.#watchers.size === 0) return this.close();
    if (this.#ws === null) return this.#open();
    await this.#renew();
  }

  async #open(): Promise<void> {
    if (this.#isOpening || this.#ws !== null || this.#watchers.size === 0 || this.#ports.isHidden()) return;
    this.#isOpening = true;
    try {
      const topics = this.#topics();
      this.#asked = topics.join(" ");
      const { socket, ticket } = await this.#ports.openSocket(this.#group, topics);
      // The page was left meanwhile.
      if (this.#watchers.size === 0) return;
      const ws = this.#ports.connect(this.#group, ticket);
      this.#ws = ws;
      this.#socket = socket;
      this.#answered = true;
      ws.onmessage = ({ data }: { data: unknown }) => this.#receive(String(data));
      ws.onclose = () => {
        if (this.#ws === ws) this.#lost();
      };
      this.#later("renew", RENEW_MS, () => void this.#renew());
      this.#later("ping", PING_MS, () => this.#ping());
    } catch {
      this.#lost();
    } finally {
      this.#isOpening = false;
    }
  }

  async #renew(): Promise<void> {
    const socket = this.#socket;
    if (socket === null) return;
    this.#later("renew", RENEW_MS, () => void this.#renew());
    try {
      const topics = this.#topics();
      this.#asked = topics.join(" ");
      await this.#ports.renewSocket(this.#group, socket, topics);
    } catch {
      // The feed does not know the socket any more, or the API is away: begin anew.
      if (this.#socket === socket) this.#lost();
    }
  }

  /** A connection that died without a word is noticed by a ping that nobody answers. */
  #ping(): void {
    if (!this.#answered) {
      this.#lost();
      return;
    }
    this.#answered = false;
    if (this.#ws?.readyState === 1) this.#ws.send("ping");
    this.#later("ping", PING_MS, () => this.#ping());
  }

  #receive(text: string): void {
    this.#answered = true;
    if (text === "pong") return;
    const { epoch, news } = JSON.parse(text) as LiveFrame;
    this.#failures = 0;
    // What began to be watched while the socket was opened was not in its call.
    if (this.#watchers.size > 0 && this.#asked !== this.#topics().join(" "))
      this.#later("settle", SETTLE_MS, () => void this.#settle());
    if (epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#seqs.clear();
      for (const watchers of this.#watchers.values()) for (const watcher of watchers) watcher.onGap();
    }
    for (const one of news) {
      const expected = (this.#seqs.get(one.topic) ?? one.seq - 1) + 1;
      this.#seqs.set(one.topic, one.seq);
      for (const watcher of this.#watchers.get(one.topic) ?? []) {
        if (!one.first && one.seq !== expected) watcher.onGap();
        watcher.onNews(one);
      }
    }
  }

  #lost(): void {
    this.#forget();
    if (this.#watchers.size === 0) return;
    const ceiling = Math.min(RECONNECT.maxMs, RECONNECT.baseMs * 2 ** this.#failures++);
    // Jitter: browsers that lost the same object must not come back in one moment.
    const wait = ceiling / 2 + (ceiling / 2) * this.#ports.random();
    this.#later("open", wait, () => void this.#open());
  }

  #forget(): void {
    this.#ws?.close(1000);
    this.#ws = null;
    this.#socket = null;
    this.#epoch = null;
    this.#seqs.clear();
    for (const name of ["renew", "ping"]) clearTimeout(this.#timers.get(name));
  }

  #later(name: string, ms: number, run: () => void): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.set(name, setTimeout(run, ms));
  }
}
