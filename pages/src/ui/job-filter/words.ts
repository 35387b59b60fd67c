/** Names the values of a filter in the reader's language. */
import { formatAmount } from "../../format/numbers.ts";
import { hasText, type Translate } from "../../i18n/texts.ts";
import type { FilterName } from "./address.ts";
import { texts } from "./texts.ts";

export type FilterTranslate = Translate<typeof texts.en>;

const GROUPS = { degree: "degree", experience: "experience", company_size: "size", state: "state" } as const;
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
    case "company_size":
    case "state": {
      const group = GROUPS[name];
      return hasText(words[group], value)
        ? t(`job-filter.${group}.${value}` as "job-filter.degree.any")
        : value;
    }
    case "duplicates":
      return t(`job-filter.duplicates.${value as "include"}`);
    case "salary_band":
      return bandText(value, language);
    default:
      return value;
  }
}

/** `1万–1.5万`; the last band has no upper end. @param band `10000-15000`, `50000+` */
function bandText(band: string, language: string): string {
  const [low = "", high] = band.replace("+", "").split("-");
  const amounts = [low, high]
    .filter((end) => end !== undefined)
    .map((end) => formatAmount(Number(end), language));
  return amounts.length === 1 ? `${amounts[0]}+` : amounts.join("–");
}
