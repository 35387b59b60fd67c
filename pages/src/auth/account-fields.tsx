/** Form fields of changes to one's own account: the password again, and whether API keys end too. */
import { Checkbox, Form, Input } from "antd";
import { useTexts } from "../i18n/texts.ts";

/** The API asks for the password again where a stolen session could become the account. */
export function CurrentPasswordField({ hint }: { hint?: string }) {
  const { t } = useTexts();
  return (
    <Form.Item
      name="current_password"
      label={t("auth.currentPassword")}
      extra={hint}
      rules={[{ required: true, message: t("auth.passwordMissing") }]}
    >
      <Input.Password autoComplete="current-password" data-testid="current-password" />
    </Form.Item>
  );
}

export function EndApiKeysField() {
  const { t } = useTexts();
  return (
    <Form.Item name="end_api_keys" valuePropName="checked">
      <Checkbox data-testid="end-api-keys">{t("auth.endApiKeys")}</Checkbox>
    </Form.Item>
  );
}
