/** Creates or changes a webhook endpoint. */
import { useQueryClient } from "@tanstack/react-query";
import { Checkbox, Form, Input, Switch } from "antd";
import { WANTED_EVENTS } from "../../../../shared/contracts/webhook.ts";
import type { WebhookEndpointView } from "../../api/types.ts";
import { createEndpoint, type NewEndpoint, updateEndpoint, WEBHOOKS_KEY } from "../../api/webhooks.ts";
import { useTexts } from "../../i18n/texts.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { useFormMutation } from "../../ui/use-form-mutation.ts";
import { texts } from "./texts.ts";

type Values = Required<NewEndpoint>;

interface EndpointDialogProps {
  /** Null: a new one. */
  endpoint: WebhookEndpointView | null;
  onSecret: (secret: string) => void;
  onClose: () => void;
}

export function EndpointDialog({ endpoint, onSecret, onClose }: EndpointDialogProps) {
  const { t } = useTexts(texts);
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const save = useFormMutation<string | null, Values>({
    form,
    fields: ["description", "url", "events", "enabled"],
    async mutationFn(values) {
      if (endpoint === null) return (await createEndpoint(values)).secret;
      await updateEndpoint(endpoint.id, values);
      return null;
    },
    onSuccess: (secret) => {
      onClose();
      if (secret !== null) onSecret(secret);
      return client.invalidateQueries({ queryKey: WEBHOOKS_KEY });
    },
  });
  const initial = {
    description: endpoint?.description ?? "",
    url: endpoint?.url ?? "",
    events: (endpoint?.events ?? ["alert.fired", "alert.resolved"]) as Values["events"],
    enabled: endpoint?.enabled ?? true,
  };
  return (
    <FormDialog<Values>
      form={form}
      open
      title={
        endpoint === null ? t("webhooks.addTitle") : t("webhooks.editTitle", { name: endpoint.description })
      }
      okText={t("app.save")}
      submitTestId="save-endpoint"
      initialValues={initial}
      mutation={save}
      onSubmit={(values) => save.mutate(values)}
      onClose={onClose}
    >
      <Form.Item<Values> name="description" label={t("webhooks.description")} required>
        <Input maxLength={100} autoComplete="off" data-testid="endpoint-description" />
      </Form.Item>
      <Form.Item<Values> name="url" label={t("webhooks.url")} extra={t("webhooks.urlHint")} required>
        <Input autoComplete="off" data-testid="endpoint-url" />
      </Form.Item>
      <Form.Item<Values> name="events" label={t("webhooks.events")} extra={t("webhooks.eventsHint")} required>
        <Checkbox.Group
          options={WANTED_EVENTS.map((value) => ({ value, label: t(`webhooks.event.${value}`) }))}
        />
      </Form.Item>
      <Form.Item<Values> name="enabled" label={t("webhooks.enabled")} valuePropName="checked">
        <Switch />
      </Form.Item>
    </FormDialog>
  );
}
