import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";

const MAX_RESETS = 5;

/**
 * Empties the storage of the tests' Worker. A reset while a request of an earlier test still holds the database open
 * can leave the database as it was, so the result is checked.
 */
export async function emptyStorage(): Promise<void> {
  for (let resets = 0; resets < MAX_RESETS; resets++) {
    await reset();
    const tables = await env.DB.prepare("SELECT name FROM sqlite_master WHERE name = 'users'").all();
    if (tables.results.length === 0) return;
  }
  throw new Error(`the database was not empty after ${MAX_RESETS} resets`);
}
