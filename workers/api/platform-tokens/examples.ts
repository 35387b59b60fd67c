import type { z } from "@hono/zod-openapi";
import { DAY_MS } from "../../../shared/time.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { exampleLive } from "../resources/examples.ts";
import type { TokenView } from "./token-view.ts";

export const EXAMPLE_TOKEN_ID = "e5f6a7b8-c9d0-4e1f-9a2b-3c4d5e6f7a88";

export const exampleToken = {
  id: EXAMPLE_TOKEN_ID,
  name: "boss cookie",
  platform: "boss",
  kind: "cookie",
  header_name: "cookie",
  value_hint: "…9f3a",
  daily_budget: 300,
  expires_at: EXAMPLE_NOW + 7 * DAY_MS,
  enabled: true,
  note: "",
  ...exampleLive,
} satisfies z.input<typeof TokenView>;
