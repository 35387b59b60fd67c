/** Splitting by the districts of the sites' dictionaries: it reaches what the other filters cannot (X6). */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CityPlace, DictionaryEntry } from "../../shared/contracts/dictionary.ts";
import type { SearchFilters } from "../../shared/contracts/platform.ts";
import { PlatformSettings } from "../../shared/contracts/settings.ts";
import type { RequestSpec, SearchQuery } from "../../shared/platforms/adapter.ts";
import { indexCities } from "../../shared/platforms/cities.ts";
import { platforms } from "../../shared/platforms/platforms.ts";
import { adapters } from "../../shared/platforms/registry.ts";
import { control, holds, SIGN_KEY } from "../../tests/support/job-boards/test-client.ts";
import { type JobBoards, startJobBoards } from "./start.ts";

/** A site that shows one posting of each search: only parts of one posting are read whole. */
const CAP = 1;
const PLATFORM = "qcwy";
const adapter = adapters[PLATFORM];
let boards: JobBoards;
beforeAll(async () => {
  boards = await startJobBoards({ signKey: SIGN_KEY, caps: { [PLATFORM]: CAP } });
});
afterAll(() => boards.close());

const context = () => {
  const { url } = boards[PLATFORM];
  const settings = PlatformSettings.parse({
    ...platforms[PLATFORM].settings,
    ...{ list_url: url, dictionary_url: url },
  });
  return { settings, signKey: SIGN_KEY, now: Date.now() };
};
async function send({ url, ...init }: RequestSpec) {
  const answer = await fetch(url, init);
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
}

async function load() {
  const entries: Partial<Record<string, DictionaryEntry[]>> = {};
  for (const source of adapter.dictionaries) {
    const read = source.read(await send(source.request(context())));
    expect([source.name, read.outcome, read.unread]).toEqual([source.name, "ok", 0]);
    Object.assign(entries, read.entries);
  }
  return entries;
}

/** The postings that a crawl reaches, by their keys. */
async function crawl(place: CityPlace | undefined): Promise<Set<string | null>> {
  const reached = new Set<string | null>();
  const open: SearchFilters[] = [{}];
  for (let filters = open.pop(); filters; filters = open.pop()) {
    const query: SearchQuery = { keyword: "Java", city: "上海", channel: "web", filters, page: 1, place };
    const read = adapter.readList(await send(await adapter.listRequest(query, context())), query);
    expect(["ok", "true-zero"], read.reason ?? "").toContain(read.outcome);
    const parts = (read.total ?? 0) > CAP ? adapter.splitQuery(query) : [];
    open.push(...parts);
    for (const item of read.items) reached.add(adapter.jobKey(item));
  }
  return reached;
}

test("districts reach every posting that names one, beyond what all other filters reach", async () => {
  const { city = [], district = [] } = await load();
  const place = indexCities(city, district).place("上海");
  expect(place?.districts.length).toBeGreaterThan(10);
  const { ids } = await holds(boards[PLATFORM].url, "Java", "上海");
  const without = await crawl(undefined);
  const withDistricts = await crawl(place ?? undefined);
  expect(without.size).toBeLessThan(ids.length - 5);
  expect(withDistricts.size).toBeGreaterThan(without.size + 5);
  for (const key of withDistricts) expect(ids).toContain(key);
});

test("the boards know every city of the official list, and a dictionary can have another code, lack a city, or have a new one", async () => {
  const { city: whole = [] } = await load();
  expect(
    indexCities(whole, [])
      .list()
      .filter(({ divisionCode }) => divisionCode !== null).length,
  ).toBeGreaterThan(700);
  const faulty = async (kind: string) => {
    await control(boards[PLATFORM].url, "POST", "faults", { kind, times: 1 });
    const [source] = adapter.dictionaries;
    return source?.read(await send(source.request(context())));
  };
  const hangzhou = whole.find(({ name }) => name === "杭州");
  expect((await faulty("dictionary-recoded"))?.entries.city).toContainEqual({
    ...hangzhou,
    code: `9${hangzhou?.code}`,
  });
  expect((await faulty("dictionary-missing"))?.entries.city?.length).toBe(whole.length - 1);
  expect((await faulty("dictionary-new"))?.entries.city?.length).toBe(whole.length + 1);
  const renamed = { kind: "renamed-field", field: "items", match: { target: "dictionary" }, times: 1 };
  await control(boards[PLATFORM].url, "POST", "faults", renamed);
  const [source] = adapter.dictionaries;
  expect(source?.read(await send(source.request(context()))).outcome).toBe("schema-drift");
});
