/** A bordered box with an optional title. antd's Card brings its tabs along, 20 kB that no page uses. */
import type { HTMLAttributes, ReactNode } from "react";

interface PanelProps extends Omit<HTMLAttributes<HTMLElement>, "title"> {
  title?: ReactNode;
  /** Stands beside the title. */
  extra?: ReactNode;
  "data-testid"?: string;
}

export function Panel({ title, extra, className = "", children, ...props }: PanelProps) {
  return (
    <section className={`panel ${className}`} {...props}>
      {(title !== undefined || extra !== undefined) && (
        <header className="panel-head">
          <h2>{title}</h2>
          {extra}
        </header>
      )}
      <div className="panel-body">{children}</div>
    </section>
  );
}
