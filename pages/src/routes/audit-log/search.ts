/** The filters of the audit log in its address. Days are days in the browser's time zone. */
import { AUDIT_METHODS, type AuditFilter } from "../../api/audit-log.ts";
import { readDay, readOneOf, readText } from "../search-values.ts";

export interface AuditSearch extends Omit<AuditFilter, "from" | "to"> {
  /** YYYY-MM-DD, both inclusive. */
  from?: string;
  to?: string;
}

export const readAuditSearch = (raw: Record<string, unknown>): AuditSearch => ({
  text: readText(raw.text),
  actor: readText(raw.actor),
  action: readText(raw.action),
  record: readText(raw.record),
  method: readOneOf(raw.method, AUDIT_METHODS),
  request: readText(raw.request),
  from: readDay(raw.from),
  to: readDay(raw.to),
});

/** Turns days into Unix ms: the first millisecond of `from`, the last one of `to`. */
export const filterOf = ({ from, to, ...rest }: AuditSearch): AuditFilter => ({
  ...rest,
  from: from === undefined ? undefined : Date.parse(`${from}T00:00:00.000`),
  to: to === undefined ? undefined : Date.parse(`${to}T23:59:59.999`),
});
