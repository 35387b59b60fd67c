/** A new department, or another name or place of one. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, InputNumber, Modal } from "antd";
import { createDepartment, type Department, refreshPeople, updateDepartment } from "../../api/people.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DepartmentSelect } from "../../ui/department-select.tsx";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { showProblems } from "../../ui/form-problems.ts";
import { texts } from "./texts.ts";

/** One that is there, or a new one below `parent`. */
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

const FIELDS = ["name", "parent_id", "position"] as const;

export function DepartmentForm({ open, edited, onClose }: DepartmentFormProps) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const department = edited.department;

  const save = useMutation({
    mutationFn: ({ name, parent_id, position }: Values) => {
      const values = { name, parent_id: parent_id ?? null, position: position ?? undefined };
      return department ? updateDepartment(department.id, values) : createDepartment(values);
    },
    onSuccess: ({ name }) => {
      onClose();
      void message.success(t("app.saved", { name }));
      void refreshPeople(client);
    },
    onError: (error) => showProblems(form, error, FIELDS),
  });

  return (
    <Modal
      open={open}
      title={department ? t("departments.editTitle", { name: department.name }) : t("departments.add")}
      okText={t("app.save")}
      onOk={form.submit}
      okButtonProps={{ loading: save.isPending, "data-testid": "department-submit" }}
      onCancel={onClose}
    >
      {save.error && <ErrorPanel error={save.error} title={t("errors.action")} />}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={
          department
            ? { ...department, parent_id: department.parent_id ?? undefined }
            : { parent_id: edited.parent ?? undefined }
        }
        onFinish={(values) => save.mutate(values)}
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
      </Form>
    </Modal>
  );
}
