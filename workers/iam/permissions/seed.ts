/** The initial data of every installation: built-in roles with their permissions, and the dashboard's menus. */
import type { BuiltInRole, Reach, Scope } from "../../../shared/contracts/access.ts";
import { SCOPES } from "../../../shared/contracts/access.ts";
import {
  type DashboardPage,
  MENU_GROUPS,
  PAGE_NAMES,
  PAGES,
  type PageName,
} from "../../../shared/dashboard/pages.ts";

export interface RoleSeed {
  name: BuiltInRole;
  description: string;
  reach: Reach;
  seesRecruiters: boolean;
  superuser: boolean;
  /** A new route is granted to the role when its scope is one of these. */
  scopes: readonly Scope[];
  /** Keys of menus, granted in the same way; `*` for all. */
  menus: readonly string[];
}

export const ROLE_SEEDS: readonly RoleSeed[] = [
  {
    name: "superuser",
    description: "Everything, always",
    reach: "all",
    seesRecruiters: true,
    superuser: true,
    scopes: [],
    menus: ["*"],
  },
  {
    name: "admin",
    description: "Runs the system and its users",
    reach: "all",
    seesRecruiters: true,
    superuser: false,
    scopes: SCOPES,
    menus: ["*"],
  },
  {
    name: "operator",
    description: "Runs crawls: keywords, platforms, schedules, ingest",
    reach: "all",
    seesRecruiters: true,
    superuser: false,
    scopes: [
      "read",
      "searches:write",
      "skills:write",
      "keywords:write",
      "platforms:write",
      "schedules:write",
      "ingest:manage",
      "nodes:write",
      "proxies:write",
      // Registering a node makes a key with these two, and nobody may grant a scope that they lack.
      "ingest:write",
      "nodes:lease",
      "keys:write",
      "exports:write",
      "matches:write",
      "recleans:write",
      "metrics:read",
      "alerts:read",
      "alerts:write",
      "tasks:read",
      "tasks:write",
      "webhooks:read",
      "webhooks:write",
    ],
    menus: menusOf("operator"),
  },
  {
    name: "analyst",
    description: "Reads and exports; recruiters' names are masked",
    reach: "all",
    seesRecruiters: false,
    superuser: false,
    scopes: ["read", "searches:write", "exports:write"],
    menus: menusOf("analyst"),
  },
  {
    name: "node",
    description: "External crawler node",
    reach: "own",
    seesRecruiters: false,
    superuser: false,
    scopes: ["ingest:write", "nodes:lease"],
    menus: [],
  },
];

export interface MenuSeed {
  key: string;
  parent: string | null;
  titleEn: string;
  titleZh: string;
  path: string | null;
  icon: string | null;
}

/** In the order of the side menu; a group stands before its first page. */
export const MENU_SEEDS: readonly MenuSeed[] = menuSeeds();

function menuSeeds(): MenuSeed[] {
  const seeds: MenuSeed[] = [];
  for (const name of PAGE_NAMES) {
    const { path, title, menu }: DashboardPage = PAGES[name];
    if (menu === null) continue;
    const { group, icon } = menu;
    if (group !== null && !seeds.some(({ key }) => key === group)) {
      const { title: groupTitle, icon: groupIcon } = MENU_GROUPS[group];
      seeds.push(menuSeed(group, null, groupTitle, null, groupIcon));
    }
    seeds.push(menuSeed(name, group, title, path, icon));
  }
  return seeds;
}

function menuSeed(
  key: string,
  parent: string | null,
  title: DashboardPage["title"],
  path: string | null,
  icon: string,
): MenuSeed {
  return { key, parent, titleEn: title.en, titleZh: title.zh, path, icon };
}

/** Keys of the menus that a built-in role gets; the groups above them come by themselves. */
function menusOf(role: BuiltInRole): PageName[] {
  return PAGE_NAMES.filter((name) => {
    const { menu }: DashboardPage = PAGES[name];
    return menu?.roles.some((seeded) => seeded === role);
  });
}
