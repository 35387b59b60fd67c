import { type DocsByRoute, EXAMPLE_NOW } from "../example.ts";

const job = {
  platform: "qcwy",
  job_key: "150000001",
  company_key: "CoAbC123",
  title: "Python开发工程师",
  company_name: "深圳示例软件有限公司",
  city: "深圳",
  district: "宝安区",
  salary_text: "1.1-1.5万·13薪",
  salary_months: 13,
  monthly_min: 11_000,
  monthly_max: 15_000,
  experience: "3-5",
  experience_text: "3-4年",
  degree: "bachelor",
  degree_text: "本科",
  industry: "计算机软件",
  skills: ["Python"],
  url: "https://jobs.51job.com/shenzhen-baq/150000001.html",
  published_at: EXAMPLE_NOW - 86_400_000,
  keyword: "Python",
  collected_at: EXAMPLE_NOW - 60_000,
};

export const jobDocs: DocsByRoute = {
  "GET /api/v1/jobs": { id: "listJobs", answers: { 200: { items: [job], next_cursor: null } } },
};
