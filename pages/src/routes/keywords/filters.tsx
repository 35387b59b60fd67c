/** Filters of the keyword list. */
import { Select } from "antd";
import { KEYWORD_STATES } from "../../../../shared/contracts/platform.ts";
import type { KeywordFilter } from "../../api/keywords.ts";
import { useTexts } from "../../i18n/texts.ts";
import { CitySelect } from "../../ui/city-select.tsx";
import { ClearFilters, SearchField, ShowDeleted } from "../../ui/filter-bar.tsx";
import { PlatformSelect } from "../../ui/platform-select.tsx";
import { renderOption } from "../../ui/render-option.tsx";
import { texts } from "./texts.ts";

interface KeywordFiltersProps {
  filter: KeywordFilter;
  onChange: (part: Partial<KeywordFilter>) => void;
  /** Not given when there is nothing to clear. */
  onClear?: () => void;
}

export function KeywordFilters({ filter, onChange, onClear }: KeywordFiltersProps) {
  const { t } = useTexts(texts);
  return (
    <search className="filters" aria-label={t("filters.title")}>
      <SearchField
        value={filter.search}
        label={t("keywords.search")}
        onSearch={(search) => onChange({ search })}
      />
      <PlatformSelect
        className="filter"
        value={filter.platform}
        placeholder={t("filters.allPlatforms")}
        aria-label={t("fields.platform")}
        allowClear
        onChange={(platform) => onChange({ platform })}
        data-testid="filter-platform"
      />
      <Select
        className="filter"
        value={filter.state}
        placeholder={t("keywords.allStates")}
        aria-label={t("fields.state")}
        allowClear
        options={KEYWORD_STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
        optionRender={renderOption}
        onChange={(state) => onChange({ state })}
        data-testid="filter-state"
      />
      <CitySelect
        className="filter"
        value={filter.city}
        placeholder={t("filters.anyCity")}
        aria-label={t("fields.city")}
        allowClear
        onChange={(city) => onChange({ city })}
        data-testid="filter-city"
      />
      <ShowDeleted
        checked={filter.deleted ?? false}
        onChange={(deleted) => onChange({ deleted: deleted || undefined })}
      />
      <ClearFilters onClick={onClear} />
    </search>
  );
}
