/** A filter of an export in words. */
import { formatList } from "../../format/lists.ts";
import { hasText } from "../../i18n/texts.ts";
import type { FilterName } from "../../ui/job-filter/address.ts";
import { texts as filterTexts } from "../../ui/job-filter/texts.ts";
import { type FilterTranslate, valueText } from "../../ui/job-filter/words.ts";

const NAMES = filterTexts.en["job-filter"].name;

/**
 * Both subjects name what they filter by as the filter of postings does.
 * @returns `City: 上海, 北京 · Text: Java`; empty when everything is wanted
 */
export const filterText = (
  filter: Readonly<Record<string, unknown>>,
  t: FilterTranslate,
  language: string,
): string =>
  Object.entries(filter)
    .map(([name, value]) => [name, [value ?? []].flat() as (string | number)[]] as const)
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => memberText(name, values, t, language))
    .join(" · ");

/** @param name that the API may know and this page may not: it is then shown as it is */
export function memberText(
  name: string,
  values: readonly (string | number)[],
  t: FilterTranslate,
  language: string,
): string {
  const isKnown = hasText(NAMES, name);
  const shown = values.map((value) => (isKnown ? valueText(name as FilterName, value, t, language) : value));
  return t("job-filter.part", {
    name: isKnown ? t(`job-filter.name.${name}`) : name,
    value: formatList(shown, language),
  });
}
