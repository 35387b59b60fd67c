/** Times, with the exact time and its zone on hover. */
import { Tooltip } from "antd";
import { formatDateTime, formatRelative, formatShortTime, formatZonedTime } from "../format/times.ts";
import { useTexts } from "../i18n/texts.ts";
import { useNow } from "./use-now.ts";

/** @param at Unix ms */
export function ShortTime({ at }: { at: number }) {
  const { language } = useTexts();
  return (
    <Tooltip title={formatZonedTime(at, language)}>
      <time dateTime={new Date(at).toISOString()}>{formatShortTime(at, language)}</time>
    </Tooltip>
  );
}

/** Shows year and seconds too, for records. @param at Unix ms */
export function ExactTime({ at }: { at: number }) {
  const { language } = useTexts();
  return (
    <time dateTime={new Date(at).toISOString()} title={formatZonedTime(at, language)}>
      {formatDateTime(at, language)}
    </time>
  );
}

/** `in 3 minutes`, updated every second. @param at Unix ms */
export function RelativeTime({ at }: { at: number }) {
  const { language } = useTexts();
  const now = useNow();
  return (
    <Tooltip title={formatZonedTime(at, language)}>
      <time dateTime={new Date(at).toISOString()}>{formatRelative(at, now, language)}</time>
    </Tooltip>
  );
}
