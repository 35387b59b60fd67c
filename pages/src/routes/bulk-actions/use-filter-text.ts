import type { BulkActionView } from "../../api/bulk-actions.ts";
import { hasText, useTexts } from "../../i18n/texts.ts";
import { useFieldLine } from "../../ui/use-field-line.ts";
import { filterValue } from "./filter-value.ts";
import { texts } from "./texts.ts";

/** @returns says the filter of an action: `Platform: 51job · State: failed`; null for records that were named */
export function useFilterText(): (action: Pick<BulkActionView, "noun" | "filter">) => string | null {
  const { t, language } = useTexts(texts);
  const lineOf = useFieldLine();
  return ({ noun, filter }) =>
    filter &&
    lineOf(
      filter,
      (name) => (hasText(texts.en["bulk-actions"].field, name) ? t(`bulk-actions.field.${name}`) : name),
      (field, value) => filterValue(noun, field, value, t, language),
    );
}
