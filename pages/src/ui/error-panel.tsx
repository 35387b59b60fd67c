/**
 * A failure in the reader's language, with its request id for support. Plain HTML: it must be shown when antd did not
 * load, too.
 */
import CloseCircleFilled from "@ant-design/icons-svg/es/asn/CloseCircleFilled";
import CloseOutlined from "@ant-design/icons-svg/es/asn/CloseOutlined";
import { ApiFailure, type FailureCode } from "../api/failure.ts";
import { useTexts } from "../i18n/texts.ts";
import { Copyable } from "./copyable.tsx";
import { failureText } from "./failure-text.ts";
import { Icon } from "./icon.tsx";
import { reasonText } from "./reason-text.ts";
import { ServerText } from "./server-text.tsx";

interface ErrorPanelProps {
  error: unknown;
  title?: string;
  onRetry?: () => void;
  onClose?: () => void;
}

export function ErrorPanel({ error, title, onRetry, onClose }: ErrorPanelProps) {
  const { t } = useTexts();
  return (
    <div role="alert" className="error-panel" data-testid="error-panel">
      <Icon shape={CloseCircleFilled} />
      <div className="error-text">
        <div className="error-title">{title ?? t("errors.title")}</div>
        <FailureDetails error={error} />
      </div>
      {onRetry && (
        <button type="button" className="outlined-button" onClick={onRetry}>
          {t("app.retry")}
        </button>
      )}
      {onClose && (
        <button type="button" className="frame-button is-small" aria-label={t("app.close")} onClick={onClose}>
          <Icon shape={CloseOutlined} />
        </button>
      )}
    </div>
  );
}

/** Codes for which the API's message is shown too: it names the conflicting record, the missing
 * permission, or the part of the system that does not respond. */
const WITH_MESSAGE: ReadonlySet<FailureCode> = new Set([
  "conflict",
  "forbidden",
  "invalid_state",
  "dependency_unavailable",
]);

/** Without a time to wait, a 429 says that a person has too much open, and of what. */
const tellsMore = ({ code, retryAfterSeconds, problems }: ApiFailure): boolean =>
  problems.length === 0 &&
  (WITH_MESSAGE.has(code) || (code === "too_many_requests" && retryAfterSeconds === null));

/** The text, field problems and request id of a failure, for panels and notifications. */
export function FailureDetails({ error }: { error: unknown }) {
  const { t } = useTexts();
  const failure = error instanceof ApiFailure ? error : null;
  return (
    <div className="failure">
      <span>{failureText(error, t)}</span>
      {failure && tellsMore(failure) && (
        <span className="wrap">
          <ServerText text={failure.message} />
        </span>
      )}
      {failure && failure.problems.length > 0 && (
        <ul className="problems">
          {failure.problems.map((problem) => (
            <li key={`${problem.field}:${problem.reason}`}>
              <code>{problem.field}</code>: {reasonText(problem, t)}
            </li>
          ))}
        </ul>
      )}
      {failure?.requestId && (
        <span className="small muted">
          {t("errors.requestId")}: <Copyable text={failure.requestId} label={t("errors.copy")} />
        </span>
      )}
    </div>
  );
}
