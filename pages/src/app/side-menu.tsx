/** The side menu: the entries that the person's roles grant, without pages that they may not open. */
import { Link } from "@tanstack/react-router";
import { Menu, type MenuProps } from "antd";
import type { OwnMenu } from "../api/types.ts";
import { useCan, useMe } from "../auth/me.ts";
import { useTexts } from "../i18n/texts.ts";
import type { TreeNode } from "../ui/tree.ts";
import { menuIcon } from "./menu-icons.tsx";
import { menuTitle } from "./menu-title.ts";
import { shownMenus } from "./menu-tree.ts";
import { permissionOf } from "./pages.ts";

type Items = NonNullable<MenuProps["items"]>;

interface SideMenuProps {
  /** Of the open page. */
  path: string;
  /** Called on each choice, that of the open page too. */
  onChoose?: () => void;
}

export function SideMenu({ path, onChoose }: SideMenuProps) {
  const { t, language } = useTexts();
  const { menus } = useMe();
  const can = useCan();
  const shown = shownMenus(menus, (target) => {
    const permission = permissionOf(target);
    return permission === null || can(permission);
  });
  const groups = menus.flatMap(({ parent_id }) => (parent_id === null ? [] : [parent_id]));
  const selected = menus.find((menu) => menu.path === path)?.id;

  const itemsOf = (nodes: TreeNode<OwnMenu>[]): Items =>
    nodes.map(({ item, children }) => {
      const label = labelOf(item, menuTitle(item, language));
      const entry = { key: item.id, icon: menuIcon(item.icon), label };
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
        onClick={onChoose}
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
