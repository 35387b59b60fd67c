/** The filters of the keywords page. */
import { KEYWORD_STATES } from "../../../../shared/contracts/vocabulary.ts";
import type { KeywordFilter } from "../../api/keywords.ts";
import { useTexts } from "../../i18n/texts.ts";
import {
  CityFilter,
  FilterBar,
  PlatformFilter,
  SearchField,
  SelectFilter,
  ShowDeleted,
} from "../../ui/filter-bar.tsx";
import { texts } from "./texts.ts";

interface KeywordFiltersProps {
  filter: KeywordFilter;
  onChange: (part: Partial<KeywordFilter>) => void;
  /** Absent when no filter is set. */
  onClear?: () => void;
}

export function KeywordFilters({ filter, onChange, onClear }: KeywordFiltersProps) {
  const { t } = useTexts(texts);
  return (
    <FilterBar onClear={onClear}>
      <SearchField
        value={filter.search}
        label={t("keywords.search")}
        onSearch={(search) => onChange({ search })}
      />
      <PlatformFilter value={filter.platform} onChange={(platform) => onChange({ platform })} />
      <SelectFilter
        value={filter.state}
        placeholder={t("keywords.allStates")}
        label={t("fields.state")}
        options={KEYWORD_STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
        onChange={(state) => onChange({ state })}
        data-testid="filter-state"
      />
      <CityFilter value={filter.city} onChange={(city) => onChange({ city })} />
      <ShowDeleted
        checked={filter.deleted ?? false}
        onChange={(deleted) => onChange({ deleted: deleted || undefined })}
      />
    </FilterBar>
  );
}
