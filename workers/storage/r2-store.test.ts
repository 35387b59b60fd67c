import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describeBlobStore } from "../../tests/support/blob-store-suite.ts";
import { r2Store } from "./r2-store.ts";

describeBlobStore("R2", async () => {
  await reset();
  return r2Store(env.SPOOL);
});
