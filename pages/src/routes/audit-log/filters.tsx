/** The filters of the audit log. Exact ones, set by a click on a value, are shown as tags that can be removed. */
import { Input, Tag } from "antd";
import { AUDIT_METHODS } from "../../api/audit-log.ts";
import { useTexts } from "../../i18n/texts.ts";
import { FilterBar, SearchField, SelectFilter } from "../../ui/filter-bar.tsx";
import type { AuditSearch } from "./search.ts";
import { texts } from "./texts.ts";

interface AuditFiltersProps {
  search: AuditSearch;
  onChange: (part: Partial<AuditSearch>) => void;
  /** Absent when no filter is set. */
  onClear?: () => void;
}

export function AuditFilters({ search, onChange, onClear }: AuditFiltersProps) {
  const { t } = useTexts(texts);
  const text = (name: "text" | "actor", label: string) => (
    <SearchField
      value={search[name]}
      label={label}
      className={name === "text" ? "filter-text" : "filter"}
      onSearch={(value) => onChange({ [name]: value })}
      data-testid={`filter-${name}`}
    />
  );
  const day = (name: "from" | "to") => (
    <div className="day">
      <label htmlFor={`audit-${name}`} className="small muted">
        {t(`audit-log.${name}`)}
      </label>
      <Input
        id={`audit-${name}`}
        type="date"
        value={search[name] ?? ""}
        min={name === "to" ? search.from : undefined}
        max={name === "from" ? search.to : undefined}
        onChange={({ target }) => onChange({ [name]: target.value || undefined })}
        data-testid={`filter-${name}`}
      />
    </div>
  );
  return (
    <FilterBar onClear={onClear}>
      {text("text", t("audit-log.search"))}
      {text("actor", t("audit-log.actor"))}
      <SelectFilter
        value={search.method}
        placeholder={t("audit-log.anyMethod")}
        label={t("audit-log.method")}
        options={AUDIT_METHODS.map((value) => ({ value, label: value }))}
        onChange={(method) => onChange({ method })}
        data-testid="filter-method"
      />
      {day("from")}
      {day("to")}
      {(["action", "record", "request"] as const).map((name) => {
        const value = search[name];
        return (
          value !== undefined && (
            <Tag key={name} closable onClose={() => onChange({ [name]: undefined })} className="wrap">
              {t(`audit-log.${name}`)}: {value}
            </Tag>
          )
        );
      })}
    </FilterBar>
  );
}
