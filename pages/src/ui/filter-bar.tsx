/** What the filters of the lists have in common. */
import { Button, Checkbox, Input } from "antd";
import { useTexts } from "../i18n/texts.ts";

interface SearchFieldProps {
  value: string | undefined;
  label: string;
  /** Undefined for an empty text. */
  onSearch: (text: string | undefined) => void;
  className?: string;
  "data-testid"?: string;
}

/** Searches when asked to, not at each key. */
export function SearchField({
  value,
  label,
  onSearch,
  className = "filter-text",
  "data-testid": testId = "filter-search",
}: SearchFieldProps) {
  return (
    <Input.Search
      // A value that comes from elsewhere (a link, the reset) stands in a new field.
      key={value}
      defaultValue={value}
      className={className}
      placeholder={label}
      aria-label={label}
      maxLength={100}
      allowClear
      onSearch={(text) => onSearch(text.trim() || undefined)}
      data-testid={testId}
    />
  );
}

export function ShowDeleted({
  checked,
  onChange,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
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

/** @param onClick not given when there is nothing to clear */
export function ClearFilters({ onClick }: { onClick?: () => void }) {
  const { t } = useTexts();
  return onClick ? (
    <Button type="link" onClick={onClick} data-testid="clear-filters">
      {t("app.reset")}
    </Button>
  ) : null;
}
