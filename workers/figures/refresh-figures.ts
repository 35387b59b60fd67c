/**
 * Computes the figures without a filter ahead, when job_facts has changed since the last time, and not more often than
 * takes a twentieth of the time, or a run in a quarter of an hour: on a large table the figures are some minutes old, and
 * say so.
 */
import type { z } from "zod";
import type { Clock } from "../../shared/clock.ts";
import { keptMessageOf } from "../../shared/errors/message-of.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import type { Ask } from "../clickhouse/ask.ts";
import type { BoundParams } from "../clickhouse/query.ts";
import type { RefreshStore } from "../facts/refresh-store.ts";
import { FIGURES, type Stored, storedName } from "./figure-list.ts";
import type { FigureStore } from "./figure-store.ts";
import type { MarketCoverage, MarketCoverageStore } from "./market-coverage.ts";
import { currentVersion } from "./methods.ts";
import { type Figure, periodOf, scopeOf } from "./scope.ts";

/** The next computation waits for so many times as long as the last one took. */
const REST = 19;
/** It waits no longer than this, however slow the last one was: ClickHouse may just have been busy. */
const MAX_REST_MS = 15 * MINUTE_MS;

export interface FigureRefreshServices {
  ask: Ask;
  figures: FigureStore;
  market: MarketCoverageStore;
  /** How far job_facts is current. */
  facts: Pick<RefreshStore, "read">;
  state: RefreshStore;
  /** What is computed ahead. */
  stored: readonly Stored[];
  clock: Clock;
}

export type FigureRefreshReport =
  | { skipped: "no facts" | "current" | "resting" }
  | { skipped: null; figures: number; ms: number };

/** Asks each statement once: the figures share many, that of the card and the counts of a dimension first of all. */
function askOnce(ask: Ask): Ask {
  const answers = new Map<string, Promise<unknown>>();
  return <Row extends z.ZodType>(sql: string, row: Row, params: BoundParams) => {
    const key = JSON.stringify([sql, params]);
    const answer = (answers.get(key) ?? ask(sql, row, params)) as Promise<z.output<Row>[]>;
    answers.set(key, answer);
    return answer;
  };
}

/**
 * Computes everything that is stored. One at a time, so that a search has a core to itself.
 * @param table `job_facts` when left out
 */
export async function computeAll(
  { ask, stored }: Pick<FigureRefreshServices, "ask" | "stored">,
  known: { asOf: number; market: MarketCoverage | null },
  table?: string,
): Promise<{ name: string; body: unknown }[]> {
  const made: { name: string; body: unknown }[] = [];
  const asked = askOnce(ask);
  for (const { name, options, limit } of stored) {
    const version = currentVersion(name);
    const figure = FIGURES[name] as Figure<Stored["options"], unknown>;
    const scope = scopeOf({}, { ...known, method: figure.method, version, table });
    const body = await figure.compute(asked, scope, options, limit);
    made.push({ name: storedName(name, version, options), body });
  }
  return made;
}

/** @throws ClickHouseUnavailable, ClickHouseRejected; what was stored stays */
export async function refreshFigures(
  services: FigureRefreshServices,
  force = false,
): Promise<FigureRefreshReport> {
  const { figures, market, facts, state, clock } = services;
  const [current, last] = await Promise.all([facts.read(), state.read()]);
  if (current === null) return { skipped: "no facts" };
  const startedAt = clock.now();
  if (last !== null && !force) {
    if (last.through === current.through && last.error === null) return { skipped: "current" };
    const took = last.finishedAt - last.startedAt;
    if (startedAt < last.finishedAt + Math.min(REST * took, MAX_REST_MS)) return { skipped: "resting" };
  }
  try {
    const asOf = current.startedAt;
    const made = await computeAll(services, {
      asOf,
      market: await market.refresh(periodOf({}, asOf), startedAt),
    });
    await figures.save(made, startedAt);
    const finishedAt = clock.now();
    await state.save({ through: current.through, startedAt, finishedAt, rows: made.length });
    return { skipped: null, figures: made.length, ms: finishedAt - startedAt };
  } catch (error) {
    // A failed computation rests too, or it would take all the time.
    const told = keptMessageOf(error);
    await state.save({ through: last?.through ?? 0, startedAt, finishedAt: clock.now(), rows: 0 }, told);
    throw error;
  }
}
