import type { ParsedJob } from "../adapter.ts";
import { child, isFields, label, labelOrOdd, number, text, texts } from "../read.ts";
import {
  dateColumn,
  degreeColumns,
  experienceColumns,
  placeColumns,
  plainUrl,
  pointColumns,
  salaryColumns,
  sizeColumns,
} from "../row-fields.ts";
import { companyKey, jobKey } from "./keys.ts";
import { parseCompany } from "./parse-company.ts";

const SITE = "https://jobs.51job.com";

/**
 * A list row, or a job page in the same fields. `jobTags` mix skills, welfare and requirements, and 51job does
 * not say which is which: they are kept as tags.
 */
export function parseJob(raw: unknown): ParsedJob | null {
  const key = jobKey(raw);
  if (key === null || !isFields(raw)) return null;
  const area = child(raw, "jobAreaLevelDetail");
  const unread: string[] = [];
  const own = {
    district: label(area, "districtString"),
    businessArea: label(area, "landMarkString", "landmarkString"),
  };
  return {
    job: {
      platform: "qcwy",
      job_key: key,
      company_key: companyKey(raw),
      title: text(raw, "jobName"),
      ...salaryColumns(labelOrOdd(raw, "provideSalaryString"), unread),
      ...placeColumns(text(area, "cityString") ?? labelOrOdd(raw, "jobAreaString"), own, unread),
      city_code: text(area, "cityCode") ?? text(raw, "jobAreaCode"),
      ...experienceColumns(labelOrOdd(raw, "workYearString"), unread),
      ...degreeColumns(labelOrOdd(raw, "degreeString"), unread),
      company_name: text(raw, "fullCompanyName", "companyName"),
      ...sizeColumns(labelOrOdd(raw, "companySizeString"), unread),
      company_type: label(raw, "companyTypeString"),
      company_stage: null,
      industry: label(raw, "industryType1Str", "companyIndustryType1Str"),
      skills: [],
      welfare: texts(raw, "jobWelfareCodeDataList"),
      tags: texts(raw, "jobTags"),
      description: text(raw, "jobDescribe"),
      job_type: label(raw, "termStr"),
      ...pointColumns(number(raw, "lon"), number(raw, "lat"), "BD-09"),
      url: plainUrl(text(raw, "jobHref")) ?? `${SITE}/x/${encodeURIComponent(key)}.html`,
      recruiter_position: text(raw, "hrPosition"),
      is_proxy: null,
      published_at: dateColumn("published_at", labelOrOdd(raw, "issueDateString"), unread),
      updated_at: dateColumn("updated_at", labelOrOdd(raw, "updateDateTime"), unread),
      unread,
    },
    company: parseCompany(raw),
  };
}
