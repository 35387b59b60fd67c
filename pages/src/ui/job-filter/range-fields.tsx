/** The two ends of a range of a filter: salary, or days. */
import { Input } from "antd";
import { useId, useState } from "react";
import type { JobFilter } from "../../../../shared/contracts/job-filter.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";

interface RangeFieldsProps {
  filter: JobFilter;
  onChange: (part: Partial<JobFilter>) => void;
}

export function SalaryFields({ filter, onChange }: RangeFieldsProps) {
  return (
    <div className="range">
      <SalaryField name="salary_from" filter={filter} onChange={onChange} />
      <SalaryField name="salary_to" filter={filter} onChange={onChange} />
    </div>
  );
}

/** The amount takes effect on Enter and when the field is left, not at each key. */
function SalaryField({ name, filter, onChange }: RangeFieldsProps & { name: "salary_from" | "salary_to" }) {
  const { t } = useTexts(texts);
  const id = useId();
  const value = filter[name];
  const [text, setText] = useState(String(value ?? ""));
  const [shown, setShown] = useState(value);
  if (value !== shown) {
    setShown(value);
    setText(String(value ?? ""));
  }
  const commit = () => {
    const amount = text.trim() === "" ? undefined : Number(text);
    if (amount === value || (amount !== undefined && !(amount >= 0))) return;
    onChange({ [name]: amount });
  };
  return (
    <div className="range-end">
      <label htmlFor={id} className="small muted">
        {t(`job-filter.name.${name}`)}
      </label>
      <Input
        id={id}
        type="number"
        min={0}
        max={10_000_000}
        step={1000}
        value={text}
        placeholder={t("job-filter.salaryUnit")}
        onChange={({ target }) => setText(target.value)}
        onPressEnter={commit}
        onBlur={commit}
        data-testid={`filter-${name}`}
      />
    </div>
  );
}

export function DayFields({ filter, onChange }: RangeFieldsProps) {
  const { t } = useTexts(texts);
  const id = useId();
  return (
    <div className="range">
      {(["from", "to"] as const).map((name) => (
        <div key={name} className="range-end">
          <label htmlFor={`${id}-${name}`} className="small muted">
            {t(`job-filter.name.${name}`)}
          </label>
          <Input
            id={`${id}-${name}`}
            type="date"
            value={filter[name] ?? ""}
            min={name === "to" ? filter.from : undefined}
            max={name === "from" ? filter.to : undefined}
            onChange={({ target }) => onChange({ [name]: target.value || undefined })}
            data-testid={`filter-${name}`}
          />
        </div>
      ))}
    </div>
  );
}
