/** A page: its title, its main actions beside it, its content below. */
import type { ReactNode } from "react";

interface PageFrameProps {
  title: string;
  testId: string;
  actions?: ReactNode;
  children: ReactNode;
}

export function PageFrame({ title, testId, actions, children }: PageFrameProps) {
  return (
    <div className="page" data-testid={testId}>
      <div className="page-head">
        <h1>{title}</h1>
        {actions}
      </div>
      {children}
    </div>
  );
}
