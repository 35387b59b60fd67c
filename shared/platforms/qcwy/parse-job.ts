import { EMPTY_POSTING } from "../../tables/jobs.ts";
import type { ParsedJob } from "../adapter.ts";
import { child, isFields, key as keyOf, labelOrUnexpected, text } from "../read.ts";
import {
  companyKeyColumn,
  dateColumn,
  degreeColumns,
  experienceColumns,
  listColumn,
  placeColumns,
  plainUrl,
  pointColumns,
  readCityName,
  salaryColumns,
  sizeColumns,
  textColumn,
} from "../row-fields.ts";
import { companyKey, jobKey } from "./keys.ts";
import { parseCompany } from "./parse-company.ts";
import { skillsOf } from "./skills.ts";

const SITE = "https://jobs.51job.com";

/**
 * Reads a list row, or a job page in the same fields. `jobTags` mix skills, welfare and requirements without
 * distinguishing them: they are stored as tags, and those that are neither welfare nor requirement as skills too.
 */
export function parseJob(raw: unknown, collectedAt?: number): ParsedJob | null {
  const key = jobKey(raw);
  if (key === null || !isFields(raw)) return null;
  const area = child(raw, "jobAreaLevelDetail");
  const cityString = text(area, "cityString");
  // The city of a municipality may be 市辖区; then the area text names the place.
  const namedCity = cityString !== null && readCityName(cityString) !== null ? cityString : null;
  const unread: string[] = [];
  const district = textColumn("district", area, ["districtString"], unread);
  // Under the heading 省直辖县级行政区划 the county itself is the city.
  const directCounty = cityString !== null && /直辖县/.test(cityString) ? district : null;
  const own = {
    district: directCounty === null ? district : null,
    businessArea: textColumn("business_area", area, ["landMarkString", "landmarkString"], unread),
  };
  const experienceText = labelOrUnexpected(raw, "workYearString");
  const degreeText = labelOrUnexpected(raw, "degreeString");
  const welfare = listColumn("welfare", raw, ["jobWelfareCodeDataList"], unread);
  const tags = listColumn("tags", raw, ["jobTags"], unread);
  return {
    job: {
      ...EMPTY_POSTING,
      platform: "qcwy",
      job_key: key,
      company_key: companyKeyColumn(raw, companyKey, unread),
      title: textColumn("title", raw, ["jobName"], unread),
      ...salaryColumns(labelOrUnexpected(raw, "provideSalaryString"), unread),
      ...placeColumns(
        namedCity ?? directCounty ?? labelOrUnexpected(raw, "jobAreaString") ?? text(area, "provinceString"),
        own,
        unread,
      ),
      city_code: keyOf(area, "cityCode") ?? keyOf(raw, "jobAreaCode"),
      ...experienceColumns(experienceText, unread),
      ...degreeColumns(degreeText, unread),
      company_name: textColumn("company_name", raw, ["fullCompanyName", "companyName"], unread),
      ...sizeColumns(labelOrUnexpected(raw, "companySizeString"), unread),
      company_type: textColumn("company_type", raw, ["companyTypeString"], unread),
      industry: textColumn("industry", raw, ["industryType1Str", "companyIndustryType1Str"], unread),
      skills: skillsOf(tags, [...welfare, experienceText, degreeText]),
      welfare,
      tags,
      description: textColumn("description", raw, ["jobDescribe"], unread),
      job_type: textColumn("job_type", raw, ["termStr"], unread),
      ...pointColumns(raw, { lon: "lon", lat: "lat" }, "BD-09", unread),
      url: plainUrl(text(raw, "jobHref")) ?? `${SITE}/x/${encodeURIComponent(key)}.html`,
      recruiter_position: text(raw, "hrPosition"),
      published_at: dateColumn(
        "published_at",
        labelOrUnexpected(raw, "issueDateString"),
        unread,
        collectedAt,
      ),
      updated_at: dateColumn("updated_at", labelOrUnexpected(raw, "updateDateTime"), unread, collectedAt),
      unread,
    },
    company: parseCompany(raw),
  };
}
