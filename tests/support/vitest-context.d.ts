import type { readD1Migrations } from "@cloudflare/vitest-plugin";
import type { BuiltWorkers } from "./built-workers.ts";

declare module "vitest" {
  /** Values that vitest.config.ts and its global set-ups provide to tests; tests/edge declares what it reads itself. */
  interface ProvidedContext {
    d1Migrations: Awaited<ReturnType<typeof readD1Migrations>>;
    builtWorkers: BuiltWorkers;
  }
}
