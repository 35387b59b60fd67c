import { describe, expect, test } from "vitest";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { NOW, testApi } from "../../../tests/edge/api/test-api.ts";
import type { JobQuery, JobSummary } from "../../clickhouse/job-queries.ts";

const job = (at: number): JobSummary => ({
  platform: "qcwy",
  job_key: `key/${at}"`,
  company_key: null,
  title: `工程师 ${at}`,
  company_name: null,
  city: "北京",
  district: null,
  salary_text: "1.1-1.5万",
  salary_months: null,
  monthly_min: 11_000,
  monthly_max: 15_000,
  experience: "1-3",
  experience_text: "1-3年",
  degree: "bachelor",
  degree_text: "本科",
  industry: null,
  skills: ["SQL"],
  url: null,
  published_at: null,
  keyword: "数据分析",
  search_city: "北京",
  collected_at: NOW - at,
});

interface Page {
  items: JobSummary[];
  next_cursor: string | null;
}

test("hands filters and the last row's place to the query", async () => {
  const { call, jobs, jobQueries } = testApi();
  jobs.push(job(0), job(1), job(2));
  const filters = "platform=qcwy&city=%E5%8C%97%E4%BA%AC&keyword=%E6%95%B0%E6%8D%AE&text=SQL";
  const first = await call<Page>("GET", `/jobs?limit=2&${filters}`);
  expect(first.data.items).toEqual([job(0), job(1)]);
  const next = await call<Page>("GET", `/jobs?limit=2&${filters}&cursor=${first.data.next_cursor}`);
  expect(next.status).toBe(200);
  const filter = { platform: "qcwy", city: "北京", keyword: "数据", text: "SQL", limit: 3 };
  expect(jobQueries).toEqual([
    { ...filter, after: undefined },
    { ...filter, after: { collected_at: NOW - 1, platform: "qcwy", job_key: 'key/1"' } },
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
  function searchable(rows: JobSummary[]) {
    const api = masked();
    const asked: JobQuery[] = [];
    api.services.jobs.newest = async (query) => {
      asked.push(query);
      const { text = "", after, limit } = query;
      return rows
        .filter(
          ({ title, collected_at }) =>
            title?.includes(text) && collected_at < (after?.collected_at ?? Infinity),
        )
        .slice(0, limit);
    };
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
    expect(asked.map(({ text }) => text)).not.toContain("13812345678");
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
});
