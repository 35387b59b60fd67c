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
import { companyFields, parseCompany } from "./parse-company.ts";

const SITE = "https://www.zhaopin.com";

/** A list row; or a detail, whose fields stand in `detailedPosition` and `detailedCompany` under longer names. */
export function parseJob(raw: unknown): ParsedJob | null {
  const key = jobKey(raw);
  if (key === null || !isFields(raw)) return null;
  const detail = child(raw, "detailedPosition");
  const fields = Object.keys(detail).length > 0 ? detail : raw;
  const company = companyFields(raw);
  const unread: string[] = [];
  const own = {
    district: label(fields, "cityDistrict", "positionCityDistrict"),
    businessArea: label(fields, "streetName", "tradingArea"),
  };
  return {
    job: {
      platform: "zhilian",
      job_key: key,
      company_key: companyKey(raw),
      title: text(fields, "name", "positionName"),
      ...salaryColumns(labelOrOdd(fields, "salary60", "salaryReal", "salary"), unread),
      ...placeColumns(labelOrOdd(fields, "workCity", "positionWorkCity"), own, unread),
      city_code: text(fields, "cityId", "workCityId", "positionWorkCityId"),
      ...experienceColumns(labelOrOdd(fields, "workingExp", "positionWorkingExp"), unread),
      ...degreeColumns(labelOrOdd(fields, "education"), unread),
      company_name: text(company, "companyName"),
      ...sizeColumns(labelOrOdd(company, "companySize"), unread),
      company_type: label(company, "propertyName", "property"),
      company_stage: label(company, "financingStage", "financingStageName"),
      industry: label(company, "industryName", "industryNameLevel"),
      skills: texts(fields, "jobSkillTags", "skillLabel"),
      welfare: texts(fields, "welfareTagList", "welfareLabel"),
      tags: [],
      description: text(fields, "jobSummary", "jobDesc", "description"),
      job_type: label(fields, "workType"),
      ...pointColumns(number(fields, "longitude"), number(fields, "latitude"), "GCJ-02"),
      url: plainUrl(text(fields, "positionURL", "positionUrl")) ?? `${SITE}/jobdetail/${key}.htm`,
      // The card names the recruiter beside the position: only the position is taken.
      recruiter_position: text(child(raw, "staffCard"), "hrJob") ?? text(child(fields, "staff"), "hrJob"),
      is_proxy: null,
      published_at: dateColumn(
        "published_at",
        labelOrOdd(fields, "firstPublishTime", "publishTime", "positionPublishTime"),
        unread,
      ),
      updated_at: dateColumn("updated_at", labelOrOdd(fields, "publishTime", "positionPublishTime"), unread),
      unread,
    },
    company: parseCompany(raw),
  };
}
