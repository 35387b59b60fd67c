/** A time with its full form on hover. */
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";
import { formatDateTime, formatRelative, formatShortTime } from "../format/times.ts";
import { useNow } from "./use-now.ts";

/** @param at Unix ms */
export function ShortTime({ at }: { at: number }) {
  const { i18n } = useTranslation();
  return (
    <Tooltip title={formatDateTime(at, i18n.language)}>
      <time dateTime={new Date(at).toISOString()}>{formatShortTime(at, i18n.language)}</time>
    </Tooltip>
  );
}

/** `in 3 minutes`, counted on. @param at Unix ms */
export function RelativeTime({ at }: { at: number }) {
  const { i18n } = useTranslation();
  const now = useNow();
  return (
    <Tooltip title={formatDateTime(at, i18n.language)}>
      <time dateTime={new Date(at).toISOString()}>{formatRelative(at, now, i18n.language)}</time>
    </Tooltip>
  );
}
