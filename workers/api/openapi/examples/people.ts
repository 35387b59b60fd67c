/** Examples of users, roles, departments, menus, permissions, keys and the audit log. */
import { SCOPE_DESCRIPTIONS } from "../../../../shared/contracts/access.ts";
import { DAY_MS } from "../../../../shared/time.ts";
import { type DocsByRoute, EXAMPLE_NOW } from "../example.ts";

export const USER_ID = "6d1f6c0e-3b57-4a0c-9a53-0f4a5c9c7e11";
export const DEPARTMENT_ID = "2c9e1a34-7f10-4c55-8b1e-5d0f7a6b3c22";
const ROLE_ID = "8f2b7d10-1c4e-4f6a-b0d3-9e5a2c1f4b33";
const MENU_ID = "a3d5c7e9-2b4f-4d6c-8e0a-1f3b5d7c9e44";
const PERMISSION_ID = "b7c9d1e3-5f60-4a8b-9c2d-3e4f5a6b7c55";
const KEY_ID = "c1d2e3f4-a5b6-4c7d-8e9f-0a1b2c3d4e66";

const lifetime = {
  created_at: EXAMPLE_NOW - 30 * DAY_MS,
  updated_at: EXAMPLE_NOW - DAY_MS,
  deleted_at: null,
};
const restoreOf = (noun: string, id: string) => ({ method: "POST", path: `/api/v1/${noun}/${id}/restore` });

const user = {
  id: USER_ID,
  username: "lin.operator",
  name: "Lin",
  email: "lin.operator@example.com",
  department: { id: DEPARTMENT_ID, name: "华北" },
  roles: [{ id: ROLE_ID, name: "operator north" }],
  disabled: false,
  must_change_password: false,
  two_factor_enabled: false,
  ...lifetime,
};

const role = {
  id: ROLE_ID,
  name: "operator north",
  description: "Crawls of the north",
  reach: "department",
  sees_recruiters: false,
  superuser: false,
  built_in: false,
  permission_ids: [PERMISSION_ID],
  menu_ids: [MENU_ID],
  users: 4,
  ...lifetime,
};

const department = { id: DEPARTMENT_ID, parent_id: null, name: "华北", position: 0, users: 4, ...lifetime };

/** As `/auth/me` shows it. */
export const MENU = {
  id: MENU_ID,
  parent_id: null,
  key: "keywords",
  title_en: "Keywords",
  title_zh: "关键词",
  path: "/keywords",
  icon: "tags",
  position: 1,
};
const menu = { ...MENU, built_in: true, ...lifetime };

const apiKey = {
  id: KEY_ID,
  name: "nightly import",
  node: null,
  prefix: "jd_9fQ2x",
  scopes: ["read", "keywords:write"],
  user: { id: USER_ID, username: "lin.operator" },
  expires_at: EXAMPLE_NOW + 90 * DAY_MS,
  last_used_at: EXAMPLE_NOW - 60_000,
  created_at: EXAMPLE_NOW - DAY_MS,
  revoked_at: null,
};

const deleted = { deleted_at: EXAMPLE_NOW };

export const peopleDocs: DocsByRoute = {
  "GET /api/v1/users": { id: "listUsers", answers: { 200: { items: [user], next_cursor: null, total: 1 } } },
  "POST /api/v1/users": {
    id: "createUser",
    body: {
      username: "lin.operator",
      name: "Lin",
      email: "lin.operator@example.com",
      department_id: DEPARTMENT_ID,
      role_ids: [ROLE_ID],
    },
    answers: { 201: { user: { ...user, must_change_password: true }, password: "u7QpWd2XkRmz9TfbNsGa" } },
  },
  "GET /api/v1/users/{id}": { id: "showUser", answers: { 200: user } },
  "PATCH /api/v1/users/{id}": {
    id: "updateUser",
    body: { department_id: DEPARTMENT_ID, disabled: true },
    answers: { 200: { ...user, disabled: true } },
  },
  "DELETE /api/v1/users/{id}": {
    id: "deleteUser",
    answers: { 200: { user: { ...user, ...deleted }, restore: restoreOf("users", USER_ID) } },
  },
  "POST /api/v1/users/{id}/restore": { id: "restoreUser", answers: { 200: user } },
  "POST /api/v1/users/{id}/password": {
    id: "setUserPassword",
    body: { reset_two_factor: true },
    answers: { 200: { password: "u7QpWd2XkRmz9TfbNsGa" } },
  },

  "GET /api/v1/roles": { id: "listRoles", answers: { 200: { items: [role], next_cursor: null } } },
  "POST /api/v1/roles": {
    id: "createRole",
    body: {
      name: "operator north",
      description: "Crawls of the north",
      reach: "department",
      sees_recruiters: false,
      permission_ids: [PERMISSION_ID],
      menu_ids: [MENU_ID],
    },
    answers: { 201: { ...role, users: 0 } },
  },
  "GET /api/v1/roles/{id}": { id: "showRole", answers: { 200: role } },
  "PATCH /api/v1/roles/{id}": {
    id: "updateRole",
    body: { reach: "own", permission_ids: [PERMISSION_ID] },
    answers: { 200: { ...role, reach: "own" } },
  },
  "DELETE /api/v1/roles/{id}": {
    id: "deleteRole",
    answers: { 200: { role: { ...role, ...deleted }, restore: restoreOf("roles", ROLE_ID) } },
  },
  "POST /api/v1/roles/{id}/restore": { id: "restoreRole", answers: { 200: role } },

  "GET /api/v1/departments": {
    id: "listDepartments",
    answers: { 200: { items: [department], next_cursor: null } },
  },
  "POST /api/v1/departments": {
    id: "createDepartment",
    body: { parent_id: null, name: "华北" },
    answers: { 201: { ...department, users: 0 } },
  },
  "GET /api/v1/departments/{id}": { id: "showDepartment", answers: { 200: department } },
  "PATCH /api/v1/departments/{id}": {
    id: "updateDepartment",
    body: { name: "北方" },
    answers: { 200: { ...department, name: "北方" } },
  },
  "DELETE /api/v1/departments/{id}": {
    id: "deleteDepartment",
    answers: {
      200: {
        department: { ...department, users: 0, ...deleted },
        restore: restoreOf("departments", DEPARTMENT_ID),
      },
    },
  },
  "POST /api/v1/departments/{id}/restore": { id: "restoreDepartment", answers: { 200: department } },

  "GET /api/v1/menus": { id: "listMenus", answers: { 200: { items: [menu], next_cursor: null } } },
  "POST /api/v1/menus": {
    id: "createMenu",
    body: {
      parent_id: null,
      key: "reports",
      title_en: "Reports",
      title_zh: "报表",
      path: "/reports",
      icon: "dashboard",
      position: 9,
    },
    answers: {
      201: {
        ...menu,
        key: "reports",
        title_en: "Reports",
        title_zh: "报表",
        path: "/reports",
        icon: "dashboard",
        position: 9,
        built_in: false,
      },
    },
  },
  "GET /api/v1/menus/{id}": { id: "showMenu", answers: { 200: menu } },
  "PATCH /api/v1/menus/{id}": {
    id: "updateMenu",
    body: { title_zh: "搜索词" },
    answers: { 200: { ...menu, title_zh: "搜索词" } },
  },
  "DELETE /api/v1/menus/{id}": {
    id: "deleteMenu",
    answers: {
      200: { menu: { ...menu, built_in: false, ...deleted }, restore: restoreOf("menus", MENU_ID) },
    },
  },
  "POST /api/v1/menus/{id}/restore": { id: "restoreMenu", answers: { 200: menu } },

  "GET /api/v1/permissions": {
    id: "listPermissions",
    answers: {
      200: {
        items: [
          {
            id: PERMISSION_ID,
            method: "POST",
            path: "/api/v1/keywords",
            scope: "keywords:write",
            summary: "Create one keyword",
          },
        ],
        next_cursor: null,
      },
    },
  },
  "POST /api/v1/permissions/refresh": {
    id: "refreshPermissions",
    answers: { 200: { added: ["GET /api/v1/reports"], removed: [], total: 58 } },
  },

  "GET /api/v1/scopes": {
    id: "listScopes",
    answers: {
      200: {
        items: [
          {
            scope: "keywords:write",
            description: SCOPE_DESCRIPTIONS["keywords:write"],
            permissions: ["POST /api/v1/keywords"],
          },
        ],
        next_cursor: null,
      },
    },
  },
  "GET /api/v1/api-keys": { id: "listApiKeys", answers: { 200: { items: [apiKey], next_cursor: null } } },
  "POST /api/v1/api-keys": {
    id: "createApiKey",
    body: {
      name: "nightly import",
      node: null,
      scopes: ["read", "keywords:write"],
      expires_at: EXAMPLE_NOW + 90 * DAY_MS,
    },
    answers: { 201: { api_key: { ...apiKey, last_used_at: null }, key: "jd_9fQ2x…" } },
  },
  "DELETE /api/v1/api-keys/{id}": {
    id: "revokeApiKey",
    answers: { 200: { ...apiKey, revoked_at: EXAMPLE_NOW } },
  },

  "GET /api/v1/audit-log": {
    id: "listAuditLog",
    answers: {
      200: {
        items: [
          {
            seq: 4711,
            at: EXAMPLE_NOW - 60_000,
            user_id: USER_ID,
            actor: "lin.operator",
            ip: "203.0.113.7",
            user_agent: "Mozilla/5.0",
            method: "POST",
            route: "/api/v1/keywords/:id/actions/:action",
            path: "/api/v1/keywords/019aaa9e-4800-8000-8000-5f1c2b7d9e04/actions/pause",
            status: 200,
            request_id: "4f6c1a30-6c1b-4d8e-9c55-0c7a2f1de311",
            action: "keyword.pause",
            record: "keyword:019aaa9e-4800-8000-8000-5f1c2b7d9e04",
            before: { state: "pending", due_at: EXAMPLE_NOW, deleted_at: null },
            after: { state: "paused", due_at: null, deleted_at: null },
          },
        ],
        next_cursor: "WyJhdWRpdC1sb2ciLDQ3MTFd",
      },
    },
  },
};
