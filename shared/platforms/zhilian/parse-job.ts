import { EMPTY_POSTING } from "../../tables/jobs.ts";
import type { ParsedJob } from "../adapter.ts";
import { child, isFields, key as keyOf, labelOrUnexpected, nestedOr, text } from "../read.ts";
import {
  companyKeyColumn,
  dateColumn,
  degreeColumns,
  experienceColumns,
  listColumn,
  placeColumns,
  plainUrl,
  pointColumns,
  salaryColumns,
  sizeColumns,
  textColumn,
} from "../row-fields.ts";
import { companyKey, jobKey } from "./keys.ts";
import { companyFields, parseCompany } from "./parse-company.ts";

const SITE = "https://www.zhaopin.com";

/** Reads a list row, or a detail, whose fields are in `detailedPosition` and `detailedCompany` under longer names. */
export function parseJob(raw: unknown, collectedAt?: number): ParsedJob | null {
  const key = jobKey(raw);
  if (key === null || !isFields(raw)) return null;
  const fields = nestedOr(raw, "detailedPosition");
  const company = companyFields(raw);
  const unread: string[] = [];
  const own = {
    district: textColumn("district", fields, ["cityDistrict", "positionCityDistrict"], unread),
    businessArea: textColumn("business_area", fields, ["streetName", "tradingArea"], unread),
  };
  return {
    job: {
      ...EMPTY_POSTING,
      platform: "zhilian",
      job_key: key,
      company_key: companyKeyColumn(raw, companyKey, unread),
      title: textColumn("title", fields, ["name", "positionName"], unread),
      ...salaryColumns(
        labelOrUnexpected(fields, "salary60", "salaryReal", "salary"),
        unread,
        labelOrUnexpected(fields, "salaryCount"),
      ),
      ...placeColumns(labelOrUnexpected(fields, "workCity", "positionWorkCity"), own, unread),
      city_code: keyOf(fields, "cityId", "workCityId", "positionWorkCityId"),
      ...experienceColumns(labelOrUnexpected(fields, "workingExp", "positionWorkingExp"), unread),
      ...degreeColumns(labelOrUnexpected(fields, "education"), unread),
      company_name: textColumn("company_name", company, ["companyName"], unread),
      ...sizeColumns(labelOrUnexpected(company, "companySize"), unread),
      company_type: textColumn("company_type", company, ["propertyName", "property"], unread),
      company_stage: textColumn("company_stage", company, ["financingStage", "financingStageName"], unread),
      industry: textColumn("industry", company, ["industryName", "industryNameLevel"], unread),
      skills: listColumn("skills", fields, ["jobSkillTags", "skillLabel"], unread),
      welfare: listColumn("welfare", fields, ["welfareTagList", "welfareLabel"], unread),
      description: textColumn("description", fields, ["jobSummary", "jobDesc", "description"], unread),
      job_type: textColumn("job_type", fields, ["workType"], unread),
      ...pointColumns(fields, { lon: "longitude", lat: "latitude" }, "GCJ-02", unread),
      url:
        plainUrl(text(fields, "positionURL", "positionUrl")) ??
        `${SITE}/jobdetail/${encodeURIComponent(key)}.htm`,
      // The card also holds the recruiter's name; only the position is read.
      recruiter_position: text(child(raw, "staffCard"), "hrJob") ?? text(child(fields, "staff"), "hrJob"),
      published_at: dateColumn(
        "published_at",
        labelOrUnexpected(fields, "firstPublishTime", "publishTime", "positionPublishTime"),
        unread,
        collectedAt,
      ),
      updated_at: dateColumn(
        "updated_at",
        labelOrUnexpected(fields, "publishTime", "positionPublishTime"),
        unread,
        collectedAt,
      ),
      unread,
    },
    company: parseCompany(raw),
  };
}
