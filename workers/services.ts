/** Composition root: only this file uses bindings. */
import { connect } from "cloudflare:sockets";
import { waitUntil } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { placeObjects } from "../durable-objects/base/place-objects.ts";
import { browserBroker } from "../durable-objects/browser-broker/client.ts";
import { companyLedger } from "../durable-objects/company-ledger/client.ts";
import { ingestLedger } from "../durable-objects/ingest-ledger/client.ts";
import { keywordLedger, shardOfSearch } from "../durable-objects/keyword-ledger/client.ts";
import { lock } from "../durable-objects/lock/client.ts";
import { nodeFleet } from "../durable-objects/node-fleet/client.ts";
import { platformGate } from "../durable-objects/platform-gate/client.ts";
import { resourcePool } from "../durable-objects/resource-pool/client.ts";
import { seenClient } from "../durable-objects/seen-index/client.ts";
import { pageFetchClient } from "../durable-objects/seen-index/page-client.ts";
import { type Config, readConfig } from "../shared/config.ts";
import type { Platform } from "../shared/contracts/platform.ts";
import { DATA_SET_WAKE, type ExportWake, QUEUES } from "../shared/contracts/queues.ts";
import { PLATFORMS } from "../shared/contracts/vocabulary.ts";
import { assertOwnOrigin } from "../shared/crawl/own-origin.ts";
import { placeOfKeyword } from "../shared/domain/keyword-id.ts";
import { createLogger, secretsOf } from "../shared/log.ts";
import { adapters } from "../shared/platforms/registry.ts";
import { ROUTE_PERMISSIONS } from "./api/access-tables.ts";
import type { Services } from "./api/services.ts";
import { askOf, askSoon } from "./clickhouse/ask.ts";
import { clickHouseClient, exportClient } from "./clickhouse/client.ts";
import { createCompanyQueries } from "./clickhouse/company-queries.ts";
import { insertLines } from "./clickhouse/insert.ts";
import { createJobQueries } from "./clickhouse/job-queries.ts";
import { createCompanyQueue } from "./companies/create-company-queue.ts";
import { createCompanyLinks } from "./company-links/create-company-links.ts";
import { createCoverageQueries } from "./coverage/coverage-queries.ts";
import type { EdgeCrawlServices } from "./crawl/edge-services.ts";
import { storeFailedPage } from "./crawl/failed-page.ts";
import { fetchByHttp } from "./crawl/fetchers/http.ts";
import { createListFetcher } from "./crawl/fetchers/list-fetcher.ts";
import { createDataSet } from "./data-set/create-data-set.ts";
import { createSnapshotRows } from "./data-set/snapshot-rows.ts";
import { createSnapshotStore } from "./data-set/snapshot-store.ts";
import { createDictionaries } from "./dictionaries/create-dictionaries.ts";
import { createDictionaryStore } from "./dictionaries/dictionary-store.ts";
import { createJobMatches } from "./duplicates/create-job-matches.ts";
import { createClickHouseSource } from "./exports/clickhouse-source.ts";
import { createExports } from "./exports/create-exports.ts";
import { createExportStore } from "./exports/export-store.ts";
import { exportFiles } from "./exports/files.ts";
import { createJobFacts } from "./facts/create-job-facts.ts";
import { createRefreshStore } from "./facts/refresh-store.ts";
import { createFigures } from "./figures/create-figures.ts";
import { createHealthChecks } from "./health.ts";
import { createIdentity } from "./iam/create-identity.ts";
import { ingestAdmin } from "./ingest/admin.ts";
import { createIngest, type Ingest } from "./ingest/create-ingest.ts";
import { createSeenRebuilds } from "./ingest/create-rebuilds.ts";
import { leaseCheck } from "./ingest/upload/check-lease.ts";
import { createJobLives } from "./life/create-life.ts";
import { type SendMail, smtpMail } from "./notify/mail.ts";
import { dnsOverHttps } from "./outgoing/resolver.ts";
import { createPushAdmin, openTarget } from "./push/admin.ts";
import type { PushServices } from "./push/consume.ts";
import { createSender } from "./push/deliver.ts";
import { pushTargetOf } from "./push/target-cache.ts";
import { createTargetStore } from "./push/target-store.ts";
import { rateLimits } from "./rate-limits.ts";
import { createProbes } from "./resources/probes.ts";
import { createSavedSearchStore } from "./saved-searches/saved-search-store.ts";
import { scheduledJobs } from "./schedule/registry.ts";
import type { ScheduleServices } from "./schedule/schedule-services.ts";
import { createScheduleStore } from "./schedule/schedule-store.ts";
import { createSchedules } from "./schedule/schedules.ts";
import { createSkillEditStore } from "./skills/dictionary-store.ts";
import { createEffectiveDictionary } from "./skills/effective-dictionary.ts";
import { createSkillPublisher } from "./skills/publish-dictionary.ts";
import { createSkillDictionary } from "./skills/skill-dictionary.ts";
import { r2Store } from "./storage/r2-store.ts";
import { createUploadWatch } from "./uploads/create-uploads.ts";
import { createVault } from "./vault/vault.ts";

export interface AllServices {
  api: Services;
  crawl: EdgeCrawlServices;
  schedule: ScheduleServices;
  ingest: Ingest;
  push: PushServices;
}

/** The URL is read when a mail is sent: a wrong one must not stop anything else. */
function mailOf({ SMTP_URL: url, MAIL_FROM: from }: Config): SendMail | null {
  return url ? async (mail) => smtpMail(url, from)(mail) : null;
}

/**
 * Creates the services anew for each event, because a stub of an object belongs to the request that created it.
 * @throws ConfigError naming the variable that is missing or malformed
 */
export function servicesOf(bindings: Env): AllServices {
  const config = readConfig(bindings);
  const env = placeObjects(bindings, config.OBJECT_LOCATION);
  const logger = createLogger({}, { secrets: secretsOf(config) });
  const clock = {
    now: () => Date.now(),
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  };
  const db = drizzle(env.DB);
  const targets = createTargetStore(db);
  const store = r2Store(env.SPOOL);
  const seen = seenClient(env.SEEN_INDEX, config.SEEN_SHARDS);
  const clickhouse = clickHouseClient(config);
  const batches = ingestLedger(env.INGEST_LEDGER);
  const ingest = createIngest({
    ledger: batches,
    store,
    seen,
    clickhouse,
    clock,
    logger,
    pushTarget: (dataType) => pushTargetOf(targets, dataType),
    checkLease: leaseCheck((id) => {
      const place = placeOfKeyword(id);
      // Reads must not create a Durable Object.
      return place && place.shard < config.LEDGER_SHARDS
        ? keywordLedger(env, place.platform, place.shard)
        : null;
    }),
  });
  const ledger: EdgeCrawlServices["ledger"] = (platform, shard) => keywordLedger(env, platform, shard);
  const ledgers: Services["ledgers"] = (platform) =>
    Array.from({ length: config.LEDGER_SHARDS }, (_, shard) => ledger(platform, shard));
  const companiesOf = (platform: Platform) => companyLedger(env, platform);
  const vault = createVault(config.VAULT_KEYS);
  const gate: Services["gate"] = (platform, holder) => platformGate(env, platform, holder);

  const fleet = nodeFleet(env.NODE_FLEET);
  const pageFetches = pageFetchClient(env.SEEN_INDEX, config.SEEN_SHARDS);
  const seenJobs: Services["seenJobs"] = (platform, entries) => seen.check(platform, "job", entries);
  const resolver = dnsOverHttps(config.DNS_OVER_HTTPS_URL);
  const sender = createSender({
    resolver,
    clock,
    trustLoopback: config.ENVIRONMENT === "local",
  });
  const uploadWatch = createUploadWatch({ db, ledger: batches, clickhouse, logger, clock });

  const seenRebuilds = createSeenRebuilds({
    db,
    seen,
    clickhouse,
    clock,
    logger: logger.child({ component: "ingest" }),
  });
  const skillEdits = createSkillEditStore(db);
  const skillDictionary = createEffectiveDictionary({
    edits: skillEdits,
    state: createRefreshStore(db, "skills"),
    clock,
  });
  const jobFacts = createJobFacts({
    db,
    clickhouse,
    lock: lock(env, "job-facts"),
    newestStored: () => batches.newestStored(),
    skills: createSkillPublisher({ clickhouse, dictionary: skillDictionary, clock }),
    clock,
    logger,
  });
  const coverage = createCoverageQueries(clickhouse, (platform) => ({
    pageSize: adapters[platform].pageSize,
    capRows: config.platforms[platform].cap_rows,
  }));
  const jobMatches = createJobMatches({
    clickhouse,
    stores: {
      facts: createRefreshStore(db),
      store: createRefreshStore(db, "job-groups"),
      whole: createRefreshStore(db, "job-groups-whole"),
    },
    lock: lock(env, "job-groups"),
    corrected: () => jobFacts.corrected(),
    clock,
    logger,
  });
  const companyLinks = createCompanyLinks({
    db,
    clickhouse,
    lock: lock(env, "company-links"),
    corrected: () => jobFacts.corrected(),
    clock,
    logger: logger.child({ component: "company-links" }),
  });
  const jobLives = createJobLives({
    clickhouse,
    store: createRefreshStore(db, "job_life"),
    lock: lock(env, "job-life"),
    refreshFacts: (owner) => jobFacts.refresh(owner, true),
    newestStored: () => batches.newestStored(),
    clock,
    logger,
  });
  const figures = createFigures({
    clickhouse,
    byCity: coverage.byCity,
    stores: {
      facts: createRefreshStore(db),
      state: createRefreshStore(db, "figures"),
      checks: createRefreshStore(db, "figures-check"),
    },
    factsLock: lock(env, "job-facts"),
    refreshFacts: (owner) => jobFacts.refresh(owner, true),
    clock,
    logger,
  });
  const identity = createIdentity({
    database: env.DB,
    config,
    routes: ROUTE_PERMISSIONS,
    logger,
    sendMail: mailOf(config),
    now: clock.now,
  });
  const exportSource = createClickHouseSource(exportClient(config));
  const files = exportFiles(env.SPOOL);
  const wakeExport = async (id: string, cause: string) => {
    await env.EXPORT_QUEUE.send({ kind: "export", export: id, cause } satisfies ExportWake);
  };
  const exports = createExports({
    store: createExportStore(db),
    source: exportSource,
    files,
    clock,
    logger: logger.child({ component: "exports" }),
    lock: (name) => lock(env, name),
    wake: wakeExport,
    inBackground: waitUntil,
  });
  const dataSet = createDataSet({
    store: createSnapshotStore(db),
    source: exportSource,
    rows: createSnapshotRows(exportClient(config)),
    files,
    clock,
    logger: logger.child({ component: "data-set" }),
    lock: lock(env, "data-set"),
    wake: (cause) => wakeExport(DATA_SET_WAKE, cause),
  });
  const dictionaries = createDictionaries({
    store: createDictionaryStore(db),
    config,
    gate,
    fetchPage: fetchByHttp,
    lock: lock(env, "dictionaries"),
    insertCityCodes: (lines, token) => insertLines(clickhouse, "city_codes", lines, token),
    inBackground: waitUntil,
    clock,
    logger: logger.child({ component: "dictionaries" }),
  });
  const schedule: ScheduleServices = {
    exports,
    dataSet,
    dictionaries,
    clock,
    logger,
    identity,
    schedules: createScheduleStore(db),
    lock: (name) => lock(env, name),
    allLedgers: () => PLATFORMS.flatMap(ledgers),
    companyQueue: createCompanyQueue({
      config,
      clickhouse,
      ledger: companiesOf,
      store: createRefreshStore(db, "companies"),
      newestStored: () => batches.newestStored(),
      clock,
      logger,
    }),
    spool: ingest,
    uploadWatch,
    seenRebuilds,
    jobFacts,
    companyLinks,
    jobLives,
    jobMatches,
    figures,
    fleet,
    insertNodeMetrics: (lines, token) => insertLines(clickhouse, "node_metrics", lines, token),
    insertCoverage: (lines, token) => insertLines(clickhouse, "keyword_coverage", lines, token),
    store,
  };
  return {
    ingest,
    schedule,
    push: {
      ledger: batches,
      store,
      target: (id) => openTarget(targets, vault, id),
      sender,
      clock,
      logger: logger.child({ component: "push" }),
    },
    crawl: {
      config,
      clock,
      logger,
      source: "edge",
      adapter: (platform) => adapters[platform],
      ledger,
      companyLedger: companiesOf,
      gate,
      fetchList: createListFetcher({
        config,
        adapters,
        browser: env.BROWSER,
        broker: browserBroker(env),
        clock,
      }),
      fetchPage: async (platform, request) => {
        const settings = config.platforms[platform];
        assertOwnOrigin(request.url, settings);
        return fetchByHttp(request, settings.timeout_ms);
      },
      pageFetches,
      dictionaries,
      accept: ingest.accept,
      seenJobs,
      fleet,
      storeFailedPage: (...kept) => storeFailedPage(store, clock.now(), ...kept),
      newId: () => crypto.randomUUID(),
    },
    api: {
      identity,
      limits: rateLimits({ api: env.API_LIMIT, machine: env.MACHINE_LIMIT, signIn: env.SIGN_IN_LIMIT }),
      config,
      clock,
      logger,
      shardOf: (search) => shardOfSearch(search, config.LEDGER_SHARDS),
      ledger,
      ledgers,
      companyLedger: companiesOf,
      gate,
      dictionaries,
      fleet,
      pageFetches,
      seenJobs,
      ingest: ingestAdmin(batches, store),
      seenRebuilds,
      jobFacts,
      jobLives,
      figures,
      uploads: {
        receive: ingest.upload,
        receipt: (sender, id) => batches.uploadReceipt(sender, id),
        totals: (sender, ids) => batches.uploadTotals(sender, ids),
        wait: (sender, id, timeoutMs) => batches.waitForUpload(sender, id, timeoutMs),
      },
      vault,
      push: createPushAdmin({ targets, vault, ledger: batches, sender, clock }),
      uploadWatch,
      probes: createProbes({
        config,
        connect: (address, tls) =>
          connect(address, { secureTransport: tls ? "on" : "off", allowHalfOpen: false }),
        resolver,
        gate,
        clock,
        adapters,
      }),
      pool: (kind) => resourcePool(env, kind),
      store,
      jobs: createJobQueries(clickhouse),
      coverage,
      companies: createCompanyQueries(clickhouse),
      companyLinks,
      jobMatches,
      savedSearches: createSavedSearchStore(db),
      skills: createSkillDictionary({
        store: skillEdits,
        ask: askSoon(clickhouse),
        // A preview compiles the patterns anew, which takes seconds of a busy ClickHouse.
        askLong: askOf(clickhouse),
        clock,
      }),
      exports,
      dataSet,
      health: createHealthChecks({
        db,
        queues: QUEUES.map(({ binding }) => env[binding]),
        browser: env.BROWSER,
        clickhouse,
        store,
        ledger,
        gate,
        figures,
      }),
      schedules: createSchedules(schedule, scheduledJobs),
    },
  };
}
