/** Filters of the user list. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { roleList, type UserFilter } from "../../api/people.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DepartmentSelect } from "../../ui/department-select.tsx";
import { ClearFilters, SearchField, ShowDeleted } from "../../ui/filter-bar.tsx";
import { renderOption } from "../../ui/render-option.tsx";
import { texts } from "./texts.ts";

interface UserFiltersProps {
  filter: UserFilter;
  onChange: (part: Partial<UserFilter>) => void;
  /** Not given when there is nothing to clear. */
  onClear?: () => void;
}

export function UserFilters({ filter, onChange, onClear }: UserFiltersProps) {
  const { t } = useTexts(texts);
  const roles = useQuery(roleList());
  return (
    <search className="filters" aria-label={t("filters.title")}>
      <SearchField
        value={filter.search}
        label={t("users.search")}
        onSearch={(search) => onChange({ search })}
      />
      <DepartmentSelect
        className="filter"
        value={filter.department}
        placeholder={t("users.anyDepartment")}
        aria-label={t("user.department")}
        onChange={(department) => onChange({ department })}
        data-testid="filter-department"
      />
      <Select
        className="filter"
        value={filter.role}
        placeholder={t("users.anyRole")}
        aria-label={t("user.roles")}
        allowClear
        options={roles.data?.items.map(({ id, name }) => ({ value: id, label: name }))}
        optionRender={renderOption}
        onChange={(role) => onChange({ role })}
        data-testid="filter-role"
      />
      <ShowDeleted
        checked={filter.deleted ?? false}
        onChange={(deleted) => onChange({ deleted: deleted || undefined })}
      />
      <ClearFilters onClick={onClear} />
    </search>
  );
}
