/** Loads, versions and the drift alarm, over a real D1. */
import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { lock } from "../../durable-objects/lock/client.ts";
import { readConfig } from "../../shared/config.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { PermitReport } from "../../shared/contracts/platform-gate.ts";
import type { PlatformSettings } from "../../shared/contracts/settings.ts";
import type { FetchResult } from "../../shared/crawl/fetch-result.ts";
import { createLogger } from "../../shared/log.ts";
import { adapters } from "../../shared/platforms/registry.ts";
import { addVersion } from "./add-version.ts";
import { createDictionaries } from "./create-dictionaries.ts";
import { createDictionaryStore } from "./dictionary-store.ts";

beforeEach(() => applyD1Migrations(env.DB, inject("d1Migrations")));
afterEach(() => reset());

const SHIPPED = Object.entries(adapters.qcwy.cityCodes);
type Areas = [name: string, code: string][];
const bodyOf = (areas: Areas, districts: Areas = [["禅城区", "518201"]]) =>
  JSON.stringify({
    items: [
      {
        title: "all",
        items: areas.map(([value, code]) => ({
          ...{ value, code },
          ...(value === "佛山" && { items: districts.map((one) => ({ value: one[0], code: one[1] })) }),
        })),
      },
    ],
  });
const FOSHAN: Areas = [...SHIPPED, ["佛山", "518200"]];

/** 51job's cities; its other file has moved. */
function stage(over: Partial<PlatformSettings> = {}) {
  const site = { body: bodyOf(FOSHAN), status: 200, waitMs: 0, fails: false };
  const seen = {
    reports: [] as PermitReport[],
    urls: [] as string[],
    lines: [] as string[],
    joined: [] as string[][],
  };
  let now = 1_700_000_000_000;
  const config = readConfig(env);
  const settings = { ...config.platforms.qcwy, delay_ms: 0, jitter_ms: 0, ...over };
  const dictionaries = createDictionaries({
    store: createDictionaryStore(drizzle(env.DB)),
    config: { ...config, platforms: { ...config.platforms, qcwy: settings } },
    gate: () => ({
      exchange: async (reports, want) => {
        seen.reports.push(...reports);
        const isWaiting = site.waitMs > 0;
        return {
          permits: want === 1 && !isWaiting ? ["permit"] : [],
          wait_ms: site.waitMs,
          breaker: "closed" as const,
          ...(isWaiting && { reason: "pace" as const }),
        };
      },
      giveBack: async () => {},
    }),
    fetchPage: async ({ url }): Promise<FetchResult> => {
      seen.urls.push(new URL(url).pathname);
      if (site.fails) return { ok: false, reason: "connection refused" };
      const isCities = url.endsWith("dd_city.json");
      return { ok: true, answer: { status: isCities ? site.status : 404, headers: {}, body: site.body } };
    },
    lock: lock(env, "dictionaries"),
    insertCityCodes: async (lines) => void seen.joined.push(lines),
    inBackground: () => {},
    clock: { now: () => now++, sleep: async () => {} },
    logger: createLogger({}, { write: (line) => seen.lines.push(JSON.parse(line).message) }),
  });
  const load = async (by = "schedule") => {
    now += 60_000;
    await dictionaries.request(["qcwy"], by);
    return dictionaries.run("test");
  };
  const city = async () =>
    (await dictionaries.list()).find(({ kind, platform }) => platform === "qcwy" && kind === "city");
  const wait = (ms: number) => {
    now += ms;
  };
  const codeOf = async (name: string, platform: Platform = "qcwy") =>
    (await dictionaries.cities()).code(platform, name);
  return { dictionaries, site, seen, load, city, codeOf, wait };
}

test("before a load the shipped version is active; after it a city that was unknown has its code and districts", async () => {
  const { dictionaries, load, city, codeOf, seen } = stage();
  expect([await codeOf("佛山"), await codeOf("北京")]).toEqual([null, "010000"]);
  expect((await city())?.active).toMatchObject({ version: 0, state: "active", entries: SHIPPED.length });
  const report = await load("admin:1");
  expect(report).toEqual({ loaded: 1, failed: 1, waiting: 0, activated: 2, proposed: 0 });
  expect((await city())?.active).toMatchObject({ version: 1, added: 1, loadedBy: "admin:1", drift: null });
  const cities = await dictionaries.cities();
  expect(cities.place("qcwy", "佛山市")).toEqual({
    code: "518200",
    districts: [{ code: "518201", name: "禅城区" }],
  });
  // Other platforms keep theirs, and the cities are written for joins.
  expect(await codeOf("北京", "boss")).toBe("101010100");
  expect(seen.joined[0]?.map((line) => JSON.parse(line)).find((row) => row.city === "佛山")).toMatchObject({
    ...{ platform: "qcwy", city_code: "518200", division_code: "440600", version: 1 },
  });
  const loads = await dictionaries.loads();
  expect(loads.map(({ source, outcome, dueAt }) => [source, outcome, dueAt])).toEqual([
    ["cities", "ok", null],
    ["filters", "schema-drift", null],
  ]);
});

test("an option under another code is sent under it, once a person has agreed", async () => {
  const { dictionaries } = stage();
  const store = createDictionaryStore(drizzle(env.DB));
  const degrees = adapters.qcwy.shippedDictionary.degree ?? [];
  const entries = degrees.map((one) => (one.name === "本科" ? { ...one, code: "44" } : one));
  const of = { platform: "qcwy", kind: "degree", entries } as const;
  const added = await addVersion(store, { maxAdded: 50, maxDrift: 0 }, of, { by: "schedule", at: 1 });
  expect(added).toMatchObject({ version: 1, state: "proposed" });
  const sent = async () => {
    const place = (await dictionaries.cities()).place("qcwy", "北京");
    const query = {
      keyword: "Java",
      city: "北京",
      channel: "web",
      filters: { degree: "04" },
      page: 1,
      place,
    } as const;
    const settings = readConfig(env).platforms.qcwy;
    const { url } = await adapters.qcwy.listRequest(query, { settings, signKey: "k", now: 1 });
    return new URL(url).searchParams.get("degree");
  };
  expect(await sent()).toBe("04");
  await dictionaries.activate("qcwy", "degree", 1, "admin:1");
  expect(await sent()).toBe("44");
});

test("the same answer in another order makes no version", async () => {
  const { dictionaries, site, load } = stage();
  await load();
  site.body = bodyOf([...FOSHAN].reverse());
  expect(await load()).toMatchObject({ loaded: 1, activated: 0, proposed: 0 });
  expect((await dictionaries.versions("qcwy", "city")).map(({ version }) => version)).toEqual([1, 0]);
});

const HANGZHOU = FOSHAN.map(([name, code]): Areas[number] => [name, name === "杭州" ? "999900" : code]);

test.each<[string, Areas]>([
  ["a changed code", HANGZHOU],
  ["a missing city", FOSHAN.filter(([name]) => name !== "杭州")],
  ["half of the cities", FOSHAN.slice(15)],
  [
    "more new ones than the limit",
    [...FOSHAN, ...Array.from({ length: 51 }, (_, at): Areas[number] => [`新${at}区域`, `77${at}`])],
  ],
])("%s raises the alarm, and the active version stays until a person decides", async (_, areas) => {
  const { dictionaries, site, load, city, codeOf, seen } = stage();
  await load();
  site.body = bodyOf(areas);
  expect(await load()).toMatchObject({ activated: 0, proposed: 1 });
  expect(seen.lines).toContain("dictionary.drift");
  const waits = await city();
  expect(waits).toMatchObject({ active: { version: 1 }, proposed: { version: 2, state: "proposed" } });
  expect(waits?.proposed?.drift).toMatch(/without a person$/);
  expect(await codeOf("杭州")).toBe("080200");
  // The next load says the same, which is no second alarm.
  expect(await load()).toMatchObject({ activated: 0, proposed: 0 });
  await dictionaries.activate("qcwy", "city", 2, "admin:2");
  expect(await codeOf("杭州")).toBe(areas.find(([name]) => name === "杭州")?.[1] ?? null);
  expect(await city()).toMatchObject({ active: { version: 2, decidedBy: "admin:2" }, proposed: null });
  // The version before can be made active again, and so can the shipped one.
  await dictionaries.activate("qcwy", "city", 1, "admin:3");
  expect(await codeOf("杭州")).toBe("080200");
  await dictionaries.activate("qcwy", "city", 0, "admin:3");
  expect([await codeOf("佛山"), await codeOf("杭州")]).toEqual([null, "080200"]);
});

test("a rejected version asks no more, and one that waits is gone when the site is back", async () => {
  const { dictionaries, site, load, city } = stage();
  await load();
  site.body = bodyOf(HANGZHOU);
  await load();
  await dictionaries.reject("qcwy", "city", 2, "admin:1");
  expect(await load()).toMatchObject({ proposed: 0 });
  expect((await city())?.proposed).toBeNull();
  await expect(dictionaries.reject("qcwy", "city", 2, "admin:1")).rejects.toMatchObject({
    code: "invalid_state",
  });
  await expect(dictionaries.activate("qcwy", "city", 9, "admin:1")).rejects.toMatchObject({
    code: "not_found",
  });

  site.body = bodyOf(FOSHAN.slice(10));
  expect(await load()).toMatchObject({ proposed: 1 });
  site.body = bodyOf(FOSHAN);
  await load();
  expect((await city())?.proposed).toBeNull();
  expect((await dictionaries.versions("qcwy", "city")).map(({ version, state }) => [version, state])).toEqual(
    [
      [3, "superseded"],
      [2, "rejected"],
      [1, "active"],
      [0, "superseded"],
    ],
  );
});

test("of two people who activate at once, one version is active", async () => {
  const { dictionaries, site, load } = stage();
  await load();
  site.body = bodyOf(HANGZHOU);
  await load();
  const both = await Promise.allSettled([
    dictionaries.activate("qcwy", "city", 2, "a:1"),
    dictionaries.activate("qcwy", "city", 2, "b:2"),
    dictionaries.activate("qcwy", "city", 0, "c:3"),
  ]);
  expect(both.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
  const active = (await dictionaries.versions("qcwy", "city")).filter(({ state }) => state === "active");
  expect(active).toHaveLength(1);
});

test("an answer without what was there before is a changed format, not an empty dictionary", async () => {
  const { site, load, dictionaries } = stage();
  await load();
  site.body = bodyOf(SHIPPED);
  expect(await load()).toMatchObject({ loaded: 0, failed: 2 });
  const [cities] = await dictionaries.loads();
  expect(cities).toMatchObject({ outcome: "schema-drift", reason: expect.stringContaining("district") });
  expect((await dictionaries.cities()).place("qcwy", "佛山")?.districts).toHaveLength(1);
});

test("a failed request is tried again later, five times; a refusal is not", async () => {
  const { site, load, wait, dictionaries, seen } = stage();
  site.fails = true;
  expect(await load()).toMatchObject({ waiting: 2, failed: 0 });
  expect(await dictionaries.run("again")).toMatchObject({ waiting: 0 });
  for (let attempt = 2; attempt <= 5; attempt++) {
    wait(3_600_000);
    await dictionaries.run("again");
  }
  expect(seen.urls.filter((url) => url.endsWith("dd_city.json"))).toHaveLength(5);
  expect((await dictionaries.loads())[0]).toMatchObject({ outcome: "network", attempts: 5, dueAt: null });
  site.fails = false;
  site.status = 403;
  expect(await load()).toMatchObject({ failed: 2 });
  expect((await dictionaries.loads())[0]).toMatchObject({ outcome: "blocked", dueAt: null });
  // Static files on another origin do not close the search.
  expect(seen.reports.map(({ outcome }) => outcome)).not.toContain("blocked");
});

test("without a permit nothing is requested, and the load goes on later", async () => {
  const { site, load, wait, seen, dictionaries } = stage();
  site.waitMs = 100_000;
  expect(await load()).toMatchObject({ waiting: 2 });
  expect(seen.urls).toEqual([]);
  site.waitMs = 0;
  wait(200_000);
  expect(await dictionaries.run("later")).toMatchObject({ loaded: 1 });
});

test("a platform for nodes only is not requested by the edge", async () => {
  const { load, seen, dictionaries } = stage({ runs_on: "nodes" });
  expect(await load()).toMatchObject({ loaded: 0, failed: 2 });
  expect(seen.urls).toEqual([]);
  expect((await dictionaries.loads())[0]?.reason).toContain("nodes only");
});
