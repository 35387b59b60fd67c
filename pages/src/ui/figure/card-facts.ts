/** What a figure says of itself, in the reader's words: below it, in its picture and in its CSV. */
import type { FigureCard, UnsaidReason } from "../../../../shared/contracts/figures.ts";
import { formatCount, formatPercent } from "../../format/numbers.ts";
import { formatDateTime, formatDay } from "../../format/times.ts";
import type { Translate } from "../../i18n/texts.ts";
import type { texts } from "./texts.ts";

export type FigureTranslate = Translate<typeof texts.en>;

/** Cells with fewer postings are marked by the API; the texts say the bound. */
export const FEW = 30;
export const DEFAULT_PERIOD_DAYS = 30;

export interface CardFact {
  name: keyof (typeof texts.en)["figure"]["card"];
  value: string;
}

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
  const platforms = card.platforms.map((platform) => t(`platform.${platform}`));
  return [
    { name: "n", value: formatCount(card.n, language) },
    {
      name: "period",
      value: t("figure.range", {
        from: formatDay(card.period.from, language),
        to: formatDay(card.period.to, language),
      }),
    },
    {
      name: "platforms",
      value: platforms.join(language === "zh-CN" ? "、" : ", ") || t("figure.noPlatform"),
    },
    { name: "unread", value: share(card.unread_share) },
    { name: "negotiable", value: share(card.negotiable_share) },
    { name: "duplicates", value: maybe(card.duplicates_removed, formatCount) },
    { name: "coverage", value: maybe(card.coverage, formatPercent) },
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

/** As sentences, for a picture and a CSV. */
export const cardNotes = (card: FigureCard, t: FigureTranslate, language: string): string[] =>
  cardFacts(card, t, language).map(({ name, value }) =>
    t("figure.pair", { name: t(`figure.card.${name}`), value }),
  );
