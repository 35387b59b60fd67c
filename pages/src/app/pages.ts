/** The dashboard's pages, their records checked against the API's routes and the menu's icons. */
import { type DashboardPage, PAGES, type PageName } from "../../../shared/dashboard/pages.ts";
import type { ApiRoute } from "../../../workers/api/client-type.ts";
import type { MenuIconName } from "./menu-icons.tsx";

interface CheckedPage extends Omit<DashboardPage, "permission" | "menu"> {
  permission: ApiRoute | null;
  menu: { icon: MenuIconName } | null;
}

export const CHECKED_PAGES: Readonly<Record<PageName, CheckedPage>> = PAGES;

/** The permission that a menu's path needs; null for a page that is open to everybody and for a foreign path. */
export const permissionOf = (path: string): ApiRoute | null =>
  Object.values(CHECKED_PAGES).find((page) => page.path === path)?.permission ?? null;
