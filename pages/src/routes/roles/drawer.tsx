/** One role in a drawer: shown, edited or created. */
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Flex, Form, Input, Radio, Switch } from "antd";
import { useRef } from "react";
import { REACHES } from "../../../../shared/contracts/vocabulary.ts";
import { refreshPeople } from "../../api/people.ts";
import { createRole, type RoleValues, updateRole } from "../../api/roles.ts";
import type { Role } from "../../api/types.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { focusFirstField } from "../../ui/focus-first-field.ts";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { useFormMutation } from "../../ui/use-form-mutation.ts";
import { MenuChecklist } from "./menu-checklist.tsx";
import { PermissionChecklist } from "./permission-checklist.tsx";
import { texts } from "./texts.ts";

interface RoleDrawerProps {
  open: boolean;
  edited: Role | "new";
  onClose: () => void;
}

const EMPTY: RoleValues = {
  name: "",
  description: "",
  reach: "department",
  sees_recruiters: false,
  permission_ids: [],
  menu_ids: [],
};

export function RoleDrawer({ open, edited, onClose }: RoleDrawerProps) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const can = useCan();
  const [form] = Form.useForm<RoleValues>();
  const fields = useRef<HTMLDivElement>(null);
  const role = edited === "new" ? null : edited;
  const isFixed = role !== null && (role.superuser || !can("PATCH /api/v1/roles/{id}"));

  const save = useFormMutation({
    form,
    fields: ["name", "description", "reach", "sees_recruiters", "permission_ids", "menu_ids"],
    mutationFn: (values: RoleValues) => {
      if (!role) return createRole(values);
      const { name, ...rest } = values;
      return updateRole(role.id, role.built_in ? rest : { ...rest, name });
    },
    onSuccess: ({ name }) => {
      onClose();
      void message.success(t("app.saved", { name }));
      void refreshPeople(client);
    },
  });

  return (
    <SideDrawer
      open={open}
      onClose={onClose}
      title={role ? role.name : t("roles.addTitle")}
      afterOpenChange={(isOpen) => isOpen && !isFixed && focusFirstField(fields.current)}
      data-testid="role-editor"
      footer={
        !isFixed && (
          <Flex gap={8} justify="flex-end">
            <Button onClick={onClose}>{t("app.cancel")}</Button>
            <Button type="primary" loading={save.isPending} onClick={form.submit} data-testid="role-submit">
              {t("app.save")}
            </Button>
          </Flex>
        )
      }
    >
      <Flex vertical gap={16} ref={fields}>
        {role?.superuser && <Alert type="info" showIcon title={t("roles.superuserHint")} />}
        {role !== null && isFixed && !role.superuser && (
          <Alert type="info" showIcon title={t("app.notPermitted")} />
        )}
        {save.error && <ErrorPanel error={save.error} title={t("errors.action")} />}
        <Form<RoleValues>
          form={form}
          layout="vertical"
          requiredMark="optional"
          disabled={isFixed}
          initialValues={role ?? EMPTY}
          onFinish={(values) => save.mutate(values)}
          data-testid="role-form"
        >
          <Form.Item
            name="name"
            label={t("fields.name")}
            extra={role?.built_in ? t("roles.builtInHint") : undefined}
            rules={[{ required: true, whitespace: true, message: t("fields.nameMissing") }]}
          >
            <Input disabled={isFixed || role?.built_in} maxLength={40} data-testid="role-name-input" />
          </Form.Item>
          <Form.Item name="description" label={t("roles.description")}>
            <Input maxLength={500} data-testid="role-description" />
          </Form.Item>
          <Form.Item name="reach" label={t("user.reach")} extra={t("roles.reachHint")} required>
            <Radio.Group
              className="stack"
              options={REACHES.map((reach) => ({
                value: reach,
                label: <span data-testid={`reach-${reach}`}>{t(`user.reachOf.${reach}`)}</span>,
              }))}
            />
          </Form.Item>
          <Form.Item
            name="sees_recruiters"
            label={t("user.seesRecruiters")}
            valuePropName="checked"
            extra={t("roles.seesRecruitersHint")}
            required
          >
            <Switch data-testid="role-recruiters" />
          </Form.Item>
          {!role?.superuser && (
            <Form.Item name="permission_ids" label={t("roles.permissions")} required>
              <PermissionChecklist disabled={isFixed} />
            </Form.Item>
          )}
          {!role?.superuser && (
            <Form.Item name="menu_ids" label={t("nav.menus")} extra={t("roles.menusHint")} required>
              <MenuChecklist disabled={isFixed} />
            </Form.Item>
          )}
        </Form>
      </Flex>
    </SideDrawer>
  );
}
