/** How often each field changes, as bars: changed, filled and emptied beside each other. */
import { Button, Flex } from "antd";
import type { RecleanView } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";
import { useFieldName } from "./use-field-name.ts";

const COLORS = {
  changed: "var(--ant-color-info)",
  filled: "var(--ant-color-success)",
  emptied: "var(--ant-color-error)",
} as const;

interface FieldBarsProps {
  fields: RecleanView["fields"];
  chosen: string | undefined;
  onChoose: (field: string | undefined) => void;
}

export function FieldBars({ fields, chosen, onChoose }: FieldBarsProps) {
  const { t, language } = useTexts(texts);
  const nameOf = useFieldName();
  const tables = new Set(fields.map(({ table }) => table));
  const maxRows = Math.max(1, ...fields.map(({ rows }) => rows));
  if (fields.length === 0) return <p className="muted">{t("recleans.nothing")}</p>;
  return (
    <div data-testid="reclean-fields">
      <p className="small muted">{t("recleans.legend")}</p>
      {fields.map(({ table, field, rows, filled, emptied }) => {
        const parts = { changed: rows - filled - emptied, filled, emptied };
        const count = (value: number) => formatCount(value, language);
        const told = t("recleans.howMany", {
          changed: count(parts.changed),
          filled: count(filled),
          emptied: count(emptied),
        });
        return (
          <div key={`${table}.${field}`}>
            <Flex justify="space-between" gap={8}>
              <Button
                type={chosen === field ? "primary" : "link"}
                size="small"
                title={`${table}.${field}`}
                onClick={() => onChoose(chosen === field ? undefined : field)}
              >
                {nameOf(field)}
                {tables.size > 1 && ` (${table})`}
              </Button>
              <span className="small">
                {count(rows)} <span className="muted">({told})</span>
              </span>
            </Flex>
            <Flex role="img" aria-label={told} style={{ height: 6 }}>
              {Object.entries(parts).map(([name, value]) => (
                <div
                  key={name}
                  style={{
                    width: `${(100 * value) / maxRows}%`,
                    background: COLORS[name as keyof typeof COLORS],
                  }}
                />
              ))}
            </Flex>
          </div>
        );
      })}
    </div>
  );
}
