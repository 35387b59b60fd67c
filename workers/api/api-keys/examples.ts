import type { z } from "@hono/zod-openapi";
import { DAY_MS } from "../../../shared/time.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { EXAMPLE_USER_ID } from "../users/examples.ts";
import type { ApiKeyView } from "./api-key-view.ts";

export const exampleApiKey = {
  id: "c1d2e3f4-a5b6-4c7d-8e9f-0a1b2c3d4e66",
  name: "nightly import",
  node: null,
  prefix: "jd_9fQ2x",
  scopes: ["read", "keywords:write"],
  user: { id: EXAMPLE_USER_ID, username: "lin.operator" },
  expires_at: EXAMPLE_NOW + 90 * DAY_MS,
  last_used_at: EXAMPLE_NOW - 60_000,
  created_at: EXAMPLE_NOW - DAY_MS,
  revoked_at: null,
} satisfies z.input<typeof ApiKeyView>;
