import type { DetailAnswer, ListAnswer, RawAnswer, SearchQuery } from "../adapter.ts";
import { type Checked, emptyList, fail, failedList, filledList, missing } from "../answer.ts";
import { type Envelope, readDetailData, readEnvelope } from "../code-envelope.ts";
import { count, type Fields, flag, labelOrUnexpected, listItems } from "../read.ts";
import { PAGE_SIZE } from "./codes.ts";
import { jobKey } from "./keys.ts";

const ENVELOPE: Envelope = { good: 200, data: "data", gone: [404, 410] };

/** The data of a good answer. The site can request a verification inside a good envelope. */
export function readData(answer: RawAnswer): Checked<Fields> {
  const data = readEnvelope(answer, ENVELOPE);
  if (!data.ok) return data;
  // Any value that doesn't mean no counts as yes.
  const verification = flag(data.value, "isVerification");
  if (verification ?? labelOrUnexpected(data.value, "isVerification") !== null)
    return { ok: false, failure: fail("blocked", "verification asked for") };
  return data;
}

/**
 * `{code:200, message, data:{count, list[], isEndPage, isVerification}}`. An empty list inside the range of
 * `count` is a soft block.
 */
export function readList(answer: RawAnswer, query: SearchQuery): ListAnswer {
  const envelope = readData(answer);
  if (!envelope.ok) return failedList(envelope.failure);
  const data = envelope.value;
  const total = count(data, "count");
  const list = listItems(data, "list", total);
  if (list === null) return failedList(missing("data.list"));
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

/** `data.{detailedPosition, detailedCompany}`, returned as sent. */
export const readDetail = (answer: RawAnswer): DetailAnswer =>
  readDetailData(answer, ENVELOPE, readData, {
    data: "data",
    field: "detailedPosition",
    key: "number",
    keyOf: jobKey,
  });
