import type { z } from "@hono/zod-openapi";
import { exampleLifetime } from "../openapi/example.ts";
import type { MenuView } from "./menu-view.ts";

export const EXAMPLE_MENU_ID = "a3d5c7e9-2b4f-4d6c-8e0a-1f3b5d7c9e44";

/** A menu as `GET /auth/me` shows it. */
export const exampleMenuEntry = {
  id: EXAMPLE_MENU_ID,
  parent_id: null,
  key: "keywords",
  title_en: "Keywords",
  title_zh: "关键词",
  path: "/keywords",
  icon: "tags",
  position: 1,
};

export const exampleMenu = { ...exampleMenuEntry, built_in: true, ...exampleLifetime } satisfies z.input<
  typeof MenuView
>;
