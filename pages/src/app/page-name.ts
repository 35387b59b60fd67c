/** Names the page that the address leads to, also while the page is still loading. */
import { useRouterState } from "@tanstack/react-router";
import { PAGE_NAMES, PAGES, type PageName } from "../../../shared/dashboard/pages.ts";

/** @param pathname of the address; a slash at its end is ignored, as the router does */
export const pageNameOf = (pathname: string): PageName | undefined =>
  PAGE_NAMES.find((name) => PAGES[name].path === (pathname.replace(/\/+$/, "") || "/"));

export const usePageName = (): PageName | undefined =>
  useRouterState({ select: ({ location }) => pageNameOf(location.pathname) });
