/** Describes a failure in one sentence. */
import { messageOf } from "../../../shared/errors/message-of.ts";
import { ApiFailure, type FailureCode } from "../api/failure.ts";
import type { SharedTexts, Translate } from "../i18n/texts.ts";

type TextCode = keyof SharedTexts["errors"]["code"];

/** The text of each code. Several codes share a text where a person would do the same about them. */
const TEXT_OF: Record<FailureCode, TextCode> = {
  network: "network",
  bad_answer: "bad_answer",
  unauthorized: "unauthorized",
  invalid_credentials: "invalid_credentials",
  password_change_required: "password_change_required",
  forbidden: "forbidden",
  not_found: "not_found",
  conflict: "conflict",
  stale_lease: "conflict",
  invalid_state: "invalid_state",
  validation_failed: "validation_failed",
  bad_request: "validation_failed",
  clock_skew: "validation_failed",
  invalid_json: "validation_failed",
  unsupported_media_type: "validation_failed",
  method_not_allowed: "not_found",
  invalid_cursor: "invalid_cursor",
  unknown_city: "validation_failed",
  unknown_district: "validation_failed",
  too_many_requests: "too_many_requests",
  body_too_large: "body_too_large",
  dependency_unavailable: "dependency_unavailable",
  internal: "internal",
};

const MINUTE_S = 60;

export function failureText(error: unknown, t: Translate): string {
  if (!(error instanceof ApiFailure)) return messageOf(error);
  const { code, retryAfterSeconds } = error;
  if (code === "too_many_requests" && retryAfterSeconds !== null) {
    return retryAfterSeconds > 2 * MINUTE_S
      ? t("errors.waitMinutes", { minutes: Math.ceil(retryAfterSeconds / MINUTE_S) })
      : t("errors.waitSeconds", { seconds: retryAfterSeconds });
  }
  return t(`errors.code.${TEXT_OF[code]}`, { status: error.status });
}
