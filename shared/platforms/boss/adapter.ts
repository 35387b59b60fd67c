/** Boss直聘. */
import { HOUR_MS } from "../../time.ts";
import { createAdapter } from "../create-adapter.ts";
import { CITY_CODES, FILTERS, PAGE_SIZE } from "./codes.ts";
import { companyKey, jobKey } from "./keys.ts";
import { parseCompany } from "./parse-company.ts";
import { parseJob } from "./parse-job.ts";
import { readCompany } from "./read-company.ts";
import { readDetail, readList } from "./read-list.ts";
import { companyRequest, detailRequest, detailToken, listPage, listRequest } from "./request.ts";

/** The list's `securityId` expires. The site does not say when; an hour is a cautious assumption. */

export const boss = createAdapter({
  platform: "boss",
  parserVersion: 4,
  pageSize: PAGE_SIZE,
  // Tokens that change with every answer, and the recruiter's online state.
  volatileFields: [
    "securityId",
    "lid",
    "sessionId",
    "itemId",
    "expectId",
    "bossOnline",
    "online",
    "friendStatus",
    "activeTimeDesc",
    "activeTime",
    "bossAvatar",
    "contact",
    "showTopPosition",
  ],
  filters: FILTERS,
  cityCodes: CITY_CODES,
  listRequest,
  listPage,
  readList,
  keyFields: { job_key: "encryptJobId", company_key: "encryptBrandId" },
  jobKey,
  companyKey,
  parseJob,
  parseCompany,
  detailRequestMs: HOUR_MS,
  detailToken,
  detailRequest,
  readDetail,
  companyRequest,
  readCompany,
});
