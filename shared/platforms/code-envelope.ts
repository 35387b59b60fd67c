/** The envelope `{code, message, <data>}` of Boss and Zhilian. */
import type { Outcome } from "../contracts/platform.ts";
import type { DetailAnswer, RawAnswer } from "./adapter.ts";
import {
  type Checked,
  fail,
  failedDetail,
  gone,
  goneDetail,
  missing,
  missingKey,
  readJson,
} from "./answer.ts";
import { saysGone } from "./gone.ts";
import { type Fields, isFields, number, text } from "./read.ts";

export interface Envelope {
  /** `code` of a good answer. */
  good: number;
  /** Field that holds the data. */
  data: string;
  /** Outcomes of the known codes; any other code of a list is `blocked`. */
  outcomes?: Readonly<Record<number, Outcome>>;
  /** Codes that mean without a message that a detail is gone; a message says it itself. */
  gone?: readonly number[];
}

/** @returns the data of a good answer */
export function readEnvelope(answer: RawAnswer, envelope: Envelope): Checked<Fields> {
  const data = readAnyData(readJson(answer), envelope);
  if (!data.ok) return data;
  return isFields(data.value)
    ? { ok: true, value: data.value }
    : { ok: false, failure: missing(envelope.data) };
}

/** The data of a good answer, of whatever type: some dictionaries are a list there. */
export function readAnyData(json: Checked<Fields>, envelope: Envelope): Checked<unknown> {
  if (!json.ok) return json;
  const code = number(json.value, "code");
  const data = json.value[envelope.data];
  if (code === null) {
    const failure = isFields(data) ? missing("code") : fail("blocked", "unknown answer without a code");
    return { ok: false, failure };
  }
  if (code !== envelope.good) {
    const message = text(json.value, "message") ?? "";
    const outcome = envelope.outcomes?.[code] ?? "blocked";
    return { ok: false, failure: fail(outcome, `code ${code} ${message}`.trimEnd()) };
  }
  return { ok: true, value: data };
}

/** The answer for a detail whose code or message says that the posting is gone; null for any other. */
function goneByCode(answer: RawAnswer, { good, data, gone }: Envelope): DetailAnswer | null {
  // Some gateways repeat the code of the envelope as the status.
  const json = readJson(answer.status === 400 ? { ...answer, status: 200 } : answer);
  if (!json.ok) return null;
  const code = number(json.value, "code");
  const message = text(json.value, "message", "msg") ?? "";
  const sent = json.value[data];
  if (code === null || (code === good && isFields(sent) && Object.keys(sent).length > 0)) return null;
  const isGone = message === "" ? (gone?.includes(code) ?? false) : saysGone(message);
  return isGone ? goneDetail(`code ${code} ${message}`.trimEnd()) : null;
}

/**
 * Reads a posting's detail, which is the whole data of the envelope as sent.
 * @param envelope its codes
 * @param read reads the envelope
 * @param posting path of the data, field that describes the posting, and field of its key inside
 */
export function readDetailData(
  answer: RawAnswer,
  envelope: Envelope,
  read: (answer: RawAnswer) => Checked<Fields>,
  posting: { data: string; field: string; key: string; keyOf: (raw: unknown) => string | null },
): DetailAnswer {
  const absent = gone(answer) ?? goneByCode(answer, envelope);
  if (absent) return absent;
  const data = read(answer);
  if (!data.ok) return failedDetail(data.failure);
  const path = `${posting.data}.${posting.field}`;
  if (!isFields(data.value[posting.field])) return failedDetail(missing(path));
  if (posting.keyOf(data.value) === null) {
    return failedDetail(missingKey(`${path}.${posting.key}`, data.value, posting.keyOf));
  }
  return { outcome: "ok", reason: null, retryAfterMs: null, item: data.value };
}
