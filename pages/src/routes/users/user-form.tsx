/** The form of a user: a new one, or changes to an existing one. */
import { useQueryClient } from "@tanstack/react-query";
import { App, Form, Input } from "antd";
import { refreshPeople } from "../../api/people.ts";
import type { User } from "../../api/types.ts";
import { createUser, updateUser } from "../../api/users.ts";
import { CurrentPasswordField } from "../../auth/account-fields.tsx";
import { useMe } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DepartmentSelect } from "../../ui/department-select.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { useFormMutation } from "../../ui/use-form-mutation.ts";
import type { IssuedPassword } from "./issued-password.ts";
import { RoleChoice } from "./role-choice.tsx";
import { texts } from "./texts.ts";

interface UserFormProps {
  open: boolean;
  edited: User | "new";
  onClose: () => void;
  onIssued: (issued: IssuedPassword) => void;
}

interface Values {
  username: string;
  name: string;
  email: string;
  department_id?: string;
  role_ids: string[];
  /** Asked for when one's own e-mail address changes. */
  current_password?: string;
}

const USERNAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,31}$/;

export function UserForm({ open, edited, onClose, onIssued }: UserFormProps) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const me = useMe();
  const [form] = Form.useForm<Values>();
  const user = edited === "new" ? null : edited;
  const isSelf = user?.id === me.user.id;
  const email = Form.useWatch("email", form);
  // The API stores addresses in lower case.
  const isOtherAddress = email !== undefined && email.toLowerCase() !== user?.email;

  const save = useFormMutation({
    form,
    fields: ["username", "name", "email", "department_id", "role_ids", "current_password"],
    mutationFn: async ({
      username,
      department_id = undefined,
      role_ids,
      current_password,
      ...rest
    }: Values) => {
      const values = { ...rest, department_id: department_id ?? null };
      if (!user) return createUser({ ...values, username, role_ids });
      // The API rejects a change of one's own roles, so they are not sent.
      const changed = isSelf ? { ...values, current_password } : { ...values, role_ids };
      return { user: await updateUser(user.id, changed), password: null };
    },
    onSuccess: ({ user: { username }, password }) => {
      onClose();
      if (password === null) void message.success(t("app.saved", { name: username }));
      else onIssued({ username, password });
      void refreshPeople(client);
    },
  });

  return (
    <FormDialog<Values>
      form={form}
      open={open}
      title={user ? t("users.editTitle", { name: user.username }) : t("users.addTitle")}
      okText={user ? t("app.save") : t("users.add")}
      submitTestId="user-submit"
      hint={user ? undefined : t("users.addHint")}
      initialValues={
        user
          ? {
              name: user.name,
              email: user.email,
              department_id: user.department?.id,
              role_ids: user.roles.map(({ id }) => id),
            }
          : { role_ids: [] }
      }
      mutation={save}
      onSubmit={save.mutate}
      onClose={onClose}
    >
      {!user && (
        <Form.Item
          name="username"
          label={t("user.username")}
          extra={t("users.usernameHint")}
          rules={[
            { required: true, message: t("auth.accountMissing") },
            { pattern: USERNAME, message: t("users.usernameBad") },
          ]}
        >
          <Input autoComplete="off" maxLength={32} data-testid="user-username" />
        </Form.Item>
      )}
      <Form.Item
        name="name"
        label={t("user.name")}
        rules={[{ required: true, whitespace: true, message: t("fields.nameMissing") }]}
      >
        <Input autoComplete="off" maxLength={100} data-testid="user-name" />
      </Form.Item>
      <Form.Item
        name="email"
        label={t("user.email")}
        rules={[
          { required: true, message: t("users.emailMissing") },
          { type: "email", message: t("users.emailBad") },
        ]}
      >
        <Input autoComplete="off" maxLength={200} data-testid="user-email" />
      </Form.Item>
      {isSelf && isOtherAddress && <CurrentPasswordField hint={t("users.ownEmailHint")} />}
      <Form.Item name="department_id" label={t("user.department")}>
        <DepartmentSelect placeholder={t("users.noDepartment")} data-testid="user-department" />
      </Form.Item>
      <Form.Item
        name="role_ids"
        label={t("user.roles")}
        extra={isSelf ? t("users.ownRoles") : t("users.rolesHint")}
      >
        <RoleChoice disabled={isSelf} />
      </Form.Item>
    </FormDialog>
  );
}
