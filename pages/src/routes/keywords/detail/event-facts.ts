/** Details of a timeline event as short name/value pairs. */
import { formatCount } from "../../../format/numbers.ts";
import { formatDateTime } from "../../../format/times.ts";

export interface EventFact {
  name: string;
  value: string;
}

/** Names whose numbers are Unix milliseconds. */
const isInstant = (name: string) => /(_at|At|_until|Until)$/.test(name);
/** Names whose numbers are durations in milliseconds. */
const isDuration = (name: string) => /(_ms|Ms)$/.test(name);

/** @returns one fact per detail that says something; null and empty ones are left out */
export function eventFacts(detail: Record<string, unknown>, language: string): EventFact[] {
  return Object.entries(detail).flatMap(([name, value]) => {
    if (value === null || value === undefined || value === "") return [];
    return [{ name, value: factText(name, value, language) }];
  });
}

function factText(name: string, value: unknown, language: string): string {
  if (typeof value === "number") {
    if (isInstant(name)) return formatDateTime(value, language);
    return isDuration(name) ? `${formatCount(value, language)} ms` : formatCount(value, language);
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}
