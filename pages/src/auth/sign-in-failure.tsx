/** Why a sign-in failed: wrong input in one line, any other failure in full. */
import { Alert } from "antd";
import { isFailure } from "../api/failure.ts";
import { useTexts } from "../i18n/texts.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";

interface SignInFailureProps {
  error: unknown;
  /** The line for wrong input. */
  wrong: string;
}

export function SignInFailure({ error, wrong }: SignInFailureProps) {
  const { t } = useTexts();
  if (!isFailure(error, "invalid_credentials")) {
    return <ErrorPanel error={error} title={t("errors.action")} />;
  }
  return <Alert type="error" showIcon role="alert" title={wrong} data-testid="sign-in-refused" />;
}
