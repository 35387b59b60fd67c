/** Who may see recruiters' names and contacts, which are personal data (X15). */
import type { Context } from "hono";
import type { ApiEnv } from "./context.ts";

/** One object, so that a test can take the admin's sight away. */
export const sight = {
  /** Only the admin calls today, and may. */
  seesRecruiters: (_: Context<ApiEnv>): boolean => true,
};

export const seesRecruiters = (c: Context<ApiEnv>): boolean => sight.seesRecruiters(c);
