/** The tree of menus as a table. */
import { type TableColumnsType, Tag } from "antd";
import { deleteMenu, restoreMenu } from "../../api/menus.ts";
import type { Menu } from "../../api/types.ts";
import { menuIcon } from "../../app/menu-icons.tsx";
import { menuTitle } from "../../app/menu-title.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { RecordActions } from "../../ui/record-actions.tsx";
import { toTableRows } from "../../ui/table-rows.ts";
import { useRemoval } from "../../ui/use-removal.ts";
import { useWide } from "../../ui/use-wide.ts";
import { texts } from "./texts.ts";

interface MenuTableProps {
  menus: Menu[];
  onEdit: (menu: Menu) => void;
}

export function MenuTable({ menus, onEdit }: MenuTableProps) {
  const { t } = useTexts(texts);
  const wide = useWide();
  const columns: TableColumnsType<Menu> = [
    {
      title: t("menus.entry"),
      key: "entry",
      render: (_, menu) => (
        <span>
          {menuIcon(menu.icon)} {menu.title_en} <span className="muted">{menu.title_zh}</span>{" "}
          {menu.built_in && wide && <Tag>{t("table.builtIn")}</Tag>}
          {menu.deleted_at !== null && <Tag>{t("state.deleted")}</Tag>}
        </span>
      ),
    },
    {
      title: t("menus.path"),
      key: "path",
      hidden: !wide,
      render: (_, menu) =>
        menu.path === null ? <span className="muted">{t("menus.group")}</span> : <code>{menu.path}</code>,
    },
    { title: t("tree.position"), dataIndex: "position", width: 100, align: "right", hidden: !wide },
    actionsColumn({ width: 120, render: (menu) => <Actions menu={menu} onEdit={onEdit} /> }),
  ];
  return (
    <DataTable<Menu>
      label={t("nav.menus")}
      testId="menu-table"
      columns={columns}
      dataSource={toTableRows(menus)}
      expandable={{ defaultExpandAllRows: true }}
    />
  );
}

function Actions({ menu, onEdit }: { menu: Menu; onEdit: (menu: Menu) => void }) {
  const { t, language } = useTexts(texts);
  const can = useCan();
  const nameOf = (item: Menu) => menuTitle(item, language);
  const { remove, restore } = useRemoval<Menu>({
    nameOf,
    remove: deleteMenu,
    restore: restoreMenu,
    hint: t("menus.deleteHint"),
  });
  return (
    <RecordActions
      name={nameOf(menu)}
      isDeleted={menu.deleted_at !== null}
      restore={{ route: "POST /api/v1/menus/{id}/restore", onClick: () => restore(menu) }}
      edit={can("PATCH /api/v1/menus/{id}") && { onClick: () => onEdit(menu) }}
      actions={[
        can("DELETE /api/v1/menus/{id}") &&
          !menu.built_in && {
            key: "delete",
            label: t("app.delete"),
            danger: true,
            onClick: () => remove(menu),
          },
      ]}
    />
  );
}
