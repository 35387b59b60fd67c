/** The filter of postings: search, figures and exports have this one. Its value stands in the address of the page. */
import { Button } from "antd";
import { useId, useState } from "react";
import type { JobFilter } from "../../../../shared/contracts/job-filter.ts";
import { useTexts } from "../../i18n/texts.ts";
import { FilterBar, SearchField } from "../filter-bar.tsx";
import { useWide } from "../use-wide.ts";
import { FILTER_NAMES, type ListName, partsOf } from "./address.ts";
import { FilterChips } from "./filter-chips.tsx";
import { type FilterChoice, ListFilter } from "./list-filter.tsx";
import { DayFields, SalaryFields } from "./range-fields.tsx";
import { texts } from "./texts.ts";
import "./job-filter.css";

const FIRST = ["keyword", "city", "platform", "experience", "degree"] as const satisfies ListName[];
const MORE = [
  "skill",
  "industry",
  "company_size",
  "company_type",
  "district",
  "state",
] as const satisfies ListName[];

interface JobFilterBarProps {
  filter: JobFilter;
  onChange: (part: Partial<JobFilter>) => void;
  /** Values on offer, most frequent first. */
  choices?: Partial<Record<ListName, readonly FilterChoice[]>>;
  /** A list of values is opened: its choices are wanted. */
  onOpen?: (name: ListName) => void;
}

const NOTHING = Object.fromEntries(FILTER_NAMES.map((name) => [name, undefined])) as Partial<JobFilter>;

export function JobFilterBar({ filter, onChange, choices, onOpen }: JobFilterBarProps) {
  const { t } = useTexts(texts);
  const isWide = useWide();
  const [isOpen, setOpen] = useState(false);
  const rest = useId();
  const number = partsOf(filter).length;
  const list = (name: ListName) => (
    <ListFilter
      key={name}
      name={name}
      value={filter[name]}
      choices={choices?.[name]}
      onOpen={() => onOpen?.(name)}
      onChange={(values) => onChange({ [name]: values })}
    />
  );
  const openText = number > 0 ? t("job-filter.showChosen", { number }) : t("job-filter.show");
  return (
    <div className="job-filter">
      <FilterBar>
        <SearchField
          value={filter.text}
          label={t("job-filter.words")}
          onSearch={(text) => onChange({ text })}
        />
        {isWide && FIRST.map(list)}
        <Button
          aria-expanded={isOpen}
          aria-controls={rest}
          onClick={() => setOpen(!isOpen)}
          data-testid="more-filters"
        >
          {isOpen ? t("job-filter.less") : isWide ? t("job-filter.more") : openText}
        </Button>
        <div id={rest} className="filters filters-more" hidden={!isOpen}>
          {isOpen && (
            <>
              {!isWide && FIRST.map(list)}
              {MORE.map(list)}
              <SalaryFields filter={filter} onChange={onChange} />
              <DayFields filter={filter} onChange={onChange} />
            </>
          )}
        </div>
      </FilterBar>
      <FilterChips filter={filter} onChange={onChange} onClear={() => onChange(NOTHING)} />
    </div>
  );
}
