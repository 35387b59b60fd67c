import type { D1Migration } from "cloudflare:test";

declare module "vitest" {
  /** vitest.config.ts provides these values to the tests in workerd. */
  interface ProvidedContext {
    d1Migrations: D1Migration[];
    /** Digests of what the storage double of the simulation answers. */
    storageAnswers: string[];
  }
}
