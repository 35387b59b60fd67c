/** Makes rows in the shape the ingest writes from a number: the same number gives the same row. */

import { type CompanyProfile, EMPTY_PROFILE } from "../../../shared/tables/companies.ts";
import { EMPTY_POSTING, type JobPosting } from "../../../shared/tables/jobs.ts";
import type { Provenance } from "../../../shared/tables/provenance.ts";
import type { JobSighting } from "../../../shared/tables/sightings.ts";

const SAMPLE_CITIES = ["北京", "上海", "广州", "深圳", "杭州"] as const;
const TITLES = ["Java开发工程师", "数据分析师", "产品经理", "前端工程师", "销售代表"];
/** This is 2026-11-01 00:00 UTC. */
const BASE_MS = 1_793_491_200_000;

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

function sampleProvenance(n: number): Provenance {
  return {
    platform: "qcwy",
    channel: "web",
    upload_id: `upload-${Math.floor(n / 40)}`,
    part: Math.floor(n / 20) % 2,
    batch_id: `batch-${Math.floor(n / 40)}`,
    run_id: `run-${Math.floor(n / 200)}`,
    keyword_id: "019a0000-0000-8100-8000-000000000000",
    keyword: "数据",
    search_city: pick(SAMPLE_CITIES, n),
    source: "edge",
    collected_at: BASE_MS + n,
    content_hash: n.toString(16).padStart(32, "0"),
    parser_version: 1,
  };
}

export function sampleJob(n: number): JobPosting & Provenance {
  return {
    ...EMPTY_POSTING,
    ...sampleProvenance(n),
    job_key: `job-${n}`,
    company_key: `company-${n % 997}`,
    title: pick(TITLES, n),
    salary_text: "1.5-2.5万·13薪",
    salary_min: 15_000,
    salary_max: 25_000,
    salary_period: "month",
    salary_months: 13,
    monthly_min: 15_000,
    monthly_max: 25_000,
    city: pick(SAMPLE_CITIES, n),
    city_code: "010000",
    district: "朝阳区",
    business_area: "望京",
    experience_text: "3-4年",
    experience: "3-5",
    experience_min_years: 3,
    experience_max_years: 4,
    degree_text: "本科",
    degree: "bachelor",
    company_name: `样本科技有限公司${n % 997}`,
    company_size_text: "150-500人",
    company_size: "100-499",
    company_size_min: 150,
    company_size_max: 500,
    company_type: "民营",
    industry: "计算机软件",
    skills: ["Java", "Spring", "MySQL"],
    welfare: ["五险一金", "年终奖"],
    tags: ["双休"],
    description: `岗位职责:负责核心业务系统的设计与开发 ${n}。`.repeat(6),
    job_type: "全职",
    lon: 116.4,
    lat: 39.9,
    coordinate_system: "BD-09",
    url: `https://jobs.51job.com/x/${n}.html`,
    recruiter_position: "HR",
    is_proxy: false,
    published_at: BASE_MS - 86_400_000,
  };
}

/** Makes a row of `raw_jobs`: about 1.5 KB of JSON as sent, plus provenance. */
export function sampleRawJob(
  n: number,
): Provenance & { job_key: string; company_key: string | null; raw: string } {
  const job = sampleJob(n);
  const raw = {
    jobId: job.job_key,
    jobName: job.title,
    jobTags: job.tags,
    jobDescribe: `${job.description}${"任职要求:熟悉分布式系统,有良好的沟通能力。".repeat(4)}`,
    provideSalaryString: job.salary_text,
    jobSalaryMin: "15000",
    jobSalaryMax: "25000",
    workYearString: job.experience_text,
    degreeString: job.degree_text,
    issueDateString: "2026-11-01 08:00:00",
    jobAreaCode: job.city_code,
    jobAreaString: `${job.city}·${job.district}`,
    lon: String(job.lon),
    lat: String(job.lat),
    companyName: job.company_name,
    fullCompanyName: job.company_name,
    companySizeString: job.company_size_text,
    industryType1Str: job.industry,
    jobHref: job.url,
    hrName: "王女士",
    hrPosition: "HR",
  };
  return {
    ...sampleProvenance(n),
    job_key: job.job_key,
    company_key: job.company_key,
    raw: JSON.stringify(raw),
  };
}

export function sampleCompany(n: number): CompanyProfile & Provenance {
  return {
    ...EMPTY_PROFILE,
    ...sampleProvenance(n),
    company_key: `company-${n}`,
    name: `样本科技${n}`,
    full_name: `样本科技有限公司${n}`,
    company_type: "民营",
    company_size_text: "150-500人",
    company_size: "100-499",
    company_size_min: 150,
    company_size_max: 500,
    industry: "计算机软件",
    city: "北京",
  };
}

export function sampleSighting(n: number, verdict: JobSighting["verdict"] = "new"): JobSighting {
  const { collected_at, ...all } = sampleProvenance(n);
  return {
    platform: all.platform,
    job_key: `job-${n}`,
    keyword_id: all.keyword_id,
    keyword: all.keyword,
    search_city: all.search_city,
    run_id: all.run_id,
    upload_id: all.upload_id,
    part: all.part,
    batch_id: all.batch_id,
    verdict,
    seen_at: collected_at,
  };
}
