/** Shown in place of an empty list: why it is empty, and what to do next. */
import { Empty } from "antd";
import type { ReactNode } from "react";

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
