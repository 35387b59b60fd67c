/**
 * Checks what must hold after every fault: no keyword is lost, none runs twice at once, rows in ClickHouse = distinct
 * postings, per-day counts are right. It checks the whole system, so the tests of a file may share one.
 */
import { expect } from "vitest";
import type { Keyword, KeywordEvent } from "../../shared/contracts/keyword.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import type { Operations } from "./operations.ts";
import { until } from "./until.ts";

export interface Expectation {
  /** These keywords are parked on purpose: everything else must be done. */
  parked?: readonly string[];
  /** The boards no longer have these postings, but had them when they were crawled. */
  gone?: Partial<Record<Platform, readonly string[]>>;
}

/** Far more than the largest load of these tests takes where nothing else runs. */
const STORED_MS = 300_000;

/** Waits until every accepted part is in ClickHouse, and none is a dead letter. */
export const allStored = (system: Operations): Promise<true> =>
  until(
    "every accepted part to be in ClickHouse",
    async () => {
      const { waiting_parts, dead_letters } = await system.ingest();
      expect(dead_letters, "dead letters").toBe(0);
      return waiting_parts === 0;
    },
    STORED_MS,
  );

/** Waits until nothing is under way, then checks everything. */
export async function expectNothingLost(system: Operations, expected: Expectation = {}): Promise<void> {
  await allStored(system);
  const keywords = await system.keywords();
  const parked = new Set(expected.parked);
  for (const keyword of keywords) {
    const { id, state, run, last_error } = keyword;
    if (parked.has(id)) expect(["blocked", "failed"], describe(keyword)).toContain(state);
    else expect(state, `${describe(keyword)}: ${last_error}`).toBe("done");
    if (state === "done" && run) {
      const { distinct, reported } = keyword.coverage ?? { distinct: 0, reported: 0 };
      // Postings that the board closed since the last complete crawl still count as seen.
      if (run.early_stopped)
        expect(distinct, `${describe(keyword)}: coverage is whole`).toBeGreaterThanOrEqual(reported);
      else expect(run.distinct, `${describe(keyword)}: distinct = reported`).toBe(run.reported ?? 0);
    }
    expectOneHolderAtATime(describe(keyword), await timeline(system, id));
  }
  for (const platform of PLATFORMS) {
    const searches = keywords.filter((keyword) => keyword.platform === platform);
    if (searches.length > 0) await expectRowsOf(system, platform, searches, expected);
  }
}

const describe = ({ platform, keyword, city }: Keyword) => `${platform} ${keyword} ${city}`;

/** These columns identify a row. A company's profile may alternate with the postings it is read from. */
const SINGLE = {
  raw_jobs: "job_key, content_hash",
  jobs: "job_key, content_hash",
  raw_job_details: "job_key, content_hash",
  job_details: "job_key, content_hash",
  companies: "company_key, upload_id, part",
  job_sightings: "job_key, upload_id, part",
};

/** Checks the rows of one platform: each content once, each posting once, each day counted right. */
async function expectRowsOf(
  system: Operations,
  platform: Platform,
  searches: Keyword[],
  { parked = [], gone = {} }: Expectation,
): Promise<void> {
  const rows = <T>(query: string) => system.rows<T>(query, { platform });
  const where = "WHERE platform = {platform:String}";
  for (const [table, row] of Object.entries(SINGLE)) {
    // Merges are stopped, so a row that was inserted twice is counted twice.
    const [count] = await rows<{ rows: string; single: string }>(
      `SELECT count() AS rows, uniqExact(${row}) AS single FROM ${table} ${where}`,
    );
    expect(Number(count?.rows), `${platform} ${table}: no row twice`).toBe(Number(count?.single));
  }
  const stored = new Set(
    (await rows<{ job_key: string }>(`SELECT DISTINCT job_key FROM raw_jobs ${where}`)).map(
      (row) => row.job_key,
    ),
  );
  const typed = await rows<{ job_key: string }>(`SELECT job_key FROM jobs FINAL ${where}`);
  expect(typed.length, `${platform}: one row per posting`).toBe(stored.size);
  expect(new Set(typed.map((row) => row.job_key)), `${platform}: raw = typed`).toEqual(stored);

  const done = searches.filter((keyword) => !parked.includes(keyword.id));
  const held = await system.heldIds(platform, done);
  const ofParked = await system.heldIds(
    platform,
    searches.filter((keyword) => parked.includes(keyword.id)),
  );
  for (const id of gone[platform] ?? []) held.add(id);
  const reachable = new Set([...held, ...ofParked]);
  expect(missingFrom(stored, held), `${platform}: none missing`).toEqual([]);
  expect(missingFrom(reachable, stored), `${platform}: none made up`).toEqual([]);

  const days = `SELECT toDate(collected_at, 'Asia/Shanghai') AS day, uniqExact(job_key) AS jobs
                FROM raw_jobs ${where} GROUP BY day ORDER BY day`;
  const counted = `SELECT day, sum(jobs) AS jobs FROM jobs_per_day_counts ${where} GROUP BY day ORDER BY day`;
  expect(await rows(counted), `${platform}: postings per day`).toEqual(await rows(days));
}

const missingFrom = (has: Set<string>, wanted: Set<string>) => [...wanted].filter((id) => !has.has(id));

/** Reads the whole timeline, oldest first. */
async function timeline(system: Operations, id: string): Promise<KeywordEvent[]> {
  return (await system.events(id)).reverse();
}

/** Only the holder of a lease can cause these events. */
const BY_HOLDER = new Set(["page", "split", "page-kept", "details"]);
/** These events end a lease. */
const END = new Set(["yielded", "done", "retry", "failed", "blocked", "lease-expired"]);

/**
 * Leases of a keyword never overlap, fences grow, no page of a run is saved twice. A long timeline has lost its
 * beginning: its first holder is unknown, so the check starts at the first claim that is left.
 */
function expectOneHolderAtATime(name: string, events: readonly KeywordEvent[]): void {
  let holder: number | null | undefined = events[0]?.type === "created" ? null : undefined;
  let lastFence = 0;
  const saved = new Set<string>();
  for (const { type, detail, seq, run_id } of events) {
    const at = `${name}, event ${seq} (${type})`;
    if (type === "claimed") {
      expect(holder ?? null, `${at}: nobody else holds it`).toBeNull();
      expect(detail.fence, `${at}: the fence grows`).toBeGreaterThan(lastFence);
      lastFence = holder = Number(detail.fence);
    } else if (BY_HOLDER.has(type)) {
      expect(holder, `${at}: written by a holder`).not.toBeNull();
    }
    if (type === "page") {
      const page = `${run_id} ${detail.part}/${detail.page}`;
      expect(saved.has(page), `${at}: page ${page} saved once`).toBe(false);
      saved.add(page);
    }
    if (detail.actor !== undefined) {
      // A person's action takes the lease from a holder, if there is one.
      if (detail.from === "running") holder = null;
    } else if (END.has(type)) {
      expect(holder, `${at}: ends a lease`).not.toBeNull();
      holder = null;
    }
  }
  expect(holder ?? null, `${name}: no lease left`).toBeNull();
}
