/** The form of a department: a new one, or another name or parent of an existing one. */
import { useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, InputNumber } from "antd";
import { createDepartment, updateDepartment } from "../../api/departments.ts";
import { refreshPeople } from "../../api/people.ts";
import type { Department } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DepartmentSelect } from "../../ui/department-select.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { useFormMutation } from "../../ui/use-form-mutation.ts";
import { texts } from "./texts.ts";

/** An existing department, or the parent of a new one. */
export type EditedDepartment =
  | { department: Department; parent?: undefined }
  | { department?: undefined; parent: string | null };

interface DepartmentFormProps {
  open: boolean;
  edited: EditedDepartment;
  onClose: () => void;
}

interface Values {
  name: string;
  parent_id?: string | null;
  position?: number | null;
}

export function DepartmentForm({ open, edited, onClose }: DepartmentFormProps) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const department = edited.department;

  const save = useFormMutation({
    form,
    fields: ["name", "parent_id", "position"],
    mutationFn: ({ name, parent_id, position }: Values) => {
      const values = { name, parent_id: parent_id ?? null, position: position ?? undefined };
      return department ? updateDepartment(department.id, values) : createDepartment(values);
    },
    onSuccess: ({ name }) => {
      onClose();
      void message.success(t("app.saved", { name }));
      void refreshPeople(client);
    },
  });

  return (
    <FormDialog<Values>
      form={form}
      open={open}
      title={department ? t("departments.editTitle", { name: department.name }) : t("departments.add")}
      okText={t("app.save")}
      submitTestId="department-submit"
      initialValues={
        department
          ? { ...department, parent_id: department.parent_id ?? undefined }
          : { parent_id: edited.parent ?? undefined }
      }
      mutation={save}
      onSubmit={save.mutate}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t("fields.name")}
        rules={[{ required: true, whitespace: true, message: t("fields.nameMissing") }]}
      >
        <Input autoComplete="off" maxLength={100} data-testid="department-name-input" />
      </Form.Item>
      <Form.Item name="parent_id" label={t("departments.parent")}>
        <DepartmentSelect except={department?.id} placeholder={t("tree.top")} />
      </Form.Item>
      <Form.Item name="position" label={t("tree.position")} extra={t("tree.positionHint")}>
        <InputNumber min={0} max={1_000_000} precision={0} />
      </Form.Item>
    </FormDialog>
  );
}
