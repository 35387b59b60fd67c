/** The values that a filter has, each with a button that takes it off. */
import CloseOutlined from "@ant-design/icons-svg/es/asn/CloseOutlined";
import { Button } from "antd";
import { useRef } from "react";
import type { JobFilter } from "../../../../shared/contracts/job-filter.ts";
import { useTexts } from "../../i18n/texts.ts";
import { Icon } from "../icon.tsx";
import { partsOf, withoutPart } from "./address.ts";
import { texts } from "./texts.ts";
import { valueText } from "./words.ts";

interface FilterChipsProps {
  filter: JobFilter;
  onChange: (part: Partial<JobFilter>) => void;
  onClear: () => void;
}

export function FilterChips({ filter, onChange, onClear }: FilterChipsProps) {
  const { t, language } = useTexts(texts);
  const list = useRef<HTMLUListElement>(null);
  const parts = partsOf(filter);
  if (parts.length === 0) return null;
  return (
    <ul ref={list} className="chips" tabIndex={-1} aria-label={t("job-filter.active")}>
      {parts.map((part) => {
        const slots = {
          name: t(`job-filter.name.${part.name}`),
          value: valueText(part.name, part.value, t, language),
        };
        return (
          <li
            key={`${part.name}:${part.value}`}
            className="chip small wrap"
            data-testid={`chip-${part.name}`}
          >
            {t("job-filter.part", slots)}
            <button
              type="button"
              aria-label={t("job-filter.removePart", slots)}
              onClick={() => {
                // The button is removed with its chip, so the focus moves to the list.
                list.current?.focus();
                onChange(withoutPart(filter, part));
              }}
              data-testid={`remove-${part.name}`}
            >
              <Icon shape={CloseOutlined} />
            </button>
          </li>
        );
      })}
      <li>
        <Button type="link" size="small" onClick={onClear} data-testid="clear-filters">
          {t("app.reset")}
        </Button>
      </li>
    </ul>
  );
}
