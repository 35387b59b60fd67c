/** The tree of departments: who belongs where, and with it who sees what. */
import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Card, Flex, Table, type TableColumnsType, Tag, Typography } from "antd";
import { useState } from "react";
import { type Department, deleteDepartment, departmentList, restoreDepartment } from "../../api/people.ts";
import { useMay } from "../../auth/me.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { ShowDeleted } from "../../ui/filter-bar.tsx";
import { Guide } from "../../ui/guide.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { LoadingCard } from "../../ui/loading-card.tsx";
import { MayButton } from "../../ui/may-button.tsx";
import { MoreMenu } from "../../ui/more-menu.tsx";
import { TableFrame } from "../../ui/table-frame.tsx";
import { toTableRows } from "../../ui/table-rows.ts";
import { useDialog } from "../../ui/use-dialog.ts";
import { useRemoval } from "../../ui/use-removal.tsx";
import { DepartmentForm, type EditedDepartment } from "./department-form.tsx";
import { texts } from "./texts.ts";

export function DepartmentsPage() {
  const { t } = useTexts(texts);
  const [deleted, setDeleted] = useState(false);
  const form = useDialog<EditedDepartment>();
  const list = useQuery(departmentList(deleted));
  const add = (
    <MayButton
      route="POST /api/v1/departments"
      type="primary"
      icon={<PlusOutlined />}
      onClick={() => form.open({ parent: null })}
      data-testid="add-department"
    >
      {t("departments.add")}
    </MayButton>
  );
  return (
    <div className="page" data-testid="departments">
      <div className="page-head">
        <Typography.Title level={1}>{t("nav.departments")}</Typography.Title>
        {add}
      </div>
      <div className="filters">
        <ShowDeleted checked={deleted} onChange={setDeleted} />
      </div>
      {list.error && <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />}
      {list.isLoading && <LoadingCard />}
      {list.data?.items.length === 0 && (
        <Card>
          <Guide title={t("tree.noDepartments")} hint={t("departments.emptyHint")} />
        </Card>
      )}
      {list.data && list.data.items.length > 0 && (
        <DepartmentTable departments={list.data.items} onEdit={form.open} />
      )}
      {form.subject && (
        <DepartmentForm key={form.turn} open={form.isOpen} edited={form.subject} onClose={form.close} />
      )}
    </div>
  );
}

interface DepartmentTableProps {
  departments: Department[];
  onEdit: (edited: EditedDepartment) => void;
}

function DepartmentTable({ departments, onEdit }: DepartmentTableProps) {
  const { t, language } = useTexts(texts);
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
    {
      title: <span className="visually-hidden">{t("table.actions")}</span>,
      key: "actions",
      width: 120,
      align: "right",
      render: (_, department) => <Actions department={department} onEdit={onEdit} />,
    },
  ];
  return (
    <TableFrame label={t("nav.departments")} testId="department-table">
      <Table<Department>
        rowKey="id"
        size="medium"
        columns={columns}
        dataSource={toTableRows(departments)}
        pagination={false}
        expandable={{ defaultExpandAllRows: true }}
      />
    </TableFrame>
  );
}

interface ActionsProps {
  department: Department;
  onEdit: (edited: EditedDepartment) => void;
}

function Actions({ department, onEdit }: ActionsProps) {
  const { t } = useTexts(texts);
  const may = useMay();
  const { remove, restore } = useRemoval<Department>({
    nameOf: ({ name }) => name,
    remove: deleteDepartment,
    restore: restoreDepartment,
    hint: t("departments.deleteHint"),
  });
  if (department.deleted_at !== null) {
    return may("POST /api/v1/departments/{id}/restore") ? (
      <Button size="small" onClick={() => restore(department)} data-testid="restore">
        {t("app.restore")}
      </Button>
    ) : null;
  }
  const actions = [
    may("POST /api/v1/departments") && {
      key: "add-below",
      label: t("departments.addBelow"),
      onClick: () => onEdit({ parent: department.id }),
    },
    may("DELETE /api/v1/departments/{id}") && {
      key: "delete",
      label: t("app.delete"),
      danger: true,
      onClick: () => remove(department),
    },
  ].filter((action) => action !== false);
  return (
    <Flex gap={4} justify="flex-end">
      {may("PATCH /api/v1/departments/{id}") && (
        <Button size="small" onClick={() => onEdit({ department })} data-testid="edit">
          {t("app.edit")}
        </Button>
      )}
      <MoreMenu label={t("table.actionsOf", { keyword: department.name })} actions={actions} />
    </Flex>
  );
}
