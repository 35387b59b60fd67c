/** The node at work: real HTTP to a small API, real job boards, a real browser. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findChromium } from "../../../../local/chrome/install.ts";
import { type JobBoards, startJobBoards } from "../../../../local/job-boards/start.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { PlatformSettings } from "../../../../shared/contracts/settings.ts";
import {
  type FakeApi,
  KEY,
  NODE_ID,
  newClaim,
  startFakeApi,
} from "../../../../tests/support/crawler-node/fake-api.ts";
import { listLogger } from "../../../../tests/support/crawler-node/list-logger.ts";
import { untilSoon } from "../../../../tests/support/until.ts";
import { readSettings } from "../cli/read-settings.ts";
import { EXIT } from "../exit.ts";
import { runNode } from "../run.ts";

const SIGN_KEY = "test-sign-key";
let boards: JobBoards;
let api: FakeApi;
let data: string;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  boards = await startJobBoards({ signKey: SIGN_KEY, bossOpen: true });
});
afterAll(() => boards.close());
beforeEach(async () => {
  api = await startFakeApi();
  data = await mkdtemp(join(tmpdir(), "jobdata-node-"));
  for (const platform of ["qcwy", "zhilian", "boss"] as const) api.settings[platform] = settingsOf(platform);
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await api.close();
  await rm(data, { recursive: true, force: true });
});

const settingsOf = (platform: Platform, over: object = {}) =>
  PlatformSettings.parse({
    ...{
      list_url: boards[platform].url,
      detail_url: boards[platform].url,
      company_url: boards[platform].url,
    },
    ...{
      fetch_mode: "http",
      delay_ms: 0,
      jitter_ms: 0,
      concurrency: 4,
      timeout_ms: 60_000,
      early_stop_pages: 0,
    },
    ...{ cap_rows: 1000, breaker_cooldown_ms: 1000, breaker_failures: 50, ...over },
  });

function start(flags: Record<string, string> = {}) {
  const logger = listLogger();
  const stop = new AbortController();
  const env = { JOBDATA_KEY: KEY, QCWY_SIGN_KEY: SIGN_KEY };
  const settings = readSettings({ api: api.url, data, platforms: "qcwy,zhilian", ...flags }, env, "/");
  const ended = runNode(settings, logger, stop.signal);
  const end = async () => {
    stop.abort();
    return ended;
  };
  stops.push(() => end().catch(() => {}));
  const saw = (message: string) =>
    untilSoon(message, () => logger.lines.find((line) => line.message === message));
  return { logger, end, ended, saw };
}

const keysOf = () =>
  (api.rows as { jobId?: string; number?: string }[]).map((row) => row.jobId ?? row.number);

describe("a node", () => {
  test("crawls what it is given: rows before their checkpoint, one line a page, then settled", async () => {
    api.work = [newClaim("qcwy", "Java")];
    const { logger, end, saw } = start();
    await saw("crawl.settled");
    expect(api.settled).toEqual([{ kind: "done", outcome: "ok", early_stopped: false }]);
    const pages = logger.lines.filter(({ message }) => message === "crawl.page");
    expect(pages.length).toBeGreaterThan(1);
    expect(pages[0]?.fields).toMatchObject({
      platform: "qcwy",
      keyword: "Java",
      page: 1,
      outcome: "ok",
      proxy: null,
    });
    const stored = api.calls.filter((call) => /^(batch|progress)/.test(call));
    expect(stored).toEqual(pages.flatMap((_, index) => ["batch", `progress ${index + 1}`]));
    expect(new Set(keysOf()).size).toBe(api.rows.length);
    expect(await end()).toBe(EXIT.ok);
    expect(api.beats.at(-1)).toMatchObject({
      activity: "stopping",
      work: [],
      totals: { rows: api.rows.length, pages: pages.length },
    });
    expect(JSON.stringify(logger.lines)).not.toContain(KEY);
  });

  test("spools while the API takes nothing, fetches nothing more, and hands all in once it is back", async () => {
    api.leaseMs = 60_000;
    // Without a pace one permit is good for a burst of pages.
    api.settings.qcwy = settingsOf("qcwy", { delay_ms: 1 });
    api.work = [newClaim("qcwy", "工程师", "深圳")];
    let away = false;
    api.fault = (call) => {
      if (call === "batch" && api.calls.filter((one) => one === "batch").length === 2) away = true;
      return away ? 503 : null;
    };
    const { saw, logger } = start();
    await saw("outbox.api-unavailable");
    const fetched = () => logger.lines.filter(({ message }) => message === "crawl.page").length;
    const files = () => readdir(join(data, "outbox")).catch(() => []);
    await untilSoon(
      "the third page's batch and checkpoint on the disk",
      async () => (await files()).length >= 2,
    );
    const before = fetched();
    expect((await files()).length).toBeGreaterThan(0);
    api.fault = () => null;
    await untilSoon("the settlement", () => api.settled.length > 0);
    expect(before, "without permits nothing is fetched").toBe(3);
    expect(api.settled).toMatchObject([{ kind: "done" }]);
    expect(new Set(keysOf()).size).toBe(api.rows.length);
    expect(api.rows.length).toBeGreaterThan(60);
    const progress = api.calls
      .filter((call) => call.startsWith("progress"))
      .map((call) => Number(call.split(" ")[1]));
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });

  test("survives cut connections: each page once, nothing twice", async () => {
    api.work = [newClaim("zhilian", "Java")];
    const times = new Map<string, number>();
    api.fault = (call) => {
      const count = times.get(call) ?? 0;
      times.set(call, count + 1);
      return count % 2 === 0 ? "cut" : null;
    };
    const { saw } = start();
    await saw("crawl.settled");
    await untilSoon("the settlement", () => api.settled.length > 0);
    expect(api.settled[0]).toMatchObject({ kind: "done" });
    expect(new Set(keysOf()).size).toBe(api.rows.length);
  });

  test("drops its work when the lease is gone, and counts it", async () => {
    api.work = [newClaim("qcwy", "Java")];
    api.fault = (call) => (call.startsWith("progress 2") ? 409 : null);
    const { saw, end } = start();
    await saw("crawl.stale-lease");
    expect(api.settled).toEqual([]);
    await untilSoon("a heartbeat that tells", () => api.beats.some(({ totals }) => totals.dropped === 1));
    expect(await end()).toBe(EXIT.ok);
  });

  test("gives its work back at a stop, within seconds, and says so", async () => {
    api.settings.qcwy = settingsOf("qcwy", { delay_ms: 200 });
    api.work = [newClaim("qcwy", "工程师", "全国")];
    const { saw, end } = start();
    await saw("crawl.page");
    const startedAt = Date.now();
    expect(await end()).toBe(EXIT.ok);
    expect(Date.now() - startedAt).toBeLessThan(15_000);
    expect(api.settled).toMatchObject([{ kind: "yield", reason: "the node stops" }]);
    expect(await readdir(data)).not.toContain("node.lock");
  });

  test("at a stop with the API away leaves all on the disk and hands it in at the next start", async () => {
    api.work = [newClaim("qcwy", "工程师", "深圳")];
    let away = false;
    api.fault = (call) => {
      if (call === "progress 2") away = true;
      return away ? 503 : null;
    };
    const first = start();
    await first.saw("outbox.api-unavailable");
    expect(await first.end()).toBe(EXIT.ok);
    expect(api.settled).toEqual([]);
    api.fault = () => null;
    const second = start();
    await second.saw("outbox.recovered");
    await untilSoon("the keyword to be given back", () => api.settled.length === 1);
    expect(api.settled[0]).toMatchObject({ kind: "yield" });
    expect(api.calls.filter((call) => call.startsWith("progress"))).toContain("progress 2");
  });

  test("carries out commands once, tells of each, and refuses another package", async () => {
    const command = (id: number, kind: string, more: object = {}) =>
      ({ id: `00000000-0000-4000-8000-00000000000${id}`, kind, ...more }) as FakeApi["commands"][number];
    api.commands = [
      command(1, "pace", { delay_ms: 5, slots: 3 }),
      command(2, "package", { version: "9.9.9" }),
      command(3, "pause"),
    ];
    const { ended, logger } = start();
    await untilSoon("all three to be told", () => api.beats.flatMap(({ done }) => done).length >= 3);
    const done = api.beats.flatMap(({ done }) => done);
    expect(done.find(({ id }) => id.endsWith("1"))).toMatchObject({ ok: true });
    expect(done.find(({ id }) => id.endsWith("2"))).toMatchObject({
      ok: false,
      message: expect.stringContaining("jobdata-node@9.9.9"),
    });
    await untilSoon("the pause to show", () =>
      api.beats.some(({ activity, slots }) => activity === "paused" && slots === 3),
    );
    expect(logger.lines.filter(({ message }) => message === "node.command")).toHaveLength(3);
    api.commands = [command(4, "stop")];
    expect(await ended).toBe(EXIT.ok);
    expect(api.beats.at(-1)).toMatchObject({ activity: "stopping" });
  });

  test("keeps what a site sent in place of a list", async () => {
    const fault = { kind: "code37" };
    const response = await fetch(`${boards.boss.url}/__control/faults`, {
      method: "POST",
      body: JSON.stringify(fault),
    });
    if (!response.ok) throw new Error(await response.text());
    try {
      api.work = [newClaim("boss", "Java")];
      await start({ platforms: "boss", chromium: process.execPath }).saw("crawl.settled");
      expect(api.settled).toMatchObject([{ kind: "park", state: "blocked" }]);
      expect(api.failedPages).toMatchObject([{ query: { outcome: "blocked", page: 1 } }]);
      expect(api.calls).toContain("notes");
    } finally {
      await fetch(`${boards.boss.url}/__control/faults`, { method: "DELETE" });
    }
  });

  test("keeps what a browser showed, with a picture of it", async () => {
    const { path, env } = await findChromium();
    Object.assign(process.env, env);
    api.settings.boss = settingsOf("boss", { fetch_mode: "browser" });
    const spoiled = await fetch(`${boards.boss.url}/__control/faults`, {
      method: "POST",
      body: JSON.stringify({ kind: "403", match: { target: "page" } }),
    });
    if (!spoiled.ok) throw new Error(await spoiled.text());
    try {
      api.work = [newClaim("boss", "Java")];
      await start({ platforms: "boss", chromium: path }).saw("crawl.settled");
      expect(api.settled).toMatchObject([{ kind: "park", state: "blocked" }]);
      expect(api.failedPages.map(({ type }) => type)).toEqual(["text/html", "image/png"]);
      expect(api.failedPages[1]?.bytes).toBeGreaterThan(1000);
    } finally {
      await fetch(`${boards.boss.url}/__control/faults`, { method: "DELETE" });
    }
  });

  test("holds its data folder, and ends with its own code when the API refuses the key", async () => {
    const { saw } = start();
    await saw("node.started");
    const lock = join(data, "node.lock");
    expect(await readFile(lock, "utf8")).toBe(String(process.pid));
    api.fault = () => 401;
    const logger = listLogger();
    const settings = readSettings(
      { api: api.url, data: join(data, "other"), platforms: "zhilian" },
      { JOBDATA_KEY: KEY },
      "/",
    );
    expect(await runNode(settings, logger, new AbortController().signal)).toBe(EXIT.key);
    expect(logger.lines.at(-1)?.message).toBe("node.key-rejected");
  });

  test("leaves out what this machine cannot crawl, and says what it lacks", async () => {
    const logger = listLogger();
    const settings = readSettings({ api: api.url, data, chromium: "/nowhere" }, { JOBDATA_KEY: KEY }, "/");
    const stop = new AbortController();
    const ended = runNode(settings, logger, stop.signal);
    await untilSoon("the start", () => logger.lines.some(({ message }) => message === "node.started"));
    const left = logger.lines.filter(({ message }) => message === "node.platform-left-out");
    expect(left.map(({ fields }) => fields.platform)).toEqual(["boss", "qcwy"]);
    stop.abort();
    await ended;
    expect(api.beats[0]).toMatchObject({ platforms: ["zhilian"] });
    expect(NODE_ID).toHaveLength(36);
  });
});
