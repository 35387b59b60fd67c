/** Shown in place of a page: while it loads, when it failed, when it is forbidden or does not exist. */
import type { ErrorComponentProps } from "@tanstack/react-router";
import { Skeleton } from "antd";
import type { ReactNode } from "react";
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
  return <PageNote title={t("app.forbiddenTitle")} hint={t("app.forbiddenHint")} testId="forbidden" />;
}

export function PageNotFound() {
  const { t } = useTexts();
  return (
    <PageNote title={t("app.notFoundTitle")} hint={t("app.notFoundHint")} testId="not-found">
      <LinkButton color="primary" variant="solid" to="/">
        {t("app.toOverview")}
      </LinkButton>
    </PageNote>
  );
}

interface PageNoteProps {
  title: string;
  hint: string;
  testId: string;
  children?: ReactNode;
}

/** A sentence in place of a page, with the page's main heading. */
const PageNote = ({ title, hint, testId, children }: PageNoteProps) => (
  <div className="page-note" data-testid={testId}>
    <h1>{title}</h1>
    <p className="muted">{hint}</p>
    {children}
  </div>
);
