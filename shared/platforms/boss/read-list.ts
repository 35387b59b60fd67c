import type { Outcome } from "../../contracts/platform.ts";
import type { DetailAnswer, ListAnswer, RawAnswer, SearchQuery } from "../adapter.ts";
import { emptyList, fail, failedList, filledList, missing } from "../answer.ts";
import { type Envelope, readDetailData, readEnvelope } from "../code-envelope.ts";
import { count, flag, listItems } from "../read.ts";
import { CAP_ROWS, PAGE_SIZE } from "./codes.ts";
import { jobKey } from "./keys.ts";

/** 37: environment check. 31 and 35: risk control. 9: too many requests. 7, 1, 3 and 24: not signed in. */
const CODES: Readonly<Record<number, Outcome>> = {
  37: "blocked",
  31: "blocked",
  35: "blocked",
  9: "throttled",
  7: "login-needed",
  1: "login-needed",
  3: "login-needed",
  24: "login-needed",
};

export const ENVELOPE: Envelope = { good: 0, data: "zpData", outcomes: CODES, gone: [404, 410] };
const readData = (answer: RawAnswer) => readEnvelope(answer, ENVELOPE);

/**
 * `{code, message, zpData:{hasMore, resCount, totalCount, jobList[]}}`. Only `hasMore: false` is the end, because
 * the site sometimes omits the field. An empty list counts as empty only with a total, or at the end of the range.
 */
export function readList(answer: RawAnswer, query: SearchQuery): ListAnswer {
  const envelope = readData(answer);
  if (!envelope.ok) return failedList(envelope.failure);
  const data = envelope.value;
  const total = count(data, "totalCount", "resCount");
  const list = listItems(data, "jobList", total);
  if (list === null) return failedList(missing("zpData.jobList"));
  const more = flag(data, "hasMore");
  const ended = more === false;
  if (list.length > 0) return filledList(list, total, ended, { field: "encryptJobId", of: jobKey });
  if (query.page === 1) {
    if (total === null) return failedList(missing("zpData.totalCount"));
    if (total === 0 && more !== true) return emptyList("true-zero", 0);
  } else if (ended || (query.page - 1) * PAGE_SIZE >= Math.min(total ?? 0, CAP_ROWS)) {
    return emptyList("past-end", total);
  }
  return failedList(fail("blocked", `empty list on page ${query.page} of ${total} postings`));
}

/** `zpData.{jobInfo, bossInfo, brandComInfo}`, returned as sent. */
export const readDetail = (answer: RawAnswer): DetailAnswer =>
  readDetailData(answer, ENVELOPE, readData, {
    data: "zpData",
    field: "jobInfo",
    key: "encryptId",
    keyOf: jobKey,
  });
