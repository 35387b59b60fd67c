/**
 * Recruiters' contacts, planted in every text that comes from outside, and every route called by a role that may not see
 * them: a new route is tested without being named here.
 */
import { env } from "cloudflare:workers";
import { streamXlsxRows } from "hucre/xlsx";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DeadLetter, QuarantinedBatch, UploadReceipt } from "../../shared/contracts/ingest-ledger.ts";
import type { JobRef } from "../../shared/contracts/job-match.ts";
import { groupProblems } from "../../shared/domain/problem-groups.ts";
import { EMPTY_POSTING } from "../../shared/tables/jobs.ts";
import { type IdentityApi, identityApi, reset } from "../../tests/edge/api/identity-api.ts";
import { companyFact } from "../../tests/edge/api/memory-company-links.ts";
import { jobSide, memoryJobMatches } from "../../tests/edge/api/memory-job-matches.ts";
import { makeKeyword, type Owner } from "../../tests/edge/api/records.ts";
import { nounOf, type Sample, sampleRequest } from "../../tests/edge/api/sample-requests.ts";
import { CLOSED_GATE, NOW } from "../../tests/edge/api/test-api.ts";
import { FAILED_PAGES_PREFIX } from "../crawl/failed-page.ts";
import type { ScheduleSlot } from "../db/schedule-schema.ts";
import { exampleCompany, exampleCompanyDetail } from "./companies/examples.ts";
import { exampleDecision } from "./company-pairs/examples.ts";
import { exampleJob, exampleJobDetail, exampleJobLife } from "./jobs/examples.ts";
import { showsForeignText } from "./middleware/mask-recruiters.ts";
import { OPERATIONS } from "./operations.ts";
import { exampleUnknown } from "./skills/examples.ts";

const PLANT = "会计 电话13812345678 微信abc_12345 hr.li@recruit.cn 联系人：钱某某";
const PLANTED = /13812345678|abc_12345|recruit\.cn|钱某某/;
const TOTAL_LEVELS = 3000;

/** Every text of a row that the schema allows to be any text. */
const planted = <T extends object>(row: T, ...fixed: string[]): T =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value !== "string" || fixed.includes(name) ? value : `${value} ${PLANT}`,
    ]),
  ) as T;

const CLOSED = [
  "platform",
  "job_key",
  "company_key",
  "experience",
  "degree",
  "company_size",
  "last_seen_day",
  "url",
  "state",
] as const;
const summary = planted({ ...exampleJob, platform: "boss" as const, job_key: "gone" }, ...CLOSED);
const raw = {
  jobInfo: { encryptId: "gone", jobName: PLANT, phone: "13812345678", numbers: ["13812345678", 13812345678] },
  bossInfo: { name: "钱某某", title: `人事 ${PLANT}`, wechatId: "abc_12345" },
  brandComInfo: { brandName: PLANT, companyUrl: `https://x.example.com/?wx=abc_12345`, [PLANT]: 1 },
  address: `${PLANT.replace("138", "138\u200b")} １３８１２３４５６７８`,
};

const letter = {
  seq: 1,
  batch_id: "letter",
  upload_id: "0b8e9f1c-5b8d-4a52-9a38-6f0c2f7f5a11",
  part: 0,
  sender_batch_id: null,
  state: "dead",
  platform: "boss",
  channel: "web",
  data_type: "job",
  source: "user:lin",
  request_id: "r-1",
  run_id: null,
  spool_key: null,
  bytes: 1,
  received: 1,
  invalid: 1,
  inserted: 0,
  changed: 0,
  duplicates: 0,
  problems: groupProblems([{ index: 0, field: `job_key ${PLANT}`, reason: PLANT }]),
  attempts: 1,
  error: PLANT,
  accepted_at: NOW,
  settled_at: NOW,
} as unknown as DeadLetter;

const quarantined = {
  ...letter,
  state: "quarantined",
  quality: { holds: true, findings: [] },
  decision: { kind: "dropped", by: "lin", why: PLANT, at: NOW },
} as unknown as QuarantinedBatch;

const slot: ScheduleSlot = {
  ...{ schedule: "clean-up", slotAt: NOW, toAt: null, count: 1, status: "late", reason: "dispatcher_away" },
  ...{ detail: null, timing: null, claimedBy: "tick-1", startedAt: NOW, finishedAt: NOW, error: PLANT },
  ...{ attempts: 1, taskId: null, backfillId: null },
};

let api: IdentityApi;
let masked: { token: string };
let seeing: { token: string };
let owner: Owner;

beforeAll(async () => {
  api = await identityApi();
  const { services } = api;
  const routes = OPERATIONS.filter(({ access }) => !["public", "anyone", "person"].includes(access)).map(
    ({ route }) => `${route.method.toUpperCase()} ${route.path.replace("/api/v1", "")}`,
  );
  await api.addRole("masked", routes, { sees_recruiters: false });
  await api.addRole("seeing", routes, { sees_recruiters: true });
  masked = await api.signedIn("masked", ["masked"]);
  seeing = await api.signedIn("seeing", ["seeing"]);
  owner = { id: await api.addPerson("owner", []), departmentId: null };

  api.jobs.push(summary);
  api.storedJobs.push({
    ...planted({ ...EMPTY_POSTING, ...exampleJob }, ...CLOSED, "coordinate_system", "salary_period"),
    ...summary,
    first_seen: undefined,
    last_seen_day: undefined,
    state: undefined,
    closed_at: undefined,
    is_duplicate: undefined,
    group_id: undefined,
    description: PLANT,
    company_type: PLANT,
    welfare: [PLANT],
    tags: [PLANT],
    recruiter_position: PLANT,
    channel: "web",
    upload_id: letter.upload_id,
    part: 0,
    batch_id: null,
    run_id: null,
    keyword_id: null,
    source: "edge",
    content_hash: "9b74c9897bac770ffc029102a200c5de",
    parser_version: 1,
    raw: JSON.stringify(raw),
  } as never);
  services.jobs.facets = async (_, members) =>
    Object.fromEntries(
      members.map((member) => [
        member,
        { values: [{ value: PLANT, count: 1 }], other_values: 0, other_count: 0 },
      ]),
    );
  const { why } = exampleJobDetail;
  services.jobs.origin = async () => ({
    ...why,
    found_by: why.found_by.map((row) => planted(row)),
  });
  const company = planted(exampleCompany, ...CLOSED);
  services.companies = {
    search: async () => [company],
    show: async () =>
      ({
        ...planted(exampleCompanyDetail.company, ...CLOSED, "channel"),
        description: PLANT,
        postings: 1,
        detailed_at: NOW,
        raw: JSON.stringify({ PLANT, hrName: "钱某某", phone: "13812345678" }),
      }) as never,
    life: async () => null,
  };
  services.jobs.life = async () => {
    const { events, chain: _, as_of: __, ...state } = exampleJobLife;
    const content = (hash: string, text: string) => ({
      ...{ kind: "page" as const, content_hash: hash },
      raw: JSON.stringify({ jobInfo: { encryptId: "gone", jobName: "会计", postDescription: text } }),
    });
    const { job_key, title, salary_text, first_seen, last_seen_day } = summary;
    const posting = { job_key, title, salary_text, first_seen, last_seen_day };
    const chained = { ...posting, state: "open" as const, closed_at: null, chain_place: 1 };
    return {
      state,
      events: events.map((event) => ({
        ...event,
        ...{ kind: "text_changed" as const, content_hash: "new", before: PLANT, after: PLANT },
      })),
      contents: [content("old", "负责记账。"), content("new", PLANT)],
      chain: [chained, { ...chained, chain_place: 2 }],
    };
  };
  const fact = (id: string) => ({
    ...planted(companyFact(id), "platform", "company_key", "company_id", "parent_id", "how", "evidence"),
    address: PLANT,
    evidence: JSON.stringify({ value: PLANT, with: id }),
  });
  const decided = { ...exampleDecision, note: PLANT };
  services.companyLinks = {
    ...services.companyLinks,
    pairs: async () => [
      {
        ...{ one: "boss:gone", other: "qcwy:gone", brand_key: "x", kind: "place", score: 0.5, also: [] },
        ...{ one_name: PLANT, other_name: PLANT, is_open: 1, found_at: NOW },
      },
    ],
    facts: async (ids) => new Map(ids.map((id) => [id, fact(id)])),
    place: async () => ({
      ...{ company_id: "boss:gone", parent: [fact("boss:above")], branches: [fact("boss:below")] },
      rows: [fact("boss:gone")],
    }),
    decisions: async () => [
      {
        ...{ id: decided.id, verdict: "same", one: decided.one, others: decided.others, note: decided.note },
        evidence: decided.evidence.map((side) => ({ ...side, name: PLANT, address: PLANT })),
        ...{ decidedBy: "lin", decidedAt: NOW, undoneBy: null, undoneAt: null, appliedAt: null },
      },
    ],
  };
  const side = (job: JobRef) =>
    jobSide(job, { title: PLANT, company_name: PLANT, description: PLANT, skills: [PLANT] });
  const match = { company: 1, place: 1, title: 1, salary: 1, requirements: 1, text: 1 };
  services.jobMatches = memoryJobMatches(() => NOW, {
    pairs: [
      {
        ...{ a: "1", b: "2", a_platform: "boss", a_key: "one", b_platform: "qcwy", b_key: "other" },
        ...{ verdict: "doubtful", is_held: 0, score: 0.8, ...match },
      },
    ],
    side,
  });
  services.jobMatches.same = async (job) => [{ ...side(job), is_main: true, parts: match }];
  services.jobMatches.decisions = async () => [
    {
      ...{ id: decided.id, verdict: "same", decided_at: NOW, decided_by: "lin", reason: PLANT },
      evidence: JSON.stringify({ parts: match, jobs: [{ title: PLANT }, { [PLANT]: PLANT }] }),
      ...{ undone_by: "", undone_at: 0, pairs: [["boss", "one", "qcwy", "other"]] },
    },
  ];
  await services.companyLedger("boss").clean({ company_key: "gone", name: PLANT }, 5, "suite");
  services.skills = { ...services.skills, unknown: async () => [planted(exampleUnknown, "kind")] };
  const { loads } = services.dictionaries;
  services.dictionaries = {
    ...services.dictionaries,
    loads: async () => [
      ...(await loads()).filter(({ source }) => source !== "cities"),
      {
        ...{ platform: "boss", source: "cities", dueAt: null, requestedBy: "schedule", requestedAt: NOW },
        ...{ attempts: 1, finishedAt: NOW, outcome: "blocked", reason: PLANT, unread: 0 },
      },
    ],
  };
  api.exportSource.rowsOf.jobs.push({
    ...{ first_seen: 1, platform: "boss", job_key: "gone", title: `会计 ${PLANT}`, company_name: PLANT },
    ...{ skills: ["Java", PLANT], description: PLANT },
  });
  const id = await makeKeyword(api, owner);
  const [ledger] = api.ledgers.boss;
  Object.assign(ledger?.keywords.get(id) ?? {}, { last_error: PLANT, last_outcome: "blocked" });
  ledger?.timeline.set(id, [
    { seq: 1, at: NOW, type: "page-kept", run_id: null, detail: { reason: PLANT, rows: [{ PLANT }] } },
  ]);
  api.gates.boss.state = { ...CLOSED_GATE, breaker: "open", cause: "blocked" } as never;
  Object.assign(api.ingestStatus, { last_error: PLANT });
  api.deadLetters.push(letter);
  services.ingest.rawRows = async () => [raw];
  services.uploads.receipt = async () =>
    ({
      ...letter,
      digest: "x",
      state: "dead",
      parts: [{ ...letter, offset: 0, verdicts: null }],
    }) as unknown as UploadReceipt;
  services.health = [{ name: "clickhouse", probe: () => Promise.reject(new Error(PLANT)) }] as never;
  const { schedules } = services;
  services.schedules = {
    ...schedules,
    list: async () => [{ ...(await schedules.show("clean-up")), tail: slot }],
    slots: async () => [slot],
    run: async () => slot,
  };
  services.probes = {
    proxy: async () => ({ ok: false, ms: 1, step: "tunnel", error: PLANT, outcome: "network" }),
    token: async () => ({ ok: false, ms: 1, step: "answer", error: PLANT, outcome: "network" }),
  } as never;
  const state = { last_error: PLANT };
  const endpoints = services.push.endpointStates;
  services.push = {
    ...services.push,
    endpointStates: async () => (await endpoints()).map((one) => ({ ...one, ...state })),
    listDeadDeliveries: async () => [
      { ...letter, target_id: "x", error: PLANT, created_at: NOW, dead_at: NOW } as never,
    ],
  };
  await api.store.put(`${FAILED_PAGES_PREFIX}boss/gone.html`, PLANT, {
    platform: "boss",
    reason: encodeURIComponent(PLANT),
  });
  await api.identity.audit.add({
    at: NOW,
    userId: null,
    actor: "lin",
    ip: "192.0.2.1",
    userAgent: PLANT,
    method: "POST",
    route: "/api/v1/keywords",
    path: "/api/v1/keywords",
    status: 200,
    requestId: "r-1",
    action: "keyword.create",
    record: `keyword:${id}`,
    before: { note: PLANT },
    after: { list: [PLANT], email: "hr.li@recruit.cn" },
  });
});
afterAll(reset);

/** A finished export of what was planted, made by the caller. @returns the path of its file */
async function exportPath(format: string, token: string): Promise<string> {
  const { data } = await api.call<{ id: string }>("POST", "/exports", {
    token,
    json: { subject: "jobs", format, columns: ["title", "company_name", "skills", "description"] },
  });
  await api.services.exports.run(data.id, 60_000);
  return `/exports/${data.id}/file`;
}

/** Requests about what was planted, where a sample is about something else. */
const ABOUT: Readonly<Record<string, (token: string) => string | Promise<string>>> = {
  downloadExport: (token) => exportPath("csv", token),
  // The walk itself adds entries.
  listAuditLog: () => "/audit-log?limit=200",
  showDeadLetter: () => "/ingest/dead-letters/letter",
  showQuarantined: () => "/quarantine/letter",
  listKeywordEvents: () => `/keywords/${[...(api.ledgers.boss[0]?.keywords.keys() ?? [])][0]}/events`,
  showKeyword: () => `/keywords/${[...(api.ledgers.boss[0]?.keywords.keys() ?? [])][0]}`,
};

async function answerTo(operation: (typeof OPERATIONS)[number], token: string): Promise<string> {
  const { route } = operation;
  // The walk replays and discards dead letters too.
  api.deadLetters.splice(0, api.deadLetters.length, letter);
  api.quarantined.splice(0, api.quarantined.length, quarantined);
  const sample: Sample = await sampleRequest(api, route, owner);
  const path = (await ABOUT[route.operationId]?.(token)) ?? sample.path;
  const answer = await api.call(sample.method, path, { ...sample, token });
  return JSON.stringify(answer);
}

const foreign = OPERATIONS.filter(({ access, route }) => access !== "public" && showsForeignText(route));

/** Where who may see recruiters reads what was planted: elsewhere nothing was planted, and nothing is proved. */
const SHOWN = [
  "cleanCompany",
  "deletePushTarget",
  "downloadExport",
  "downloadFailedPage",
  "exportRows",
  "listAuditLog",
  "listCompanies",
  "listCompanyDecisions",
  "listCompanyPairs",
  "listCompanyQueue",
  "listDeadLetters",
  "listDictionaries",
  "listFailedPages",
  "listJobDecisions",
  "listJobFacets",
  "listJobPairs",
  "listJobs",
  "listKeywordEvents",
  "listKeywords",
  "listPlatforms",
  "listPushFailures",
  "listQuarantine",
  "listSameJobs",
  "listScheduleSlots",
  "listSchedules",
  "listUnknownTags",
  "pullCompanyJobs",
  "restorePushTarget",
  "rotatePushSecret",
  "runSchedule",
  "showCompanyLinks",
  "showDeadLetter",
  "showExtendedHealth",
  "showIngestStatus",
  "showJob",
  "showJobLife",
  "showJobPosting",
  "showKeyword",
  "showQuarantined",
  "showBatch",
  "showCompany",
  "showQueuedCompany",
  "testPlatformToken",
  "testProxy",
  "updatePushTarget",
];

test("contacts reach those who may see recruiters by these routes, and nobody else by any", async () => {
  const shown: string[] = [];
  for (const operation of foreign) {
    const { operationId } = operation.route;
    expect(await answerTo(operation, masked.token), operationId).not.toMatch(PLANTED);
    if (PLANTED.test(await answerTo(operation, seeing.token))) shown.push(operationId);
  }
  expect(shown.toSorted()).toEqual(SHOWN.toSorted());
});

test("a file of each format hides contacts as answers do, and is not read across roles", async () => {
  for (const format of ["csv", "jsonl", "xlsx", "parquet"]) {
    const [hidden, open] = [await exportPath(format, masked.token), await exportPath(format, seeing.token)];
    const readFile = async (path: string) => {
      const headers = { authorization: `Bearer ${seeing.token}` };
      const response = await api.app.request(`/api/v1${path}`, { headers }, env);
      expect(response.status).toBe(200);
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (format !== "xlsx") return new TextDecoder().decode(bytes);
      const cells: unknown[] = [];
      for await (const { values } of streamXlsxRows(bytes)) cells.push(...values);
      return JSON.stringify(cells);
    };
    expect(await readFile(hidden), format).not.toMatch(PLANTED);
    expect(await readFile(hidden), format).toContain("会计");
    expect(await readFile(open), format).toMatch(PLANTED);
    // A colleague's file with contacts is none for who may not see them.
    expect((await api.call("GET", open, { token: masked.token })).status, format).toBe(403);
    expect(
      (await api.call("POST", open.replace("/file", "/link"), { token: masked.token, json: {} })).status,
    ).toBe(403);
  }
});

test("only what is about colleagues, and what a node is lent, is not masked", () => {
  const rest = OPERATIONS.filter(({ route }) => !showsForeignText(route)).map(({ route }) => route);
  const nouns = rest.filter(({ tags }) => !tags?.some((tag) => tag === "node protocol"));
  expect([...new Set(nouns.map(({ path }) => nounOf(path)))].toSorted()).toEqual(
    ["api-keys", "auth", "departments", "menus", "permissions", "roles", "scopes", "users"].toSorted(),
  );
});

test("the audit log is not searched in what is hidden", async () => {
  const found = async (text: string, { token }: { token: string }) => {
    const query = `text=${encodeURIComponent(text)}`;
    const { data } = await api.call<{ items: unknown[] }>("GET", `/audit-log?${query}`, { token });
    return data.items.length;
  };
  for (const text of ["13812345678", "1381234", "abc_12345", "钱某某"]) {
    expect(await found(text, seeing), text).toBeGreaterThan(0);
    expect(await found(text, masked), text).toBe(0);
  }
  expect(await found("keyword.create", masked)).toBeGreaterThan(0);
});

test("a stored row nested thousands of levels is cut, for everybody", async () => {
  const [stored] = api.storedJobs;
  const deep = `${'{"a":['.repeat(TOTAL_LEVELS)}"${PLANT}"${"]}".repeat(TOTAL_LEVELS)}`;
  api.storedJobs.unshift({ ...stored, raw: deep } as never);
  for (const { token } of [masked, seeing]) {
    const answer = await api.call("GET", "/jobs/boss/gone", { token });
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer).length).toBeLessThan(20_000);
    if (token === masked.token) expect(JSON.stringify(answer)).not.toMatch(PLANTED);
  }
  api.storedJobs.shift();
});
