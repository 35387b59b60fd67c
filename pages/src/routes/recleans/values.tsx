/** The fields of a row that differ, before and after. */
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";
import { useFieldName } from "./use-field-name.ts";

interface Differences {
  fields: readonly string[];
  before: readonly (string | null)[];
  after: readonly (string | null)[];
}

/** @param only this field; all when undefined */
export function ChangedValues({ row, only }: { row: Differences; only?: string | undefined }) {
  const { t } = useTexts(texts);
  const nameOf = useFieldName();
  const shown = (value: string | null | undefined) =>
    value === null || value === undefined || value === "" ? (
      <span className="muted">{t("recleans.empty")}</span>
    ) : (
      value
    );
  return (
    <ul className="plain">
      {row.fields.map((field, at) =>
        only !== undefined && field !== only ? null : (
          <li key={field} className="wrap">
            <strong>{nameOf(field)}</strong>{" "}
            <span className="muted">
              <del title={t("recleans.before")}>{shown(row.before[at])}</del>
            </span>{" "}
            → <ins title={t("recleans.after")}>{shown(row.after[at])}</ins>
          </li>
        ),
      )}
    </ul>
  );
}
