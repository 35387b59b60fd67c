/** The form of a new crawler node: its name, and the labels by which it gets work. */
import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { createNode, NODES_KEY } from "../../api/nodes.ts";
import { useTexts } from "../../i18n/texts.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { useFormMutation } from "../../ui/use-form-mutation.ts";
import { texts } from "./texts.ts";

interface NodeFormProps {
  open: boolean;
  onClose: () => void;
  /** Gets the new node's key. */
  onIssued: (key: string) => void;
}

interface Values {
  name: string;
  labels: string[];
}

export function NodeForm({ open, onClose, onIssued }: NodeFormProps) {
  const { t } = useTexts(texts);
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const create = useFormMutation({
    form,
    fields: ["name", "labels"],
    mutationFn: createNode,
    onSuccess: ({ key }) => {
      onClose();
      onIssued(key);
      return client.invalidateQueries({ queryKey: NODES_KEY });
    },
  });
  return (
    <FormDialog<Values>
      form={form}
      open={open}
      title={t("nodes.addTitle")}
      okText={t("nodes.add")}
      submitTestId="node-submit"
      initialValues={{ labels: [] }}
      mutation={create}
      onSubmit={create.mutate}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t("fields.name")}
        rules={[{ required: true, whitespace: true, message: t("app.required") }]}
      >
        <Input autoComplete="off" maxLength={100} data-testid="node-name" />
      </Form.Item>
      <Form.Item name="labels" label={t("nodes.labels")} extra={t("nodes.labelsHint")}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[",", " "]} />
      </Form.Item>
    </FormDialog>
  );
}
