/** 前程无忧 (51job). */
import type { PlatformAdapter } from "../adapter.ts";
import { findCityCode } from "../city-code.ts";
import { splitFilters } from "../filter-table.ts";
import { isFields } from "../read.ts";
import { CITY_CODES, FILTERS, PAGE_SIZE } from "./codes.ts";
import { companyKey, jobKey } from "./keys.ts";
import { parseCompany } from "./parse-company.ts";
import { parseJob } from "./parse-job.ts";
import { readList } from "./read-list.ts";
import { readCompany, readDetail } from "./read-page.ts";
import { companyRequest, detailRequest, listPage, listRequest } from "./request.ts";

export const qcwy: PlatformAdapter = {
  platform: "qcwy",
  parserVersion: 2,
  pageSize: PAGE_SIZE,
  // Tokens of the one answer (also inside jobHref's query), and what the recruiter is doing just now.
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
  splitDimensions: FILTERS.map(({ dimension }) => dimension),
  cityCodes: CITY_CODES,
  cityCode: (city) => findCityCode(CITY_CODES, city),
  listRequest,
  listPage,
  readList,
  splitQuery: ({ filters, city }) => splitFilters(FILTERS, filters, city),
  jobKey,
  companyKey,
  parseJob,
  parseCompany,
  detailRequestMs: null,
  detailRequest: async (raw, context) => (isFields(raw) ? detailRequest(raw, context) : null),
  readDetail,
  companyRequest,
  readCompany,
};
