/** The departments page: the tree of departments, by which a role's reach can be limited. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { departmentList } from "../../api/departments.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ShowDeleted } from "../../ui/filter-bar.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { AddButton } from "../../ui/permission-button.tsx";
import { useDialog } from "../../ui/use-dialog.ts";
import { DepartmentForm, type EditedDepartment } from "./department-form.tsx";
import { DepartmentTable } from "./table.tsx";
import { texts } from "./texts.ts";

export function DepartmentsPage() {
  const { t } = useTexts(texts);
  const [deleted, setDeleted] = useState(false);
  const form = useDialog<EditedDepartment>();
  const list = useQuery(departmentList(deleted));
  const departments = list.data?.items ?? [];
  return (
    <PageFrame
      title={t("nav.departments")}
      testId="departments"
      actions={
        <AddButton
          route="POST /api/v1/departments"
          onClick={() => form.open({ parent: null })}
          data-testid="add-department"
        >
          {t("departments.add")}
        </AddButton>
      }
    >
      <div className="filters">
        <ShowDeleted checked={deleted} onChange={setDeleted} />
      </div>
      <ListStatus
        list={list}
        empty={
          departments.length === 0 && (
            <EmptyState title={t("tree.noDepartments")} hint={t("departments.emptyHint")} />
          )
        }
      />
      {departments.length > 0 && <DepartmentTable departments={departments} onEdit={form.open} />}
      {form.subject && (
        <DepartmentForm key={form.turn} open={form.isOpen} edited={form.subject} onClose={form.close} />
      )}
    </PageFrame>
  );
}
