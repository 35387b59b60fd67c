/** Everything that the platform stores, as one value: a test compares it before and after what must change nothing. */
import { listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { DATA_TYPES } from "../../../shared/contracts/platform.ts";
import { RESOURCE_KINDS } from "../../../shared/contracts/resources.ts";
import { PLATFORMS, TASK_QUEUES } from "../../../shared/contracts/vocabulary.ts";

const OBJECTS = {
  keywordLedger: env.KEYWORD_LEDGER,
  companyLedger: env.COMPANY_LEDGER,
  platformGate: env.PLATFORM_GATE,
  ingestLedger: env.INGEST_LEDGER,
  nodeFleet: env.NODE_FLEET,
  resourcePool: env.RESOURCE_POOL,
  seenIndex: env.SEEN_INDEX,
  taskLedger: env.TASK_LEDGER,
};

const SHARDS = 2;
const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
/** Names that the platform gives its objects, whatever their class. */
const NAMES = [
  ...["fleet", "ingest"],
  ...RESOURCE_KINDS,
  ...TASK_QUEUES,
  ...PLATFORMS.flatMap((platform) => [
    platform,
    ...shards.map((shard) => `${platform}:${shard}`),
    ...DATA_TYPES.flatMap((type) => shards.map((shard) => `${platform}:${type}:${shard}`)),
  ]),
];

type State = Record<string, unknown>;

/** SQLite's own tables, and those of the runtime, which cannot be read. */
const TABLES =
  "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_cf%' ESCAPE '\\'";

/** Alarms are left out: they follow from the tables, and fire by themselves. @returns all tables and keys of all objects, all rows of D1 and all keys of the bucket, by name */
export async function systemState(): Promise<State> {
  const state: State = {};
  for (const [kind, namespace] of Object.entries(OBJECTS) as [string, DurableObjectNamespace][]) {
    // A listed id has no name, and an object that the runtime has put away meanwhile asks for its name to begin.
    const nameOf = new Map(NAMES.map((name) => [String(namespace.idFromName(name)), name]));
    for (const id of await listDurableObjectIds(namespace)) {
      const name = nameOf.get(String(id));
      // One that another test file left: that it is there is all that can be said.
      if (name === undefined) {
        state[`${kind} ${id}`] = "of a name that is not known here";
        continue;
      }
      state[`${kind} ${name}`] = await runInDurableObject(
        namespace.getByName(name),
        async (_, { storage }) => ({
          tables: tablesOf(storage.sql),
          keys: Object.fromEntries(await storage.list()),
        }),
      );
    }
  }
  const names = await env.DB.prepare(TABLES).all<{ name: string }>();
  for (const { name } of names.results) {
    state[`d1 ${name}`] = (await env.DB.prepare(`SELECT * FROM "${name}"`).all()).results;
  }
  const { objects } = await env.SPOOL.list();
  state.bucket = objects.map(({ key, etag }) => `${key} ${etag}`);
  return state;
}

function tablesOf(sql: SqlStorage): State {
  const names = sql.exec<{ name: string }>(TABLES).toArray();
  return Object.fromEntries(names.map(({ name }) => [name, sql.exec(`SELECT * FROM "${name}"`).toArray()]));
}
