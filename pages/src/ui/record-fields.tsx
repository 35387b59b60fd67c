/** Shows every field of a stored record that has a value. */
import { formatDateTime } from "../format/times.ts";
import { useTexts } from "../i18n/texts.ts";

interface RecordFieldsProps {
  record: Record<string, unknown>;
  /** The name of a field in the reader's language. */
  nameOf: (field: string) => string;
  /** Fields that are points in time, Unix ms. */
  times: ReadonlySet<string>;
  /** Fields that the page shows elsewhere. */
  without?: ReadonlySet<string>;
}

const isSaid = (value: unknown): boolean =>
  value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);

export function RecordFields({ record, nameOf, times, without }: RecordFieldsProps) {
  const { t, language } = useTexts();
  const textOf = (field: string, value: unknown): string => {
    if (times.has(field) && typeof value === "number") return formatDateTime(value, language);
    if (typeof value === "boolean") return value ? t("app.yes") : t("app.no");
    return Array.isArray(value) ? value.join(" · ") : String(value);
  };
  return (
    <dl className="fields">
      {Object.entries(record)
        .filter(([field, value]) => isSaid(value) && !without?.has(field))
        .map(([field, value]) => (
          <div key={field} className="field">
            <dt>{nameOf(field)}</dt>
            <dd>{textOf(field, value)}</dd>
          </div>
        ))}
    </dl>
  );
}
