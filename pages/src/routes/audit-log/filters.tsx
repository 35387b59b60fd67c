/** Filters of the audit log. Exact ones, set by a click on a value, stand as tags that can be taken away. */
import { Input, Select, Tag } from "antd";
import { AUDIT_METHODS } from "../../api/audit-log.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ClearFilters, SearchField } from "../../ui/filter-bar.tsx";
import { renderOption } from "../../ui/render-option.tsx";
import type { AuditSearch } from "./search.ts";
import { texts } from "./texts.ts";

interface AuditFiltersProps {
  search: AuditSearch;
  onChange: (part: Partial<AuditSearch>) => void;
  /** Not given when there is nothing to clear. */
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
    <search className="filters" aria-label={t("filters.title")}>
      {text("text", t("audit-log.search"))}
      {text("actor", t("audit-log.actor"))}
      <Select
        className="filter"
        value={search.method}
        placeholder={t("audit-log.anyMethod")}
        aria-label={t("audit-log.method")}
        allowClear
        options={AUDIT_METHODS.map((value) => ({ value, label: value }))}
        optionRender={renderOption}
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
      <ClearFilters onClick={onClear} />
    </search>
  );
}
