/** Border, name and test id round a table: antd's own keeps neither name nor id on one element. */
import type { ReactNode } from "react";

interface TableFrameProps {
  label: string;
  testId: string;
  children: ReactNode;
}

export function TableFrame({ label, testId, children }: TableFrameProps) {
  return (
    <section className="table" aria-label={label} data-testid={testId}>
      {children}
    </section>
  );
}
