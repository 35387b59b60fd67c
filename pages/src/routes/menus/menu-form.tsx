/** A new menu entry, or changes to one. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, InputNumber, Modal, Select } from "antd";
import {
  createMenu,
  type Menu,
  type MenuValues,
  menuList,
  refreshPeople,
  updateMenu,
} from "../../api/people.ts";
import { MENU_ICONS, menuIcon } from "../../app/menu-icons.tsx";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { showProblems } from "../../ui/form-problems.ts";
import { idsWithin } from "../../ui/tree.ts";
import { texts } from "./texts.ts";

interface MenuFormProps {
  open: boolean;
  edited: Menu | "new";
  onClose: () => void;
}

const FIELDS = ["key", "title_en", "title_zh", "parent_id", "path", "icon", "position"] as const;

/** As fields hold it: empty ones are undefined. */
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
  const refused = menu ? idsWithin(data?.items ?? [], menu.id) : new Set<string>();

  const save = useMutation({
    mutationFn: ({ parent_id, path, icon, key, ...titles }: Values) => {
      const place = { ...titles, parent_id: parent_id ?? null, icon: icon ?? null };
      // Key and path of a built-in entry are fixed: they are not sent.
      if (menu?.built_in) return updateMenu(menu.id, place);
      const values = { ...place, key, path: path?.trim() || null };
      return menu ? updateMenu(menu.id, values) : createMenu(values);
    },
    onSuccess: ({ title_en, title_zh }) => {
      onClose();
      void message.success(t("app.saved", { name: language === "zh-CN" ? title_zh : title_en }));
      void refreshPeople(client);
    },
    onError: (error) => showProblems(form, error, FIELDS),
  });
  const required = [{ required: true, whitespace: true, message: t("app.required") }];

  return (
    <Modal
      open={open}
      title={menu ? t("menus.editTitle", { name: menu.key }) : t("menus.add")}
      okText={t("app.save")}
      onOk={form.submit}
      okButtonProps={{ loading: save.isPending, "data-testid": "menu-submit" }}
      onCancel={onClose}
    >
      {!menu && <p className="muted">{t("menus.addHint")}</p>}
      {save.error && <ErrorPanel error={save.error} title={t("errors.action")} />}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={
          menu
            ? { ...menu, parent_id: menu.parent_id ?? undefined, icon: menu.icon ?? undefined }
            : { position: 100 }
        }
        onFinish={(values) => save.mutate(values)}
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
              .filter(({ path, id }) => path === null && !refused.has(id))
              .map(({ id, title_en, title_zh }) => ({
                value: id,
                label: language === "zh-CN" ? title_zh : title_en,
              }))}
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
      </Form>
    </Modal>
  );
}
