/** The filters of a list, and the parts that they are made of. */
import { Button, Checkbox, Input, Select, type SelectProps } from "antd";
import { type ReactNode, useState } from "react";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { useTexts } from "../i18n/texts.ts";
import { CitySelect } from "./city-select.tsx";
import { PlatformSelect } from "./platform-select.tsx";
import { renderOption } from "./render-option.tsx";

interface FilterBarProps {
  /** Absent when no filter is set. */
  onClear?: () => void;
  children: ReactNode;
}

export function FilterBar({ onClear, children }: FilterBarProps) {
  const { t } = useTexts();
  return (
    <search className="filters" aria-label={t("filters.title")}>
      {children}
      {onClear && (
        <Button type="link" onClick={onClear} data-testid="clear-filters">
          {t("app.reset")}
        </Button>
      )}
    </search>
  );
}

interface SearchFieldProps {
  value: string | undefined;
  label: string;
  /** Undefined for an empty text. */
  onSearch: (text: string | undefined) => void;
  className?: string;
  "data-testid"?: string;
}

/** Searches on Enter or by the button, not at each key. */
export function SearchField({
  value,
  label,
  onSearch,
  className = "filter-text",
  "data-testid": testId = "filter-search",
}: SearchFieldProps) {
  const [text, setText] = useState(value ?? "");
  const [shown, setShown] = useState(value);
  // Another value came from a link, Back or a reset. The field stays the same one, and keeps the focus.
  if (value !== shown) {
    setShown(value);
    setText(value ?? "");
  }
  return (
    <Input.Search
      value={text}
      onChange={({ target }) => setText(target.value)}
      className={className}
      placeholder={label}
      aria-label={label}
      maxLength={100}
      allowClear
      onSearch={(typed) => onSearch(typed.trim() || undefined)}
      data-testid={testId}
    />
  );
}

interface SelectFilterProps<T> extends Pick<SelectProps<T>, "value" | "options" | "onChange"> {
  label: string;
  /** Shown while nothing is chosen. */
  placeholder: string;
  "data-testid": string;
}

export const SelectFilter = <T extends string>({ label, ...props }: SelectFilterProps<T>) => (
  <Select<T> className="filter" aria-label={label} allowClear optionRender={renderOption} {...props} />
);

interface FilterProps<T> {
  value: T | undefined;
  onChange: (value: T | undefined) => void;
}

export function PlatformFilter(props: FilterProps<Platform>) {
  const { t } = useTexts();
  return (
    <PlatformSelect
      className="filter"
      placeholder={t("filters.allPlatforms")}
      aria-label={t("fields.platform")}
      allowClear
      data-testid="filter-platform"
      {...props}
    />
  );
}

export function CityFilter(props: FilterProps<string>) {
  const { t } = useTexts();
  return (
    <CitySelect
      className="filter"
      placeholder={t("filters.anyCity")}
      aria-label={t("fields.city")}
      allowClear
      data-testid="filter-city"
      {...props}
    />
  );
}

interface ShowDeletedProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export function ShowDeleted({ checked, onChange }: ShowDeletedProps) {
  const { t } = useTexts();
  return (
    <Checkbox
      checked={checked}
      onChange={({ target }) => onChange(target.checked)}
      data-testid="filter-deleted"
    >
      {t("filters.deleted")}
    </Checkbox>
  );
}
