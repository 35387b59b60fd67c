/** Shown in place of a page: while it loads, when it failed, when it is forbidden or does not exist. */
import type { ErrorComponentProps } from "@tanstack/react-router";
import { Result, Skeleton } from "antd";
import { useTexts } from "../i18n/texts.ts";
import { ErrorPanel } from "./error-panel.tsx";
import { LinkButton } from "./link-button.tsx";

export function PagePending() {
  const { t } = useTexts();
  return (
    <div className="page" role="status" aria-label={t("app.loading")}>
      <Skeleton active paragraph={{ rows: 8 }} />
    </div>
  );
}

export function PageFailed({ error, reset }: ErrorComponentProps) {
  const { t } = useTexts();
  return (
    <div className="page">
      <ErrorPanel error={error} title={t("errors.crashed")} onRetry={reset} />
    </div>
  );
}

export function PageForbidden() {
  const { t } = useTexts();
  return (
    <Result
      status="403"
      data-testid="forbidden"
      title={t("app.forbiddenTitle")}
      subTitle={t("app.forbiddenHint")}
    />
  );
}

export function PageNotFound() {
  const { t } = useTexts();
  return (
    <Result
      status="404"
      title={t("app.notFoundTitle")}
      subTitle={t("app.notFoundHint")}
      extra={
        <LinkButton color="primary" variant="solid" to="/">
          {t("app.toOverview")}
        </LinkButton>
      }
    />
  );
}
