/** The frame of every page: header, side menu (a drawer on narrow screens), content. */
import { MenuOutlined } from "@ant-design/icons";
import { Link, Outlet, useMatchRoute, useRouterState } from "@tanstack/react-router";
import { Layout as AntdLayout, Button, Drawer, Grid } from "antd";
import { useEffect, useState } from "react";
import { PAGE_NAMES, PAGES } from "../../../shared/dashboard/pages.ts";
import { Gate } from "../auth/gate.tsx";
import { useCan } from "../auth/me.ts";
import { useTexts } from "../i18n/texts.ts";
import { PageForbidden } from "../ui/page-states.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { CHECKED_PAGES } from "./pages.ts";
import { SideMenu } from "./side-menu.tsx";
import { LanguageSwitch, ThemeSwitch } from "./toolbar.tsx";

export const GuardedLayout = () => (
  <Gate>
    <Layout />
  </Gate>
);

function Layout() {
  const { t } = useTexts();
  const wide = Grid.useBreakpoint().lg ?? true;
  const [menuOpen, setMenuOpen] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const matches = useMatchRoute();
  const can = useCan();
  const name = PAGE_NAMES.find((page) => matches({ to: PAGES[page].path }));
  const page = name && CHECKED_PAGES[name];
  const isOpen = !page?.permission || can(page.permission);

  useEffect(() => {
    document.title = t("app.title", { page: name ? t(`nav.${name}`) : t("app.notFoundTitle") });
  }, [name, t]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawer closes whenever the path changes
  useEffect(() => setMenuOpen(false), [path]);

  const menu = <SideMenu path={page?.path ?? path} onChoose={() => setMenuOpen(false)} />;
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
        <AccountMenu />
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
          {isOpen ? <Outlet /> : <PageForbidden />}
        </AntdLayout.Content>
      </AntdLayout>
    </AntdLayout>
  );
}
