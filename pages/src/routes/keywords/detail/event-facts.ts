/** The details of an event as short pairs of name and value. */
import { Outcome } from "../../../../../shared/contracts/platform.ts";
import { formatCount } from "../../../format/numbers.ts";
import { formatDateTime } from "../../../format/times.ts";
import type { Translate } from "../../../i18n/texts.ts";
import type { texts } from "./texts.ts";

export interface EventFact {
  name: string;
  value: string;
}

type DetailTexts = typeof texts.en;
type KnownFact = keyof DetailTexts["keyword-detail"]["fact"];

/** The ledger's names that are translated; others are shown as they are. */
const KNOWN: Record<KnownFact, true> = {
  part: true,
  page: true,
  reported: true,
  rows: true,
  invalid: true,
  keys: true,
  fresh: true,
  last: true,
  outcome: true,
  attempt: true,
  error: true,
  reason: true,
  holder: true,
  fence: true,
  children: true,
  actor: true,
  due_at: true,
  resume_at: true,
  retry_after_ms: true,
  early_stopped: true,
};
const isKnown = (name: string): name is KnownFact => Object.hasOwn(KNOWN, name);

/** Names whose numbers are Unix milliseconds. */
const isInstant = (name: string) => /(_at|At|_until|Until)$/.test(name);
/** Names whose numbers are durations in milliseconds. */
const isDuration = (name: string) => /(_ms|Ms)$/.test(name);

/** @returns one fact for each detail; null and empty ones are left out */
export function eventFacts(
  detail: Record<string, unknown>,
  t: Translate<DetailTexts>,
  language: string,
): EventFact[] {
  return Object.entries(detail).flatMap(([name, value]) => {
    if (value === null || value === undefined || value === "") return [];
    const shown = isKnown(name) ? t(`keyword-detail.fact.${name}`) : name;
    return [{ name: shown, value: factText(name, value, t, language) }];
  });
}

function factText(name: string, value: unknown, t: Translate<DetailTexts>, language: string): string {
  if (typeof value === "number") {
    if (isInstant(name)) return formatDateTime(value, language);
    return isDuration(name) ? `${formatCount(value, language)} ms` : formatCount(value, language);
  }
  if (typeof value === "boolean") return value ? t("app.yes") : t("app.no");
  const outcome = name === "outcome" ? Outcome.safeParse(value) : null;
  if (outcome?.success) return t(`outcome.${outcome.data}`);
  return typeof value === "string" ? value : JSON.stringify(value);
}
