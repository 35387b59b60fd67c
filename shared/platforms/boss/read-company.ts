import { parseCompanySize } from "../../domain/company-size.ts";
import type { DetailAnswer, RawAnswer } from "../adapter.ts";
import { saysGone } from "../gone.ts";
import { attributeOf, findState, linesOf, partsOf, readPage, shownCreditCode, textOf } from "../page.ts";
import { text } from "../read.ts";

const STAGE = /融资|轮|上市/;

/** Reads `/gongsi/{encryptBrandId}.html`: the embedded JSON if there is any, else the visible banner. */
export function readCompany(answer: RawAnswer, companyKey: string): DetailAnswer {
  return readPage(answer, (root) => {
    const state = findState(root, (fields) => text(fields, "encryptBrandId") === companyKey);
    const creditCode = shownCreditCode(textOf(root, ".company-business"));
    if (state && text(state, "brandName") !== null)
      return creditCode === null ? state : { ...state, creditCode };
    const name = textOf(root, ".company-banner .name") ?? textOf(root, "h1.name");
    if (name === null || saysGone(name)) return "company name";
    // The banner shows stage, size and industry, each only when known; their form distinguishes them.
    const parts = partsOf(textOf(root, ".company-banner p"));
    const size = parts.find((part) => parseCompanySize(part) !== null);
    const stage = parts.find((part) => part !== size && STAGE.test(part));
    const industry = parts.find((part) => part !== size && part !== stage);
    return {
      encryptBrandId: companyKey,
      brandName: name,
      customerBrandName: textOf(root, ".company-business .company-name")?.replace(/^企业名称[:：]\s*/, ""),
      brandStageName: stage,
      brandScaleName: size,
      brandIndustry: industry,
      brandLogo: attributeOf(root, ".company-banner img", "src"),
      creditCode,
      address: textOf(root, ".location-address"),
      introduce: linesOf(root, ".company-intro .text") ?? linesOf(root, ".job-sec .text"),
    };
  });
}
