import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { companyFact, memoryCompanyLinks } from "../../../tests/edge/api/memory-company-links.ts";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { type Problems, testApi } from "../../../tests/edge/api/test-api.ts";
import type { PairRow } from "../../company-links/link-sql.ts";
import type { exampleDecision, examplePair } from "../company-pairs/examples.ts";

type Decision = typeof exampleDecision;
interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

beforeAll(() => applyD1Migrations(env.DB, inject("d1Migrations")));

const caller = { ...SUPERUSER };
const pair = (n: number, name = `公司 ${n}`): PairRow => ({
  ...{ one: `boss:${n}`, other: `qcwy:${n}`, brand_key: "公司", kind: "place", score: 0.5, also: ["city"] },
  ...{ one_name: name, other_name: name, is_open: 1, found_at: n },
});
const pairs = [pair(1), pair(2), pair(3, "招聘热线 13812345678")];
let now = 1_800_000_000_000;
const links = memoryCompanyLinks(env.DB, () => now++, { pairs, unknown: ["boss:absent"] });
const place = async () => ({
  company_id: "boss:1",
  rows: [
    companyFact("boss:1"),
    companyFact("qcwy:2", { how: "name", evidence: '{"value":"甲","with":"boss:1"}' }),
  ],
  parent: [],
  branches: [companyFact("boss:9", { parent_id: "boss:1", evidence: "[]" })],
});
const { call, auditLines } = testApi({ companyLinks: { ...links, place } }, { principal: caller });
const decide = (json: object) => call<Decision>("POST", "/company-decisions", { json });
const one = { platform: "boss", company_key: "1" };
const other = { platform: "qcwy", company_key: "1" };

describe("pairs", () => {
  test("are listed page by page with both companies", async () => {
    const first = await call<Page<typeof examplePair>>("GET", "/company-pairs?limit=2");
    expect(first.data.items.map(({ one: side }) => side.company_id)).toEqual(["boss:1", "boss:2"]);
    const next = await call<Page<typeof examplePair>>(
      "GET",
      `/company-pairs?limit=2&cursor=${first.data.next_cursor}`,
    );
    expect(next.data.items.map(({ other: side }) => side.company_id)).toEqual(["qcwy:3"]);
    expect(next.data.next_cursor).toBeNull();
  });

  test("confirm no contact to those who may not see it", async () => {
    caller.seesRecruiters = false;
    for (const [text, found] of [
      ["13812345678", 0],
      ["5678", 0],
      ["热线", 1],
    ] as const) {
      const { data } = await call<Page<object>>("GET", `/company-pairs?text=${encodeURIComponent(text)}`);
      expect(data.items).toHaveLength(found);
    }
    caller.seesRecruiters = true;
  });

  test.each(["kind=colour", "platform=monster", "text=%22%22", "limit=101", "colour=red"])(
    "%s is refused",
    async (query) => expect(await call("GET", `/company-pairs?${query}`)).toMatchObject({ status: 422 }),
  );
});

describe("a decision", () => {
  test("is kept with who, when and why, is undone once, and both stand in the audit log", async () => {
    const made = await decide({ verdict: "same", one, others: [other], note: "same address" });
    expect(made).toMatchObject({
      status: 201,
      data: { verdict: "same", one: "boss:1", others: ["qcwy:1"], note: "same address", undone_at: null },
    });
    const { id } = made.data;
    const undone = await call<Decision>("POST", `/company-decisions/${id}/undo`);
    expect(undone.data).toMatchObject({ id, undone_by: caller.label, undone_at: expect.any(Number) });
    expect(await call("POST", `/company-decisions/${id}/undo`)).toMatchObject({ status: 409 });
    expect(auditLines.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["company-decision.create", "company-decision.undo"]),
    );
  });

  test("is listed newest first, page by page, of one company and without undone ones", async () => {
    const kept = await decide({ verdict: "different", one: { ...one, company_key: "x:1" }, others: [other] });
    await decide({ verdict: "branch", one: { ...one, company_key: "y" }, others: [other] });
    const list = (query: string) => call<Page<Decision>>("GET", `/company-decisions?${query}`);
    const first = await list("limit=1");
    expect(first.data.items).toMatchObject([{ verdict: "branch" }]);
    const second = await list(`limit=1&cursor=${first.data.next_cursor}`);
    expect(second.data.items).toMatchObject([{ id: kept.data.id }]);
    const own = await list(`company=${encodeURIComponent("boss:x:1")}`);
    expect(own.data.items.map(({ id }) => id)).toEqual([kept.data.id]);
    const active = await list("active=true");
    expect(active.data.items.every(({ undone_at }) => undone_at === null)).toBe(true);
    expect((await list("company=boss:1&active=true")).data.items).toEqual([]);
  });

  test.each([
    [{ verdict: "same", one, others: [one] }, "others.0"],
    [{ verdict: "same", one, others: [other, other] }, "others.1"],
    [{ verdict: "branch", one, others: [other, { ...other, company_key: "2" }] }, "others"],
    [{ verdict: "same", one, others: [] }, "others"],
    [
      {
        verdict: "same",
        one,
        others: Array.from({ length: 51 }, (_, n) => ({ ...other, company_key: `${n}` })),
      },
      "others",
    ],
    [{ verdict: "maybe", one, others: [other] }, "verdict"],
    [{ verdict: "same", one: { platform: "monster", company_key: "1" }, others: [other] }, "one.platform"],
    [{ verdict: "same", one, others: [other], note: "a\nb" }, "note"],
  ])("%j is refused", async (json, field) => {
    const answer = await call<Problems>("POST", "/company-decisions", { json });
    expect(answer).toMatchObject({ status: 422, data: { problems: [{ field }] } });
  });

  test("about what is not there is 404", async () => {
    expect(
      await decide({ verdict: "same", one: { ...one, company_key: "absent" }, others: [other] }),
    ).toMatchObject({
      status: 404,
    });
    expect(await call("POST", `/company-decisions/${crypto.randomUUID()}/undo`)).toMatchObject({
      status: 404,
    });
  });
});

test("what belongs to a company is shown with what joined it", async () => {
  const { data } = await call<{ rows: { how: string; evidence: object }[]; branches: object[] }>(
    "GET",
    "/companies/boss/1/links",
  );
  expect(data.rows.map(({ how, evidence }) => [how, evidence])).toEqual([
    ["own", {}],
    ["name", { value: "甲", with: "boss:1" }],
  ]);
  expect(data.branches).toMatchObject([{ company_id: "boss:9", evidence: {} }]);
});
