/** The side menu: what the person's roles grant, as far as there is something to see. */
import { Link } from "@tanstack/react-router";
import { Menu, type MenuProps } from "antd";
import type { OwnMenu } from "../api/types.ts";
import { useMay, useMe } from "../auth/me.ts";
import { useTexts } from "../i18n/texts.ts";
import type { TreeNode } from "../ui/tree.ts";
import { menuIcon } from "./menu-icons.tsx";
import { shownMenus } from "./menu-tree.ts";
import { permissionOf } from "./pages.ts";

type Items = NonNullable<MenuProps["items"]>;

/** @param path the page that is open */
export function SideMenu({ path }: { path: string }) {
  const { t, language } = useTexts();
  const { menus } = useMe();
  const may = useMay();
  const shown = shownMenus(menus, (target) => {
    const permission = permissionOf(target);
    return permission === null || may(permission);
  });
  const groups = menus.flatMap(({ parent_id }) => (parent_id === null ? [] : [parent_id]));
  const selected = menus.find((menu) => menu.path === path)?.id;

  const itemsOf = (nodes: TreeNode<OwnMenu>[]): Items =>
    nodes.map(({ item, children }) => {
      const title = language === "zh-CN" ? item.title_zh : item.title_en;
      const entry = { key: item.id, icon: menuIcon(item.icon), label: labelOf(item, title) };
      return children.length === 0 ? entry : { ...entry, children: itemsOf(children) };
    });

  return (
    <nav aria-label={t("app.menu")}>
      <Menu
        mode="inline"
        selectedKeys={selected === undefined ? [] : [selected]}
        defaultOpenKeys={groups}
        style={{ borderInlineEnd: 0, paddingTop: 8 }}
        items={itemsOf(shown)}
      />
    </nav>
  );
}

const labelOf = ({ key, path }: OwnMenu, title: string) =>
  path === null ? (
    title
  ) : (
    <Link to={path} data-testid={`nav-${key}`}>
      {title}
    </Link>
  );
