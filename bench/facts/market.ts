/** Generated markets that the benches of search and figures share: each size is loaded once a run. */
import type { Bench } from "../options.ts";
import { PASSWORD, type Rig } from "../rig.ts";
import { loadFacts } from "./load-facts.ts";

export interface Market {
  url: string;
  database: string;
  /** Loading took this long; the merges that it left are not counted. */
  seconds: number;
}

const loaded = new WeakMap<Rig, Map<number, Promise<Market>>>();

/** A database with so many postings and what found them. It goes with the rig. */
export function loadedMarket(
  rig: Rig,
  rows: number,
  bench: Pick<Bench, "corpus" | "progress">,
): Promise<Market> {
  const bySize = loaded.get(rig) ?? new Map<number, Promise<Market>>();
  loaded.set(rig, bySize);
  const market = bySize.get(rows) ?? load(rig, rows, bench);
  bySize.set(rows, market);
  return market;
}

async function load(
  rig: Rig,
  rows: number,
  { corpus, progress }: Pick<Bench, "corpus" | "progress">,
): Promise<Market> {
  const url = await rig.clickhouse();
  const database = `market_${rows}`;
  const seconds = await loadFacts({
    url,
    password: PASSWORD,
    database,
    rows,
    corpus,
    alsoKeywords: true,
    progress,
  });
  return { url, database, seconds };
}
