/** Says fields and their values in a line: `Platform: 51job · State: failed`. */
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { useTexts } from "../i18n/texts.ts";
import { readOneOf } from "../routes/search-values.ts";

export function useFieldLine(): (
  fields: Readonly<Record<string, unknown>>,
  nameOf: (field: string) => string,
) => string {
  const { t } = useTexts();
  return (fields, nameOf) =>
    Object.entries(fields)
      .map(([field, given]) => {
        const value = typeof given === "string" ? given : JSON.stringify(given);
        const platform = field === "platform" ? readOneOf(value, PLATFORMS) : undefined;
        return t("app.pair", { name: nameOf(field), value: platform ? t(`platform.${platform}`) : value });
      })
      .join(" · ");
}
