/** Composition root: only this file uses bindings. */
import { connect } from "cloudflare:sockets";
import { waitUntil } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { placeObjects } from "../durable-objects/base/place-objects.ts";
import { browserBroker } from "../durable-objects/browser-broker/client.ts";
import { companyLedger } from "../durable-objects/company-ledger/client.ts";
import { ingestLedger } from "../durable-objects/ingest-ledger/client.ts";
import { keywordLedger, shardOfSearch } from "../durable-objects/keyword-ledger/client.ts";
import { liveFeed } from "../durable-objects/live-feed/client.ts";
import { lock } from "../durable-objects/lock/client.ts";
import { nodeFleet } from "../durable-objects/node-fleet/client.ts";
import { platformGate } from "../durable-objects/platform-gate/client.ts";
import { resourcePool } from "../durable-objects/resource-pool/client.ts";
import { seenClient } from "../durable-objects/seen-index/client.ts";
import { pageFetchClient } from "../durable-objects/seen-index/page-client.ts";
import { taskLedger } from "../durable-objects/task-ledger/client.ts";
import { type Config, readConfig } from "../shared/config.ts";
import type { Platform } from "../shared/contracts/platform.ts";
import { QUEUES } from "../shared/contracts/queues.ts";
import { PLATFORMS, TASK_QUEUES } from "../shared/contracts/vocabulary.ts";
import { assertOwnOrigin } from "../shared/crawl/own-origin.ts";
import { createLogger, createRedactor, secretsOf } from "../shared/log.ts";
import { adapters } from "../shared/platforms/registry.ts";
import { reportOf } from "../shared/sentry/report-of.ts";
import { ROUTE_PERMISSIONS } from "./api/access-tables.ts";
import type { Services } from "./api/services.ts";
import type { BulkRuntime } from "./bulk/consume-bulk.ts";
import { askOf, askSoon } from "./clickhouse/ask.ts";
import { clickHouseClient, exportClient } from "./clickhouse/client.ts";
import { createCompanyQueries } from "./clickhouse/company-queries.ts";
import { insertLines } from "./clickhouse/insert.ts";
import { createJobQueries, isolateDistricts } from "./clickhouse/job-queries.ts";
import { createCompanyQueue } from "./companies/create-company-queue.ts";
import { createImageStore } from "./company-images/image-store.ts";
import { removeOrphans } from "./company-images/remove-orphans.ts";
import type { EdgeCrawlServices } from "./crawl/edge-services.ts";
import { storeFailedPage } from "./crawl/failed-page.ts";
import { fetchByHttp } from "./crawl/fetchers/http.ts";
import { createListFetcher } from "./crawl/fetchers/list-fetcher.ts";
import { createDictionaries } from "./dictionaries/create-dictionaries.ts";
import { createDictionaryStore } from "./dictionaries/dictionary-store.ts";
import { exportFiles } from "./exports/r2-files.ts";
import { createRefreshStore } from "./facts/refresh-store.ts";
import { createHealthChecks } from "./health.ts";
import { createIdentity } from "./iam/create-identity.ts";
import type { Ingest } from "./ingest/create-ingest.ts";
import { openPortBy } from "./outgoing/connection-failure.ts";
import { dnsOverHttps } from "./outgoing/resolver.ts";
import { createPushAdmin, openTarget } from "./push/admin.ts";
import type { PushServices } from "./push/consume.ts";
import { createSender } from "./push/deliver.ts";
import { createTargetStore } from "./push/target-store.ts";
import { rateLimits } from "./rate-limits.ts";
import type { Connect } from "./resources/probe-proxy.ts";
import { createProbes } from "./resources/probes.ts";
import { createSavedSearchStore } from "./saved-searches/saved-search-store.ts";
import { createBackfillStore } from "./schedule/backfill-store.ts";
import { createBackfills } from "./schedule/backfills.ts";
import { scheduledJobs } from "./schedule/registry.ts";
import type { ScheduleServices } from "./schedule/schedule-services.ts";
import { createScheduleStore } from "./schedule/schedule-store.ts";
import { createSchedules } from "./schedule/schedules.ts";
import { createSlotStore } from "./schedule/slot-store.ts";
import { composeAlerts, mailOf } from "./services/alerts.ts";
import { composeAnalyses } from "./services/analyses.ts";
import { composeBulk } from "./services/bulk.ts";
import { composeExports } from "./services/exports.ts";
import { composeIngest } from "./services/ingest.ts";
import { composeMetrics, composeRequestTimes } from "./services/metrics.ts";
import { composeQuality } from "./services/quality.ts";
import { composeTaskParts } from "./services/task-parts.ts";
import { composeWebhooks } from "./services/webhooks.ts";
import { r2Store } from "./storage/r2-store.ts";
import type { TaskRuntime } from "./tasks/consume-tasks.ts";
import { createTasks } from "./tasks/create-tasks.ts";
import { taskKinds, taskKindsByName } from "./tasks/registry.ts";
import { createTaskFiles } from "./tasks/task-files.ts";
import { createTaskHistory } from "./tasks/task-history.ts";
import { createVault } from "./vault/vault.ts";
import type { Webhooks } from "./webhooks/webhooks.ts";

export interface AllServices {
  api: Services;
  crawl: EdgeCrawlServices;
  schedule: ScheduleServices;
  ingest: Ingest;
  push: PushServices;
  webhooks: Pick<Webhooks, "run">;
  tasks: TaskRuntime;
  bulk: BulkRuntime;
}

const connectTo: Connect = (address, tls) =>
  connect(address, { secureTransport: tls ? "on" : "off", allowHalfOpen: false });

/** Clients of ClickHouse: one for what people wait for, one for statements that take minutes. */
const clickHouseClients = (config: Config) => ({
  short: clickHouseClient(config),
  long: exportClient(config),
});

/**
 * Creates the services anew for each event, because a stub of an object belongs to the request that created it.
 * @param clientsOf a test's own ClickHouse
 * @throws ConfigError naming the variable that is missing or malformed
 */
export function servicesOf(bindings: Env, clientsOf = clickHouseClients): AllServices {
  const config = readConfig(bindings);
  const env = placeObjects(bindings, config.OBJECT_LOCATION);
  const logger = createLogger({}, { secrets: secretsOf(config), report: reportOf(config, waitUntil) });
  const clock = {
    now: () => Date.now(),
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  };
  const db = drizzle(env.DB);
  const targets = createTargetStore(db);
  const store = r2Store(env.SPOOL);
  const seen = seenClient(env.SEEN_INDEX, config.SEEN_SHARDS);
  const { short: clickhouse, long: patientClickHouse } = clientsOf(config);
  const batches = ingestLedger(env.INGEST_LEDGER);
  const lockOf = (name: string) => lock(env, name);
  const sendMail = mailOf(config, bindings);
  const { qualityCheck, quality } = composeQuality({
    ...{ config, db, clickhouse, sendMail, clock, logger },
    ledger: batches,
    lock: lockOf("quality"),
  });
  const ledger: EdgeCrawlServices["ledger"] = (platform, shard) => keywordLedger(env, platform, shard);
  const { ingest, ingestService, uploads, uploadWatch, seenRebuilds } = composeIngest({
    ...{ config, db, clickhouse, store, seen, batches, ledger, targets, clock, logger },
    quality: qualityCheck,
  });
  const ledgers: Services["ledgers"] = (platform) =>
    Array.from({ length: config.LEDGER_SHARDS }, (_, shard) => ledger(platform, shard));
  const companiesOf = (platform: Platform) => companyLedger(env, platform);
  const vault = createVault(config.VAULT_KEYS);
  const gate: Services["gate"] = (platform, holder) => platformGate(env, platform, holder);

  const fleet = nodeFleet(env.NODE_FLEET);
  const pageFetches = pageFetchClient(env.SEEN_INDEX, config.SEEN_SHARDS);
  const seenJobs: Services["seenJobs"] = (platform, entries) => seen.check(platform, "job", entries);
  const resolver = dnsOverHttps(config.DNS_OVER_HTTPS_URL);
  const openPort = openPortBy(connectTo);
  const sender = createSender({
    resolver,
    openPort,
    clock,
    trustLoopback: config.ENVIRONMENT === "local",
  });
  const newestStored = () => batches.newestStored();
  const { jobFacts, jobMatches, companyLinks, jobLives, figures, coverage, skills } = composeAnalyses({
    config,
    db,
    clickhouse,
    lock: lockOf,
    newestStored,
    clock,
    logger,
  });
  const identity = createIdentity({
    database: env.DB,
    config,
    routes: ROUTE_PERMISSIONS,
    logger,
    sendMail,
    now: clock.now,
  });
  const { exports, dataSet, recleans } = composeExports({
    ...{ db, clickhouse, patientClickHouse, lock: lockOf, clock, logger },
    files: exportFiles(env.SPOOL),
    corrected: () => jobFacts.corrected(),
    sendWake: async (wake) => {
      await env.EXPORT_QUEUE.send(wake);
    },
    inBackground: waitUntil,
  });
  const dictionaries = createDictionaries({
    store: createDictionaryStore(db),
    config,
    gate,
    fetchPage: fetchByHttp,
    lock: lockOf("dictionaries"),
    insertCityCodes: (lines, token) => insertLines(clickhouse, "city_codes", lines, token),
    inBackground: waitUntil,
    clock,
    logger: logger.child({ component: "dictionaries" }),
  });
  const tasks = createTasks({
    kinds: taskKinds,
    ledger: (queue) => taskLedger(env, queue),
    history: createTaskHistory(askSoon(clickhouse)),
    clock,
  });
  const jobs = createJobQueries(clickhouse, isolateDistricts);
  const taskFiles = createTaskFiles({ db, store, clock });
  const bulk = composeBulk({
    ...{ env, db, tasks, ledgers, jobMatches, companyLinks, store, identity, clock, logger },
    ingest: ingestService,
  });
  const health = createHealthChecks({
    db,
    queues: QUEUES.map(({ binding }) => env[binding]),
    browser: env.BROWSER,
    clickhouse,
    store,
    ledger,
    gate,
    figures,
  });
  const metrics = composeMetrics({
    env,
    db,
    clickhouse,
    clock,
    logger,
    store,
    taskLedger: tasks.ledger,
    ledgers,
    companyLedger: companiesOf,
    ingest: batches,
    fleet,
    health,
    jobFacts,
    figures,
  });
  const { webhooks, subscriptions, emitEvents, emitReport } = composeWebhooks({
    ...{ config, db, vault, resolver, openPort, identity, clock, logger, lock: lockOf },
    ask: askOf(clickhouse),
    sendMail,
    sendWake: async (wake, delaySeconds) => {
      await env.PUSH_QUEUE.send(wake, { delaySeconds });
    },
  });
  const alerts = composeAlerts({
    config,
    db,
    lock: lockOf("alerts"),
    vault,
    resolver,
    openPort,
    metrics,
    stats: { ask: askOf(clickhouse), newestStored, emitReport },
    sendMail,
    clock,
    logger,
  });
  const schedule: ScheduleServices = {
    alerts,
    exports,
    recleans,
    dataSet,
    dictionaries,
    clock,
    logger,
    identity,
    schedules: createScheduleStore(db),
    slots: createSlotStore(db),
    backfillStore: createBackfillStore(db),
    createTask: (task, creator) => tasks.create(task, creator),
    lock: lockOf,
    allLedgers: () => PLATFORMS.flatMap(ledgers),
    companyQueue: createCompanyQueue({
      config,
      clickhouse,
      ledger: companiesOf,
      store: createRefreshStore(db, "companies"),
      newestStored,
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
    metrics,
    webhooks,
    subscriptions,
    emitEvents,
    quality,
    fleet,
    insertNodeMetrics: (lines, token) => insertLines(clickhouse, "node_metrics", lines, token),
    insertCoverage: (lines, token) => insertLines(clickhouse, "keyword_coverage", lines, token),
    insertTaskRuns: (lines, token) => insertLines(clickhouse, "task_runs", lines, token),
    taskLedgers: () => TASK_QUEUES.map(tasks.ledger),
    store,
    taskFiles,
    bulkActions: bulk.list,
    removeLogoOrphans: (before, dry) => removeOrphans({ images: createImageStore(db), store }, before, dry),
  };
  const taskParts = composeTaskParts({
    config,
    db,
    clickhouse: patientClickHouse,
    images: env.IMAGES,
    store,
    gate,
    resolver,
    ingest,
    ledger: batches,
    targets,
    seenRebuilds,
    jobFacts,
    jobMatches,
    clock,
  });
  return {
    ingest,
    schedule,
    webhooks,
    tasks: {
      ledger: tasks.ledger,
      kinds: taskKindsByName,
      services: {
        clock,
        logger: logger.child({ component: "tasks" }),
        redact: createRedactor(secretsOf(config)),
        store,
        files: taskFiles,
        ledgers,
        ask: askOf(clickhouse),
        exports,
        tasks,
        ...taskParts,
        places: { jobs, dictionaries },
      },
    },
    bulk: bulk.runtime,
    push: {
      ledger: batches,
      store,
      target: (id) => openTarget(targets, vault, id, clock.now()),
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
      ingest: ingestService,
      seenRebuilds,
      jobFacts,
      jobLives,
      figures,
      quality,
      uploads,
      vault,
      push: createPushAdmin({ targets, vault, ledger: batches, sender, clock }),
      uploadWatch,
      probes: createProbes({
        config,
        connect: connectTo,
        resolver,
        gate,
        clock,
        adapters,
      }),
      pool: (kind) => resourcePool(env, kind),
      store,
      taskFiles,
      requestTimes: composeRequestTimes(env, { clock, logger, inBackground: waitUntil }),
      jobs,
      coverage,
      companies: createCompanyQueries(clickhouse),
      images: taskParts.images,
      companyLinks,
      jobMatches,
      savedSearches: createSavedSearchStore(db),
      subscriptions,
      webhooks,
      skills,
      exports,
      tasks,
      bulkActions: bulk.actions,
      liveFeed: (group) => liveFeed(env, group),
      recleans,
      dataSet,
      health,
      metrics,
      alerts,
      schedules: createSchedules(schedule, scheduledJobs),
      backfills: createBackfills(schedule),
    },
  };
}
