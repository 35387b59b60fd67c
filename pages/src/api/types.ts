/**
 * Answers of the API, after the zod contracts of shared/contracts. When the API's own `hc` type is used
 * (`workers/api/client-type.ts`), these and `call` in client.ts are the two things it replaces.
 */
import type { BreakerState } from "../../../shared/contracts/gate.ts";
import type { Keyword, RunPart } from "../../../shared/contracts/keyword.ts";
import type { KeywordState, Outcome, Platform } from "../../../shared/contracts/platform.ts";
import type { FieldProblem } from "../../../shared/errors/codes.ts";

export interface Page<T> {
  items: T[];
  /** Null on the last page. */
  next_cursor: string | null;
}

export interface GateView {
  breaker: BreakerState;
  /** Unix ms when an open breaker lets one probe through. */
  reopen_at: number | null;
  /** Outcome that opened it. */
  cause: Outcome | null;
  openings: number;
  in_flight: number;
}

export interface PlatformView {
  platform: Platform;
  states: Record<KeywordState, number>;
  /** Unix ms. */
  next_due_at: number | null;
  pages: number;
  pages_per_minute: number;
  reported: number;
  distinct: number;
  gate: GateView;
}

export interface IngestView {
  waiting_batches: number;
  waiting_rows: number;
  /** Unix ms. */
  oldest_waiting_at: number | null;
  dead_batches: number;
  last_error: string | null;
}

export interface KeywordDetail extends Keyword {
  parts: RunPart[];
}

export interface CreatedKeyword {
  id: string;
  result: "created" | "exists" | "restored";
}

export interface ActedKeywords {
  done: number;
  refused: number;
  items: ({ id: string; ok: true } | { id: string; ok: false; code: string; message: string })[];
}

export interface AcceptedKeywords {
  received: number;
  created: number;
  exists: number;
  restored: number;
  /** Rows with at least one problem. */
  rejected: number;
  problems: FieldProblem[];
}

export interface CityView {
  city: string;
  codes: Partial<Record<Platform, string>>;
}

export interface JobView {
  platform: Platform;
  job_key: string;
  title: string | null;
  company_name: string | null;
  city: string | null;
  district: string | null;
  salary_text: string | null;
  /** CNY a month. */
  monthly_min: number | null;
  monthly_max: number | null;
  experience_text: string | null;
  degree_text: string | null;
  industry: string | null;
  skills: string[];
  url: string | null;
  /** Keyword whose search last brought it. */
  keyword: string | null;
  /** Unix ms. */
  collected_at: number;
}
