/** The tree of departments as a table. */
import { type TableColumnsType, Tag } from "antd";
import { deleteDepartment, restoreDepartment } from "../../api/departments.ts";
import type { Department } from "../../api/types.ts";
import { useCan } from "../../auth/me.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { RecordActions } from "../../ui/record-actions.tsx";
import { toTableRows } from "../../ui/table-rows.ts";
import { useRemoval } from "../../ui/use-removal.ts";
import type { EditedDepartment } from "./department-form.tsx";
import { texts } from "./texts.ts";

interface DepartmentTableProps {
  departments: Department[];
  onEdit: (edited: EditedDepartment) => void;
}

export function DepartmentTable({ departments, onEdit }: DepartmentTableProps) {
  const { t, language } = useTexts();
  const columns: TableColumnsType<Department> = [
    {
      title: t("fields.name"),
      key: "name",
      render: (_, department) => (
        <span data-testid="department-name">
          {department.name} {department.deleted_at !== null && <Tag>{t("state.deleted")}</Tag>}
        </span>
      ),
    },
    {
      title: t("nav.users"),
      key: "users",
      width: 90,
      align: "right",
      render: (_, { id, users }) => (
        <LinkButton color="primary" variant="link" size="small" to="/users" search={{ department: id }}>
          {formatCount(users, language)}
        </LinkButton>
      ),
    },
    actionsColumn({
      width: 120,
      render: (department) => <Actions department={department} onEdit={onEdit} />,
    }),
  ];
  return (
    <DataTable<Department>
      label={t("nav.departments")}
      testId="department-table"
      size="medium"
      columns={columns}
      dataSource={toTableRows(departments)}
      expandable={{ defaultExpandAllRows: true }}
    />
  );
}

interface ActionsProps {
  department: Department;
  onEdit: (edited: EditedDepartment) => void;
}

function Actions({ department, onEdit }: ActionsProps) {
  const { t } = useTexts(texts);
  const can = useCan();
  const { remove, restore } = useRemoval<Department>({
    nameOf: ({ name }) => name,
    remove: deleteDepartment,
    restore: restoreDepartment,
    hint: t("departments.deleteHint"),
  });
  return (
    <RecordActions
      name={department.name}
      isDeleted={department.deleted_at !== null}
      restore={{ route: "POST /api/v1/departments/{id}/restore", onClick: () => restore(department) }}
      edit={can("PATCH /api/v1/departments/{id}") && { onClick: () => onEdit({ department }) }}
      actions={[
        can("POST /api/v1/departments") && {
          key: "add-below",
          label: t("departments.addBelow"),
          onClick: () => onEdit({ parent: department.id }),
        },
        can("DELETE /api/v1/departments/{id}") && {
          key: "delete",
          label: t("app.delete"),
          danger: true,
          onClick: () => remove(department),
        },
      ]}
    />
  );
}
