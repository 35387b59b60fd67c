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

const PARTS = ["changed", "filled", "emptied"] as const;

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
      <Flex gap={16} wrap className="small muted">
        {PARTS.map((name) => (
          <Flex key={name} gap={6} align="center">
            <span aria-hidden style={{ width: 10, height: 10, background: COLORS[name] }} />
            {t(`recleans.part.${name}`)}
          </Flex>
        ))}
      </Flex>
      {fields.map(({ table, field, rows, filled, emptied }) => {
        const parts = { changed: rows - filled - emptied, filled, emptied };
        const count = (value: number) => formatCount(value, language);
        const told = t("recleans.howMany", {
          changed: count(parts.changed),
          filled: count(filled),
          emptied: count(emptied),
        });
        return (
          <div key={`${table}.${field}`} style={{ marginTop: 10 }}>
            <Flex justify="space-between" align="center" gap={8} wrap>
              <Button
                type={chosen === field ? "primary" : "link"}
                size="small"
                className={chosen === field ? "" : "cell-link"}
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
              {PARTS.map((name) => (
                <div
                  key={name}
                  style={{ width: `${(100 * parts[name]) / maxRows}%`, background: COLORS[name] }}
                />
              ))}
            </Flex>
          </div>
        );
      })}
    </div>
  );
}
