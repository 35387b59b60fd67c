import { defineConfig } from "drizzle-kit";

/** `drizzle-kit generate --name <what_changes>` writes the next migration; `wrangler d1 migrations apply` runs it. */
export default defineConfig({
  dialect: "sqlite",
  schema: "./workers/db/*schema.ts",
  out: "./migrations/d1",
});
