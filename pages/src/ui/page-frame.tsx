/** A page: its title, its main actions beside it, its content below. */
import { Typography } from "antd";
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
        <Typography.Title level={1}>{title}</Typography.Title>
        {actions}
      </div>
      {children}
    </div>
  );
}
