import type { ParsedJob } from "../adapter.ts";
import { child, type Fields, flag, isFields, label, labelOrOdd, number, text, texts } from "../read.ts";
import {
  dateColumn,
  degreeColumns,
  experienceColumns,
  placeColumns,
  pointColumns,
  salaryColumns,
  sizeColumns,
} from "../row-fields.ts";
import { companyKey, jobKey } from "./keys.ts";
import { companyFields, parseCompany } from "./parse-company.ts";

const SITE = "https://www.zhipin.com";
/** Boss numbers its kinds of work. */
const JOB_TYPES: Readonly<Record<string, string>> = { "0": "全职", "4": "实习", "6": "兼职" };

function jobType(fields: Fields): string | null {
  const code = text(fields, "jobType");
  return code === null ? null : (JOB_TYPES[code] ?? code);
}

/** A list row; or a detail, whose fields stand in `jobInfo`, `bossInfo` and `brandComInfo`. */
export function parseJob(raw: unknown): ParsedJob | null {
  const key = jobKey(raw);
  if (key === null || !isFields(raw)) return null;
  const info = child(raw, "jobInfo");
  const fields = Object.keys(info).length > 0 ? info : raw;
  const company = companyFields(raw);
  const gps = child(fields, "gps");
  const unread: string[] = [];
  const own = {
    district: label(fields, "areaDistrict"),
    businessArea: label(fields, "businessDistrict"),
  };
  return {
    job: {
      platform: "boss",
      job_key: key,
      company_key: companyKey(raw),
      title: text(fields, "jobName"),
      ...salaryColumns(labelOrOdd(fields, "salaryDesc"), unread),
      ...placeColumns(labelOrOdd(fields, "cityName", "locationName"), own, unread),
      city_code: text(fields, "city", "location"),
      ...experienceColumns(labelOrOdd(fields, "jobExperience", "experienceName"), unread),
      ...degreeColumns(labelOrOdd(fields, "jobDegree", "degreeName"), unread),
      company_name: text(company, "brandName"),
      ...sizeColumns(labelOrOdd(company, "brandScaleName", "scaleName"), unread),
      company_type: null,
      company_stage: label(company, "brandStageName", "stageName"),
      industry: label(company, "brandIndustry", "industryName"),
      skills: texts(fields, "skills", "showSkills"),
      welfare: texts(fields, "welfareList").concat(fields === raw ? [] : texts(company, "labels")),
      tags: texts(fields, "jobLabels"),
      description: text(fields, "postDescription"),
      job_type: jobType(fields),
      ...pointColumns(
        number(gps, "longitude") ?? number(fields, "longitude"),
        number(gps, "latitude") ?? number(fields, "latitude"),
        "GCJ-02",
      ),
      url: `${SITE}/job_detail/${encodeURIComponent(key)}.html`,
      recruiter_position: text(raw, "bossTitle") ?? text(child(raw, "bossInfo"), "title"),
      is_proxy: flag(fields, "proxyJob"),
      // Boss shows no date of publication.
      published_at: null,
      updated_at: dateColumn("updated_at", labelOrOdd(fields, "lastModifyTime"), unread),
      unread,
    },
    company: parseCompany(raw),
  };
}
