/** Companies as a dimension of the figures, by the real engine. */
import { afterAll, describe, expect, test } from "vitest";
import { figureRig } from "../../tests/support/figures/figure-rig.ts";
import { MARKET_END, market } from "../../tests/support/figures/market.ts";

const { postings } = market();
const [{ job }] = postings as [(typeof postings)[number]];
const rig = await figureRig();
afterAll(() => rig.ch.remove());

describe("companies with one name, and one company with two spellings", () => {
  const ONLY = { company_type: ["甄别"] };
  /** Two companies are called 同名科技; the third company has rows on two platforms, spelled differently. */
  const ROWS = [
    ["boss", "same-1", "同名科技", 3],
    ["boss", "same-2", "同名科技", 2],
    ["boss", "spelled-1", "青禾软件有限公司", 2],
    ["qcwy", "spelled-2", "青禾软件", 4],
  ] as const;
  const made = ROWS.flatMap(([platform, company_key, company_name, n]) =>
    Array.from({ length: n }, (_, at) => ({
      ...job,
      ...{ platform, company_key, company_name, company_type: "甄别", title: "双休 工程师" },
      job_key: `${company_key}-${at}`,
    })),
  );
  /** Writes a link as a person's decision does, and what it touches. */
  const link = async (platform: string, company_key: string, company_id: string, decided_at: number) => {
    const decided = { parent_id: "", how: "person", evidence: "{}", decided_at };
    await rig.insert("company_links", [{ platform, company_key, company_id, ...decided }]);
    await rig.ch.ask(
      `INSERT INTO job_changes (platform, job_key) SELECT platform, job_key FROM jobs
       WHERE platform = '${platform}' AND company_key = '${company_key}'`,
    );
    await rig.refresh();
  };
  const show = async () => {
    const { items, others } = await rig.compute("distribution", ONLY, { dimension: "company" });
    const { companies } = await rig.compute("working_time", ONLY, {});
    const top = await rig.compute("companies", ONLY, {});
    const salaries = await rig.compute("salary", ONLY, { by: "company", sort: "n" });
    expect(companies.map(({ company, company_id, n }) => [company, company_id, n])).toEqual(
      items.map(({ value, company_id, n }) => [value, company_id, n]),
    );
    expect(salaries.groups.map(({ value, company_id, n }) => [value, company_id, n])).toEqual(
      items.map(({ value, company_id, n }) => [value, company_id, n]),
    );
    expect(top.items.map(({ company_id, n }) => [company_id, n])).toEqual(
      items.map(({ company_id, n }) => [company_id, n]),
    );
    expect(others.values).toBe(0);
    for (const { company_id, rows_query } of items)
      expect(new URLSearchParams(rows_query).getAll("company_id")).toEqual([company_id]);
    return items.map(({ value, company_id, n }) => [value, company_id, n]);
  };
  const APART = [
    ["青禾软件", "qcwy:spelled-2", 4],
    ["同名科技", "boss:same-1", 3],
    ["同名科技", "boss:same-2", 2],
    ["青禾软件有限公司", "boss:spelled-1", 2],
  ];

  test("are counted by the company, and a merge that is undone restores every figure", async () => {
    await rig.insert("jobs", made);
    await rig.refresh();
    expect(await show()).toEqual(APART);
    await link("boss", "spelled-1", "qcwy:spelled-2", MARKET_END + 1);
    expect(await show()).toEqual([
      ["青禾软件", "qcwy:spelled-2", 6],
      ["同名科技", "boss:same-1", 3],
      ["同名科技", "boss:same-2", 2],
    ]);
    await link("boss", "spelled-1", "boss:spelled-1", MARKET_END + 2);
    expect(await show()).toEqual(APART);
  });

  test("that post a job again are told apart, each with its own chain", async () => {
    await rig.ch.ask(
      `INSERT INTO complete_crawls (platform, keyword, city, run_id, started_at, finished_at, distinct_jobs, reported, verdict, decided_at)
       VALUES ('boss', 'x', '', 'r', now64(3), now64(3), 1, 1, 'used', now64(3))`,
    );
    await rig.ch.ask(
      `INSERT INTO job_chains (platform, job_key, chain_key, chain_place, version) VALUES
       ('boss', 'same-1-0', 'same-1-0', 1, now64(3)), ('boss', 'same-1-1', 'same-1-0', 2, now64(3)),
       ('boss', 'same-1-2', 'same-1-0', 3, now64(3)),
       ('boss', 'same-2-0', 'same-2-0', 1, now64(3)), ('boss', 'same-2-1', 'same-2-0', 2, now64(3))`,
    );
    await link("boss", "same-1", "boss:same-1", MARKET_END + 3);
    await link("boss", "same-2", "boss:same-2", MARKET_END + 3);
    const { items, totals } = await rig.compute("reposts", ONLY, {});
    expect(totals).toMatchObject({ chains: 2, reposts: 3 });
    expect(
      items?.map(({ company, company_id, n, reposts, longest }) => [
        ...[company, company_id, n, reposts],
        longest?.first_key,
        longest?.postings,
      ]),
    ).toEqual([
      ["同名科技", "boss:same-1", 3, 2, "same-1-0", 3],
      ["同名科技", "boss:same-2", 2, 1, "same-2-0", 2],
    ]);
    const byName = await rig.compute("reposts", ONLY, {}, { version: 2 });
    expect(byName.items?.map(({ company, n, reposts }) => [company, n, reposts])).toEqual([
      ["同名科技", 5, 3],
    ]);
    const life = await rig.compute("life", ONLY, { by: "company" });
    expect(life.groups.map(({ value, company_id }) => [value, company_id])).toEqual(
      APART.map(([value, id]) => [value, id]),
    );
  });

  test("count by name in the replaced version", async () => {
    const { items } = await rig.compute("distribution", ONLY, { dimension: "company" }, { version: 2 });
    expect(items.map(({ value, n }) => [value, n])).toEqual([
      ["同名科技", 5],
      ["青禾软件", 4],
      ["青禾软件有限公司", 2],
    ]);
  });
});
