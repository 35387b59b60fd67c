/** The filters of the coverage page; each view has those that it follows. */
import { DEFAULT_DAYS } from "../../api/coverage.ts";
import { useTexts } from "../../i18n/texts.ts";
import { CityFilter, FilterBar, PlatformFilter, SelectFilter } from "../../ui/filter-bar.tsx";
import { type CoverageSearch, type CoverageView, PERIODS } from "./search.ts";
import { texts } from "./texts.ts";

interface CoverageFiltersProps {
  view: CoverageView;
  filter: CoverageSearch;
  onChange: (part: Partial<CoverageSearch>) => void;
  /** Absent when no filter is set. */
  onClear?: () => void;
}

export function CoverageFilters({ view, filter, onChange, onClear }: CoverageFiltersProps) {
  const { t } = useTexts(texts);
  return (
    <FilterBar onClear={onClear}>
      <PlatformFilter value={filter.platform} onChange={(platform) => onChange({ platform })} />
      {view !== "groups" && <CityFilter value={filter.city} onChange={(city) => onChange({ city })} />}
      <SelectFilter<string>
        label={t("coveragePage.period")}
        placeholder={t("coveragePage.days", { days: DEFAULT_DAYS })}
        value={filter.days === undefined ? undefined : String(filter.days)}
        options={PERIODS.map((days) => ({ value: String(days), label: t("coveragePage.days", { days }) }))}
        onChange={(days) => onChange({ days: days ? Number(days) : undefined })}
        data-testid="filter-days"
      />
    </FilterBar>
  );
}
