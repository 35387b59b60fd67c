/** A new crawler node: its name, and the labels by which it gets work. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Form, Input, Modal, Select } from "antd";
import { createNode, NODES_KEY } from "../../api/nodes.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { showProblems } from "../../ui/form-problems.ts";
import { texts } from "./texts.ts";

interface NodeFormProps {
  open: boolean;
  onClose: () => void;
  onMade: (key: string) => void;
}

interface Values {
  name: string;
  labels: string[];
}

const FIELDS = ["name", "labels"] as const;

export function NodeForm({ open, onClose, onMade }: NodeFormProps) {
  const { t } = useTexts(texts);
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const make = useMutation({
    mutationFn: createNode,
    onSuccess: ({ key }) => {
      onClose();
      onMade(key);
      return client.invalidateQueries({ queryKey: NODES_KEY });
    },
    onError: (error) => showProblems(form, error, FIELDS),
  });
  return (
    <Modal
      open={open}
      title={t("nodes.addTitle")}
      okText={t("nodes.add")}
      onOk={form.submit}
      okButtonProps={{ loading: make.isPending, "data-testid": "node-submit" }}
      onCancel={onClose}
    >
      {make.error && <ErrorPanel error={make.error} title={t("errors.action")} />}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={{ labels: [] }}
        onFinish={(values) => make.mutate(values)}
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
      </Form>
    </Modal>
  );
}
