/** Filters of the user list. */
import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { roleList, type UserFilter } from "../../api/people.ts";
import { DepartmentSelect } from "../../ui/department-select.tsx";
import { renderOption } from "../../ui/render-option.tsx";

interface UserFiltersProps {
  filter: UserFilter;
  onChange: (part: Partial<UserFilter>) => void;
  /** Not given when there is nothing to clear. */
  onClear?: () => void;
}

export function UserFilters({ filter, onChange, onClear }: UserFiltersProps) {
  const { t } = useTranslation();
  const roles = useQuery(roleList());
  return (
    <search className="filters" aria-label={t("keywords.filters")}>
      <Input.Search
        key={filter.search}
        defaultValue={filter.search}
        className="filter-text"
        placeholder={t("users.search")}
        aria-label={t("users.search")}
        maxLength={100}
        allowClear
        onSearch={(text) => onChange({ search: text.trim() || undefined })}
        data-testid="filter-search"
      />
      <DepartmentSelect
        className="filter"
        value={filter.department}
        placeholder={t("users.anyDepartment")}
        aria-label={t("users.department")}
        onChange={(department) => onChange({ department })}
        data-testid="filter-department"
      />
      <Select
        className="filter"
        value={filter.role}
        placeholder={t("users.anyRole")}
        aria-label={t("users.roles")}
        allowClear
        options={roles.data?.items.map(({ id, name }) => ({ value: id, label: name }))}
        optionRender={renderOption}
        onChange={(role) => onChange({ role })}
        data-testid="filter-role"
      />
      <Checkbox
        checked={filter.deleted ?? false}
        onChange={({ target }) => onChange({ deleted: target.checked || undefined })}
        data-testid="filter-deleted"
      >
        {t("keywords.deleted")}
      </Checkbox>
      {onClear && (
        <Button type="link" onClick={onClear} data-testid="clear-filters">
          {t("app.reset")}
        </Button>
      )}
    </search>
  );
}
