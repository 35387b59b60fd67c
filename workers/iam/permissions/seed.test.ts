import { expect, test } from "vitest";
import { MENU_SEEDS, ROLE_SEEDS } from "./seed.ts";

// Keys, order and titles are stored in the D1 of every installation, so an existing page must keep them.
test("the menus that the first release stored follow from the dashboard's pages", () => {
  const rows = MENU_SEEDS.map(({ key, parent, titleEn, titleZh, path, icon }) =>
    [key, parent ?? "", titleEn, titleZh, path ?? "", icon].join("|"),
  );
  expect(rows).toEqual([
    "overview||Overview|概览|/|dashboard",
    "keywords||Keywords|关键词|/keywords|tags",
    "jobs||Postings|职位|/jobs|file-search",
    "companies||Companies|公司|/companies|appstore",
    "matches||Matches|查重|/matches|audit",
    "coverage||Coverage|覆盖率|/coverage|global",
    "analytics||Analytics|分析|/analytics|bar-chart",
    "skills||Skills|技能词典|/skills|tool",
    "exports||Exports|导出|/exports|export",
    "nodes||Nodes|节点|/nodes|cluster",
    "ingest||Ingest|入库|/ingest|database",
    "dictionaries||Dictionaries|字典|/dictionaries|file-text",
    "access||Access|权限||safety",
    "users|access|Users|用户|/users|user",
    "roles|access|Roles|角色|/roles|team",
    "departments|access|Departments|部门|/departments|apartment",
    "menus|access|Menus|菜单|/menus|menu",
    "api-keys||API keys|API 密钥|/api-keys|key",
    "audit-log||Audit log|审计日志|/audit-log|audit",
  ]);
});

test("each built-in role gets the menus that it got in the first release", () => {
  expect(Object.fromEntries(ROLE_SEEDS.map(({ name, menus }) => [name, menus]))).toEqual({
    superuser: ["*"],
    admin: ["*"],
    operator: [
      "overview",
      "keywords",
      "jobs",
      "companies",
      "matches",
      "coverage",
      "analytics",
      "skills",
      "exports",
      "nodes",
      "ingest",
      "dictionaries",
      "api-keys",
    ],
    analyst: [
      "overview",
      "keywords",
      "jobs",
      "companies",
      "matches",
      "coverage",
      "analytics",
      "skills",
      "exports",
    ],
    node: [],
  });
});
