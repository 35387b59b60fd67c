/** The two fields of a new password; the hint tells the rules before a password is rejected. */
import { Form, Input } from "antd";
import { useTexts } from "../i18n/texts.ts";

/** Characters; the API's limits. */
export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;

export interface NewPasswordValues {
  new_password: string;
  repeated: string;
}

export function NewPasswordFields() {
  const { t } = useTexts();
  return (
    <>
      <Form.Item
        name="new_password"
        label={t("auth.newPassword")}
        extra={t("auth.newPasswordHint", { min: PASSWORD_LENGTH.min })}
        rules={[
          { required: true, message: t("auth.newPasswordMissing") },
          { min: PASSWORD_LENGTH.min, message: t("auth.tooShort", { min: PASSWORD_LENGTH.min }) },
          { max: PASSWORD_LENGTH.max, message: t("auth.tooLong", { max: PASSWORD_LENGTH.max }) },
        ]}
        validateTrigger="onBlur"
      >
        <Input.Password autoComplete="new-password" data-testid="new-password" />
      </Form.Item>
      <Form.Item
        name="repeated"
        label={t("auth.repeat")}
        dependencies={["new_password"]}
        validateTrigger="onBlur"
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, text) =>
              text === getFieldValue("new_password")
                ? Promise.resolve()
                : Promise.reject(new Error(t("auth.differs"))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" data-testid="repeat-password" />
      </Form.Item>
    </>
  );
}
