/** The details of an event as short pairs of name and value. */
import { KEYWORD_STATES, OUTCOMES } from "../../../../../shared/contracts/vocabulary.ts";
import { formatCount } from "../../../format/numbers.ts";
import { formatDateTime } from "../../../format/times.ts";
import { hasText, type Translate } from "../../../i18n/texts.ts";
import { readOneOf } from "../../search-values.ts";
import { actorName, holderText, reasonText } from "./event-words.ts";
import { texts } from "./texts.ts";

export interface EventFact {
  name: string;
  value: string;
  /** Set when the value is the key of a kept page. */
  keptPage?: string;
}

type DetailTexts = typeof texts.en;

/** The ledger's names that are translated; others are shown as they are. */
const KNOWN = texts.en["keyword-detail"].fact;

/** How the fetch of the page of a posting or a company ended. */
const PAGE_ENDS = texts.en["keyword-detail"].pageEnd;

/** A fence serves the ledger alone, and tells a reader nothing. */
const HIDDEN = new Set(["fence"]);

/** Names whose numbers are Unix milliseconds. */
const isInstant = (name: string) => name === "since" || /_(at|until)$/.test(name);
/** Names whose numbers are durations in milliseconds. */
const isDuration = (name: string) => name.endsWith("_ms");

/** Events of an older version have names like `resumeAt`. */
const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** @returns one fact for each detail; empty ones and those that say nothing are left out */
export function eventFacts(
  detail: Record<string, unknown>,
  t: Translate<DetailTexts>,
  language: string,
): EventFact[] {
  return Object.entries(detail).flatMap(([given, value]) => {
    const name = snakeCase(given);
    if (value === null || value === undefined || value === "" || HIDDEN.has(name)) return [];
    const shown = hasText(KNOWN, name) ? t(`keyword-detail.fact.${name}`) : given;
    const fact = { name: shown, value: factText(name, value, t, language) };
    return [name === "key" && typeof value === "string" ? { ...fact, keptPage: value } : fact];
  });
}

function factText(name: string, value: unknown, t: Translate<DetailTexts>, language: string): string {
  if (typeof value === "number") {
    if (isInstant(name)) return formatDateTime(value, language);
    return isDuration(name) ? `${formatCount(value, language)} ms` : formatCount(value, language);
  }
  if (typeof value === "boolean") return value ? t("app.yes") : t("app.no");
  if (typeof value !== "string") return JSON.stringify(value);
  const outcome = name === "outcome" && readOneOf(value, OUTCOMES);
  if (outcome) return t(`outcome.${outcome}`);
  const state = ["state", "from", "to"].includes(name) && readOneOf(value, KEYWORD_STATES);
  if (state) return t(`state.${state}`);
  if (name === "page" && hasText(PAGE_ENDS, value)) return t(`keyword-detail.pageEnd.${value}`);
  if (name === "reason") return reasonText(value, t);
  if (name === "holder") return holderText(value, t);
  if (name === "actor") return actorName(value);
  return value;
}
