/** Companies are joined in the real engine, and postings, figures and undo follow. */
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Decision } from "../../shared/domain/company-match/assign-companies.ts";
import { EMPTY_PROFILE } from "../../shared/tables/companies.ts";
import { makeFacts, SILENT } from "../../tests/support/clickhouse/make-facts.ts";
import { sampleCompany, sampleJob } from "../../tests/support/clickhouse/sample-rows.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { memoryLocks } from "../../tests/support/schedule-stage.ts";
import { sqliteD1 } from "../../tests/support/sqlite-d1.ts";
import { bulkCompanyPairs } from "../bulk/nouns/company-pairs.ts";
import { askOf } from "../clickhouse/ask.ts";
import { clickHouseClient } from "../clickhouse/client.ts";
import { insertLines } from "../clickhouse/insert.ts";
import { searchCompanies } from "../clickhouse/queries/search-companies.ts";
import { runSearch } from "../clickhouse/search-query.ts";
import type { CompanyDecision } from "../db/company-decision-schema.ts";
import { createCompanyLinks } from "./create-company-links.ts";
import { type LinkServices, linkStep } from "./link-companies.ts";
import {
  CompanyFact,
  FACTS_OF_BRANCHES,
  FACTS_OF_COMPANY,
  FACTS_OF_IDS,
  openPairs,
  type PairPosition,
} from "./pair-sql.ts";

let ch: ScratchClickHouse;
let now = 1_793_600_000_000;
const kept: CompanyDecision[] = [];
let corrections = 0;

/** Decisions as D1 keeps them. */
const decisions: LinkServices["decisions"] = {
  active: async (): Promise<Decision[]> => kept.filter(({ undoneAt }) => undoneAt === null),
  waiting: async () => kept.filter(({ appliedAt }) => appliedAt === null),
  async applied({ id, undoneAt }, at) {
    const decision = kept.find((one) => one.id === id);
    if (decision && decision.undoneAt === undoneAt) decision.appliedAt = at;
  },
};
const decide = (verdict: CompanyDecision["verdict"], one: string, ...others: string[]): CompanyDecision => {
  const decision: CompanyDecision = {
    ...{ id: crypto.randomUUID(), verdict, one, others, note: null, evidence: [], decidedBy: "lin" },
    ...{ decidedAt: now, undoneBy: null, undoneAt: null, appliedAt: null },
  };
  kept.push(decision);
  return decision;
};
const undo = (decision: CompanyDecision) =>
  Object.assign(decision, { undoneAt: now, undoneBy: "lin", appliedAt: null });

const services = (): LinkServices => ({
  clickhouse: clickHouseClient(ch.config),
  decisions,
  clock: { now: () => now++ },
  logger: SILENT,
  corrected: async () => void corrections++,
});

async function linkAll(rows?: number) {
  const sum = { read: 0, decided: 0, moved: 0, pairs: 0 };
  for (;;) {
    const step = await linkStep(services(), rows);
    if (step.read + step.decided === 0) return sum;
    for (const name of ["read", "decided", "moved", "pairs"] as const) sum[name] += step[name];
  }
}

interface Row {
  id: string;
  name: string;
  full_name?: string;
  city?: string;
  address?: string;
  company_size?: string;
  credit_code?: string;
  jobs?: number;
}
const CODE = "91440300708461136T";
const ROWS: Row[] = [
  { id: "boss:a1", name: "悠享网络", full_name: "深圳市悠享网络科技有限公司", city: "深圳", jobs: 2 },
  { id: "qcwy:a2", name: "悠享网络科技（深圳）有限公司", city: "深圳", jobs: 3 },
  { id: "zhilian:a3", name: "深圳悠享网络科技有限责任公司", city: "广州", jobs: 1 },
  { id: "qcwy:a4", name: "深圳市悠享网络科技有限公司南京分公司", city: "南京", jobs: 4 },
  // The same brand and trade elsewhere, and the brand alone.
  { id: "boss:b1", name: "广州市悠享网络科技有限公司", city: "广州", jobs: 1 },
  { id: "zhilian:b2", name: "悠享网络科技", city: "深圳", jobs: 1 },
  // One code, two names.
  { id: "boss:c1", name: "示例旧名科技有限公司", credit_code: CODE, jobs: 1 },
  { id: "qcwy:c2", name: "示例新名科技有限公司", credit_code: CODE, jobs: 1 },
  { id: "qcwy:d1", name: "某知名互联网公司", jobs: 5 },
  { id: "zhilian:d2", name: "某知名互联网公司", jobs: 1 },
];

async function store(rows: readonly Row[], at: number) {
  const line = ({ id, jobs: _, ...row }: Row) => {
    const [platform = "", company_key = ""] = id.split(":");
    const { keyword_id, ...from } = sampleCompany(1);
    return JSON.stringify({
      ...from,
      ...EMPTY_PROFILE,
      keyword_id,
      ...row,
      platform,
      company_key,
      collected_at: at,
    });
  };
  await insertLines(clickHouseClient(ch.config), "companies", rows.map(line), crypto.randomUUID());
  const jobs = rows.flatMap(({ id, name, jobs: number = 0 }) =>
    Array.from({ length: number }, (_, n) => {
      const [platform = "", company_key = ""] = id.split(":");
      return JSON.stringify({
        ...sampleJob(n),
        platform,
        company_key,
        job_key: `${company_key}-${n}`,
        company_name: name,
      });
    }),
  );
  await insertLines(clickHouseClient(ch.config), "jobs", jobs, crypto.randomUUID());
}

/** From here on postings are made anew only where the joining says so. */
const forgetChanges = async () => {
  for (const table of ["job_changes", "company_changes"]) await ch.ask(`TRUNCATE TABLE ${table}`);
};
const idsOfPostings = async () =>
  Object.fromEntries(
    (
      await ch.ask(
        "SELECT company_id, count() FROM job_facts WHERE company_id != '' GROUP BY company_id ORDER BY 1 FORMAT TSV",
      )
    )
      .split("\n")
      .map((line) => {
        const [id = "", jobs] = line.split("\t");
        return [id, Number(jobs)];
      }),
  );
const linkOf = async (id: string) =>
  JSON.parse(
    await ch.ask(
      `SELECT company_id, parent_id, how FROM company_facts WHERE concat(platform, ':', company_key) = '${id}' FORMAT JSONEachRow`,
    ),
  ) as { company_id: string; parent_id: string; how: string };
const openNames = async (filter: Parameters<typeof openPairs>[0] = {}) =>
  (await runSearch(clickHouseClient(ch.config), openPairs(filter, 100))).map(
    ({ one, other, kind }) => `${one} ${other} ${kind}`,
  );

beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: true });
  await store(ROWS, 1_793_500_000_000);
  await makeFacts(ch);
  await forgetChanges();
});
afterAll(() => ch?.remove());

const JOINED = {
  "boss:a1": 6,
  "boss:b1": 1,
  "boss:c1": 2,
  "qcwy:a4": 4,
  "qcwy:d1": 5,
  "zhilian:b2": 1,
  "zhilian:d2": 1,
};

describe("companies", () => {
  test("are joined by name and by code; a branch is linked, and nobody's name joins nobody", async () => {
    const report = await linkAll(3);
    expect(report).toMatchObject({ read: ROWS.length, decided: 0, moved: 3 });
    expect(corrections).toBeGreaterThan(0);
    await makeFacts(ch);
    expect(await idsOfPostings()).toEqual(JOINED);
    expect(await linkOf("qcwy:a4")).toEqual({ company_id: "qcwy:a4", parent_id: "boss:a1", how: "name" });
    expect(await linkOf("qcwy:c2")).toEqual({ company_id: "boss:c1", parent_id: "", how: "credit_code" });
    expect(await linkOf("zhilian:d2")).toEqual({ company_id: "zhilian:d2", parent_id: "", how: "own" });
  });

  test("in steps of any size end with the same rows, and a second run finds nothing to do", async () => {
    const rows = () =>
      ch.ask(
        "SELECT platform, company_key, company_id, parent_id, how FROM company_facts ORDER BY ALL FORMAT TSV",
      );
    const before = await rows();
    for (const table of ["company_names", "company_links", "company_pairs"])
      await ch.ask(`TRUNCATE TABLE ${table}`);
    expect((await linkAll()).read).toBe(ROWS.length);
    expect(await rows()).toBe(before);
    expect(await linkAll()).toEqual({ read: 0, decided: 0, moved: 0, pairs: 0 });
  });

  test("that may be one wait for a person, with what differs", async () => {
    expect(await openNames()).toEqual(["boss:a1 zhilian:b2 place", "boss:a1 boss:b1 place"]);
    expect(await openNames({ text: "广州市" })).toEqual(["boss:a1 boss:b1 place"]);
    expect(await openNames({ platform: ["zhilian"] })).toEqual(["boss:a1 zhilian:b2 place"]);
    expect(await openNames({ kind: ["form"] })).toEqual([]);
    const page = (after?: PairPosition) => runSearch(clickHouseClient(ch.config), openPairs({}, 1, after));
    const [first] = await page();
    const [second] = await page(first);
    expect([first?.other, second?.one_name, await page(second)]).toEqual([
      "zhilian:b2",
      "深圳市悠享网络科技有限公司",
      [],
    ]);
  });

  test("are shown with their rows, their parent and branches, and how many postings each has", async () => {
    const shown = async (sql: string, params: Record<string, string | string[]>) =>
      (await askOf(clickHouseClient(ch.config))(sql, CompanyFact, { ...params, limit: 10 })).map(
        ({ platform, company_key, postings, how }) => `${platform}:${company_key} ${postings} ${how}`,
      );
    expect(await shown(FACTS_OF_COMPANY, { company: "boss:a1" })).toEqual([
      "qcwy:a2 3 name",
      "boss:a1 2 name",
      "zhilian:a3 1 name",
    ]);
    expect(await shown(FACTS_OF_BRANCHES, { company: "boss:a1" })).toEqual(["qcwy:a4 4 name"]);
    expect(await shown(FACTS_OF_IDS, { ids: ["qcwy:d1", "boss:none"] })).toEqual(["qcwy:d1 5 own"]);
  });

  test("follow a decision, and its undoing restores every posting's company and the queue", async () => {
    const queue = await openNames();
    await forgetChanges();
    const same = decide("same", "boss:b1", "boss:a1");
    const apart = decide("different", "qcwy:a2", "boss:a1", "zhilian:a3");
    await linkAll();
    await makeFacts(ch);
    expect(await idsOfPostings()).toEqual({ ...JOINED, "boss:a1": 4, "qcwy:a2": 3, "boss:b1": undefined });
    expect(await linkOf("boss:b1")).toMatchObject({ company_id: "boss:a1", how: "person" });
    expect(await openNames()).toEqual(["boss:a1 zhilian:b2 place"]);
    await forgetChanges();
    undo(same);
    undo(apart);
    await linkAll();
    await makeFacts(ch);
    expect(await idsOfPostings()).toEqual(JOINED);
    expect(await openNames()).toEqual(queue);
    const branch = decide("branch", "boss:b1", "boss:a1");
    await linkAll();
    expect(await linkOf("boss:b1")).toEqual({ company_id: "boss:b1", parent_id: "boss:a1", how: "person" });
    undo(branch);
    await linkAll();
    expect(await linkOf("boss:b1")).toEqual({ company_id: "boss:b1", parent_id: "", how: "own" });
  });

  test("follow a bulk action, whose step changes nothing more when it is repeated, and each decision is undone alone", async () => {
    const queue = await openNames();
    const links = createCompanyLinks({
      ...services(),
      db: sqliteD1(new DatabaseSync(":memory:")),
      lock: memoryLocks({ now: () => now })("company-links"),
    });
    const noun = bulkCompanyPairs(links);
    const request = {
      noun: "company-pairs",
      action: "same",
      priority: null,
      reason: "同一家",
      rate: null,
    } as const;
    const caller = { actor: "bulk", label: "lin", reach: { kind: "all" } as const, may: () => true };
    const select = async (filter: Record<string, unknown>) => {
      const ids: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await noun.select({ ...request, filter }, caller, cursor ?? null, 1);
        ids.push(...page.ids);
        cursor = page.cursor;
      }
      return ids;
    };
    expect(await select({ platform: "zhilian" })).toHaveLength(
      queue.filter((pair) => pair.includes("zhilian:")).length,
    );
    expect(await select({ min_score: 1 })).toEqual([]);
    const chosen = JSON.stringify(["boss", "a1", "boss", "b1"]);
    const gone = JSON.stringify(["boss", "a1", "boss", "none"]);
    expect(await select({ kind: "place" })).toContain(chosen);
    const act = () => noun.act({ ...request, filter: null }, caller, [gone, chosen], "one-action");
    for (let times = 0; times < 2; times++) {
      expect(await act()).toMatchObject([
        { outcome: "refused", message: expect.stringContaining("no company boss:none") },
        { outcome: "done" },
      ]);
      expect(await linkOf("boss:b1")).toMatchObject({ company_id: "boss:a1", how: "person" });
    }
    const [decision, ...others] = await links.decisions({}, 10);
    expect([decision?.note, decision?.decidedBy, others]).toEqual(["同一家", "lin", []]);
    expect(decision?.evidence.map(({ company_id }) => company_id)).toEqual(["boss:a1", "boss:b1"]);
    await links.undo(decision?.id ?? "", "lin", "test");
    expect(await linkOf("boss:b1")).toEqual({ company_id: "boss:b1", parent_id: "", how: "own" });
    expect(await openNames()).toEqual(queue);
  });

  test("leave their company when their name or code changes", async () => {
    await store([{ id: "qcwy:c2", name: "另一家科技有限公司", credit_code: "91330100799655058B" }], now);
    expect(await linkAll()).toMatchObject({ read: 1, moved: 1 });
    expect(await linkOf("qcwy:c2")).toEqual({ company_id: "qcwy:c2", parent_id: "", how: "own" });
    await store([{ id: "qcwy:c2", name: "示例新名科技有限公司", credit_code: CODE }], now + 1000);
    await linkAll();
    expect(await linkOf("qcwy:c2")).toMatchObject({ company_id: "boss:c1" });
  });

  test("are found by the names of their other rows", async () => {
    const found = async (text: string) =>
      (
        await runSearch(
          clickHouseClient(ch.config),
          searchCompanies({ filter: { text }, sort: "postings", limit: 10 }),
        )
      ).map(({ platform, company_key }) => `${platform}:${company_key}`);
    expect(await found("示例旧名")).toEqual(["qcwy:c2", "boss:c1"]);
    // Never cleaned: postings alone told of it.
    expect(await found("悠享网络科技 有限责任")).toContain("zhilian:a3");
  });
});

test("a step that dies after any of its inserts is repeated and ends with the same rows", async () => {
  const expected = await ch.ask("SELECT * EXCEPT (evidence) FROM company_facts ORDER BY ALL FORMAT TSV");
  const real = clickHouseClient(ch.config);
  for (const table of ["company_names", "company_links", "company_pairs"])
    await ch.ask(`TRUNCATE TABLE ${table}`);
  await ch.ask("INSERT INTO job_changes (platform, job_key) SELECT platform, job_key FROM jobs");
  await makeFacts(ch);
  expect(await idsOfPostings()).toMatchObject({ "boss:a1": 2, "qcwy:a2": 3 });
  await forgetChanges();
  for (const dies of ["company_changes", "company_links", "company_pairs", "company_names"]) {
    const dying = new Proxy(real, {
      get(target, name, receiver) {
        if (name === "exec" || name === "insert" || name === "command")
          return async (call: { query: string }) => {
            const answer = await (target[name as "command"] as (call: object) => Promise<unknown>)(call);
            if (call.query.includes(`INSERT INTO ${dies} `)) throw new Error("killed");
            return answer;
          };
        return Reflect.get(target, name, receiver) as unknown;
      },
    });
    await expect(linkStep({ ...services(), clickhouse: dying })).rejects.toThrow("killed");
  }
  await linkAll();
  expect(await ch.ask("SELECT * EXCEPT (evidence) FROM company_facts ORDER BY ALL FORMAT TSV")).toBe(
    expected,
  );
  await makeFacts(ch);
  expect(await idsOfPostings()).toMatchObject({ "boss:a1": 6, "boss:c1": 2 });
});
