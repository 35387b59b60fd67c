/** Says the stored text of a column in the reader's words: levels, lists and times. */
import { readJsonList } from "../../format/json-object.ts";
import { formatList } from "../../format/lists.ts";
import { formatDateTime } from "../../format/times.ts";
import type { FilterTranslate } from "../../ui/job-filter/words.ts";
import { valueText } from "../../ui/job-filter/words.ts";

const LEVELS = ["degree", "experience", "company_size"] as const;
/** As ClickHouse writes an instant, which is in UTC. */
const INSTANT = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)$/;

/** @param value as the re-clean keeps it: lists are JSON */
export function changedValueText(field: string, value: string, t: FilterTranslate, language: string): string {
  const level = LEVELS.find((name) => name === field);
  if (level) return valueText(level, value, t, language);
  const [, day, time] = INSTANT.exec(value) ?? [];
  if (day !== undefined && time !== undefined) return formatDateTime(Date.parse(`${day}T${time}Z`), language);
  const list = value.startsWith("[") ? readJsonList(value) : null;
  return list ? formatList(list, language) : value;
}
