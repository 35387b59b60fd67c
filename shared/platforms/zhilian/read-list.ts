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
import { count, type Fields, flag, isFields, items, labelOrOdd, number, text } from "../read.ts";
import { PAGE_SIZE } from "./codes.ts";
import { jobKey } from "./keys.ts";

/** The `data` of a good answer; a verification is asked for inside a good envelope. */
function readEnvelope(answer: RawAnswer): Checked<Fields> {
  const json = readJson(answer);
  if (!json.ok) return json;
  const code = number(json.value, "code");
  const data = json.value.data;
  if (code === null) {
    const failure = isFields(data) ? missing("code") : fail("blocked", "unknown answer without a code");
    return { ok: false, failure };
  }
  if (code !== 200) {
    const message = text(json.value, "message") ?? "";
    return { ok: false, failure: fail("blocked", `code ${code} ${message}`.trimEnd()) };
  }
  if (!isFields(data)) return { ok: false, failure: missing("data") };
  // Whatever the field says other than no counts as yes.
  const verification = flag(data, "isVerification");
  if (verification ?? labelOrOdd(data, "isVerification") !== null)
    return { ok: false, failure: fail("blocked", "verification asked for") };
  return { ok: true, value: data };
}

/**
 * `{code:200, message, data:{count, list[], isEndPage, isVerification}}`. An empty list inside the range that
 * `count` gives is how the site blocks softly.
 */
export function readList(answer: RawAnswer, query: SearchQuery): ListAnswer {
  const envelope = readEnvelope(answer);
  if (!envelope.ok) return failedList(envelope.failure);
  const data = envelope.value;
  const list = items(data, "list");
  if (list === null) return failedList(missing("data.list"));
  const total = count(data, "count");
  if (total === null) return failedList(missing("data.count"));
  if (list.length > 0) {
    const last = flag(data, "isEndPage") ?? query.page * PAGE_SIZE >= total;
    return filledList(list, total, last, { field: "number", of: jobKey });
  }
  if ((query.page - 1) * PAGE_SIZE < total) {
    return failedList(fail("blocked", `empty list on page ${query.page} of ${total} postings`));
  }
  return emptyList(query.page === 1 ? "true-zero" : "past-end", total);
}

/** `data.{detailedPosition, detailedCompany}`, handed on as sent. */
export function readDetail(answer: RawAnswer): DetailAnswer {
  const absent = gone(answer);
  if (absent) return absent;
  const envelope = readEnvelope(answer);
  if (!envelope.ok) return failedDetail(envelope.failure);
  if (!isFields(envelope.value.detailedPosition)) return failedDetail(missing("data.detailedPosition"));
  if (jobKey(envelope.value) === null) return failedDetail(missing("data.detailedPosition.number"));
  return { outcome: "ok", reason: null, retryAfterMs: null, item: envelope.value };
}
