/** What the values of a filter are called in the reader's language. */
import { formatAmount } from "../../format/numbers.ts";
import { hasText, type Translate } from "../../i18n/texts.ts";
import type { FilterName } from "./address.ts";
import { texts } from "./texts.ts";

export type FilterTranslate = Translate<typeof texts.en>;

const GROUPS = { degree: "degree", experience: "experience", company_size: "size" } as const;
const words = texts.en["job-filter"];

/** @param value as the filter and the API's answers have it; unknown values are shown as they are */
export function valueText(
  name: FilterName,
  value: string | number,
  t: FilterTranslate,
  language: string,
): string {
  if (typeof value === "number") return formatAmount(value, language);
  switch (name) {
    case "platform":
      return t(`platform.${value as "boss"}`);
    case "degree":
    case "experience":
    case "company_size": {
      const group = GROUPS[name];
      return hasText(words[group], value) ? t(`job-filter.${group}.${value}` as "job-filter.degree.any") : value;
    }
    default:
      return value;
  }
}
