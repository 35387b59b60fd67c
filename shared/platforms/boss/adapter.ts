/** Boss直聘. */
import { HOUR_MS } from "../../time.ts";
import type { PlatformAdapter } from "../adapter.ts";
import { findCityCode } from "../city-code.ts";
import { splitFilters } from "../filter-table.ts";
import { isFields } from "../read.ts";
import { CITY_CODES, FILTERS, PAGE_SIZE } from "./codes.ts";
import { companyKey, jobKey } from "./keys.ts";
import { parseCompany } from "./parse-company.ts";
import { parseJob } from "./parse-job.ts";
import { readCompany } from "./read-company.ts";
import { readDetail, readList } from "./read-list.ts";
import { companyRequest, detailRequest, listPage, listRequest } from "./request.ts";

/** The list's `securityId` expires; the site does not say when, an hour was the caution taken here. */

export const boss: PlatformAdapter = {
  platform: "boss",
  parserVersion: 2,
  pageSize: PAGE_SIZE,
  // Tokens of the one answer, and what the recruiter is doing just now.
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
  detailRequestMs: HOUR_MS,
  detailRequest: async (raw, context) => (isFields(raw) ? detailRequest(raw, context) : null),
  readDetail,
  companyRequest,
  readCompany,
};
