import { parseDegree } from "../../domain/degree.ts";
import { parseExperience } from "../../domain/experience.ts";
import { EMPTY_POSTING } from "../../tables/jobs.ts";
import type { ParsedJob } from "../adapter.ts";
import { child, type Fields, isFields, key as keyOf, labelOrUnexpected, nestedOr, text } from "../read.ts";
import {
  companyKeyColumn,
  dateColumn,
  degreeColumns,
  experienceColumns,
  flagColumn,
  listColumn,
  nameColumn,
  placeColumns,
  pointColumns,
  salaryColumns,
  sizeColumns,
  textColumn,
} from "../row-fields.ts";
import { companyKey, jobKey } from "./keys.ts";
import { companyFields, FULL_NAMES, parseCompany } from "./parse-company.ts";

const SITE = "https://www.zhipin.com";
/** Kinds of work by the numbers that Boss gives them. */
const JOB_TYPES: Readonly<Record<string, string>> = { "0": "全职", "4": "实习", "6": "兼职" };

/** Rows without fields for experience and degree have them among their labels. 不限 alone may be either: experience. */
const isDegree = (tag: string) => parseDegree(tag) !== null && parseExperience(tag) === null;

function jobType(fields: Fields, unread: string[]): string | null {
  const code = textColumn("job_type", fields, ["jobType"], unread);
  return code === null ? null : (JOB_TYPES[code] ?? code);
}

/** Reads a list row, or a detail, whose fields are in `jobInfo`, `bossInfo` and `brandComInfo`. */
export function parseJob(raw: unknown, collectedAt?: number): ParsedJob | null {
  const key = jobKey(raw);
  if (key === null || !isFields(raw)) return null;
  const fields = nestedOr(raw, "jobInfo");
  const company = companyFields(raw);
  const unread: string[] = [];
  const own = {
    district: textColumn("district", fields, ["areaDistrict"], unread),
    businessArea: textColumn("business_area", fields, ["businessDistrict"], unread),
  };
  const tags = listColumn("tags", fields, ["jobLabels"], unread);
  return {
    job: {
      ...EMPTY_POSTING,
      platform: "boss",
      job_key: key,
      company_key: companyKeyColumn(raw, companyKey, unread),
      title: textColumn("title", fields, ["jobName"], unread),
      ...salaryColumns(labelOrUnexpected(fields, "salaryDesc"), unread),
      ...placeColumns(labelOrUnexpected(fields, "cityName", "locationName"), own, unread),
      // The site sends 0 for a city outside its dictionary.
      city_code: keyOf(fields, "city", "location"),
      ...experienceColumns(
        labelOrUnexpected(fields, "jobExperience", "experienceName") ??
          tags.find((tag) => parseExperience(tag) !== null) ??
          null,
        unread,
      ),
      ...degreeColumns(
        labelOrUnexpected(fields, "jobDegree", "degreeName") ?? tags.find(isDegree) ?? null,
        unread,
      ),
      company_name: nameColumn("company_name", company, ["brandName"], FULL_NAMES, unread),
      ...sizeColumns(labelOrUnexpected(company, "brandScaleName", "scaleName"), unread),
      company_stage: textColumn("company_stage", company, ["brandStageName", "stageName"], unread),
      industry: textColumn("industry", company, ["brandIndustry", "industryName"], unread),
      skills: listColumn("skills", fields, ["skills", "showSkills"], unread),
      welfare: [
        ...listColumn("welfare", fields, ["welfareList"], unread),
        ...(fields === raw ? [] : listColumn("welfare", company, ["labels"], unread)),
      ],
      tags,
      description: textColumn("description", fields, ["postDescription"], unread),
      job_type: jobType(fields, unread),
      ...pointColumns(nestedOr(fields, "gps"), { lon: "longitude", lat: "latitude" }, "GCJ-02", unread),
      url: `${SITE}/job_detail/${encodeURIComponent(key)}.html`,
      recruiter_position: text(raw, "bossTitle") ?? text(child(raw, "bossInfo"), "title"),
      is_proxy: flagColumn("is_proxy", fields, "proxyJob", unread),
      updated_at: dateColumn("updated_at", labelOrUnexpected(fields, "lastModifyTime"), unread, collectedAt),
      unread,
    },
    company: parseCompany(raw),
  };
}
