/** Writes a posting in 51job's own fields. */
import { CITY_CODES, FILTERS } from "../../../shared/platforms/qcwy/codes.ts";
import {
  describePosting,
  idDigits,
  idText,
  pointOf,
  recruiterOf,
  splitTags,
  toBd09,
} from "../corpus/details.ts";
import type { Posting } from "../corpus/posting.ts";
import { monthly, readSalary } from "../corpus/salary.ts";
import { fileBy, type SiteCodes } from "../params.ts";
import type { Layout } from "../posting-index.ts";
import { cityTable } from "../site-codes.ts";
import { Slots, type Template } from "../template.ts";

export const codes: SiteCodes = {
  ...cityTable({
    shipped: CITY_CODES,
    cityCode: (index) => `${5000 + index}00`,
    // 010000 is a municipality, whose districts are 010100, 010200 …; 080200 is a city, with 080201, 080202 …
    districtCode: (city, { index }) => {
      const number = String(index + 1).padStart(2, "0");
      return /^0.0000$/.test(city) ? `${city.slice(0, 2)}${number}00` : `${city.slice(0, 4)}${number}`;
    },
    hasCountyCities: true,
  }),
  filters: FILTERS,
  districtParam: null,
};

export interface QcwyPosting {
  key: string;
  companyKey: string;
  posting: Posting;
}

export function qcwyFields({ key, companyKey, posting }: QcwyPosting) {
  const salary = readSalary(posting.salary);
  const range = salary && monthly(salary);
  const gcj = pointOf(posting);
  const point = gcj && toBd09(gcj);
  const recruiter = recruiterOf(posting);
  const code = codes.cities[posting.city] ?? "";
  return {
    jobId: key,
    jobType: "0",
    jobName: posting.title,
    // 51job repeats experience and degree among its tags, as the corpus file does.
    jobTags: posting.tags
      .split(/[,，]/)
      .map((tag) => tag.trim())
      .filter(Boolean),
    jobDescribe: describePosting(posting),
    provideSalaryString: posting.salary,
    jobSalaryMin: range ? String(range.min) : "",
    jobSalaryMax: range ? String(range.max) : "",
    workYearString: posting.work_year,
    degreeString: posting.degree,
    termStr: posting.job_term,
    issueDateString: posting.updated_at,
    updateDateTime: posting.updated_at,
    jobAreaCode: code,
    jobAreaString: posting.area,
    jobAreaLevelDetail: {
      provinceCode: code && `${code.slice(0, 2)}0000`,
      provinceString: "",
      cityString: posting.city,
      districtString: posting.district,
      landMarkString: "",
    },
    lon: point ? String(point.lon) : "",
    lat: point ? String(point.lat) : "",
    companyName: posting.company.replace(/(股份)?有限(责任)?公司$/, ""),
    fullCompanyName: posting.company,
    encCoId: companyKey,
    coId: idDigits(`coId ${companyKey}`, 7),
    companyLogo: `https://img01.51jobcdn.com/logo/${companyKey}.png`,
    companyTypeString: posting.company_type,
    companySizeString: posting.company_size,
    industryType1Str: posting.industry,
    jobHref: `https://jobs.51job.com/x/${key}.html`,
    companyHref: `https://jobs.51job.com/all/co${companyKey}.html`,
    hrName: recruiter.name,
    hrPosition: recruiter.position,
    jobWelfareCodeDataList: splitTags(posting).welfare.map((chineseTitle) => ({ chineseTitle })),
  };
}

function prepare(item: QcwyPosting): Template {
  const slots = new Slots();
  const value = {
    ...qcwyFields(item),
    hrActiveStatusGreen: slots.hole((salt) => (salt.charCodeAt(15) % 2 ? "true " : "false")),
  };
  return slots.finish(value, item.key);
}

/** Keys in the site's format: nine digits, and twenty letters and digits. */
export const layout: Layout<Template> = {
  jobKey: ({ hash }, salt) => idDigits(`qcwy ${hash} ${salt}`, 9),
  companyKey: (company, salt) => idText(`qcwy ${company} ${salt}`, 20).replace(/[-_]/g, "z"),
  file: fileBy(codes),
  prepare,
};
