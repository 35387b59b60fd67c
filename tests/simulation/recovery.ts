/** How fast the crawl is after all faults, against how fast it is in a world that never saw one. */
import { keywordLedger } from "../../durable-objects/keyword-ledger/client.ts";
import type { Simulation } from "./simulation.ts";

/** Answers of the site that are timed; each keyword has one at least, so that there is always work for more. */
const ANSWERS = 20;
const KEYWORDS = 24;
const MAX_EVENTS = 20_000;

/** @returns answers of the site a virtual minute, while there is work for more; null when it stands still */
export async function crawlRate(simulation: Simulation): Promise<number | null> {
  const { world, site, env } = simulation;
  const items = Array.from({ length: KEYWORDS }, (_, number) => ({
    platform: "zhilian" as const,
    keyword: `probe ${number}`,
    city: "北京",
    channel: "web" as const,
    priority: 10,
  }));
  simulation.invoke("the probe", () => keywordLedger(env, "zhilian", 0).create(items, "probe"));
  const before = site.requests;
  let first: { at: number; requests: number } | null = null;
  for (let events = 0; events < MAX_EVENTS && world.nextAt !== null; events++) {
    await world.runNext();
    if (site.requests === before) continue;
    first ??= { at: world.now, requests: site.requests };
    const answers = site.requests - first.requests;
    if (answers >= ANSWERS) return (answers * 60_000) / (world.now - first.at);
  }
  return null;
}
