/** Generated markets that the benches of search, figures and exports share: each size is loaded once a run. */
import { createHash } from "node:crypto";
import { createClient } from "@clickhouse/client-web";
import { z } from "zod";
import { readMigrations } from "../../migrations/clickhouse/runner.ts";
import { newDatabase } from "../database.ts";
import type { Bench } from "../options.ts";
import { PASSWORD, type Rig } from "../rig.ts";
import { loadFacts, MULTIPLIED } from "./load-facts.ts";

export interface Market {
  url: string;
  database: string;
  /** Loading took this long; the merges that it left are not counted. */
  seconds: number;
}

type Options = Pick<Bench, "corpus" | "progress">;

const loaded = new WeakMap<Rig, Map<number, Promise<Market>>>();

/** A database with so many postings and what found them. It goes with the folder of the engine. */
export function loadedMarket(rig: Rig, rows: number, options: Options): Promise<Market> {
  const bySize = loaded.get(rig) ?? new Map<number, Promise<Market>>();
  loaded.set(rig, bySize);
  const market = bySize.get(rows) ?? findOrLoad(rig, rows, options);
  bySize.set(rows, market);
  return market;
}

/** What the rows are made by. A market that was loaded by something else is loaded anew. */
const originOf = (rows: number, corpus: string | null): string =>
  createHash("sha256")
    .update(JSON.stringify([rows, corpus, MULTIPLIED, readMigrations().map(({ checksum }) => checksum)]))
    .digest("hex");

const Loaded = z.array(z.object({ origin: z.string(), seconds: z.number() }));

async function findOrLoad(rig: Rig, rows: number, { corpus, progress }: Options): Promise<Market> {
  const url = await rig.clickhouse();
  const database = `market_${rows}`;
  const client = createClient({ url, username: "default", password: PASSWORD });
  try {
    const origin = originOf(rows, corpus);
    const query = `SELECT origin, seconds FROM ${database}.bench_loaded`;
    const [kept] = await client
      .query({ query, format: "JSONEachRow" })
      .then(async (answer) => Loaded.parse(await answer.json()))
      .catch(() => []);
    if (kept?.origin === origin) {
      progress(`load: ${rows} postings are there from an earlier run`);
      return { url, database, seconds: kept.seconds };
    }
    await newDatabase(url, database);
    const options = { url, password: PASSWORD, database, rows, corpus, alsoKeywords: true, progress };
    const seconds = await loadFacts(options);
    await client.command({
      query: `CREATE TABLE ${database}.bench_loaded ENGINE = TinyLog AS SELECT {origin:String} AS origin, {seconds:Float64} AS seconds`,
      query_params: { origin, seconds },
    });
    return { url, database, seconds };
  } finally {
    await client.close();
  }
}
