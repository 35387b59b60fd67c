import type { D1Migration } from "cloudflare:test";

declare module "vitest" {
  /** What vitest.config.ts hands to the tests in workerd. */
  interface ProvidedContext {
    d1Migrations: D1Migration[];
  }
}
