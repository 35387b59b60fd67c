/** The filters of the postings page. */
import type { JobFilter } from "../../api/jobs.ts";
import { useTexts } from "../../i18n/texts.ts";
import { CityFilter, FilterBar, PlatformFilter, SearchField } from "../../ui/filter-bar.tsx";
import { texts } from "./texts.ts";

interface JobFiltersProps {
  filter: JobFilter;
  onChange: (part: Partial<JobFilter>) => void;
  /** Absent when no filter is set. */
  onClear?: () => void;
}

export function JobFilters({ filter, onChange, onClear }: JobFiltersProps) {
  const { t } = useTexts(texts);
  return (
    <FilterBar onClear={onClear}>
      <SearchField value={filter.text} label={t("jobs.search")} onSearch={(text) => onChange({ text })} />
      <PlatformFilter value={filter.platform} onChange={(platform) => onChange({ platform })} />
      <CityFilter value={filter.city} onChange={(city) => onChange({ city })} />
    </FilterBar>
  );
}
