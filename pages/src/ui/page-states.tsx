/** Shown in place of a page: while it loads, when it failed, when it is forbidden or does not exist. */
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { usePageName } from "../app/page-name.ts";
import { useTexts } from "../i18n/texts.ts";
import { ErrorPanel } from "./error-panel.tsx";
import { LoadingCard } from "./loading-card.tsx";

/** The page's title, and a placeholder for its table. */
export function PagePending() {
  const { t } = useTexts();
  const name = usePageName();
  return (
    <div className="page" role="status" aria-label={t("app.loading")}>
      {name && (
        <div className="page-head">
          <h1>{t(`nav.${name}`)}</h1>
        </div>
      )}
      <LoadingCard />
    </div>
  );
}

export function PageFailed({ error, reset }: Pick<ErrorComponentProps, "error" | "reset">) {
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
      <Link to="/" className="solid-link">
        {t("app.toOverview")}
      </Link>
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
