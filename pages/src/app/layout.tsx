/** The frame of every page: header, side menu (a drawer on narrow screens), content. */
import MenuOutlined from "@ant-design/icons-svg/es/asn/MenuOutlined";
import { CatchBoundary, Link, Outlet, useRouterState } from "@tanstack/react-router";
import { Suspense, useEffect, useState } from "react";
import { Gate } from "../auth/gate.tsx";
import { useCan } from "../auth/me.ts";
import { useTexts } from "../i18n/texts.ts";
import { Icon } from "../ui/icon.tsx";
import { PageFailed, PageForbidden, PagePending } from "../ui/page-states.tsx";
import { useWide } from "../ui/use-wide.ts";
import { AccountMenu } from "./account-menu.tsx";
import { LazyAntdRoot } from "./lazy-antd-root.ts";
import { MenuDrawer } from "./menu-drawer.tsx";
import { usePageName } from "./page-name.ts";
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
  const wide = useWide();
  const [menuOpen, setMenuOpen] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [shownPath, setShownPath] = useState(path);
  // The drawer closes whenever the path changes, also by the browser's Back.
  if (path !== shownPath) {
    setShownPath(path);
    setMenuOpen(false);
  }
  const can = useCan();
  const name = usePageName();
  const page = name && CHECKED_PAGES[name];
  const isOpen = !page?.permission || can(page.permission);

  useEffect(() => {
    document.title = t("app.title", { page: name ? t(`nav.${name}`) : t("app.notFoundTitle") });
  }, [name, t]);

  const menu = <SideMenu path={page?.path ?? path} onChoose={() => setMenuOpen(false)} />;
  return (
    <>
      <a className="skip-link" href="#content">
        {t("app.skip")}
      </a>
      <header className="header">
        {!wide && (
          <button
            type="button"
            className="frame-button"
            aria-label={t("app.openMenu")}
            aria-expanded={menuOpen}
            onClick={() => setMenuOpen(true)}
            data-testid="open-menu"
          >
            <Icon shape={MenuOutlined} />
          </button>
        )}
        <Link to="/" className="brand">
          <img src="/favicon.svg" alt="" />
          {t("app.name")}
        </Link>
        <LanguageSwitch />
        <ThemeSwitch />
        <AccountMenu />
      </header>
      <div className="frame-body">
        {wide ? (
          <aside className="sider">{menu}</aside>
        ) : (
          <MenuDrawer isOpen={menuOpen} onClose={() => setMenuOpen(false)}>
            {menu}
          </MenuDrawer>
        )}
        <main className="content" id="content" tabIndex={-1}>
          {/* A page that fails says so inside the outlet. Here only antd's file can fail, and React keeps that failure. */}
          {isOpen ? (
            <CatchBoundary
              getResetKey={() => "antd"}
              errorComponent={({ error }) => <PageFailed error={error} reset={() => location.reload()} />}
            >
              <Suspense fallback={<PagePending />}>
                <LazyAntdRoot>
                  <Outlet />
                </LazyAntdRoot>
              </Suspense>
            </CatchBoundary>
          ) : (
            <PageForbidden />
          )}
        </main>
      </div>
    </>
  );
}
