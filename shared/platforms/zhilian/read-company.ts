import type { DetailAnswer, RawAnswer } from "../adapter.ts";
import { findState, readPage } from "../page.ts";
import { text } from "../read.ts";

/** Reads `company.zhaopin.com/{companyNumber}.htm`, which contains its state as JSON in a script. */
export function readCompany(answer: RawAnswer, companyKey: string): DetailAnswer {
  return readPage(answer, (root) => {
    const state = findState(
      root,
      (fields) => text(fields, "companyNumber") === companyKey && text(fields, "companyName") !== null,
    );
    return state ?? "__INITIAL_STATE__ company";
  });
}
