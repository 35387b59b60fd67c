/** The form of a menu entry: a new one, or changes to an existing one. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, InputNumber, Select } from "antd";
import { createMenu, type MenuValues, menuList, updateMenu } from "../../api/menus.ts";
import { refreshPeople } from "../../api/people.ts";
import type { Menu } from "../../api/types.ts";
import { MENU_ICONS, menuIcon } from "../../app/menu-icons.tsx";
import { menuTitle } from "../../app/menu-title.ts";
import { useTexts } from "../../i18n/texts.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { idsWithin } from "../../ui/tree.ts";
import { useFormMutation } from "../../ui/use-form-mutation.ts";
import { texts } from "./texts.ts";

interface MenuFormProps {
  open: boolean;
  edited: Menu | "new";
  onClose: () => void;
}

/** The form's values: empty fields are undefined. */
type Values = Pick<MenuValues, "key" | "title_en" | "title_zh" | "position"> & {
  parent_id?: string | null;
  path?: string | null;
  icon?: string | null;
};

export function MenuForm({ open, edited, onClose }: MenuFormProps) {
  const { t, language } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const { data } = useQuery(menuList());
  const menu = edited === "new" ? null : edited;
  const notParents = menu ? idsWithin(data?.items ?? [], menu.id) : new Set<string>();

  const save = useFormMutation({
    form,
    fields: ["key", "title_en", "title_zh", "parent_id", "path", "icon", "position"],
    mutationFn: ({ parent_id, path, icon, key, ...titles }: Values) => {
      const place = { ...titles, parent_id: parent_id ?? null, icon: icon ?? null };
      // Key and path of a built-in entry are fixed: they are not sent.
      if (menu?.built_in) return updateMenu(menu.id, place);
      const values = { ...place, key, path: path?.trim() || null };
      return menu ? updateMenu(menu.id, values) : createMenu(values);
    },
    onSuccess: (saved) => {
      onClose();
      void message.success(t("app.saved", { name: menuTitle(saved, language) }));
      void refreshPeople(client);
    },
  });
  const required = [{ required: true, whitespace: true, message: t("app.required") }];

  return (
    <FormDialog<Values>
      form={form}
      open={open}
      title={menu ? t("menus.editTitle", { name: menu.key }) : t("menus.add")}
      okText={t("app.save")}
      submitTestId="menu-submit"
      hint={menu ? undefined : t("menus.addHint")}
      initialValues={
        menu
          ? { ...menu, parent_id: menu.parent_id ?? undefined, icon: menu.icon ?? undefined }
          : { position: 100 }
      }
      mutation={save}
      onSubmit={save.mutate}
      onClose={onClose}
    >
      <Form.Item name="title_en" label={t("menus.titleEn")} rules={required}>
        <Input autoComplete="off" maxLength={100} data-testid="menu-title-en" />
      </Form.Item>
      <Form.Item name="title_zh" label={t("menus.titleZh")} rules={required}>
        <Input autoComplete="off" maxLength={100} data-testid="menu-title-zh" />
      </Form.Item>
      <Form.Item name="key" label={t("menus.key")} extra={t("menus.keyHint")} rules={required}>
        <Input autoComplete="off" maxLength={40} disabled={menu?.built_in} data-testid="menu-key" />
      </Form.Item>
      <Form.Item name="path" label={t("menus.path")} extra={t("menus.pathHint")}>
        <Input autoComplete="off" maxLength={200} disabled={menu?.built_in} data-testid="menu-path" />
      </Form.Item>
      <Form.Item name="parent_id" label={t("menus.parent")}>
        <Select
          allowClear
          placeholder={t("tree.top")}
          options={(data?.items ?? [])
            .filter(({ path, id }) => path === null && !notParents.has(id))
            .map((group) => ({ value: group.id, label: menuTitle(group, language) }))}
        />
      </Form.Item>
      <Form.Item name="icon" label={t("menus.icon")}>
        <Select
          allowClear
          showSearch
          options={Object.keys(MENU_ICONS).map((name) => ({ value: name, label: name }))}
          optionRender={({ value }) => (
            <span>
              {menuIcon(String(value))} {value}
            </span>
          )}
        />
      </Form.Item>
      <Form.Item
        name="position"
        label={t("tree.position")}
        extra={t("tree.positionHint")}
        rules={[{ required: true, message: t("app.required") }]}
      >
        <InputNumber min={0} max={1_000_000} precision={0} />
      </Form.Item>
    </FormDialog>
  );
}
