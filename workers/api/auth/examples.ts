import type { z } from "@hono/zod-openapi";
import { DAY_MS } from "../../../shared/time.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { EXAMPLE_USER_ID } from "../users/examples.ts";
import type { SignInView } from "./auth-view.ts";

export const EXAMPLE_SESSION_TOKEN =
  "wq3PzS1bL0c9V6uXn2dKfR4tYhGmJ8aE.cGxhY2Vob2xkZXItc2lnbmF0dXJlLW5vdC1yZWFsLTE=";

export const exampleSignIn = {
  user: { id: EXAMPLE_USER_ID, username: "lin.operator" },
  token: EXAMPLE_SESSION_TOKEN,
  expires_at: EXAMPLE_NOW + 7 * DAY_MS,
  password_change_required: false,
  two_factor_required: false,
} satisfies z.input<typeof SignInView>;
