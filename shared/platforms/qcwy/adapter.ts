/** 前程无忧 (51job). */
import { createAdapter } from "../create-adapter.ts";
import { CITY_CODES, FILTERS, PAGE_SIZE } from "./codes.ts";
import { companyKey, jobKey } from "./keys.ts";
import { parseCompany } from "./parse-company.ts";
import { parseJob } from "./parse-job.ts";
import { readList } from "./read-list.ts";
import { readCompany, readDetail } from "./read-page.ts";
import { companyRequest, detailRequest, listPage, listRequest } from "./request.ts";

export const qcwy = createAdapter({
  platform: "qcwy",
  parserVersion: 4,
  pageSize: PAGE_SIZE,
  // Tokens that change with every answer (also in the query of jobHref), and the recruiter's online state.
  volatileFields: [
    "requestId",
    "lid",
    "securityId",
    "property",
    "jobHref",
    "hrIsOnline",
    "hrActiveStatusGreen",
    "hrOnlineStatus",
    "hrActiveStatus",
    "hrLabels",
    "applyTimeText",
    "isCommunicate",
    "exrInfo02",
  ],
  filters: FILTERS,
  cityCodes: CITY_CODES,
  listRequest,
  listPage,
  readList,
  keyFields: { job_key: "jobId", company_key: "encCoId" },
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
