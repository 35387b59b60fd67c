/** The sites' dictionaries over the whole system: a load, a city that was unknown, the drift alarm, a decision. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { crawlAll } from "./support/crawl-all.ts";
import { expectNothingLost } from "./support/invariant.ts";
import { type System, startSystem } from "./support/system.ts";
import { until } from "./support/until.ts";

interface Version {
  version: number;
  state: string;
  recoded: number;
}
interface Listed {
  dictionaries: { platform: string; kind: string; active: Version; proposed: Version | null }[];
  loads: {
    platform: string;
    sources: { source: string; waiting: boolean; outcome: string; reason: string }[];
  }[];
  alarms: number;
}

let system: System;
beforeAll(async () => {
  system = await startSystem({ corpus: { size: 400 } });
});
afterAll(() => system?.close());

/** Loads all dictionaries, by the button and the job that carries it out. */
async function load(): Promise<Listed> {
  await system.api("/dictionaries/load", { body: {} });
  return until("the loads to end", async () => {
    await system.api("/schedules/load-dictionaries/run", { method: "POST" });
    const listed = await system.api<Listed>("/dictionaries");
    const sources = listed.loads.flatMap((one) => one.sources);
    return sources.every(({ waiting, outcome }) => !waiting && outcome !== null) && listed;
  });
}
const cityOf = ({ dictionaries }: Listed, platform: string) =>
  dictionaries.find((one) => one.platform === platform && one.kind === "city");

test("a city that nobody knew is crawled after a load, and a changed code waits for a person", async () => {
  const foshan = { platform: "qcwy", keyword: "工程师", city: "佛山" };
  await expect(system.api("/keywords", { body: foshan })).rejects.toThrow(/400 unknown_city .*nearest are /);

  const loaded = await load();
  for (const { platform, sources } of loaded.loads)
    for (const { source, outcome, reason } of sources)
      expect([platform, source, outcome, reason]).toEqual([platform, source, "ok", null]);
  expect(loaded.alarms).toBe(0);
  expect(cityOf(loaded, "qcwy")?.active.version).toBe(1);

  await crawlAll(system, [{ keyword: "工程师", city: "佛山" }]);
  await expectNothingLost(system);
  const [row] = await system.rows<{ division_code: string; city: string }>(
    "SELECT city, division_code FROM city_codes WHERE platform = 'boss' AND city = '佛山'",
  );
  expect(row).toEqual({ city: "佛山", division_code: "440600" });

  const board = system.board("boss");
  await board.spoil({ kind: "dictionary-recoded", entry: "杭州" });
  const drifted = await load();
  expect(drifted.alarms).toBeGreaterThanOrEqual(1);
  expect(cityOf(drifted, "boss")).toMatchObject({
    active: { version: 1 },
    proposed: { version: 2, state: "proposed", recoded: 1 },
  });
  const codes = async () =>
    (
      await system.api<{ items: { city: string; codes: Record<string, string> }[] }>("/cities?platform=boss")
    ).items.find(({ city }) => city === "杭州")?.codes.boss;
  expect(await codes()).toBe("101210100");
  await system.api("/dictionaries/boss/city/versions/2/activate", { method: "POST" });
  expect(await codes()).toBe("101210177");

  // An answer that is cut is retried, and is no version.
  await board.mend();
  await board.spoil({ kind: "cut", match: { target: "dictionary" } });
  await system.api("/dictionaries/load", { body: { platforms: ["boss"] } });
  const cut = await until("the load to fail", async () => {
    await system.api("/schedules/load-dictionaries/run", { method: "POST" });
    const listed = await system.api<Listed>("/dictionaries");
    const boss = listed.loads.find(({ platform }) => platform === "boss");
    return boss?.sources.every(({ outcome }) => outcome === "network") && listed;
  });
  expect(cityOf(cut, "boss")?.active.version).toBe(2);
});
