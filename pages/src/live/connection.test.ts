/** A live connection over sockets of the test: topics, gaps, lost connections. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LiveFrame } from "../../../shared/contracts/live.ts";
import { LiveConnection, type LivePorts } from "./connection.ts";

class FakeSocket {
  readyState = 1;
  sent: string[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  /** A connection that died without a word. */
  isMute = false;
  send(text: string) {
    this.sent.push(text);
    if (!this.isMute) this.onmessage?.({ data: "pong" });
  }
  close() {
    this.readyState = 3;
  }
  drop() {
    this.readyState = 3;
    this.onclose?.();
  }
  frame(epoch: string, ...news: [topic: string, seq: number, first?: boolean][]) {
    const frame: LiveFrame = {
      epoch,
      news: news.map(([topic, seq, first = false]) => ({ topic, seq, first, data: seq })),
    };
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

let sockets: FakeSocket[];
let calls: [name: string, topics: string[]][];
let hidden: boolean;
let refusing: boolean;
let connection: LiveConnection;
/** What the API waits for before it answers. */
let answering: Promise<void>;

beforeEach(() => {
  vi.useFakeTimers();
  [sockets, calls, hidden, refusing, answering] = [[], [], false, false, Promise.resolve()];
  const ports: LivePorts = {
    openSocket: async (_, topics) => {
      calls.push(["open", topics]);
      await answering;
      if (refusing) throw new Error("signed out");
      return { socket: `s${sockets.length}`, ticket: "t" };
    },
    renewSocket: async (_, socket, topics) => {
      calls.push([`renew ${socket}`, topics]);
      if (refusing) throw new Error("not found");
    },
    connect: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    isHidden: () => hidden,
    random: () => 0.5,
  };
  connection = new LiveConnection("tasks", ports);
});
afterEach(() => {
  connection.close();
  vi.useRealTimers();
});

function watch(topic: string) {
  const log: string[] = [];
  const end = connection.watch(topic, {
    onNews: ({ data }) => log.push(String(data)),
    onGap: () => log.push("gap"),
  });
  return { log, end };
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test("what is watched at one moment is asked for together, and changes later by a renewal", async () => {
  const [one] = [watch("a"), watch("b")];
  await pass(200);
  expect(calls).toEqual([["open", ["a", "b"]]]);
  one.end();
  watch("c");
  await pass(200);
  expect(calls.at(-1)).toEqual(["renew s0", ["b", "c"]]);
});

test("what begins or ends while the socket is opened is not forgotten", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  answering = promise;
  const a = watch("a");
  await pass(200);
  const b = watch("b");
  await pass(200);
  resolve();
  await pass(0);
  sockets[0]?.frame("e1", ["a", 1, true]);
  await pass(200);
  expect(calls).toEqual([
    ["open", ["a"]],
    ["renew s0", ["a", "b"]],
  ]);
  a.end();
  b.end();
  await pass(5000);
  const late = Promise.withResolvers<void>();
  answering = late.promise;
  const c = watch("c");
  await pass(200);
  c.end();
  late.resolve();
  await pass(0);
  expect(sockets).toHaveLength(1);
});

test("news reach who watches the topic; a missing number and another epoch are gaps", async () => {
  const [a, b] = [watch("a"), watch("b")];
  await pass(200);
  const [socket] = sockets;
  socket?.frame("e1", ["a", 5, true], ["b", 1, true]);
  expect(connection.isLive("a")).toBe(true);
  socket?.frame("e1", ["a", 6]);
  socket?.frame("e1", ["a", 8], ["b", 2]);
  expect(a.log).toEqual(["gap", "5", "6", "gap", "8"]);
  socket?.frame("e2", ["a", 1]);
  expect(a.log.slice(5)).toEqual(["gap", "1"]);
  expect(b.log).toEqual(["gap", "1", "2", "gap"]);
  expect(connection.isLive("b")).toBe(false);
});

test("a lost connection comes back, ever more slowly, and asks anew", async () => {
  const { log } = watch("a");
  await pass(200);
  sockets[0]?.frame("e1", ["a", 1, true]);
  sockets[0]?.drop();
  expect(connection.isLive("a")).toBe(false);
  refusing = true;
  await pass(750);
  expect(calls).toHaveLength(2);
  await pass(1499);
  expect(calls).toHaveLength(2);
  refusing = false;
  await pass(1);
  expect(sockets).toHaveLength(2);
  sockets[1]?.frame("e1", ["a", 3, true]);
  expect(log).toEqual(["gap", "1", "gap", "3"]);
});

test("one that is not renewed any more is replaced", async () => {
  watch("a");
  await pass(200);
  await pass(60_000);
  expect(calls.at(-1)).toEqual(["renew s0", ["a"]]);
  refusing = true;
  await pass(60_000);
  refusing = false;
  await pass(1000);
  expect(sockets).toHaveLength(2);
});

test("a ping that nobody answers ends the connection", async () => {
  watch("a");
  await pass(200);
  await pass(25_000);
  if (sockets[0]) sockets[0].isMute = true;
  await pass(25_000);
  expect(sockets).toHaveLength(1);
  expect(sockets[0]?.sent).toEqual(["ping", "ping"]);
  await pass(25_000);
  await pass(1000);
  expect(sockets[0]?.readyState).toBe(3);
  expect(sockets).toHaveLength(2);
});

test("a hidden tab opens none until it is seen, and a page that is left closes its own", async () => {
  hidden = true;
  const { end } = watch("a");
  await pass(10_000);
  expect(calls).toEqual([]);
  hidden = false;
  connection.wake();
  await pass(0);
  expect(sockets).toHaveLength(1);
  end();
  await pass(4999);
  expect(sockets[0]?.readyState).toBe(1);
  await pass(1);
  expect(sockets[0]?.readyState).toBe(3);
  await pass(120_000);
  expect(calls).toHaveLength(1);
});
