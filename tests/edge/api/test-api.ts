/** Serves the API over services in memory, for its tests. */
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { liveFeed } from "../../../durable-objects/live-feed/client.ts";
import { lock } from "../../../durable-objects/lock/client.ts";
import { resourcePool } from "../../../durable-objects/resource-pool/client.ts";
import { seenClient } from "../../../durable-objects/seen-index/client.ts";
import { pageFetchClient } from "../../../durable-objects/seen-index/page-client.ts";
import { readConfig } from "../../../shared/config.ts";
import type { IngestStatus } from "../../../shared/contracts/ingest.ts";
import type { DeadLetter, QuarantinedBatch } from "../../../shared/contracts/ingest-ledger.ts";
import type { Sample } from "../../../shared/contracts/metrics.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import type { GateStatus, PlatformGateApi } from "../../../shared/contracts/platform-gate.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { createLogger, secretsOf } from "../../../shared/log.ts";
import { cityDictionary, indexCities } from "../../../shared/platforms/cities.ts";
import { ingestEntry } from "../../../shared/platforms/registry.ts";
import { createAlerts } from "../../../workers/alerts/create-alerts.ts";
import * as figureExamples from "../../../workers/api/analytics/examples.ts";
import { createApp } from "../../../workers/api/app.ts";
import { describeApi } from "../../../workers/api/openapi/describe-api.ts";
import { exampleCell, exampleReport } from "../../../workers/api/quality/examples.ts";
import type { Services } from "../../../workers/api/services.ts";
import { createBulkStore } from "../../../workers/bulk/bulk-store.ts";
import { createBulkActions } from "../../../workers/bulk/create-bulk-actions.ts";
import { clickHouseClient } from "../../../workers/clickhouse/client.ts";
import type { FoundJob, JobSearch, StoredJob } from "../../../workers/clickhouse/job-queries.ts";
import { createDataSet } from "../../../workers/data-set/create-data-set.ts";
import { createSnapshotStore } from "../../../workers/data-set/snapshot-store.ts";
import { createDictionaries } from "../../../workers/dictionaries/create-dictionaries.ts";
import { createDictionaryStore } from "../../../workers/dictionaries/dictionary-store.ts";
import { createExports } from "../../../workers/exports/create-exports.ts";
import { createExportStore } from "../../../workers/exports/export-store.ts";
import { exportFiles } from "../../../workers/exports/r2-files.ts";
import type { BodyOf, FigureName } from "../../../workers/figures/figure-list.ts";
import { createSeenRebuilds } from "../../../workers/ingest/create-rebuilds.ts";
import { createPushAdmin } from "../../../workers/push/admin.ts";
import { createTargetStore } from "../../../workers/push/target-store.ts";
import { createRecleans } from "../../../workers/recleans/create-recleans.ts";
import { createRecleanStore } from "../../../workers/recleans/reclean-store.ts";
import { createSavedSearchStore } from "../../../workers/saved-searches/saved-search-store.ts";
import { createBackfills } from "../../../workers/schedule/backfills.ts";
import { createSchedules } from "../../../workers/schedule/schedules.ts";
import { bulkNouns } from "../../../workers/services/bulk.ts";
import { composeWebhooks } from "../../../workers/services/webhooks.ts";
import { createSkillEditStore } from "../../../workers/skills/dictionary-store.ts";
import { createSkillDictionary } from "../../../workers/skills/skill-dictionary.ts";
import { r2Store } from "../../../workers/storage/r2-store.ts";
import { createTasks } from "../../../workers/tasks/create-tasks.ts";
import { taskKinds } from "../../../workers/tasks/registry.ts";
import { createTaskFiles } from "../../../workers/tasks/task-files.ts";
import { createFindingStore } from "../../../workers/uploads/finding-store.ts";
import { createVault } from "../../../workers/vault/vault.ts";
import { IDLE_INGEST } from "../../support/ingest-status.ts";
import { scheduleStage } from "../../support/schedule-stage.ts";
import { MemorySnapshotRows } from "../exports/memory-snapshot-rows.ts";
import { MemorySource } from "../exports/memory-source.ts";
import { MemoryRecleanRows } from "../recleans/memory-rows.ts";
import { documentCheck } from "./document-check.ts";
import { memoryCompanyLinks } from "./memory-company-links.ts";
import { memoryIdentity, SUPERUSER, TEST_TOKEN } from "./memory-identity.ts";
import { memoryJobMatches } from "./memory-job-matches.ts";
import { MemoryLedger } from "./memory-ledger.ts";
import { quietBulk } from "./quiet-bulk.ts";
import { quietCompanies } from "./quiet-companies.ts";
import { quietTasks } from "./quiet-tasks.ts";
import { testUploads } from "./test-uploads.ts";

export const NOW = Date.UTC(2026, 10, 22, 8);

const citiesOf = (codes: Record<string, string>) =>
  indexCities(
    Object.entries(codes).map(([name, code]) => ({ code, name, parent: null })),
    [],
  );
const CITIES = cityDictionary({
  boss: citiesOf({ 全国: "100010000", 北京: "101010100", 上海: "101020100" }),
  qcwy: citiesOf({ 全国: "000000", 北京: "010000", 武汉: "180200" }),
  zhilian: citiesOf({ 全国: "489", 北京: "530" }),
});

const EXAMPLE_SAMPLES: Sample[] = [
  { name: "jobdata_breaker_open", labels: { platform: "boss" }, value: 1 },
  { name: "jobdata_requests_total", labels: { platform: "boss", outcome: "ok" }, value: 48_210 },
];

export const CLOSED_GATE: GateStatus = {
  breaker: "closed",
  reopen_at: null,
  cause: null,
  openings: 0,
  in_flight: 0,
  next_allowed_at: 0,
  failures_in_a_row: 0,
  requests: 0,
};

class MemoryGate implements PlatformGateApi {
  state: GateStatus = CLOSED_GATE;
  async exchange(): Promise<never> {
    throw new Error("only the crawl consumer calls this");
  }
  async giveBack() {}
  async status() {
    return this.state;
  }
  async reset() {
    this.state = { ...this.state, breaker: "closed", reopen_at: null, cause: null };
    return this.state;
  }
}

const EXAMPLE_FIGURES: { [Name in FigureName]: BodyOf<Name> } = {
  overview: figureExamples.exampleOverview,
  trend: figureExamples.exampleTrend,
  distribution: figureExamples.exampleDistribution,
  salary: figureExamples.exampleSalary,
  salary_matrix: figureExamples.exampleSalaryMatrix,
  skill_value: figureExamples.exampleSkillValue,
  companies: figureExamples.exampleTopCompanies,
  rising_skills: figureExamples.exampleRisingSkills,
  reposts: figureExamples.exampleReposts,
  life: figureExamples.exampleLife,
  working_time: figureExamples.exampleWorkingTimes,
  comparison: figureExamples.exampleComparison,
};

/** All tests share the routes, and what follows from them; a request brings the services of its own test. */
const SERVICES = Symbol("services of the test");
type WithServices = { [SERVICES]: Services };
const makeShared = () => {
  const app = createApp<WithServices>((bindings) => bindings[SERVICES]);
  return { app, checkAnswer: documentCheck(describeApi(app)) };
};
let shared: ReturnType<typeof makeShared> | undefined;

/** @returns the shared app, bound to these services */
export function appWith(services: Services): ReturnType<typeof makeShared>["app"] {
  shared ??= makeShared();
  const { app } = shared;
  const bound = (bindings: object = {}) => ({ ...bindings, [SERVICES]: services });
  return Object.assign(Object.create(app) as typeof app, {
    request: ((input, init, bindings, context) =>
      app.request(input, init, bound(bindings as object), context)) as typeof app.request,
    fetch: ((request, bindings, context) =>
      app.fetch(request, bound(bindings as object), context)) as typeof app.fetch,
  });
}

/**
 * @param over replaces parts of the services
 * @param options `shards`: ledgers per platform; `principal`: the caller
 */
export function testApi(over: Partial<Services> = {}, { shards = 2, principal = SUPERUSER } = {}) {
  const { identity, auditLines } = memoryIdentity(principal);
  const config = { ...readConfig(env), LEDGER_SHARDS: shards };
  let now = NOW;
  const clock = { now: () => now++ };
  const ledgers = Object.fromEntries(
    PLATFORMS.map((platform) => [
      platform,
      Array.from({ length: shards }, (_, shard) => new MemoryLedger(platform, shard, clock.now)),
    ]),
  ) as Record<Platform, MemoryLedger[]>;
  const gates = { boss: new MemoryGate(), qcwy: new MemoryGate(), zhilian: new MemoryGate() };
  const store = r2Store(env.SPOOL);
  const vault = createVault(config.VAULT_KEYS);
  const lines: Record<string, unknown>[] = [];
  const jobQueries: JobSearch[] = [];
  const exportSource = new MemorySource();
  const recleanRows = new MemoryRecleanRows();
  const snapshotRows = new MemorySnapshotRows(exportSource);
  /** Exports whose run was woken. */
  const exportWakes: string[] = [];
  const jobs: FoundJob[] = [];
  const storedJobs: StoredJob[] = [];
  /** Names beside the official ones that stored postings have as their city. */
  const storedCities = new Set(["a", "b"]);
  /** Names beside the official ones that stored postings have as their district, each with its city. */
  const storedDistricts = new Map<string, string>();
  const deadLetters: DeadLetter[] = [];
  const quarantined: QuarantinedBatch[] = [];
  const ingestStatus: IngestStatus = { ...IDLE_INGEST };
  const schedule = scheduleStage(drizzle(env.DB), over.clock ?? clock, store);
  const cleanUp = {
    name: "clean-up",
    cron: "5 0 * * *",
    timeZone: "Asia/Shanghai",
    run: async () => {},
    dryRun: async () => [{ kind: "slots", count: 3, keptDays: 30 }],
  };
  const dictionaries = createDictionaries({
    store: createDictionaryStore(drizzle(env.DB)),
    config,
    gate: (platform) => gates[platform],
    fetchPage: async () => ({ ok: false, reason: "these tests fetch nothing" }),
    lock: lock(env, "dictionaries"),
    insertCityCodes: async () => {},
    inBackground: () => {},
    clock: { ...clock, sleep: async () => {} },
    logger: createLogger({}, { write: () => {} }),
  });
  const { webhooks, subscriptions } = composeWebhooks({
    ...{
      config,
      vault,
      db: drizzle(env.DB),
      identity: over.identity ?? identity,
      clock: over.clock ?? clock,
    },
    resolver: { resolve: async () => [] },
    ask: async () => [],
    sendMail: null,
    lock: (name) => lock(env, name),
    sendWake: async () => {},
    logger: createLogger({}, { write: () => {} }),
    sender: {
      send: async () => ({
        ...{ status: 204, tookMs: 3, error: null, gone: false, retryAfterMs: null },
        ...{ requestHeaders: {}, answerHeaders: {}, answerBody: "" },
      }),
    },
  });
  const parts: Omit<Services, "bulkActions"> = {
    identity,
    limits: { api: async () => true, machine: async () => true, signIn: async () => true },
    config,
    clock,
    logger: createLogger(
      {},
      { secrets: secretsOf(config), write: (line) => lines.push(JSON.parse(line)), level: "debug" },
    ),
    shardOf: ({ keyword }) => keyword.length % shards,
    ledger: (platform, shard) => {
      const ledger = ledgers[platform][shard];
      if (!ledger) throw new Error(`no shard ${shard}`);
      return ledger;
    },
    ledgers: (platform) => ledgers[platform],
    companyLedger: quietCompanies(),
    tasks: createTasks({
      kinds: taskKinds,
      ledger: quietTasks(),
      history: { search: async () => [] },
      clock,
    }),
    gate: (platform) => gates[platform],
    // A run that nobody waits for would outlive its test.
    dictionaries: { ...dictionaries, cities: async () => CITIES, runInBackground: () => {} },
    ingest: {
      status: async () => ingestStatus,
      listDead: async (limit, before = Number.POSITIVE_INFINITY) =>
        deadLetters.filter(({ seq }) => seq < before).slice(0, limit),
      replayDead: async (ids) => {
        const kept = deadLetters.filter(({ batch_id: batchId }) => !ids.includes(batchId));
        return deadLetters.splice(0, deadLetters.length, ...kept).length - kept.length;
      },
      discardDead: async (ids) => {
        const gone = deadLetters.filter(({ batch_id: batchId }) => ids.includes(batchId));
        deadLetters.splice(0, deadLetters.length, ...deadLetters.filter((letter) => !gone.includes(letter)));
        return gone.flatMap(({ spool_key: spoolKey }) => spoolKey ?? []);
      },
      receipt: async (id) => deadLetters.find(({ batch_id: batchId }) => batchId === id) ?? null,
      rawRows: async () => null,
      listQuarantine: async (limit) => quarantined.slice(0, limit),
      quarantined: async (id) => quarantined.find(({ batch_id: batchId }) => batchId === id) ?? null,
      releaseQuarantined: async (ids) => ids,
      dropQuarantined: async (ids) => ids,
    },
    metrics: {
      now: async () => ({ at: NOW, samples: EXAMPLE_SAMPLES }),
      history: async ({ name, stepMs }) => ({
        name,
        type: "gauge",
        unit: "count",
        step_s: stepMs / 1000,
        series: [{ labels: {}, points: [[NOW, 1]] }],
        truncated: false,
      }),
    },
    quality: {
      day: async () => [exampleCell],
      trend: async () => [exampleCell],
      report: async () => exampleReport,
      reportDays: async () => [exampleReport.day],
      measuredAt: async () => NOW,
    },
    seenRebuilds: createSeenRebuilds({
      db: drizzle(env.DB),
      seen: seenClient(env.SEEN_INDEX, 1),
      clickhouse: clickHouseClient(config),
      clock,
      logger: createLogger(),
    }),
    jobFacts: { asOf: async () => NOW - 60_000 },
    jobLives: { asOf: async () => NOW - 600_000 },
    figures: {
      compute: async (name) => structuredClone(EXAMPLE_FIGURES[name]) as never,
      lastCheck: async () => figureExamples.exampleFigureChecks,
    },
    uploads: testUploads(clock.now),
    fleet: env.NODE_FLEET.get(env.NODE_FLEET.newUniqueId()),
    pageFetches: pageFetchClient(env.SEEN_INDEX, 1),
    seenJobs: (platform, entries) => seenClient(env.SEEN_INDEX, 1).check(platform, "job", entries),
    vault,
    push: createPushAdmin({
      targets: createTargetStore(drizzle(env.DB)),
      vault,
      ledger: env.INGEST_LEDGER.get(env.INGEST_LEDGER.newUniqueId()),
      sender: { post: async () => ({ end: { done: true }, status: 204, tookMs: 3 }) },
      clock,
    }),
    alerts: createAlerts({
      db: drizzle(env.DB),
      lock: lock(env, "alerts"),
      vault,
      send: async (_kind, { target }) => (target.includes("broken") ? "the target answered 503" : null),
      readMetrics: async () => [{ name: "jobdata_dead_letters", labels: { kind: "push" }, value: 3 }],
      language: "en",
      stats: { ask: async () => [], newestStored: async () => null, emitReport: async () => 0 },
      publicUrl: config.PUBLIC_URL,
      clock: over.clock ?? clock,
      newId: () => crypto.randomUUID(),
      logger: createLogger({}, { write: () => {} }),
    }),
    uploadWatch: {
      senders: async () => [],
      findings: (...all) => createFindingStore(drizzle(env.DB)).list(...all),
    },
    probes: {
      proxy: async () => ({ ok: true, ms: 1, step: "tunnel", error: null, outcome: "ok" }),
      token: async () => ({ ok: true, ms: 1, step: "answer", error: null, outcome: "ok" }),
    },
    pool: (kind) => resourcePool(env, kind),
    store,
    requestTimes: { measured: () => {} },
    taskFiles: createTaskFiles({
      db: drizzle(env.DB),
      store: over.store ?? store,
      clock: over.clock ?? clock,
    }),
    jobs: {
      search: async (query) => {
        jobQueries.push(query);
        return jobs.slice(0, query.limit);
      },
      count: async () => ({ value: jobs.length, exact: true }),
      facets: async (_, members) =>
        Object.fromEntries(
          members.map((member) => [member, { values: [], other_values: 0, other_count: 0 }]),
        ),
      classes: async () => null,
      origin: async () => ({ found_by: [], sightings: [], versions: [] }),
      life: async () => null,
      storedCities: async (names) => names.filter((name) => storedCities.has(name)),
      storedDistricts: async (names, cities) =>
        names.filter((name) => {
          const city = storedDistricts.get(name);
          return city !== undefined && (cities?.includes(city) ?? true);
        }),
      show: async (platform, jobKey) =>
        storedJobs.find((job) => job.platform === platform && job.job_key === jobKey) ?? null,
    },
    coverage: {
      byCity: async () => [],
      byGroup: async () => [],
      nextKeywords: async () => [],
      marketIndex: async () => ({ points: [], asOf: null }),
    },
    companies: { search: async () => [], show: async () => null, life: async () => null },
    images: { known: async () => new Map(), read: async () => null },
    companyLinks: memoryCompanyLinks(env.DB, clock.now),
    jobMatches: memoryJobMatches(clock.now),
    savedSearches: createSavedSearchStore(drizzle(env.DB)),
    subscriptions,
    webhooks,
    skills: createSkillDictionary({
      store: createSkillEditStore(drizzle(env.DB)),
      ask: async () => [],
      askLong: async () => [],
      clock,
    }),
    dataSet: createDataSet({
      store: createSnapshotStore(drizzle(env.DB)),
      source: exportSource,
      rows: snapshotRows,
      files: exportFiles(env.SPOOL),
      clock: over.clock ?? clock,
      logger: createLogger({}, { write: () => {} }),
      lock: lock(env, "data-set"),
      wake: async () => void exportWakes.push("data-set"),
    }),
    recleans: createRecleans({
      store: createRecleanStore(drizzle(env.DB)),
      rows: recleanRows,
      reader: recleanRows,
      entry: ingestEntry,
      lock: (name) => lock(env, name),
      corrected: async () => {},
      wake: async (id) => void exportWakes.push(id),
      pageKeys: 2,
      clock: over.clock ?? clock,
      logger: createLogger({}, { write: () => {} }),
    }),
    exports: createExports({
      store: createExportStore(drizzle(env.DB)),
      source: exportSource,
      files: exportFiles(env.SPOOL),
      clock: over.clock ?? clock,
      logger: createLogger({}, { write: () => {} }),
      lock: (name) => lock(env, name),
      wake: async (id) => void exportWakes.push(id),
      inBackground: () => {},
    }),
    health: [],
    schedules: createSchedules(schedule, [cleanUp]),
    backfills: createBackfills(schedule),
    liveFeed: (group) => liveFeed(env, group),
    ...over,
  };
  const services: Services = {
    ...parts,
    bulkActions: createBulkActions({
      nouns: bulkNouns(parts),
      store: createBulkStore(drizzle(env.DB)),
      open: (id) => quietBulk(id),
      clock: over.clock ?? clock,
      newId: () => crypto.randomUUID(),
    }),
    ...over,
  };
  const app = appWith(services);
  const holdAnswer = (method: string, path: string, response: Response) =>
    shared?.checkAnswer(method, path.replace(/\?.*/, ""), response.clone());

  /**
   * Sends a request as the caller; `json` is sent as JSON. The answer is compared with the OpenAPI document.
   */
  async function send(
    method: string,
    path: string,
    { json, headers, ...init }: RequestInit & { json?: unknown } = {},
  ) {
    const all = new Headers({ authorization: `Bearer ${TEST_TOKEN}`, ...(headers as object) });
    if (json !== undefined) all.set("content-type", "application/json");
    const body = json === undefined ? init.body : JSON.stringify(json);
    const response = await app.request(`/api/v1${path}`, { ...init, method, headers: all, body }, env);
    await holdAnswer(method, `/api/v1${path}`, response);
    return response;
  }

  return {
    app,
    services,
    ledgers,
    gates,
    store,
    lines,
    jobs,
    storedJobs,
    storedCities,
    storedDistricts,
    jobQueries,
    exportSource,
    recleanRows,
    exportWakes,
    deadLetters,
    quarantined,
    ingestStatus,
    auditLines,
    /** Compares an answer with the OpenAPI document. */
    holdAnswer,
    token: TEST_TOKEN,
    send,
    /** Sends and reads the answer in the common shape. */
    async call<T>(method: string, path: string, init: RequestInit & { json?: unknown } = {}) {
      const response = await send(method, path, init);
      const body = (await response.json()) as {
        code: 0 | string;
        message: string;
        data: T;
        request_id: string;
      };
      return { status: response.status, headers: response.headers, ...body };
    },
  };
}

export interface Problems {
  problems: { field: string; reason: string; index?: number; line?: number }[];
}
