/** The side menu: the entries that the person's roles grant, without pages that they may not open. */
import DownOutlined from "@ant-design/icons-svg/es/asn/DownOutlined";
import { Link } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState } from "react";
import type { OwnMenu } from "../api/types.ts";
import { useCan, useMe } from "../auth/me.ts";
import { useTexts } from "../i18n/texts.ts";
import { Icon } from "../ui/icon.tsx";
import type { TreeNode } from "../ui/tree.ts";
import { menuIcon } from "./menu-icons.tsx";
import { menuTitle } from "./menu-title.ts";
import { shownMenus } from "./menu-tree.ts";
import { permissionOf } from "./pages.ts";
import { readPreference, writePreference } from "./preferences.ts";

interface SideMenuProps {
  /** Path of the open page. */
  path: string;
  /** Called on each choice, that of the open page too. */
  onChoose?: () => void;
}

export function SideMenu({ path, onChoose }: SideMenuProps) {
  const { t } = useTexts();
  const { menus } = useMe();
  const can = useCan();
  const shown = shownMenus(menus, (target) => {
    const permission = permissionOf(target);
    return permission === null || can(permission);
  });
  const nav = useRef<HTMLElement>(null);
  // The menu may be longer than the window, and grows when a role is granted; the focus stays where it is.
  useEffect(() => {
    if (path && menus)
      nav.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest" });
  }, [path, menus]);
  return (
    <nav ref={nav} aria-label={t("app.menu")} className="side-menu">
      <MenuList nodes={shown} path={path} onChoose={onChoose} />
    </nav>
  );
}

interface MenuListProps extends SideMenuProps {
  id?: string;
  nodes: TreeNode<OwnMenu>[];
}

const MenuList = ({ id, nodes, ...props }: MenuListProps) => (
  <ul id={id}>
    {nodes.map((node) => (
      <li key={node.item.id}>
        {node.children.length > 0 ? (
          <MenuGroup node={node} {...props} />
        ) : (
          <MenuEntry menu={node.item} {...props} />
        )}
      </li>
    ))}
  </ul>
);

/** Pages under a heading that folds them; the browser keeps which are folded. */
function MenuGroup({ node: { item, children }, ...props }: SideMenuProps & { node: TreeNode<OwnMenu> }) {
  const { language } = useTexts();
  const id = useId();
  const preference = `menu.${item.key}` as const;
  const [isOpen, setOpen] = useState(() => readPreference(preference) !== "folded");
  const fold = () => {
    setOpen(!isOpen);
    writePreference(preference, isOpen ? "folded" : "open");
  };
  return (
    <>
      <button type="button" className="side-entry" aria-expanded={isOpen} aria-controls={id} onClick={fold}>
        {menuIcon(item.icon)}
        <span>{menuTitle(item, language)}</span>
        <Icon shape={DownOutlined} />
      </button>
      {isOpen && <MenuList id={id} nodes={children} {...props} />}
    </>
  );
}

function MenuEntry({ menu, path, onChoose }: SideMenuProps & { menu: OwnMenu }) {
  const { language } = useTexts();
  const title = menuTitle(menu, language);
  const isCurrent = menu.path !== null && menu.path === path;
  const content = (
    <>
      {menuIcon(menu.icon)}
      <span>{title}</span>
    </>
  );
  if (menu.path === null) return <span className="side-entry">{content}</span>;
  return (
    <Link
      to={menu.path}
      // The router takes "/" for the start of every path; which entry is open is decided here.
      activeOptions={{ exact: true }}
      className="side-entry"
      aria-current={isCurrent ? "page" : undefined}
      title={title}
      onClick={onChoose}
      data-testid={`nav-${menu.key}`}
    >
      {content}
    </Link>
  );
}
