/** The menus page: the entries of the side menu. Roles decide who sees which of them. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { menuList } from "../../api/menus.ts";
import type { Menu } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ShowDeleted } from "../../ui/filter-bar.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { AddButton } from "../../ui/permission-button.tsx";
import { useDialog } from "../../ui/use-dialog.ts";
import { MenuForm } from "./menu-form.tsx";
import { MenuTable } from "./table.tsx";
import { texts } from "./texts.ts";

export function MenusPage() {
  const { t } = useTexts(texts);
  const [deleted, setDeleted] = useState(false);
  const form = useDialog<Menu | "new">();
  const list = useQuery(menuList(deleted));
  return (
    <PageFrame
      title={t("nav.menus")}
      testId="menus"
      actions={
        <AddButton route="POST /api/v1/menus" onClick={() => form.open("new")} data-testid="add-menu">
          {t("menus.add")}
        </AddButton>
      }
    >
      <div className="filters">
        <ShowDeleted checked={deleted} onChange={setDeleted} />
      </div>
      <ListStatus list={list} />
      {list.data && <MenuTable menus={list.data.items} onEdit={form.open} />}
      {form.subject && (
        <MenuForm key={form.turn} open={form.isOpen} edited={form.subject} onClose={form.close} />
      )}
    </PageFrame>
  );
}
