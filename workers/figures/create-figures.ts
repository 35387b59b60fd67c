/** The figures, for the API and the schedule. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Clock } from "../../shared/clock.ts";
import type { FigureChecks } from "../../shared/contracts/figures.ts";
import { isEmptyFilter, type JobFilter } from "../../shared/contracts/job-filter.ts";
import type { Logger } from "../../shared/log.ts";
import { askOf, askSoon } from "../clickhouse/ask.ts";
import type { RefreshStore } from "../facts/refresh-store.ts";
import type { HeldLock } from "../with-lock.ts";
import { checkFigures, type FigureCheckReport, readCheck } from "./check-figures.ts";
import {
  type BodyOf,
  FIGURES,
  type FigureName,
  type OptionsOf,
  STORED,
  type Stored,
  storedName,
} from "./figure-list.ts";
import { createFigureStore } from "./figure-store.ts";
import { createMarketCoverage, isMarketFilter } from "./market-coverage.ts";
import { currentVersion, versionOf } from "./methods.ts";
import { type FigureRefreshReport, refreshFigures } from "./refresh-figures.ts";
import { type Figure, scopeOf } from "./scope.ts";
import { shorten } from "./shorten.ts";

export interface FigureRequest<Name extends FigureName> {
  filter: JobFilter;
  /** The current one when undefined. */
  version: number | undefined;
  options: OptionsOf<Name>;
  /** Values shown at most. */
  limit: number;
}

export interface FigureService {
  /** @throws ApiError validation_failed for a version that the method does not have */
  compute<Name extends FigureName>(name: Name, request: FigureRequest<Name>): Promise<BodyOf<Name>>;
  /** Computes ahead what takes no filter. */
  refresh(): Promise<FigureRefreshReport>;
  /** Compares what was computed ahead, and job_facts, with the stored rows. @param owner of the lock */
  check(owner: string): Promise<FigureCheckReport>;
  lastCheck(): Promise<FigureChecks>;
}

/** While all figures together take no longer than this, outdated ones are computed at the request. */
const QUICK_MS = 5000;

interface Parts {
  clickhouse: ClickHouseClient;
  /** Estimates the coverage of cities. */
  byCity: Parameters<typeof createMarketCoverage>[1];
  /** How far each is: job_facts, the figures, and their check. */
  stores: Record<"facts" | "state" | "checks", RefreshStore>;
  /** Held while job_facts is refreshed. */
  factsLock: HeldLock;
  refreshFacts(owner: string): Promise<unknown>;
  clock: Clock;
  logger: Pick<Logger, "warn">;
  /** What is computed ahead; all that the API answers without a filter when left out. */
  stored?: readonly Stored[];
}

export function createFigures(parts: Parts): FigureService {
  const {
    clickhouse,
    byCity,
    stores,
    factsLock,
    refreshFacts,
    clock,
    logger,
    stored: ahead = STORED,
  } = parts;
  const ask = askOf(clickhouse);
  const figures = createFigureStore(clickhouse);
  const { facts, state, checks } = stores;
  const market = createMarketCoverage(figures, byCity);
  const services = { ask, figures, market, facts, state, clock, stored: ahead };
  return {
    async compute(name, { filter, version: asked, options, limit }) {
      const version = versionOf(FIGURES[name].method, asked);
      const [current, last] = await Promise.all([facts.read(), state.read()]);
      if (isEmptyFilter(filter) && version === currentVersion(FIGURES[name].method) && last !== null) {
        const isCurrent = last.through === current?.through;
        if (isCurrent || last.finishedAt - last.startedAt > QUICK_MS) {
          const stored = (await figures.read(storedName(name, version, options as object))) as BodyOf<
            typeof name
          > | null;
          if (stored !== null) {
            const body = shorten(name, stored, limit, options as object);
            return { ...body, card: { ...body.card, pre_aggregated: true } };
          }
        }
      }
      const figure = FIGURES[name] as unknown as Figure<typeof options, BodyOf<typeof name>>;
      const scope = scopeOf(filter, {
        asOf: current?.startedAt ?? clock.now(),
        method: figure.method,
        version,
        market: isMarketFilter(filter) ? await market.read() : null,
      });
      return figure.compute(askSoon(clickhouse), scope, options, limit);
    },
    refresh: () => refreshFigures(services),
    check: (owner) =>
      checkFigures({ ...services, clickhouse, checks, factsLock, refreshFacts, logger }, owner),
    lastCheck: () => readCheck(state, checks),
  };
}
