import { EXAMPLE_NOW } from "../../openapi/example.ts";

/** The state of a resource that a node holds, or no longer holds. */
export const exampleHeldItem = <K extends "proxy" | "token", O extends object>(
  id: string,
  kind: K,
  over: O,
) => ({
  id,
  kind,
  fence: 12,
  state: "ok" as const,
  until: EXAMPLE_NOW + 120_000,
  budget_left: 1660,
  reason: null,
  ...over,
});
