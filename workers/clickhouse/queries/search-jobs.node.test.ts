/** The search against the real engine: what it finds must be what a scan of the stored texts finds. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { CompanyFilter, CompanySort } from "../../../shared/contracts/company-search.ts";
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import { MAX_COUNTED, sortValue } from "../../../shared/contracts/job-search.ts";
import { JOB_SORTS } from "../../../shared/contracts/job-sorts.ts";
import { foldText } from "../../../shared/domain/job-words.ts";
import { readBase } from "../../../shared/domain/skills/base/base.ts";
import { classifyTag, dictionaryOf } from "../../../shared/domain/skills/classify-tag.ts";
import { textPatterns } from "../../../shared/domain/skills/text-patterns.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { cityCodeLine } from "../../../shared/tables/city-codes.ts";
import { makeFacts } from "../../../tests/support/clickhouse/make-facts.ts";
import {
  sampleCompany,
  sampleJob,
  sampleRawJob,
  sampleSighting,
} from "../../../tests/support/clickhouse/sample-rows.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../../../tests/support/clickhouse/scratch.ts";
import { keyOf, QUERIES, rows, scan } from "../../../tests/support/clickhouse/search-rows.ts";
import { skillFinder } from "../../../tests/support/skills/find-skills.ts";
import { clickHouseClient } from "../client.ts";
import { type CompanySearch, createCompanyQueries } from "../company-queries.ts";
import { insertLines } from "../insert.ts";
import { createJobQueries, type FoundJob } from "../job-queries.ts";
import { foldSql } from "../job-text.ts";
import { runQuery } from "../query.ts";
import { runSearch } from "../search-query.ts";
import { searchJobs } from "./search-jobs.ts";

let ch: ScratchClickHouse;
const client = () => clickHouseClient(ch.config);
const jobs = () => createJobQueries(client());
const find = (filter: JobFilter, limit = 1000) => jobs().search({ filter, sort: "newest", limit });

/** The skills of a posting by the plain rule. */
const terms = dictionaryOf(readBase());
const inTexts = skillFinder(textPatterns(readBase().values()));
const skillsOf = ({ skills, tags, title, description }: (typeof rows)[number]): string[] => [
  ...[...skills, ...tags].flatMap((tag) => classifyTag(terms, tag).skills),
  ...inTexts(`${title}\n${description}`),
];

beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: true });
  await insertLines(
    client(),
    "jobs",
    rows.map((row) => JSON.stringify(row)),
    "rows",
  );
  await insertLines(client(), "raw_jobs", [JSON.stringify(sampleRawJob(3))], "raw");
  const seen = [0, 3, 3].map((n, at) => ({
    ...sampleSighting(n, at === 2 ? "unchanged" : "new"),
    upload_id: `u${at}`,
  }));
  await insertLines(
    client(),
    "job_sightings",
    seen.map((row) => JSON.stringify(row)),
    "seen",
  );
  await makeFacts(ch);
});
afterAll(() => ch.remove());

describe("text", () => {
  test.each(QUERIES)("%j finds what a scan of the stored texts finds", async (text) => {
    expect((await find({ text })).map(keyOf).sort()).toEqual(scan(text));
    expect((await jobs().count({ text }, false)).value).toBe(scan(text).length);
  });

  test("finds in every place, and not next to it", () => {
    expect(scan("R")).toHaveLength(10);
    expect(scan("C")).toHaveLength(20);
    expect(scan("java")).toHaveLength(30);
    expect(scan("猫")).toHaveLength(10);
    expect(scan("数据开发")).toHaveLength(5);
    expect(scan('"甲 乙"')).toEqual([]);
  });

  test("is folded by ClickHouse as here, for every character there is", async () => {
    const fold = {
      sql: `SELECT n, f FROM (SELECT number AS n, decodeHTMLComponent(concat('a&#', toString(number), ';b')) AS c, ${foldSql("c")} AS f
            FROM numbers({from:UInt32}, {count:UInt32})) WHERE NOT (n BETWEEN 55296 AND 57343) ORDER BY n`,
      params: z.strictObject({ from: z.number(), count: z.number() }),
      row: z.object({ n: z.coerce.number(), f: z.string() }),
    };
    const different: string[] = [];
    for (let from = 33; from < 0x11_0000; from += 100_000) {
      const folded = await runQuery(client(), fold, { from, count: Math.min(100_000, 0x11_0000 - from) });
      for (const { n, f } of folded) {
        if (f !== foldText(`a${String.fromCodePoint(n)}b`)) different.push(n.toString(16));
      }
    }
    expect(different).toEqual([]);
  });
});

describe("orders", () => {
  test.each(JOB_SORTS.flatMap((sort) => [1, 7, 50].map((limit) => [sort, limit] as const)))(
    "%s, by %i without loss or repeat, through ties and missing values",
    async (sort, limit) => {
      const seen: FoundJob[] = [];
      let after: Parameters<ReturnType<typeof jobs>["search"]>[0]["after"];
      // A page of one row is tried on a part of the rows.
      const filter: JobFilter = limit === 1 ? { city: ["上海"] } : {};
      for (;;) {
        const page = await jobs().search({ filter, sort, limit, after });
        seen.push(...page);
        const last = page.at(-1);
        if (page.length < limit || !last) break;
        after = { value: sortValue[sort](last), platform: last.platform, job_key: last.job_key };
      }
      const wanted = rows.filter((row) => limit !== 1 || row.city === "上海").map(keyOf);
      expect(seen.map(keyOf).sort()).toEqual(wanted.sort());
      const values = seen.map(sortValue[sort]);
      const sorted = [...values].sort((one, other) => (sort === "salary_low" ? one - other : other - one));
      expect(values).toEqual(sorted);
    },
  );

  test("a posting that is being made anew comes once, and the page is full", async () => {
    await ch.ask("INSERT INTO job_facts SELECT * REPLACE (version + 1 AS version) FROM job_facts");
    const all = await find({}, rows.length);
    expect(new Set(all.map(keyOf)).size).toBe(rows.length);
    await ch.ask("DELETE FROM job_facts WHERE version = (SELECT max(version) FROM job_facts)");
  });
});

describe("filters", () => {
  test("narrow by members, values of one are alternatives", async () => {
    const of = (filter: (row: (typeof rows)[number]) => boolean) => rows.filter(filter).map(keyOf).sort();
    const found = async (filter: JobFilter) => (await find(filter)).map(keyOf).sort();
    expect(await found({ platform: ["boss", "qcwy"] })).toEqual(of(({ platform }) => platform !== "zhilian"));
    expect(await found({ city: ["上海"], platform: ["boss"] })).toEqual(
      of(({ platform, city }) => platform === "boss" && city === "上海"),
    );
    expect(await found({ skill: ["丙", "ＰＹＴＨＯＮ"] })).toEqual(
      of((row) => row.skills.includes("丙") && skillsOf(row).includes("Python")),
    );
    expect(await found({ salary_from: 4000, salary_to: 3000 })).toEqual(
      of((row) => (row.monthly_max ?? 0) >= 4000 && (row.monthly_min ?? Infinity) <= 3000),
    );
    expect(await found({ keyword: ["数据"] })).toEqual(
      ["qcwy job-3"].filter((key) => of(() => true).includes(key)),
    );
    expect(await found({ from: "2100-01-01" })).toEqual([]);
    expect(await found({ company: ["' OR 1=1 --"] })).toEqual([]);
  });
});

describe("facets", () => {
  test("count every value, and the others together", async () => {
    const facets = await jobs().facets({}, ["platform", "city", "skill", "company_type", "company_size"]);
    const count = (value: string) => rows.filter(({ platform }) => platform === value).length;
    expect(facets.platform?.values).toHaveLength(3);
    for (const { value, count: jobs } of facets.platform?.values ?? []) expect(jobs).toBe(count(value));
    expect(facets.city?.values.reduce((sum, { count: jobs }) => sum + jobs, 0)).toBe(rows.length);
    expect(facets.company_type?.values).toEqual([{ value: "民营", count: rows.length }]);
    const skills = new Set(
      rows.flatMap((row) => skillsOf(row).map((skill) => skill.normalize("NFKC").toLowerCase())),
    );
    expect(facets.skill?.values[0]).toEqual({
      value: "丙",
      count: rows.filter((row) => row.skills.includes("丙")).length,
    });
    expect(facets.skill?.values.length).toBe(Math.min(50, skills.size));
    expect(facets.skill?.other_values).toBe(Math.max(0, skills.size - 50));
    expect(facets).not.toHaveProperty("degree");
  });

  test("say how many postings their value finds", async () => {
    const filter: JobFilter = { text: "java" };
    const facets = await jobs().facets(filter, ["city", "skill"]);
    for (const { value, count } of facets.city?.values ?? [])
      expect(await jobs().count({ ...filter, city: [value] }, true)).toEqual({ value: count, exact: true });
    for (const { value, count } of facets.skill?.values ?? [])
      expect(await jobs().count({ ...filter, skill: [value] }, true)).toEqual({ value: count, exact: true });
  });

  test("are empty where nothing is found", async () => {
    expect(await jobs().facets({ text: "不存在的词" }, ["city"])).toEqual({
      city: { values: [], other_values: 0, other_count: 0 },
    });
  });
});

test("a name is a city of a stored posting, or it is none", async () => {
  const [stored] = await find({});
  const city = stored?.city ?? "";
  expect(city).not.toBe("");
  expect(await jobs().storedCities([city, "亚特兰蒂斯", "' OR 1 --"])).toEqual([city]);
});

test("a name is a district of a stored posting in the cities, and what was found is asked for once", async () => {
  const [stored] = await find({});
  const { city = "", district = "" } = stored ?? {};
  expect([city, district]).not.toContain("");
  let questions = 0;
  const counted = new Proxy(client(), {
    get: (target, name, receiver) => {
      if (name === "query") questions++;
      return Reflect.get(target, name, receiver);
    },
  });
  const { storedDistricts } = createJobQueries(counted);
  const asked = [district ?? "", "亚特兰蒂斯", "' OR 1 --"];
  expect(await storedDistricts(asked, undefined)).toEqual([district]);
  expect(await storedDistricts(asked, [city ?? ""])).toEqual([district]);
  expect(await storedDistricts(asked, ["亚特兰蒂斯"])).toEqual([]);
  expect(questions).toBe(3);
  expect(await storedDistricts([district ?? ""], [city ?? ""])).toEqual([district]);
  expect(questions).toBe(3);
});

test("cities of a dictionary are joined over the division code, and the newest writing counts", async () => {
  const foshan = { city: "佛山", code: "518200", siteName: "佛山市", divisionCode: "440600" };
  const write = async (version: number, at: number, code: string) =>
    insertLines(
      client(),
      "city_codes",
      [cityCodeLine("qcwy", { ...foshan, code }, version, at)],
      `cities ${version} ${at}`,
    );
  await write(1, 1000, "518200");
  await write(2, 2000, "518299");
  // A person made the first version active again.
  await write(1, 3000, "518200");
  const newest = await runQuery(
    client(),
    {
      sql: `SELECT city_code, division_code, version FROM city_codes WHERE (platform, loaded_at) IN
        (SELECT platform, max(loaded_at) FROM city_codes GROUP BY platform)`,
      params: z.strictObject({}),
      row: z.object({ city_code: z.string(), division_code: z.string(), version: z.number() }),
    },
    {},
  );
  expect(newest).toEqual([{ city_code: "518200", division_code: "440600", version: 1 }]);
});

test("a count stops above its maximum unless the exact one is asked for", async () => {
  const line = (n: number) => JSON.stringify({ ...sampleJob(n), job_key: `many-${n}`, city: "拉萨" });
  const many = Array.from({ length: MAX_COUNTED + 5 }, (_, n) => line(n));
  await insertLines(client(), "jobs", many, "many");
  await makeFacts(ch);
  expect(await jobs().count({ city: ["拉萨"] }, false)).toEqual({ value: MAX_COUNTED, exact: false });
  expect(await jobs().count({ city: ["拉萨"] }, true)).toEqual({ value: MAX_COUNTED + 5, exact: true });
});

test("a posting tells which searches found it, when it was seen and what is stored of it", async () => {
  const origin = await jobs().origin("qcwy", "job-3");
  expect(origin.found_by).toMatchObject([{ keyword: "数据", first_seen: sampleSighting(3).seen_at }]);
  expect(origin.sightings.map(({ verdict }) => verdict).sort()).toEqual(["new", "unchanged"]);
  expect(origin.versions).toMatchObject([{ kind: "list", content_hash: sampleRawJob(3).content_hash }]);
  expect(await jobs().origin("boss", "x' OR 1=1 --")).toEqual({ found_by: [], sightings: [], versions: [] });
});

describe("companies", () => {
  const companies = () => createCompanyQueries(client());
  const search = (filter: CompanyFilter, sort: CompanySort = "postings", limit = 500) =>
    companies().search({ filter, sort, limit });
  beforeAll(async () => {
    const lines = Array.from({ length: 12 }, (_, n) =>
      JSON.stringify({
        ...sampleCompany(n),
        city: n % 2 ? "上海" : "北京",
        name: n === 3 ? "Ｃ＋＋ 工作室" : `公司${n}`,
      }),
    );
    await insertLines(client(), "companies", lines, "companies");
  });

  test("come with the number of their postings, paged through ties", async () => {
    const all = await search({});
    expect(all).toHaveLength(12);
    const counts = Map.groupBy(rows, ({ platform, company_key }) => `${platform} ${company_key}`);
    for (const { platform, company_key, postings } of all.slice(0, 3)) {
      const ofMany = Number(
        (
          await ch.ask(
            `SELECT count() FROM job_facts WHERE city = '拉萨' AND platform = '${platform}' AND company_key = '${company_key}'`,
          )
        ).trim(),
      );
      expect(postings).toBe((counts.get(`${platform} ${company_key}`)?.length ?? 0) + ofMany);
    }
    for (const sort of ["postings", "newest"] as const) {
      const seen: string[] = [];
      let after: CompanySearch["after"];
      for (;;) {
        const page = await companies().search({ filter: {}, sort, limit: 5, after });
        seen.push(...page.map(({ company_key }) => company_key));
        const last = page.at(-1);
        if (page.length < 5 || !last) break;
        after = { ...last, value: sort === "postings" ? last.postings : last.collected_at };
      }
      expect(seen).toEqual((await search({}, sort)).map(({ company_key }) => company_key));
    }
  });

  test("are filtered by members and words", async () => {
    expect(await search({ city: ["上海"] })).toHaveLength(6);
    expect((await search({ text: "c++" })).map(({ company_key }) => company_key)).toEqual(["company-3"]);
    expect(await search({ text: "c" })).toEqual([]);
    expect(await search({ text: "有限公司3" })).toHaveLength(1);
    expect(await search({ text: "司" })).toHaveLength(12);
    expect(await search({ text: "' OR 1=1" })).toEqual([]);
    expect(await search({ platform: ["boss"] })).toEqual([]);
  });

  test("are shown one by one", async () => {
    expect(await companies().show("qcwy", "company-3")).toMatchObject({ name: "Ｃ＋＋ 工作室", raw: null });
    expect(await companies().show("qcwy", "none")).toBeNull();
  });
});

test("a search that takes too long says so, and any other failure stays what it is", async () => {
  const query = (sql: string) => ({
    sql,
    params: z.strictObject({}),
    row: z.object({ n: z.coerce.number() }),
  });
  const endless =
    "SELECT count() AS n FROM system.numbers WHERE sipHash64(number) = 1 SETTINGS max_execution_time = 0.2";
  const failure = await runSearch(client(), query(endless)).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ApiError);
  expect(failure).toMatchObject({ code: "dependency_unavailable" });
  expect((failure as Error).message).toMatch(/takes over \d+ s; narrow the filter/);
  await expect(runSearch(client(), query("SELECT nosuch AS n FROM jobs"))).rejects.toThrow(
    /UNKNOWN_IDENTIFIER/,
  );
  expect(searchJobs({ filter: {}, sort: "newest", limit: 1 }).sql).toContain("max_execution_time");
});
