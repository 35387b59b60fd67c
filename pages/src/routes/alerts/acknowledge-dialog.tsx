/** Asks why a person takes alerts over. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Form, Input } from "antd";
import { ALERTS_KEY, acknowledgeAlerts } from "../../api/alerts.ts";
import { useTexts } from "../../i18n/texts.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { texts } from "./texts.ts";

export function AcknowledgeDialog({ ids, onClose }: { ids: string[]; onClose: () => void }) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<{ note: string }>();
  const acknowledge = useMutation({
    mutationFn: ({ note }: { note: string }) => acknowledgeAlerts(ids, note),
    onSuccess: ({ acknowledged }) => {
      void message.success(t("alerts.acknowledgedNow", { count: acknowledged }));
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ALERTS_KEY }),
  });
  return (
    <FormDialog<{ note: string }>
      form={form}
      open
      title={t("alerts.acknowledgeTitle", { count: ids.length })}
      okText={t("alerts.acknowledge")}
      submitTestId="acknowledge-submit"
      hint={t("alerts.acknowledgeHint")}
      mutation={acknowledge}
      onSubmit={acknowledge.mutate}
      onClose={onClose}
    >
      <Form.Item
        name="note"
        label={t("alerts.why")}
        rules={[{ required: true, whitespace: true, message: t("app.required") }]}
      >
        <Input maxLength={500} autoComplete="off" data-testid="acknowledge-note" />
      </Form.Item>
    </FormDialog>
  );
}
