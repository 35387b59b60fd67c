/** The tree of menus: what stands on the dashboard's side. Roles decide who sees which. */
import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Flex, Grid, Table, type TableColumnsType, Tag, Typography } from "antd";
import { useState } from "react";
import { deleteMenu, type Menu, menuList, restoreMenu } from "../../api/people.ts";
import { menuIcon } from "../../app/menu-icons.tsx";
import { useMay } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { ShowDeleted } from "../../ui/filter-bar.tsx";
import { LoadingCard } from "../../ui/loading-card.tsx";
import { MayButton } from "../../ui/may-button.tsx";
import { MoreMenu } from "../../ui/more-menu.tsx";
import { TableFrame } from "../../ui/table-frame.tsx";
import { toTableRows } from "../../ui/table-rows.ts";
import { useDialog } from "../../ui/use-dialog.ts";
import { useRemoval } from "../../ui/use-removal.tsx";
import { MenuForm } from "./menu-form.tsx";
import { texts } from "./texts.ts";

export function MenusPage() {
  const { t } = useTexts(texts);
  const [deleted, setDeleted] = useState(false);
  const form = useDialog<Menu | "new">();
  const list = useQuery(menuList(deleted));
  return (
    <div className="page" data-testid="menus">
      <div className="page-head">
        <Typography.Title level={1}>{t("nav.menus")}</Typography.Title>
        <MayButton
          route="POST /api/v1/menus"
          type="primary"
          icon={<PlusOutlined />}
          onClick={() => form.open("new")}
          data-testid="add-menu"
        >
          {t("menus.add")}
        </MayButton>
      </div>
      <div className="filters">
        <ShowDeleted checked={deleted} onChange={setDeleted} />
      </div>
      {list.error && <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />}
      {list.isLoading && <LoadingCard />}
      {list.data && <MenuTable menus={list.data.items} onEdit={form.open} />}
      {form.subject && (
        <MenuForm key={form.turn} open={form.isOpen} edited={form.subject} onClose={form.close} />
      )}
    </div>
  );
}

function MenuTable({ menus, onEdit }: { menus: Menu[]; onEdit: (menu: Menu) => void }) {
  const { t } = useTexts(texts);
  const wide = Grid.useBreakpoint().lg ?? true;
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
    {
      title: <span className="visually-hidden">{t("table.actions")}</span>,
      key: "actions",
      width: 120,
      align: "right",
      render: (_, menu) => <Actions menu={menu} onEdit={onEdit} />,
    },
  ];
  return (
    <TableFrame label={t("nav.menus")} testId="menu-table">
      <Table<Menu>
        rowKey="id"
        size={wide ? "medium" : "small"}
        columns={columns}
        dataSource={toTableRows(menus)}
        pagination={false}
        expandable={{ defaultExpandAllRows: true }}
      />
    </TableFrame>
  );
}

function Actions({ menu, onEdit }: { menu: Menu; onEdit: (menu: Menu) => void }) {
  const { t, language } = useTexts(texts);
  const may = useMay();
  const titleOf = (item: Menu) => (language === "zh-CN" ? item.title_zh : item.title_en);
  const { remove, restore } = useRemoval<Menu>({
    nameOf: titleOf,
    remove: deleteMenu,
    restore: restoreMenu,
    hint: t("menus.deleteHint"),
  });
  if (menu.deleted_at !== null) {
    return may("POST /api/v1/menus/{id}/restore") ? (
      <Button size="small" onClick={() => restore(menu)} data-testid="restore">
        {t("app.restore")}
      </Button>
    ) : null;
  }
  const canDelete = may("DELETE /api/v1/menus/{id}") && !menu.built_in;
  return (
    <Flex gap={4} justify="flex-end">
      {may("PATCH /api/v1/menus/{id}") && (
        <Button size="small" onClick={() => onEdit(menu)} data-testid="edit">
          {t("app.edit")}
        </Button>
      )}
      <MoreMenu
        label={t("table.actionsOf", { keyword: titleOf(menu) })}
        actions={
          canDelete
            ? [{ key: "delete", label: t("app.delete"), danger: true, onClick: () => remove(menu) }]
            : []
        }
      />
    </Flex>
  );
}
