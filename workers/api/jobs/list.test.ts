import { describe, expect, test } from "vitest";
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import type { FacetCounts } from "../../../shared/contracts/job-search.ts";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { NOW, testApi } from "../../../tests/edge/api/test-api.ts";
import type { FoundJob, JobSearch } from "../../clickhouse/job-queries.ts";

const job = (at: number): FoundJob => ({
  platform: "qcwy",
  job_key: `key/${at}"`,
  company_key: null,
  title: `工程师 ${at}`,
  company_name: null,
  city: "北京",
  district: null,
  business_area: null,
  salary_text: "1.1-1.5万",
  salary_months: null,
  monthly_min: 11_000,
  monthly_max: 15_000,
  experience: "1-3",
  experience_text: "1-3年",
  degree: "bachelor",
  degree_text: "本科",
  company_size: null,
  company_type: null,
  industry: null,
  skills: ["SQL"],
  job_type: null,
  url: null,
  published_at: null,
  keyword: "数据分析",
  search_city: "北京",
  collected_at: NOW,
  first_seen: NOW - at,
  last_seen_day: "2026-11-22",
  state: "open",
  closed_at: null,
  is_duplicate: 0,
  group_id: 0,
});

interface Place {
  start: number;
  end: number;
}
interface View extends Omit<FoundJob, "tags" | "listed_skills" | "description"> {
  also_on: { platform: string; job_key: string }[];
  snippet: string | null;
  highlights: { title: Place[]; company_name: Place[]; snippet: Place[]; skills: number[] } | null;
}
const view = (at: number): View => ({ ...job(at), also_on: [], snippet: null, highlights: null });
interface Page {
  items: View[];
  next_cursor: string | null;
}

test("hands filters and the last row's place to the query", async () => {
  const { call, jobs, jobQueries } = testApi();
  jobs.push(job(0), job(1), job(2));
  const filters = "platform=qcwy&city=%E5%8C%97%E4%BA%AC&keyword=%E6%95%B0%E6%8D%AE&salary_from=9000";
  const first = await call<Page>("GET", `/jobs?limit=2&${filters}`);
  expect(first.data.items).toEqual([view(0), view(1)]);
  const next = await call<Page>("GET", `/jobs?limit=2&${filters}&cursor=${first.data.next_cursor}`);
  expect(next.status).toBe(200);
  const filter = { platform: ["qcwy"], city: ["北京"], keyword: ["数据"], salary_from: 9000 };
  const query = { filter, sort: "newest", limit: 3 };
  expect(jobQueries).toEqual([
    { ...query, after: undefined },
    { ...query, after: { value: NOW - 1, platform: "qcwy", job_key: 'key/1"' } },
  ]);
});

test("names the other postings of the same job, ten at most, and asks for each group once", async () => {
  const { call, jobs, services } = testApi();
  jobs.push({ ...job(0), group_id: 7 }, { ...job(1), group_id: 7, is_duplicate: 1 }, job(2));
  const refs = [0, 1].map((at) => ({ platform: "qcwy" as const, job_key: job(at).job_key }));
  const elsewhere = Array.from({ length: 12 }, (_, n) => ({ platform: "boss" as const, job_key: `b${n}` }));
  const asked: (readonly number[])[] = [];
  services.jobMatches.members = async (groups) => {
    asked.push(groups);
    return new Map([[7, [...refs, ...elsewhere]]]);
  };
  const { data } = await call<Page>("GET", "/jobs?limit=3");
  expect(asked).toEqual([[7]]);
  expect(data.items.map(({ also_on }) => also_on)).toEqual([
    [refs[1], ...elsewhere.slice(0, 9)],
    [refs[0], ...elsewhere.slice(0, 9)],
    [],
  ]);
});

test("takes a member several times, and each order with its own cursor", async () => {
  const { call, jobs, jobQueries } = testApi();
  jobs.push(job(0), job(1));
  const path = "/jobs?limit=1&city=a&city=b&city=a&sort=salary_high";
  const { data } = await call<Page>("GET", path);
  expect(jobQueries[0]).toMatchObject({ filter: { city: ["a", "b"] }, sort: "salary_high" });
  await call("GET", `${path}&cursor=${data.next_cursor}`);
  expect(jobQueries[1]?.after).toEqual({ value: 15_000, platform: "qcwy", job_key: 'key/0"' });
  const other = await call("GET", `/jobs?sort=newest&cursor=${data.next_cursor}`);
  expect(other).toMatchObject({ status: 400, code: "invalid_cursor" });
});

test("shows where the words are, as places in the texts beside them", async () => {
  const { call, jobs } = testApi();
  jobs.push({
    ...job(0),
    title: "🚀 Ｊａｖａ工程师 <b>java</b>",
    company_name: "JavaScript 公司",
    skills: ["SQL", "Java"],
    tags: [],
    description: `${"很长的介绍。".repeat(30)}熟悉\nJAVA，懂javascript。${"还有很多。".repeat(60)}`,
  });
  const { data } = await call<Page>("GET", "/jobs?text=java");
  const [item] = data.items;
  const cut = (text: string | null | undefined, places: Place[] = []) =>
    places.map(({ start, end }) => text?.slice(start, end));
  expect(cut(item?.title, item?.highlights?.title)).toEqual(["Ｊａｖａ", "java"]);
  expect(item?.highlights?.company_name).toEqual([]);
  expect(item?.highlights?.skills).toEqual([1]);
  expect(item?.snippet).toMatch(/^….*熟悉 JAVA，懂javascript。.*…$/);
  expect(item?.snippet?.length).toBeLessThanOrEqual(122);
  expect(cut(item?.snippet, item?.highlights?.snippet)).toEqual(["JAVA"]);
  expect(item).not.toHaveProperty("description");
});

test("counts and facets take the same filter; each facet leaves its own member out", async () => {
  const { call, services } = testApi();
  const asked: unknown[] = [];
  services.jobs.count = async (filter, exact) => {
    asked.push([filter, exact]);
    return { value: 10_000, exact: false };
  };
  services.jobs.facets = async (filter, members) => {
    asked.push([filter, members]);
    return Object.fromEntries(
      members.map((member) => [
        member,
        { values: [{ value: "x", count: 2 }], other_values: 0, other_count: 0 },
      ]),
    );
  };
  const query = "city=%E5%8C%97%E4%BA%AC&degree=master&text=SQL&skill=SQL";
  expect((await call("GET", `/jobs/count?${query}`)).data).toMatchObject({ value: 10_000, exact: false });
  await call("GET", `/jobs/count?${query}&exact=true`);
  const filter = { city: ["北京"], degree: ["master"], skill: ["SQL"], text: "SQL" };
  expect(asked.splice(0)).toEqual([
    [filter, false],
    [filter, true],
  ]);
  const { data } = await call<{ facets: Record<string, FacetCounts>; complete: boolean }>(
    "GET",
    `/jobs/facets?${query}`,
  );
  expect(data.complete).toBe(true);
  expect(Object.keys(data.facets)).toHaveLength(10);
  const { city: _, ...noCity } = filter;
  const { degree: __, ...noDegree } = filter;
  expect(asked).toEqual([
    [
      filter,
      ["platform", "experience", "company_size", "company_type", "industry", "skill", "job_type", "state"],
    ],
    [noCity, ["city"]],
    [noDegree, ["degree"]],
  ]);
});

test("the last page has no cursor", async () => {
  const { call, jobs } = testApi();
  jobs.push(job(0), job(1));
  expect((await call<Page>("GET", "/jobs?limit=2")).data).toMatchObject({
    items: [{}, {}],
    next_cursor: null,
  });
});

describe("a caller from whom recruiters are hidden", () => {
  const masked = () => testApi({}, { principal: { ...SUPERUSER, seesRecruiters: false } });
  const contact = "会计 电话13812345678";

  /** Searches as ClickHouse does, in the stored text. */
  function searchable(rows: FoundJob[]) {
    const api = masked();
    const asked: JobSearch[] = [];
    const has = (row: FoundJob, { text = "" }: JobFilter) =>
      `${row.title} ${row.description ?? ""} ${row.skills.join(" ")}`.includes(text);
    api.services.jobs.search = async (query) => {
      asked.push(query);
      const { filter, after, limit } = query;
      return rows
        .filter((row) => has(row, filter) && row.first_seen < (after?.value ?? Infinity))
        .slice(0, limit);
    };
    // What ClickHouse itself would count: nothing of it may reach such a caller.
    api.services.jobs.count = async (filter) => ({
      value: rows.filter((row) => has(row, filter)).length,
      exact: true,
    });
    api.services.jobs.facets = async (filter, members) =>
      Object.fromEntries(
        members.map((member) => [
          member,
          {
            values: [{ value: "hidden", count: rows.filter((row) => has(row, filter)).length }],
            other_values: 0,
            other_count: 0,
          },
        ]),
      );
    return {
      api,
      asked,
      found: (text: string, more = "") =>
        api.call<Page>("GET", `/jobs?text=${encodeURIComponent(text)}${more}`),
    };
  }

  test("sees no contact in the list", async () => {
    const api = masked();
    api.jobs.push({
      ...job(0),
      title: contact,
      company_name: "联系人：钱某某 13912345678",
      skills: ["微信abc_12345"],
    });
    const { data } = await api.call<Page>("GET", "/jobs");
    expect(data.items[0]).toMatchObject({
      title: "会计 电话***",
      company_name: "联系人：*** ***",
      skills: ["微信***"],
    });
  });

  test("confirms no contact by searching for it, whole or digit by digit", async () => {
    const { found, asked } = searchable([{ ...job(0), title: contact }]);
    for (const text of ["13812345678", "138 1234 5678", "1381234567", "5678", "3812", "8"]) {
      const { status, data } = await found(text);
      expect({ text, status, ...data }).toEqual({ text, status: 200, items: [], next_cursor: null });
    }
    // What the mask hides whole is not even asked for.
    expect(asked.map(({ filter }) => filter.text)).not.toContain("13812345678");
    expect((await found("会计")).data.items).toHaveLength(1);
    expect((await found("电话")).data.items).toMatchObject([{ title: "会计 电话***" }]);
  });

  test("gets full pages, so that a short one does not tell of a hidden match", async () => {
    const rows = Array.from({ length: 40 }, (_, at) => ({
      ...job(at),
      title: at % 3 === 0 ? "5678 工程师" : contact,
    }));
    const { found } = searchable(rows);
    const seen: (string | null)[] = [];
    let cursor = "";
    for (let pages = 0; pages < 10; pages++) {
      const { data } = await found("5678", `&limit=5${cursor}`);
      seen.push(...data.items.map(({ title }) => title));
      if (data.next_cursor === null) break;
      expect(data.items).toHaveLength(5);
      cursor = `&cursor=${data.next_cursor}`;
    }
    expect(seen).toEqual(new Array(14).fill("5678 工程师"));
  });

  test("is told when the words are common in what is hidden, after a bounded number of queries", async () => {
    const { found, asked } = searchable(
      Array.from({ length: 9000 }, (_, at) => ({ ...job(at), title: contact })),
    );
    expect(await found("5678")).toMatchObject({ status: 422, data: { problems: [{ field: "text" }] } });
    expect(asked).toHaveLength(5);
  });

  test.each(["city", "keyword"])("finds no %s that the mask would change", async (name) => {
    const api = masked();
    api.jobs.push({ ...job(0), city: "13812345678", keyword: "13812345678" });
    expect((await api.call<Page>("GET", `/jobs?${name}=13812345678`)).data.items).toEqual([]);
    expect(api.jobQueries).toEqual([]);
  });

  interface Facets {
    facets: Record<string, FacetCounts>;
    complete: boolean;
  }
  const secret = "负责招聘。联系人：钱某某，电话 13812345678，微信abc_12345";

  test.each(["13812345678", "138", "5678", "8", "abc_12345", "12345", "abc", "钱某某", "钱", "*"])(
    "confirms %s neither by a count nor by a facet nor by a snippet",
    async (text) => {
      const { api, found } = searchable([
        { ...job(0), title: "会计", description: secret, skills: ["微信abc_12345"], tags: [secret] },
      ]);
      const query = `text=${encodeURIComponent(text)}`;
      expect((await found(text)).data.items.map(({ snippet }) => snippet)).toEqual([]);
      expect((await api.call("GET", `/jobs/count?${query}`)).data).toMatchObject({ value: 0, exact: true });
      expect((await api.call("GET", `/jobs/count?${query}&exact=true`)).data).toMatchObject({ value: 0 });
      const { data } = await api.call<Facets>("GET", `/jobs/facets?${query}&city=%E5%8C%97%E4%BA%AC`);
      for (const { values } of Object.values(data.facets)) expect(values).toEqual([]);
      expect(data.complete).toBe(true);
    },
  );

  test("finds, counts and is shown what stands beside the contact", async () => {
    const { api, found } = searchable([
      { ...job(0), title: "会计 招聘", description: secret, skills: ["SQL", "微信abc_12345"] },
      { ...job(1), title: "招聘 5678", description: null },
    ]);
    const { data } = await found("招聘");
    expect(data.items[0]).toMatchObject({
      snippet: "负责招聘。联系人：***，电话 ***，微信***",
      skills: ["SQL", "微信***"],
      highlights: { title: [{ start: 3, end: 5 }], snippet: [{ start: 2, end: 4 }] },
    });
    const query = `text=${encodeURIComponent("招聘")}`;
    expect((await api.call("GET", `/jobs/count?${query}`)).data).toMatchObject({ value: 2, exact: true });
    const facets = (await api.call<Facets>("GET", `/jobs/facets?${query}`)).data.facets;
    expect(facets.city?.values).toEqual([{ value: "北京", count: 2 }]);
    expect(facets.skill?.values).toEqual([
      { value: "SQL", count: 2 },
      { value: "微信***", count: 1 },
    ]);
    expect(JSON.stringify(facets)).not.toMatch(/hidden|abc_12345/);
  });

  test("is told that a count and facets are of the newest rows only, after a bounded number of queries", async () => {
    const { api, asked } = searchable(
      Array.from({ length: 9000 }, (_, at) => ({ ...job(at), title: at % 2 ? contact : "5678 会计" })),
    );
    const count = await api.call("GET", "/jobs/count?text=5678");
    expect(count.data).toMatchObject({ value: 1250, exact: false });
    expect(asked.splice(0)).toHaveLength(5);
    const { data } = await api.call<Facets>("GET", "/jobs/facets?text=5678");
    expect(data).toMatchObject({ complete: false, facets: { city: { values: [{ count: 1250 }] } } });
    expect(asked).toHaveLength(5);
  });

  test.each(["city", "keyword", "company", "skill", "industry"])(
    "counts nothing by a %s that the mask would change",
    async (name) => {
      const { api } = searchable([job(0)]);
      const query = `${name}=13812345678`;
      expect((await api.call("GET", `/jobs/count?${query}`)).data).toMatchObject({ value: 0, exact: true });
      const { data } = await api.call<Facets>("GET", `/jobs/facets?${query}`);
      const own = Object.entries(data.facets).filter(([member]) => member !== name);
      for (const [, { values }] of own) expect(values).toEqual([]);
    },
  );
});
