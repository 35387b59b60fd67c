/** A failure in the reader's language, with its request id for support. */
import { Alert, Button, Flex } from "antd";
import { ApiFailure, type FailureCode } from "../api/failure.ts";
import { useTexts } from "../i18n/texts.ts";
import { Copyable } from "./copyable.tsx";
import { failureText } from "./failure-text.ts";
import { reasonText } from "./reason-text.ts";

interface ErrorPanelProps {
  error: unknown;
  title?: string;
  onRetry?: () => void;
}

export function ErrorPanel({ error, title, onRetry }: ErrorPanelProps) {
  const { t } = useTexts();
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      data-testid="error-panel"
      title={title ?? t("errors.title")}
      description={<FailureDetails error={error} />}
      action={onRetry ? <Button onClick={onRetry}>{t("app.retry")}</Button> : undefined}
    />
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

/** The text, field problems and request id of a failure, for panels and notifications. */
export function FailureDetails({ error }: { error: unknown }) {
  const { t } = useTexts();
  const failure = error instanceof ApiFailure ? error : null;
  return (
    <Flex vertical gap={4}>
      <span>{failureText(error, t)}</span>
      {failure && WITH_MESSAGE.has(failure.code) && failure.problems.length === 0 && (
        <span className="wrap">{failure.message}</span>
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
    </Flex>
  );
}
