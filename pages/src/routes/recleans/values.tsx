/** The fields of a row that differ, before and after. */
import { useTexts } from "../../i18n/texts.ts";
import { texts as filterTexts } from "../../ui/job-filter/texts.ts";
import { texts } from "./texts.ts";
import { useFieldName } from "./use-field-name.ts";
import { changedValueText } from "./value-text.ts";

interface Differences {
  fields: readonly string[];
  before: readonly (string | null)[];
  after: readonly (string | null)[];
}

/** @param only this field; all when undefined */
export function ChangedValues({ row, only }: { row: Differences; only?: string | undefined }) {
  const { t, language } = useTexts(texts, filterTexts);
  const nameOf = useFieldName();
  const shown = (field: string, value: string | null | undefined) =>
    value === null || value === undefined || value === "" ? (
      <span className="muted">{t("recleans.empty")}</span>
    ) : (
      changedValueText(field, value, t, language)
    );
  return (
    <ul className="plain">
      {row.fields.map((field, at) =>
        only !== undefined && field !== only ? null : (
          <li key={field} className="wrap">
            <strong>{nameOf(field)}</strong>{" "}
            <span className="muted">
              <del title={t("recleans.before")}>{shown(field, row.before[at])}</del>
            </span>{" "}
            → <ins title={t("recleans.after")}>{shown(field, row.after[at])}</ins>
          </li>
        ),
      )}
    </ul>
  );
}
