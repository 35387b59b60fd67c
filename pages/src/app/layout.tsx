/** Frame of every page: header, side menu (a drawer on narrow screens), content. */
import {
  DashboardOutlined,
  FileSearchOutlined,
  LogoutOutlined,
  MenuOutlined,
  TagsOutlined,
} from "@ant-design/icons";
import { Link, Outlet, useMatchRoute, useRouterState } from "@tanstack/react-router";
import { Layout as AntdLayout, Button, Drawer, Grid, Menu, Tooltip } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { session } from "../auth/session.ts";
import { LanguageSwitch, ThemeSwitch } from "./toolbar.tsx";

const PAGES = [
  { key: "overview", to: "/", icon: <DashboardOutlined /> },
  { key: "keywords", to: "/keywords", icon: <TagsOutlined /> },
  { key: "jobs", to: "/jobs", icon: <FileSearchOutlined /> },
] as const;

export function Layout() {
  const { t } = useTranslation();
  const wide = Grid.useBreakpoint().lg ?? true;
  const [menuOpen, setMenuOpen] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const matches = useMatchRoute();
  const selected = PAGES.find(({ to }) => matches({ to }))?.key;

  useEffect(() => {
    document.title = t("app.title", { page: selected ? t(`nav.${selected}`) : t("app.notFoundTitle") });
  }, [selected, t]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawer closes whenever the path changes
  useEffect(() => setMenuOpen(false), [path]);

  const menu = (
    <nav aria-label={t("app.menu")}>
      <Menu
        mode="inline"
        selectedKeys={selected ? [selected] : []}
        style={{ borderInlineEnd: 0, paddingTop: 8 }}
        items={PAGES.map(({ key, to, icon }) => ({
          key,
          icon,
          label: (
            <Link to={to} data-testid={`nav-${key}`}>
              {t(`nav.${key}`)}
            </Link>
          ),
        }))}
      />
    </nav>
  );

  return (
    <AntdLayout className="frame">
      <a className="skip-link" href="#content">
        {t("app.skip")}
      </a>
      <AntdLayout.Header className="header">
        {!wide && (
          <Button
            type="text"
            icon={<MenuOutlined />}
            aria-label={t("app.openMenu")}
            aria-expanded={menuOpen}
            onClick={() => setMenuOpen(true)}
            data-testid="open-menu"
          />
        )}
        <Link to="/" className="brand">
          <img src="/favicon.svg" alt="" />
          {t("app.name")}
        </Link>
        <LanguageSwitch />
        <ThemeSwitch />
        <Tooltip title={t("app.signOut")} placement="bottomRight">
          <Button
            type="text"
            icon={<LogoutOutlined />}
            aria-label={t("app.signOut")}
            onClick={session.signOut}
            data-testid="sign-out"
          />
        </Tooltip>
      </AntdLayout.Header>
      <AntdLayout>
        {wide ? (
          <AntdLayout.Sider width={200} className="sider">
            {menu}
          </AntdLayout.Sider>
        ) : (
          <Drawer
            placement="left"
            size={260}
            open={menuOpen}
            onClose={() => setMenuOpen(false)}
            title={t("app.name")}
            styles={{ body: { padding: 0 } }}
          >
            {menu}
          </Drawer>
        )}
        <AntdLayout.Content className="content" id="content" tabIndex={-1}>
          <Outlet />
        </AntdLayout.Content>
      </AntdLayout>
    </AntdLayout>
  );
}
