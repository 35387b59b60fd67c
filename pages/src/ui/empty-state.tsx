/** Shown in place of an empty list: why it is empty, and what to do next. */
import { Button, Empty } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../i18n/texts.ts";

interface EmptyStateProps {
  title: string;
  hint: string;
  /** Buttons. */
  children?: ReactNode;
}

export function EmptyState({ title, hint, children }: EmptyStateProps) {
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      data-testid="empty"
      description={
        <>
          <strong>{title}</strong>
          <br />
          {hint}
        </>
      }
    >
      {children}
    </Empty>
  );
}

interface NoMatchProps {
  title: string;
  onClear: () => void;
}

/** Shown in place of a list that is empty because of its filters. */
export function NoMatch({ title, onClear }: NoMatchProps) {
  const { t } = useTexts();
  return (
    <EmptyState title={title} hint={t("filters.noMatchHint")}>
      <Button onClick={onClear}>{t("app.reset")}</Button>
    </EmptyState>
  );
}
