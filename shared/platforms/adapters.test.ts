/** What holds for every platform alike. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerOf, context, queryOf } from "../../tests/support/platforms/raw-rows.ts";
import type { SearchFilters } from "../contracts/platform.ts";
import { OUTCOMES } from "../contracts/vocabulary.ts";
import { contentHash } from "../domain/content-hash.ts";
import type { PlatformAdapter } from "./adapter.ts";
import bossList from "./boss/fixtures/list.json" with { type: "json" };
import qcwyList from "./qcwy/fixtures/list.json" with { type: "json" };
import { adapters } from "./registry.ts";
import zhilianList from "./zhilian/fixtures/list.json" with { type: "json" };

const NAME = "某招聘者本人";
type Row = Record<string, unknown>;

/** A row, its list envelope, and the row as it comes with the recruiter's name and other volatile values. */
const cases: [PlatformAdapter, { row: Row; envelope: unknown; named: Row }][] = [
  [
    adapters.boss,
    {
      row: { ...bossList.zpData.jobList[0] },
      envelope: bossList,
      named: { bossName: NAME, bossAvatar: NAME, securityId: "other", lid: "other", bossOnline: false },
    },
  ],
  [
    adapters.qcwy,
    {
      row: { ...qcwyList.resultbody.job.items[0] },
      envelope: qcwyList,
      named: {
        hrName: NAME,
        hrActiveStatusGreen: false,
        jobHref: "https://jobs.51job.com/x/150000001.html?req=other",
      },
    },
  ],
  [
    adapters.zhilian,
    {
      row: { ...zhilianList.data.list[0] },
      envelope: zhilianList,
      named: { staffCard: { staffName: NAME, hrJob: "人事经理", hrOnlineState: "离线", lastOnlineTime: 1 } },
    },
  ],
];

describe.each(cases)("$platform", (adapter, { row, envelope, named }) => {
  /** Any JSON in place of any of the row's fields, the key kept. */
  const mutant = fc
    .tuple(
      fc.dictionary(fc.constantFrom(...Object.keys(row)), fc.jsonValue()),
      fc.dictionary(fc.string(), fc.jsonValue()),
    )
    .map(([changed, more]) => ({ ...more, ...row, ...changed }));

  test("parsers never throw, and a row with a key is a row", () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), mutant), (raw) => {
        const parsed = adapter.parseJob(raw);
        expect(parsed?.job.job_key ?? null).toBe(adapter.jobKey(raw));
        expect(parsed?.job.company_key ?? null).toBe(parsed ? adapter.companyKey(raw) : null);
        expect(adapter.parseCompany(raw)?.company_key ?? null).toBe(adapter.companyKey(raw));
        if (!parsed) return;
        const columns = [...Object.values(parsed.job), ...Object.values(parsed.company ?? {})];
        for (const column of columns.flat()) {
          expect(["string", "number", "boolean"].includes(typeof column) || column === null).toBe(true);
          if (typeof column === "number") expect(Number.isFinite(column)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("nothing a body of JSON can hold makes a parser throw: depth, width, broken text, prototype names", () => {
    const nested = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    const awkward = [
      nested,
      '"\\ud800"',
      `"${"至1".repeat(50_000)}"`,
      "1e999",
      "-0",
      '{"__proto__":{"name":1}}',
    ];
    for (const field of Object.keys(row)) {
      for (const json of awkward) {
        const raw = JSON.parse(JSON.stringify({ ...row, [field]: "@" }).replace('"@"', () => json));
        const parsed = adapter.parseJob(raw);
        expect(parsed?.job.job_key ?? null).toBe(adapter.jobKey(raw));
        const columns = [...Object.values(parsed?.job ?? {}), ...Object.values(parsed?.company ?? {})].flat();
        expect(columns.every((column) => typeof column !== "string" || column.isWellFormed())).toBe(true);
      }
    }
    const state = JSON.stringify({ wide: new Array(200_000).fill(1) });
    const pages = [
      `<script>__INITIAL_STATE__=${state}</script>`,
      "<div>".repeat(2000),
      `<script>__INITIAL_STATE__={"a":${nested}}</script>`,
    ];
    for (const page of pages) {
      expect(adapter.readCompany(answerOf(page), "k").outcome).toBe("schema-drift");
      expect(adapter.readDetail(answerOf(page)).outcome).not.toBe("ok");
    }
  });

  test.each([
    ["nested", "<div>".repeat(100_000) + "</div>".repeat(100_000)],
    ["never closed", "<div>".repeat(100_000)],
    ["closed in another order", "<a><b>".repeat(50_000) + "</a>".repeat(50_000)],
    ["very many", "<br>".repeat(100_000)],
  ])("100,000 tags, %s, are an outcome with the page kept", (_, tags) => {
    const title = '<link rel="canonical" href="/1.html"><div class="cn"><h1 title="a">a</h1></div>';
    const answer = answerOf(`<html>${title}<div class="job_msg">${tags}</div></html>`);
    for (const read of [adapter.readDetail(answer), adapter.readCompany(answer, "k")]) {
      // Both outcomes have the page kept for a person to look at.
      expect(["schema-drift", "blocked"]).toContain(read.outcome);
      expect(read.item).toBeNull();
      expect(read.reason?.length).toBeLessThanOrEqual(300);
    }
  });

  test("a site's own message is told in part", () => {
    const body = JSON.stringify({ code: 37, status: "37", message: "错".repeat(1_000_000), zpData: {} });
    expect(adapter.readList(answerOf(body), queryOf({})).reason?.length).toBeLessThanOrEqual(300);
  });

  test("a value of another type is kept as text and counted, a missing one is neither", () => {
    const keys = { boss: "encryptJobId", qcwy: "jobId", zhilian: "number" };
    const bare = adapter.parseJob({ [keys[adapter.platform]]: "k" })?.job;
    expect(bare?.unread).toEqual([]);
    expect(bare).toMatchObject({
      title: null,
      company_name: null,
      company_key: null,
      salary_text: null,
      skills: [],
      lon: null,
    });
    const fields = Object.keys(row).filter((name) => name !== keys[adapter.platform]);
    const oddRow = Object.fromEntries(fields.map((name) => [name, { odd: [1] }]));
    const job = adapter.parseJob({ ...oddRow, [keys[adapter.platform]]: "k" })?.job;
    expect(job).toMatchObject({ title: '{"odd":[1]}', salary_text: '{"odd":[1]}', tags: expect.any(Array) });
    const counted = [
      "title",
      "salary",
      "city",
      "experience",
      "degree",
      "company_name",
      "company_size",
      "industry",
    ];
    expect(job?.unread).toEqual(expect.arrayContaining([...counted, "welfare", "updated_at"]));
    expect(new Set(job?.unread).size).toBe(job?.unread.length);
  });

  test("coordinates that are no place are counted; 0,0 is how a platform says it knows none", () => {
    const at = (lon: unknown, lat: unknown) =>
      adapter.parseJob({
        ...row,
        gps: { longitude: lon, latitude: lat },
        lon,
        lat,
        longitude: lon,
        latitude: lat,
      })?.job;
    expect(at("116.3", 39.9)).toMatchObject({ lon: 116.3, lat: 39.9, unread: [] });
    for (const [lon, lat] of [
      [0, 0],
      ["0", "0.0"],
      ["", ""],
      [null, null],
    ]) {
      expect(at(lon, lat)).toMatchObject({ lon: null, coordinate_system: null, unread: [] });
    }
    for (const [lon, lat] of [
      ["东", 39.9],
      [200, 39.9],
      [116.3, null],
      [39.9, 116.3],
    ]) {
      expect(at(lon, lat)).toMatchObject({ lon: null, coordinate_system: null, unread: ["coordinates"] });
    }
  });

  test("answers of any shape have a typed outcome, and only a good one ends a list", () => {
    const body = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      fc.nat(JSON.stringify(envelope).length).map((length) => JSON.stringify(envelope).slice(0, length)),
    );
    const answer = fc.record({
      status: fc.constantFrom(200, 200, 200, 204, 302, 403, 404, 429, 500),
      headers: fc.dictionary(fc.constantFrom("retry-after", "date"), fc.string()),
      body,
    });
    fc.assert(
      fc.property(answer, fc.integer({ min: 1, max: 60 }), (raw, page) => {
        const list = adapter.readList(raw, queryOf({ page }));
        expect(OUTCOMES).toContain(list.outcome);
        const good = ["ok", "true-zero", "past-end"].includes(list.outcome);
        expect(list.reason === null).toBe(good);
        if (!good) expect(list).toMatchObject({ items: [], last: false });
        for (const read of [adapter.readDetail(raw), adapter.readCompany(raw, "key")]) {
          expect(read.outcome === "ok").toBe(read.item !== null);
        }
      }),
    );
  });

  test("the recruiter's name reaches no typed row", () => {
    const parsed = adapter.parseJob({ ...row, ...named });
    expect(parsed?.job.job_key).toBe(adapter.jobKey(row));
    expect(JSON.stringify(parsed)).not.toContain(NAME);
  });

  test("volatile fields do not change the content hash, a salary does", () => {
    const { bossName: _boss, hrName: _hr, ...volatile } = named;
    const base = { ...row, staffCard: { staffName: NAME, hrJob: "人事经理", hrOnlineState: "在线" } };
    const hash = (raw: unknown) => contentHash(raw, adapter.volatileFields);
    expect(hash({ ...base, ...volatile })).toBe(hash(base));
    for (const field of ["salaryDesc", "provideSalaryString", "salary60"].filter((name) => name in row)) {
      expect(hash({ ...base, [field]: "9-9K" })).not.toBe(hash(base));
    }
  });

  test("splits a query by one dimension after another, keeping what is filtered", () => {
    const children = adapter.splitQuery(queryOf());
    expect(children.length).toBeGreaterThan(1);
    expect(new Set(children.flatMap(Object.keys)).size).toBe(1);
    expect(children.every((child) => Object.values(child).every((code) => code !== ""))).toBe(true);
    expect(new Set(children.map((child) => Object.values(child).join())).size).toBe(children.length);
    const next = adapter.splitQuery(queryOf({ filters: children[0] }));
    expect(next[0]).toMatchObject(children[0] ?? {});
  });

  test("a part of the whole country is searched under its city's code, or that of its district", async () => {
    const districts = [
      { code: "990001", name: "一区" },
      { code: "990002", name: "二区" },
    ];
    const place = {
      code: "0",
      districts: [],
      cities: { largest: [{ code: "990000", districts }] },
    };
    const query = queryOf({ city: "全国", place });
    let filters: SearchFilters = {};
    while (filters.city === undefined)
      filters = adapter.splitQuery({ ...query, filters })[0] ?? { city: "none" };
    expect(filters.city).toBe("990000");
    const asked = async (filters: SearchFilters) => {
      const { url, body } = await adapter.listRequest({ ...query, filters }, context);
      return `${url} ${body ?? ""}`;
    };
    expect(await asked({ city: "990000" })).toContain("990000");
    expect(await asked({ city: "990000", district: "990002" })).toContain("990002");
    expect(await asked({ city: "" })).not.toContain("99000");
  });

  test("the list it reads is the list it was sent", () => {
    expect(adapter.readList(answerOf(envelope), queryOf()).items.map(adapter.jobKey)).not.toContain(null);
  });
});
