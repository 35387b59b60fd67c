/** The facts about a figure (X18) in the reader's words: they stand below it, in its picture and in its CSV. */
import type { FigureCard, UnsaidReason } from "../../../../shared/contracts/figures.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { formatList } from "../../format/lists.ts";
import { formatCount, formatPercent } from "../../format/numbers.ts";
import { formatDateTime, formatDay } from "../../format/times.ts";
import type { Translate } from "../../i18n/texts.ts";
import type { texts } from "./texts.ts";

export type FigureTranslate = Translate<typeof texts.en>;

/** The API marks cells with fewer postings; the texts name the bound. The contract has it too, but it loads zod. */
export const FEW = 30;
export const DEFAULT_PERIOD_DAYS = 30;

export interface CardFact {
  name: keyof (typeof texts.en)["figure"]["card"];
  value: string;
}

/** The facts that stand below a figure. */
export interface About {
  facts: readonly CardFact[];
  /** The method whose description can be read. */
  method?: FigureCard["method"];
  /** Query string of the rows behind the figure; absent where there are none. */
  rowsQuery?: string;
  /** Last day, for the names of files. */
  until: string;
}

export const aboutCard = (card: FigureCard, t: FigureTranslate, language: string): About => ({
  facts: cardFacts(card, t, language),
  method: card.method,
  rowsQuery: card.n > 0 ? card.rows_query : undefined,
  until: card.period.to,
});

/** @param period days, `YYYY-MM-DD` */
export const periodText = (
  { from, to }: { from: string; to: string },
  t: FigureTranslate,
  language: string,
): string => t("figure.range", { from: formatDay(from, language), to: formatDay(to, language) });

export const platformsText = (platforms: readonly Platform[], t: FigureTranslate, language: string): string =>
  formatList(
    platforms.map((platform) => t(`platform.${platform}`)),
    language,
  );

export function cardFacts(card: FigureCard, t: FigureTranslate, language: string): CardFact[] {
  const share = (value: number | null) => (value === null ? t("app.none") : formatPercent(value, language));
  const maybe = (
    { value, reason }: { value: number | null; reason: UnsaidReason | null },
    format: (value: number, language: string) => string,
  ) =>
    value === null
      ? reason === null
        ? t("app.none")
        : t(`figure.reason.${reason}`)
      : format(value, language);
  return [
    { name: "n", value: formatCount(card.n, language) },
    {
      name: "period",
      value: periodText(card.period, t, language),
    },
    {
      name: "platforms",
      value: platformsText(card.platforms, t, language) || t("figure.noPlatform"),
    },
    { name: "unread", value: share(card.unread_share) },
    { name: "negotiable", value: share(card.negotiable_share) },
    { name: "duplicates", value: maybe(card.duplicates_removed, formatCount) },
    { name: "coverage", value: maybe(card.coverage, formatPercent) },
    ...(card.quarantined_rows === undefined
      ? []
      : [{ name: "quarantined" as const, value: formatCount(card.quarantined_rows, language) }]),
    {
      name: "method",
      value: t("figure.version", {
        name: t(`figure.method.${card.method.name}`),
        version: card.method.version,
      }),
    },
    { name: "asOf", value: formatDateTime(card.as_of, language) },
  ];
}

/** Writes the facts as sentences, for a picture and a CSV. */
export const aboutNotes = ({ facts }: About, t: FigureTranslate): string[] =>
  facts.map(({ name, value }) => t("figure.pair", { name: t(`figure.card.${name}`), value }));
