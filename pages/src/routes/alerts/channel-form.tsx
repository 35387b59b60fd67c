/** The form of a channel. Target and secret are not shown again; left as they are, they stay. */
import { useQueryClient } from "@tanstack/react-query";
import { App, Checkbox, Form, Input, Select } from "antd";
import {
  CHANNEL_KINDS,
  type ChannelKind,
  MESSAGE_LANGUAGES,
  type MessageLanguage,
} from "../../../../shared/contracts/alert.ts";
import { ALERTS_KEY, type AlertChannelView, createChannel, updateChannel } from "../../api/alerts.ts";
import { useTexts } from "../../i18n/texts.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { useFormMutation } from "../../ui/use-form-mutation.ts";
import { texts } from "./texts.ts";

interface Values {
  name: string;
  kind: ChannelKind;
  target: string;
  /** Empty: none, or the one that is there. */
  secret: string;
  language: MessageLanguage;
  is_default: boolean;
  gets_report: boolean;
}

const FIELDS = ["name", "kind", "target", "secret", "language"];
const SIGNING: readonly ChannelKind[] = ["dingtalk", "feishu", "webhook"];

export function ChannelForm({ channel, onClose }: { channel: AlertChannelView | null; onClose: () => void }) {
  const { t, language } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch("kind", form) ?? channel?.kind ?? "email";
  const save = useFormMutation({
    form,
    fields: FIELDS,
    mutationFn: ({ secret, kind: chosen, ...values }: Values) => {
      const typed = secret?.trim() ? { secret: secret.trim() } : {};
      return channel === null
        ? createChannel({ kind: chosen, ...values, ...typed })
        : updateChannel(channel.id, { ...values, ...typed });
    },
    onSuccess: ({ name }) => {
      void message.success(t("app.saved", { name }));
      onClose();
      return client.invalidateQueries({ queryKey: ALERTS_KEY });
    },
  });
  const initial: Partial<Values> = channel ?? {
    kind: "email",
    language: language === "zh-CN" ? "zh" : "en",
    is_default: false,
    gets_report: false,
  };
  const required = [{ required: true, whitespace: true, message: t("app.required") }];
  return (
    <FormDialog<Values>
      form={form}
      open
      title={t(channel === null ? "alerts.addChannel" : "alerts.editChannel")}
      okText={t("app.save")}
      submitTestId="channel-submit"
      initialValues={initial}
      mutation={save}
      onSubmit={save.mutate}
      onClose={onClose}
    >
      <Form.Item name="kind" label={t("alerts.kindLabel")}>
        <Select
          disabled={channel !== null}
          options={CHANNEL_KINDS.map((value) => ({ value, label: t(`alerts.kind.${value}`) }))}
          data-testid="channel-kind"
        />
      </Form.Item>
      <Form.Item name="name" label={t("fields.name")} rules={required}>
        <Input maxLength={100} autoComplete="off" data-testid="channel-name" />
      </Form.Item>
      <Form.Item
        name="target"
        label={t(kind === "email" ? "user.email" : "alerts.url")}
        extra={channel === null ? t(`alerts.targetHint.${kind}`) : t("alerts.targetKept")}
        rules={required}
      >
        <Input maxLength={2048} autoComplete="off" data-testid="channel-target" />
      </Form.Item>
      {SIGNING.includes(kind) && (
        <Form.Item
          name="secret"
          label={t("alerts.secret")}
          extra={channel?.signed ? t("alerts.secretKept") : t("alerts.secretHint")}
        >
          <Input.Password maxLength={200} autoComplete="new-password" data-testid="channel-secret" />
        </Form.Item>
      )}
      <Form.Item name="language" label={t("alerts.language")}>
        <Select
          options={MESSAGE_LANGUAGES.map((value) => ({ value, label: t(`alerts.languageOf.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="is_default" valuePropName="checked" extra={t("alerts.isDefaultHint")}>
        <Checkbox>{t("alerts.isDefault")}</Checkbox>
      </Form.Item>
      <Form.Item name="gets_report" valuePropName="checked" extra={t("alerts.getsReportHint")}>
        <Checkbox>{t("alerts.getsReport")}</Checkbox>
      </Form.Item>
    </FormDialog>
  );
}
