/** A value as JSON, in a box that scrolls. */
export const RawJson = ({ value, label }: { value: unknown; label: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keyboard (axe: scrollable-region-focusable)
  <section aria-label={label} tabIndex={0} className="raw">
    <pre data-testid="raw-json">{JSON.stringify(value, null, 2)}</pre>
  </section>
);
