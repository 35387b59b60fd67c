/** The live feed over real WebSockets, on a clock and with topics of the test. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../../shared/clock.ts";
import { type LiveFrame, SOCKET_MS, TICKET_MS } from "../../shared/contracts/live.ts";
import { liveFeed } from "./client.ts";

/** Far ahead of the real time, so that no alarm fires by itself. */
const START = Date.UTC(2100, 0, 1);
const TASK = "task:019aab3e-7c00-8f03-9d1c-5a0c4be17f20";
const QUEUE = "queue:default";

let now = START;
let values: Record<string, unknown> = {};
/** Topics of each read. */
let reads: string[][] = [];
const stub = () => env.LIVE_FEED.getByName("tasks");
const feed = liveFeed(env, "tasks");

async function plug(): Promise<void> {
  await runInDurableObject(stub(), (instance) => {
    instance.clock = { ...systemClock, now: () => now };
    instance.read = async (topics) => {
      reads.push([...topics]);
      return new Map(topics.map((topic) => [topic, values[topic] ?? null]));
    };
  });
}

beforeEach(async () => {
  now = START;
  values = {};
  reads = [];
  await runInDurableObject(stub(), (_, state) => {
    for (const ws of state.getWebSockets()) ws.close(1000, "the test has ended");
  });
  await evictDurableObject(stub());
  await plug();
});

class Browser {
  readonly frames: LiveFrame[] = [];
  closed: number | null = null;
  readonly socket: string = crypto.randomUUID();
  ws: WebSocket | null = null;

  async open(topics: string[], { userId = "u1", masked = false, ticket = crypto.randomUUID() } = {}) {
    await feed.expect({ socket: this.socket, ticket, userId, masked, topics });
    return this.take(ticket);
  }

  async take(ticket: string): Promise<this> {
    const answer = await stub().fetch(`https://feed/api/v1/live/tasks?ticket=${ticket}`, {
      headers: { upgrade: "websocket" },
    });
    if (!answer.webSocket) throw new Error(String(answer.status));
    this.ws = answer.webSocket;
    this.ws.accept();
    this.ws.addEventListener("message", ({ data }) => {
      if (data !== "pong") this.frames.push(JSON.parse(String(data)));
    });
    this.ws.addEventListener("close", ({ code }) => {
      this.closed = code;
    });
    return this;
  }

  get news() {
    return this.frames.flatMap(({ news }) => news);
  }
}
const open = (topics: string[], options: Parameters<Browser["open"]>[1] = {}) =>
  new Browser().open(topics, options);
/** One round of the feed, and then what has arrived. */
async function round(ms = 1000): Promise<void> {
  now += ms;
  await runDurableObjectAlarm(stub());
}
const alarmAt = () => runInDurableObject(stub(), (_, { storage }) => storage.getAlarm());
const arrived = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 5 });

test("tells the state first, then only changes, numbered, one frame a round however many updates there were", async () => {
  values[TASK] = { progress: { done: 1 } };
  const browser = await open([TASK, QUEUE]);
  await arrived(() => expect(browser.frames).toHaveLength(1));
  expect(browser.news).toEqual([
    { topic: TASK, seq: 1, first: true, data: { progress: { done: 1 } } },
    { topic: QUEUE, seq: 1, first: true, data: null },
  ]);
  for (let done = 2; done < 2000; done++) values[TASK] = { progress: { done } };
  await round();
  await round();
  values[QUEUE] = { paused: true };
  await round();
  await arrived(() => expect(browser.frames).toHaveLength(3));
  expect(browser.news.slice(2)).toEqual([
    { topic: TASK, seq: 2, first: false, data: { progress: { done: 1999 } } },
    { topic: QUEUE, seq: 2, first: false, data: { paused: true } },
  ]);
});

test("reads each topic once however many watch, and nothing while nobody does", async () => {
  const browsers = await Promise.all([open([TASK]), open([TASK]), open([TASK])]);
  reads = [];
  await round();
  expect(reads).toEqual([[TASK]]);
  for (const { ws } of browsers) ws?.close(1000, "bye");
  await arrived(() => expect(browsers.map(({ closed }) => closed)).toEqual([1000, 1000, 1000]));
  await round();
  reads = [];
  await round();
  expect(reads).toEqual([]);
  expect(await alarmAt()).toBeNull();
});

test("what stays the same is read more rarely", async () => {
  await open([TASK]);
  for (let n = 0; n < 6; n++) await round();
  expect(await alarmAt()).toBe(now + 4000);
  values[TASK] = { done: 1 };
  await round(4000);
  expect(await alarmAt()).toBe(now + 1000);
});

test("after it forgot everything, the epoch is another and numbers begin anew", async () => {
  values[TASK] = { done: 1 };
  const browser = await open([TASK]);
  await arrived(() => expect(browser.frames).toHaveLength(1));
  await evictDurableObject(stub());
  await plug();
  values[TASK] = { done: 2 };
  await round();
  await arrived(() => expect(browser.frames).toHaveLength(2));
  const [before, after] = browser.frames;
  expect(after?.epoch).not.toBe(before?.epoch);
  expect(after?.news).toEqual([{ topic: TASK, seq: 1, first: false, data: { done: 2 } }]);
});

describe("a socket", () => {
  test("needs a ticket, which is good once and not for long", async () => {
    const ticket = crypto.randomUUID();
    await open([], { ticket });
    await expect(new Browser().take(ticket)).rejects.toThrow("403");
    await expect(new Browser().take("guessed")).rejects.toThrow("403");
    const late = { socket: crypto.randomUUID(), ticket: "late", userId: "u1", masked: false, topics: [] };
    await feed.expect(late);
    now += TICKET_MS;
    await expect(new Browser().take("late")).rejects.toThrow("403");
    expect((await stub().fetch(`https://feed/?ticket=${ticket}`)).status).toBe(426);
  });

  test("ends when it is not renewed, and only its user renews it", async () => {
    const browser = await open([TASK]);
    now += SOCKET_MS - 1000;
    expect(await feed.renew(browser.socket, "someone", false, [])).toBe(false);
    expect(await feed.renew(browser.socket, "u1", false, [QUEUE])).toBe(true);
    reads = [];
    await round();
    expect(reads).toEqual([[QUEUE]]);
    expect(browser.closed).toBeNull();
    await round(SOCKET_MS);
    await arrived(() => expect(browser.closed).toBe(4001));
    expect(await feed.renew(browser.socket, "u1", false, [])).toBe(false);
  });

  test("that sends anything but a ping is closed; a ping is answered", async () => {
    const browser = await open([TASK]);
    browser.ws?.send("ping");
    browser.ws?.send(JSON.stringify({ topics: ["bulk:x"] }));
    await arrived(() => expect(browser.closed).toBe(1003));
  });

  test("beyond ten of a person ends the oldest", async () => {
    const browsers: Browser[] = [];
    for (let n = 0; n < 11; n++) {
      now += 1;
      browsers.push(await open([]));
    }
    await open([], { userId: "u2" });
    await arrived(() => expect(browsers.filter(({ closed }) => closed === 4002)).toHaveLength(1));
    expect(browsers[0]?.closed).toBe(4002);
  });

  test("beyond ten tickets of a person the oldest are good no more, and those of others stay", async () => {
    const expecting = (ticket: string, userId: string) =>
      feed.expect({ socket: crypto.randomUUID(), ticket, userId, masked: false, topics: [] });
    await expecting("of another", "u2");
    for (let n = 0; n < 11; n++) await expecting(`ticket ${n}`, "u1");
    await expect(new Browser().take("ticket 0")).rejects.toThrow("403");
    expect((await new Browser().take("ticket 1")).ws).not.toBeNull();
    expect((await new Browser().take("of another")).ws).not.toBeNull();
  });

  test("of who may not see contacts gets no free text", async () => {
    values[TASK] = { progress: { done: 1, message: "电话 13800138000" } };
    const [masked, open_] = await Promise.all([open([TASK], { masked: true }), open([TASK])]);
    await arrived(() => expect([masked.frames.length, open_.frames.length]).toEqual([1, 1]));
    expect(masked.news[0]?.data).toEqual({ progress: { done: 1, message: null } });
    expect(JSON.stringify(open_.news)).toContain("13800138000");
    values[TASK] = { progress: { done: 2, message: "微信 abc" } };
    await round();
    await arrived(() => expect(masked.frames).toHaveLength(2));
    expect(masked.news[1]?.data).toEqual({ progress: { done: 2, message: null } });
  });
});
