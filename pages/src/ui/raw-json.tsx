/** A value as JSON, in a box that scrolls. */
import { ScrollBox } from "./scroll-box.tsx";

export const RawJson = ({ value, label }: { value: unknown; label: string }) => (
  <ScrollBox label={label} className="raw">
    <pre data-testid="raw-json">{JSON.stringify(value, null, 2)}</pre>
  </ScrollBox>
);
