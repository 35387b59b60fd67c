/** Reads 51job's HTML pages into the field names of its list, which `parseJob` and `parseCompany` read. */
import type { HTMLElement } from "node-html-parser";
import { parseCompanySize } from "../../domain/company-size.ts";
import { parseDegree } from "../../domain/degree.ts";
import { parseExperience } from "../../domain/experience.ts";
import type { DetailAnswer, RawAnswer } from "../adapter.ts";
import { saysGone } from "../gone.ts";
import { attributeOf, findState, linesOf, partsOf, readPage, shownCreditCode, textOf } from "../page.ts";
import { text } from "../read.ts";
import { companyKeyOfPage, jobKey } from "./keys.ts";

const ISSUED = /(?:发布|更新|刷新)$/;
const COMPANY_TYPE = /民营|国企|外资|合资|上市|创业|事业单位|非营利|政府|股份|代表处/;

/** Company type, size and industry are in one line, each only when known; their form distinguishes them. */
function companyFacts(parts: string[]) {
  const companySizeString = parts.find((part) => parseCompanySize(part) !== null);
  const companyTypeString = parts.find((part) => part !== companySizeString && COMPANY_TYPE.test(part));
  const industryType1Str = parts.find((part) => part !== companySizeString && part !== companyTypeString);
  return { companySizeString, companyTypeString, industryType1Str };
}

/** `深圳-南山区 | 3-4年 | 本科 | 招1人 | 08-28发布`: the place comes first, their form distinguishes the others. */
function jobFacts(parts: string[]) {
  const [jobAreaString, ...others] = parts;
  return {
    jobAreaString,
    workYearString: others.find((part) => parseExperience(part) !== null),
    degreeString: others.find((part) => parseDegree(part) !== null),
    issueDateString: others.find((part) => ISSUED.test(part))?.replace(ISSUED, ""),
  };
}

function jobIdOf(root: HTMLElement): string | null {
  const canonical = attributeOf(root, "link[rel=canonical]", "href");
  return (
    attributeOf(root, "#hidJobID", "value") ?? /(?<!\d)(\d{1,20})\.html/.exec(canonical ?? "")?.[1] ?? null
  );
}

/** Reads `jobs.51job.com/x/{jobId}.html`: the embedded JSON if there is any, else the visible page. */
export function readDetail(answer: RawAnswer): DetailAnswer {
  return readPage(answer, (root) => {
    const jobId = jobIdOf(root);
    const state = findState(
      root,
      (fields) => text(fields, "jobId") !== null && text(fields, "jobName") !== null,
    );
    const stateId = jobKey(state);
    if (state && stateId !== null && (jobId === null || stateId === jobId)) return state;
    // A number that JSON cannot hold exactly: the page has it as text.
    if (state && stateId === null && jobId !== null && Number(jobId) === state.jobId)
      return { ...state, jobId };
    const jobName = attributeOf(root, ".cn h1", "title") ?? textOf(root, ".cn h1");
    if (jobId === null) return "job id";
    if (jobName === null || saysGone(jobName)) return "job name";
    const companyHref = attributeOf(root, ".cname a", "href");
    return {
      jobId,
      jobName,
      provideSalaryString: textOf(root, ".cn strong"),
      ...jobFacts(partsOf(attributeOf(root, ".cn .ltype", "title") ?? textOf(root, ".cn .ltype"))),
      jobDescribe: linesOf(root, ".job_msg"),
      jobWelfareCodeDataList: root.querySelectorAll(".jtag .sp4").map(({ text }) => ({ chineseTitle: text })),
      fullCompanyName: textOf(root, ".cname a"),
      companyHref,
      encCoId: companyKeyOfPage(companyHref),
      ...companyFacts(root.querySelectorAll(".com_tag .at").map(({ text }) => text.trim())),
    };
  });
}

/** Reads `jobs.51job.com/all/co{encCoId}.html`. */
export function readCompany(answer: RawAnswer, companyKey: string): DetailAnswer {
  return readPage(answer, (root) => {
    const fullCompanyName = attributeOf(root, "h1", "title") ?? textOf(root, "h1");
    // The head of an error page is in the same place as a name.
    if (fullCompanyName === null || saysGone(fullCompanyName)) return "company name";
    return {
      isCompanyPage: true,
      encCoId: companyKey,
      coId: attributeOf(root, "#hidCoID", "value"),
      fullCompanyName,
      companyLogo: attributeOf(root, "img.cimg", "src"),
      ...companyFacts(partsOf(attributeOf(root, ".ltype", "title") ?? textOf(root, ".ltype"))),
      companyDescribe: linesOf(root, ".con_txt"),
      creditCode: shownCreditCode(textOf(root, ".com_business")),
      address: textOf(root, ".fp")?.replace(/^公司地址[:：]\s*/, ""),
    };
  });
}
