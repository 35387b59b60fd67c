import type { Outcome } from "../../contracts/platform.ts";
import type { DetailAnswer, ListAnswer, RawAnswer, SearchQuery } from "../adapter.ts";
import {
  type Checked,
  emptyList,
  fail,
  failedDetail,
  failedList,
  filledList,
  gone,
  missing,
  readJson,
} from "../answer.ts";
import { count, type Fields, flag, isFields, items, number, text } from "../read.ts";
import { CAP_ROWS, PAGE_SIZE } from "./codes.ts";
import { jobKey } from "./keys.ts";

/** 37 environment check, 31 and 35 risk control, 9 too fast, 7, 1, 3 and 24 not logged in; others are unknown. */
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

/** The `zpData` of a good answer. */
function readEnvelope(answer: RawAnswer): Checked<Fields> {
  const json = readJson(answer);
  if (!json.ok) return json;
  const code = number(json.value, "code");
  const data = json.value.zpData;
  if (code === null) {
    const failure = isFields(data) ? missing("code") : fail("blocked", "unknown answer without a code");
    return { ok: false, failure };
  }
  if (code !== 0) {
    const message = text(json.value, "message") ?? "";
    return { ok: false, failure: fail(CODES[code] ?? "blocked", `code ${code} ${message}`.trimEnd()) };
  }
  return isFields(data) ? { ok: true, value: data } : { ok: false, failure: missing("zpData") };
}

/**
 * `{code, message, zpData:{hasMore, resCount, totalCount, jobList[]}}`. Only `hasMore: false` is the end: the
 * site leaves the field out now and then. An empty list needs a total, or the end of the range, to be believed.
 */
export function readList(answer: RawAnswer, query: SearchQuery): ListAnswer {
  const envelope = readEnvelope(answer);
  if (!envelope.ok) return failedList(envelope.failure);
  const data = envelope.value;
  const list = items(data, "jobList");
  if (list === null) return failedList(missing("zpData.jobList"));
  const total = count(data, "totalCount", "resCount");
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

/** `zpData.{jobInfo, bossInfo, brandComInfo}`, handed on as sent. */
export function readDetail(answer: RawAnswer): DetailAnswer {
  const absent = gone(answer);
  if (absent) return absent;
  const envelope = readEnvelope(answer);
  if (!envelope.ok) return failedDetail(envelope.failure);
  if (!isFields(envelope.value.jobInfo)) return failedDetail(missing("zpData.jobInfo"));
  if (jobKey(envelope.value) === null) return failedDetail(missing("zpData.jobInfo.encryptId"));
  return { outcome: "ok", reason: null, retryAfterMs: null, item: envelope.value };
}
