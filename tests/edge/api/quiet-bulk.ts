/** The bulk actions of tests: real objects, whose wake-ups go nowhere; the tests take their steps. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { BulkActionApi } from "../../../shared/contracts/bulk.ts";

export function quietBulk(id: string): BulkActionApi {
  const stub = env.BULK_ACTION.getByName(id);
  return new Proxy({} as BulkActionApi, {
    get:
      (_, name: keyof BulkActionApi) =>
      async (...args: unknown[]) => {
        await runInDurableObject(stub, (object) => {
          object.sendWake = async () => {};
        });
        return (stub[name] as (...all: unknown[]) => Promise<unknown>)(...args);
      },
  });
}
