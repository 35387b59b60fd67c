/** Says fields and their values in a line: `Platform: 51job · State: failed`. */
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { useTexts } from "../i18n/texts.ts";
import { readOneOf } from "../routes/search-values.ts";

/** @param wordFor says a value in the reader's language; null where it is to be shown as it is */
export function useFieldLine(): (
  fields: Readonly<Record<string, unknown>>,
  nameOf: (field: string) => string,
  wordFor?: (field: string, value: unknown) => string | null,
) => string {
  const { t } = useTexts();
  return (fields, nameOf, wordFor) =>
    Object.entries(fields)
      .map(([field, given]) => {
        const value = typeof given === "string" ? given : JSON.stringify(given);
        const platform = field === "platform" ? readOneOf(value, PLATFORMS) : undefined;
        return t("app.pair", {
          name: nameOf(field),
          value: platform ? t(`platform.${platform}`) : (wordFor?.(field, given) ?? value),
        });
      })
      .join(" · ");
}
