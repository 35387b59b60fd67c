/**
 * Nightly: job_facts against the stored rows, posting by posting, and every figure that was computed ahead against the
 * same figure over the stored rows. Postings that change meanwhile are left out of both sides. A difference is kept, and
 * mended: the postings are marked as changed, and the figures are deleted, so that both are made anew.
 */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import type { FigureChecks } from "../../shared/contracts/figures.ts";
import { keptMessageOf } from "../../shared/errors/message-of.ts";
import type { Logger } from "../../shared/log.ts";
import { jobFacts } from "../../shared/tables/facts.ts";
import { DAY_MS, MINUTE_MS } from "../../shared/time.ts";
import { runCommand } from "../clickhouse/command.ts";
import { type BoundParams, Count } from "../clickhouse/query.ts";
import { insertExpectedFacts } from "../facts/job-facts-sql.ts";
import type { RefreshStore } from "../facts/refresh-store.ts";
import { type HeldLock, withLock } from "../with-lock.ts";
import { storedName } from "./figure-list.ts";
import { currentVersion } from "./methods.ts";
import { computeAll, type FigureRefreshServices, refreshFigures } from "./refresh-figures.ts";

export interface Difference {
  figure: string;
  stored: string;
  raw: string;
}

export interface FigureCheckReport {
  /** Figures and postings that were compared. */
  checked: number;
  differences: Difference[];
}

export interface FigureCheckServices extends FigureRefreshServices {
  clickhouse: ClickHouseClient;
  checks: RefreshStore;
  factsLock: HeldLock;
  logger: Pick<Logger, "warn">;
  /** Also where nothing is known to have changed. */
  refreshFacts(owner: string): Promise<unknown>;
  /** Postings that one night compares; {@link MAX_CHECKED} when left out. */
  maxChecked?: number;
}

/** This table holds job_facts as it should be; it is made for one check. */
const EXPECTED = "job_facts_expected";
/** These views leave out what changes meanwhile: of job_facts as it is, and of the expected table. */
const SETTLED_IS = "job_facts_settled";
const SETTLED_EXPECTED = "job_facts_expected_settled";
const POSTINGS_PER_STATEMENT = 100_000;
/** Where there are more postings, a share is compared each night, and another one the next. */
const MAX_CHECKED = 1_000_000;
/** Differences of each kind that are kept. */
const MAX_KEPT = 25;
/** An insert may end a minute after the time of its changes, which is when a refresh sees them. */
const UNSETTLED_MS = 2 * MINUTE_MS;

const COMPARED = Object.keys(jobFacts.columns).filter((name) => name !== "version");
/** The hash is that of the text, in which null differs from every value. */
const ROW_HASH = `sipHash64(toString((${COMPARED.join(", ")})))`;

const WrongRow = z.object({ platform: z.string(), job_key: z.string(), is_there: Count, should_be: Count });
const WithCard = z.object({ card: z.object({ as_of: z.number() }) });

/** @returns a text that is the same for the same figure: the instant of the computation is no difference */
const comparable = (body: unknown): string =>
  JSON.stringify(body, (key, value: unknown) =>
    key === "as_of" ? undefined : typeof value === "number" ? Number(value.toPrecision(9)) : value,
  );

/**
 * @param owner of the lock: the request's id
 * @throws ClickHouseUnavailable, ClickHouseRejected; also kept as the last check's error
 */
export async function checkFigures(services: FigureCheckServices, owner: string): Promise<FigureCheckReport> {
  const { checks, clock, factsLock, logger } = services;
  const startedAt = clock.now();
  const last = await checks.read();
  try {
    await services.refreshFacts(owner);
    const held = await withLock(factsLock, owner, logger, () => compare(services));
    if (held.heldBy !== null) throw new Error(`job_facts is being refreshed by ${held.heldBy}`);
    const { wrongRows, ...report } = held.value;
    if (wrongRows > 0) await services.refreshFacts(owner);
    if (report.differences.length > 0) await refreshFigures(services, true);
    await checks.save(
      { through: startedAt, startedAt, finishedAt: clock.now(), rows: report.checked },
      report.differences.length === 0 ? null : JSON.stringify(report.differences),
    );
    return report;
  } catch (error) {
    const told = keptMessageOf(error);
    await checks.save(
      { through: last?.through ?? 0, startedAt, finishedAt: clock.now(), rows: 0 },
      JSON.stringify({ error: told }),
    );
    throw error;
  }
}

async function compare(services: FigureCheckServices): Promise<FigureCheckReport & { wrongRows: number }> {
  const { clickhouse, ask, figures, facts, clock, maxChecked = MAX_CHECKED } = services;
  const run = (query: string, params: BoundParams = {}) => runCommand(clickhouse, query, params);
  const countOf = async (rows: string) =>
    (await ask(`SELECT count() AS n FROM ${rows}`, z.object({ n: Count }), {}))[0]?.n ?? 0;
  const drop = async () => {
    for (const view of [SETTLED_IS, SETTLED_EXPECTED]) await run(`DROP VIEW IF EXISTS ${view}`);
    await run(`DROP TABLE IF EXISTS ${EXPECTED}`);
  };
  await refreshFigures(services);
  const [current, state] = [await facts.read(), await services.state.read()];
  if (current === null) throw new Error("job_facts was never refreshed");
  if (state?.through !== current.through) await refreshFigures(services, true);
  const { through } = current;
  const overviewName = storedName("overview", currentVersion("overview"), {});
  const { card } = WithCard.parse(await figures.read(overviewName));
  const known = { asOf: card.as_of, market: await services.market.read() };
  await drop();
  try {
    await run(
      `CREATE TABLE ${EXPECTED} ENGINE = MergeTree ORDER BY (first_seen, platform, job_key) AS SELECT * FROM job_facts LIMIT 0`,
    );
    const size = await countOf("jobs");
    const shares = Math.max(1, Math.ceil(size / maxChecked));
    const share = Math.floor(clock.now() / DAY_MS) % shares;
    const steps = Math.max(1, Math.ceil(size / shares / POSTINGS_PER_STATEMENT));
    for (let step = 0; step < steps; step++) {
      const part = { parts: shares * steps, part: share + shares * step };
      await run(insertExpectedFacts(EXPECTED), { ...part, version: through });
    }
    const changed = `changed_at > fromUnixTimestamp64Milli(toInt64(${through - UNSETTLED_MS}))`;
    const settled = `sipHash64(platform, job_key) % ${shares} = ${share}
      AND (platform, job_key) NOT IN (SELECT platform, job_key FROM job_changes WHERE ${changed})`;
    const wrong = `
      SELECT platform, job_key, countIf(side = 0) AS is_there, countIf(side = 1) AS should_be
      FROM (
        SELECT platform, job_key, ${ROW_HASH} AS row_hash, 0 AS side FROM job_facts WHERE ${settled}
        UNION ALL
        SELECT platform, job_key, ${ROW_HASH} AS row_hash, 1 AS side FROM ${EXPECTED} WHERE ${settled})
      GROUP BY platform, job_key
      HAVING is_there != 1 OR should_be != 1 OR uniqExact(row_hash) != 1`;
    const rows = await ask(`${wrong} ORDER BY platform, job_key LIMIT ${MAX_KEPT}`, WrongRow, {});
    // Whatever changed was either mended already, or is no difference.
    const isQuiet = (await countOf(`job_changes WHERE ${changed}`)) === 0;

    // Stored figures against job_facts, then job_facts against the stored rows, both without what changes meanwhile.
    const differences: Difference[] = [];
    const hold = (figure: string, stored: unknown, raw: unknown) => {
      const [one, other] = [comparable(stored), comparable(raw)];
      if (one !== other) differences.push({ figure, ...around(one, other) });
    };
    const isWhole = isQuiet && shares === 1;
    const raw = await computeAll(services, known, isWhole ? EXPECTED : undefined);
    for (const { name, body } of raw) {
      // Which keywords find a posting moves on without a change of the posting.
      if (isQuiet || !name.includes("keyword")) hold(name, await figures.read(name), body);
    }
    if (!isWhole) {
      await run(`CREATE VIEW ${SETTLED_IS} AS SELECT * FROM job_facts WHERE ${settled}`);
      await run(`CREATE VIEW ${SETTLED_EXPECTED} AS SELECT * FROM ${EXPECTED} WHERE ${settled}`);
      const [is, should] = [
        await computeAll(services, known, SETTLED_IS),
        await computeAll(services, known, SETTLED_EXPECTED),
      ];
      for (const [at, { name, body }] of is.entries()) hold(name, body, should[at]?.body);
    }
    // The next refresh makes these rows anew, and deletes those that should not be there.
    if (rows.length > 0)
      await run(`INSERT INTO job_changes (platform, job_key) SELECT platform, job_key FROM (${wrong})`);
    const ofRows = rows.map(({ platform, job_key, is_there, should_be }) => ({
      figure: `job_facts ${platform} ${job_key}`,
      stored: `${is_there} rows`,
      raw: is_there === 1 && should_be === 1 ? "1 row, other content" : `${should_be} rows`,
    }));
    return {
      checked: raw.length + (await countOf(EXPECTED)),
      differences: [...ofRows, ...differences.slice(0, MAX_KEPT)],
      wrongRows: rows.length,
    };
  } finally {
    await drop();
  }
}

/** @returns the place where two texts begin to differ, with a little before it */
function around(stored: string, raw: string): { stored: string; raw: string } {
  let at = 0;
  while (at < stored.length && stored[at] === raw[at]) at++;
  const from = Math.max(0, at - 60);
  return { stored: stored.slice(from, at + 100), raw: raw.slice(from, at + 100) };
}

const Kept = z.union([
  z.array(z.object({ figure: z.string(), stored: z.string(), raw: z.string() })),
  z.object({ error: z.string() }),
]);

/** What the last check found. */
export async function readCheck(
  state: Pick<RefreshStore, "read">,
  checks: Pick<RefreshStore, "read">,
): Promise<FigureChecks> {
  const [computed, checked] = await Promise.all([state.read(), checks.read()]);
  const kept = checked?.error ? Kept.parse(JSON.parse(checked.error)) : [];
  const through = checked?.through ?? 0;
  return {
    computed_at: computed?.finishedAt ?? null,
    computing_ms: computed ? computed.finishedAt - computed.startedAt : null,
    checked_at: through === 0 ? null : through,
    checked: checked?.rows ?? 0,
    differences: Array.isArray(kept) ? kept : [],
    error: Array.isArray(kept) ? null : kept.error,
  };
}
