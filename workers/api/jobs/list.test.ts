import { expect, test } from "vitest";
import { NOW, testApi } from "../../../tests/edge/api/test-api.ts";
import type { JobSummary } from "../../clickhouse/job-queries.ts";

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
