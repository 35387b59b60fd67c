/** The values that a filter has, each of which a click takes off. */
import { Button, Tag } from "antd";
import type { JobFilter } from "../../../../shared/contracts/job-filter.ts";
import { useTexts } from "../../i18n/texts.ts";
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
  const parts = partsOf(filter);
  if (parts.length === 0) return null;
  return (
    <ul className="chips" aria-label={t("job-filter.active")}>
      {parts.map((part) => {
        const slots = {
          name: t(`job-filter.name.${part.name}`),
          value: valueText(part.name, part.value, t, language),
        };
        return (
          <li key={`${part.name}:${part.value}`}>
            <Tag
              className="wrap"
              closable={{ "aria-label": t("job-filter.removePart", slots) }}
              onClose={(event) => {
                // The tag goes with the filter in the address, not by itself.
                event.preventDefault();
                onChange(withoutPart(filter, part));
              }}
              data-testid={`chip-${part.name}`}
            >
              {t("job-filter.part", slots)}
            </Tag>
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
