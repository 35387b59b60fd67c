/** The one row of a bulk action, and how it is shown. */
import {
  type BulkAction,
  type BulkRequest,
  type BulkState,
  isEndedBulk,
  type NewBulkAction,
} from "../../shared/contracts/bulk.ts";
import { MINUTE_MS, SECOND_MS } from "../../shared/time.ts";
import {
  FIRST_STEP,
  KEPT_MS,
  LONG_STEP_MS,
  MAX_RUN_MS,
  MAX_STEP,
  MIN_STEP,
  SHORT_STEP_MS,
} from "./settings.ts";

export type ActionRow = {
  id: string;
  request: string;
  user_id: string;
  scopes: string | null;
  label: string;
  state: BulkState;
  cursor: string | null;
  total: number;
  acted: number;
  refused: number;
  unknown: number;
  step_items: number;
  repeated: number;
  step_size: number;
  fence: number;
  claimed_at: number | null;
  lease_until: number | null;
  wake_at: number;
  attempts: number;
  retry_at: number | null;
  window_at: number | null;
  window_left: number;
  error: string | null;
  aborted_by: string | null;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
};

export const requestOf = ({ request }: Pick<ActionRow, "request">): BulkRequest => JSON.parse(request);

export const expiresAt = ({ created_at, ended_at }: ActionRow): number =>
  ended_at === null ? created_at + MAX_RUN_MS : ended_at + KEPT_MS;

export function viewOf(row: ActionRow, now: number): BulkAction {
  const request = requestOf(row);
  const done = row.acted - row.refused - row.unknown;
  const left = row.total - row.acted;
  const ended = isEndedBulk(row.state);
  const tookS = row.started_at === null ? 0 : ((row.ended_at ?? now) - row.started_at) / SECOND_MS;
  const perSecond = row.acted > 0 && tookS > 0 ? row.acted / tookS : null;
  const isWaiting = !ended && row.lease_until === null && row.wake_at > now;
  return {
    id: row.id,
    ...request,
    state: row.state,
    total: row.total,
    done,
    refused: row.refused,
    unknown: row.unknown,
    left,
    percent: row.total === 0 ? (ended ? 100 : 0) : Math.round((row.acted / row.total) * 1000) / 10,
    rate_per_second: perSecond === null ? null : Math.round(perSecond * 10) / 10,
    left_s: ended || row.state === "selecting" ? null : leftSeconds(row, request, left, perSecond),
    next_at: isWaiting ? row.wake_at : null,
    error: row.error,
    created_by: row.label,
    created_at: row.created_at,
    started_at: row.started_at,
    ended_at: row.ended_at,
    aborted_by: row.aborted_by,
    results_until: (row.ended_at ?? row.created_at + MAX_RUN_MS) + KEPT_MS,
  };
}

function leftSeconds(
  { window_left }: ActionRow,
  { rate }: BulkRequest,
  left: number,
  perSecond: number | null,
): number | null {
  const byRate = rate
    ? (Math.ceil(Math.max(0, left - window_left) / rate.per_minute) * MINUTE_MS) / SECOND_MS
    : 0;
  if (byRate > 0) return byRate;
  return perSecond === null ? null : Math.ceil(left / perSecond);
}

/** Holds the row. */
export class ActionTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  insert({ id, request, ids, user_id, scopes, label }: NewBulkAction, now: number): void {
    this.#sql.exec(
      `INSERT INTO bulk_action (one, id, request, user_id, scopes, label, state, total, step_size, wake_at, created_at)
       VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      JSON.stringify(request),
      user_id,
      scopes && JSON.stringify(scopes),
      label,
      ids === null ? "selecting" : "running",
      ids?.length ?? 0,
      FIRST_STEP,
      now,
      now,
    );
  }

  row(): ActionRow | null {
    return this.#sql.exec<ActionRow>("SELECT * FROM bulk_action").toArray()[0] ?? null;
  }

  known(): ActionRow {
    const row = this.row();
    if (!row) throw new Error("there is no such bulk action");
    return row;
  }

  set(values: Partial<ActionRow>): void {
    const names = Object.keys(values).map((name) => `${name} = ?`);
    this.#sql.exec(`UPDATE bulk_action SET ${names.join(", ")}`, ...Object.values(values));
  }
}

/** The next step is as large as steps are quick. */
export function nextSize(row: ActionRow, tookMs: number): number {
  const max = MAX_STEP[requestOf(row).noun];
  if (tookMs < SHORT_STEP_MS && row.step_items >= row.step_size) return Math.min(max, row.step_size * 2);
  if (tookMs > LONG_STEP_MS) return Math.max(MIN_STEP, Math.ceil(row.step_size / 2));
  return Math.min(max, row.step_size);
}
