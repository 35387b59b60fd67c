/** Composes what is made of the stored rows: job_facts, groups, companies, lives, figures, coverage and skills. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type { Clock } from "../../shared/clock.ts";
import type { Config } from "../../shared/config.ts";
import type { LockApi } from "../../shared/contracts/lock.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { Logger } from "../../shared/log.ts";
import { adapters } from "../../shared/platforms/registry.ts";
import { askOf, askSoon } from "../clickhouse/ask.ts";
import { createCompanyLinks } from "../company-links/create-company-links.ts";
import { createCoverageQueries } from "../coverage/coverage-queries.ts";
import type { Database } from "../db/run-batch.ts";
import { createJobMatches } from "../duplicates/create-job-matches.ts";
import { createJobFacts } from "../facts/create-job-facts.ts";
import { createRefreshStore } from "../facts/refresh-store.ts";
import { createFigures } from "../figures/create-figures.ts";
import { createJobLives } from "../life/create-life.ts";
import { createSkillEditStore } from "../skills/dictionary-store.ts";
import { createEffectiveDictionary } from "../skills/effective-dictionary.ts";
import { createSkillPublisher } from "../skills/publish-dictionary.ts";
import { createSkillDictionary } from "../skills/skill-dictionary.ts";

interface Parts {
  config: Config;
  db: Database;
  clickhouse: ClickHouseClient;
  lock(name: string): LockApi;
  /** When ClickHouse last confirmed rows, Unix ms; null when none is known. */
  newestStored(): Promise<number | null>;
  clock: Clock;
  logger: Logger;
}

export function composeAnalyses({ config, db, clickhouse, lock, newestStored, clock, logger }: Parts) {
  const skillEdits = createSkillEditStore(db);
  const skillDictionary = createEffectiveDictionary({
    edits: skillEdits,
    state: createRefreshStore(db, "skills"),
    clock,
  });
  const jobFacts = createJobFacts({
    db,
    clickhouse,
    lock: lock("job-facts"),
    newestStored,
    skills: createSkillPublisher({ clickhouse, dictionary: skillDictionary, clock }),
    clock,
    logger,
  });
  const corrected = () => jobFacts.corrected();
  const refreshFacts = (owner: string) => jobFacts.refresh(owner, true);
  const jobMatches = createJobMatches({
    clickhouse,
    stores: {
      facts: createRefreshStore(db),
      store: createRefreshStore(db, "job-groups"),
      whole: createRefreshStore(db, "job-groups-whole"),
    },
    lock: lock("job-groups"),
    corrected,
    clock,
    logger,
  });
  const companyLinks = createCompanyLinks({
    db,
    clickhouse,
    lock: lock("company-links"),
    corrected,
    clock,
    logger: logger.child({ component: "company-links" }),
  });
  const jobLives = createJobLives({
    clickhouse,
    store: createRefreshStore(db, "job_life"),
    lock: lock("job-life"),
    refreshFacts,
    newestStored,
    clock,
    logger,
  });
  const costOf = (platform: Platform) => ({
    pageSize: adapters[platform].pageSize,
    capRows: config.platforms[platform].cap_rows,
  });
  const figures = createFigures({
    clickhouse,
    byCity: createCoverageQueries(clickhouse, costOf, askOf(clickhouse)).byCity,
    stores: {
      facts: createRefreshStore(db),
      state: createRefreshStore(db, "figures"),
      checks: createRefreshStore(db, "figures-check"),
    },
    factsLock: lock("job-facts"),
    refreshFacts,
    clock,
    logger,
  });
  const skills = createSkillDictionary({
    store: skillEdits,
    ask: askSoon(clickhouse),
    // A preview compiles the patterns anew, which takes seconds of a busy ClickHouse.
    askLong: askOf(clickhouse),
    clock,
  });
  const coverage = createCoverageQueries(clickhouse, costOf);
  return { jobFacts, jobMatches, companyLinks, jobLives, figures, coverage, skills };
}
