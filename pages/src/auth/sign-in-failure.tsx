/** Why a sign-in did not succeed: the common refusal in one line, anything else in full. */
import { Alert } from "antd";
import { ApiFailure } from "../api/failure.ts";
import { useTexts } from "../i18n/texts.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";

interface SignInFailureProps {
  error: unknown;
  /** What to say when the API refused what was typed. */
  wrong: string;
}

export function SignInFailure({ error, wrong }: SignInFailureProps) {
  const { t } = useTexts();
  if (!(error instanceof ApiFailure) || error.code !== "invalid_credentials") {
    return <ErrorPanel error={error} title={t("errors.action")} />;
  }
  return <Alert type="error" showIcon role="alert" title={wrong} data-testid="sign-in-refused" />;
}
