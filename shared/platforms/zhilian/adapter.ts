/** 智联招聘. */
import { createAdapter } from "../create-adapter.ts";
import { CITY_CODES, FILTERS, PAGE_SIZE } from "./codes.ts";
import { companyKey, jobKey } from "./keys.ts";
import { parseCompany } from "./parse-company.ts";
import { parseJob } from "./parse-job.ts";
import { readCompany } from "./read-company.ts";
import { readDetail, readList } from "./read-list.ts";
import { companyRequest, detailRequest, listPage, listRequest } from "./request.ts";

export const zhilian = createAdapter({
  platform: "zhilian",
  parserVersion: 4,
  pageSize: PAGE_SIZE,
  // Tokens that change with every answer (also in the query of positionURL), and the recruiter's online state.
  volatileFields: [
    "traceId",
    "lid",
    "securityId",
    "taskId",
    "positionURL",
    "positionUrl",
    "hrOnlineState",
    "hrStateInfo",
    "lastOnlineTime",
    "chatWindow",
    "score",
    "distance",
  ],
  filters: FILTERS,
  cityCodes: CITY_CODES,
  listRequest,
  listPage,
  readList,
  keyFields: { job_key: "number", company_key: "companyNumber" },
  jobKey,
  companyKey,
  parseJob,
  parseCompany,
  detailRequestMs: null,
  detailRequest,
  readDetail,
  companyRequest,
  readCompany,
});
