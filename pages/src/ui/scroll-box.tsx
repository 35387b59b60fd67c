/** A box that scrolls. It takes the focus, so that the arrow keys scroll it (axe: scrollable-region-focusable). */
import type { ReactNode } from "react";

interface ScrollBoxProps {
  /** Names the box for screen readers; absent where what is around it has a name. */
  label?: string;
  /** Its own look, which then says how it scrolls; by default it scrolls sideways what is too wide. */
  className?: string;
  children: ReactNode;
}

export const ScrollBox = ({ label, className = "scrolls-x", children }: ScrollBoxProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: readers without a mouse scroll it by the keyboard
  <section aria-label={label} className={className} tabIndex={0}>
    {children}
  </section>
);
