/** The filters of the users page. */
import { useQuery } from "@tanstack/react-query";
import { roleList } from "../../api/roles.ts";
import type { UserFilter } from "../../api/users.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DepartmentSelect } from "../../ui/department-select.tsx";
import { FilterBar, SearchField, SelectFilter, ShowDeleted } from "../../ui/filter-bar.tsx";
import { texts } from "./texts.ts";

interface UserFiltersProps {
  filter: UserFilter;
  onChange: (part: Partial<UserFilter>) => void;
  /** Absent when no filter is set. */
  onClear?: () => void;
}

export function UserFilters({ filter, onChange, onClear }: UserFiltersProps) {
  const { t } = useTexts(texts);
  const roles = useQuery(roleList());
  return (
    <FilterBar onClear={onClear}>
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
      <SelectFilter<string>
        value={filter.role}
        placeholder={t("users.anyRole")}
        label={t("user.roles")}
        options={roles.data?.items.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(role) => onChange({ role })}
        data-testid="filter-role"
      />
      <ShowDeleted
        checked={filter.deleted ?? false}
        onChange={(deleted) => onChange({ deleted: deleted || undefined })}
      />
    </FilterBar>
  );
}
