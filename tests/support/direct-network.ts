/**
 * `createTestHarness` for Workers that speak to the network by themselves.
 *
 * Wrangler's own harness passes every outgoing request through this process, and ends an answer that broke off as
 * if it were whole, its connection open: the Worker then waits for the rest until its time-out. Here workerd's own
 * sockets are used, as under `wrangler dev`: a cut connection is an error at once. There is no option for it, so
 * the environment that the harness builds is told to leave its outbound service out.
 */
import { createRequire } from "node:module";

interface Input {
  dev?: { outboundService?: unknown };
}
interface Environment {
  config: { set(input: Input, ...rest: unknown[]): Promise<unknown> };
}
interface Wrangler {
  createTestHarness: typeof import("wrangler").createTestHarness;
  unstable_DevEnv: new (...options: unknown[]) => Environment;
}

// Wrangler traces each invocation into a database of its own, which took a third of workerd's CPU, and offers an explorer
// for it. It also asks the internet where this machine is. No test reads any of it.
process.env.X_LOCAL_OBSERVABILITY = "false";
process.env.X_LOCAL_EXPLORER = "false";
process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";

// The harness looks its class up on the module's exports, which only the CommonJS view can change.
const wrangler = createRequire(import.meta.url)("wrangler") as Wrangler;

class DirectEnvironment extends wrangler.unstable_DevEnv {
  constructor(...options: unknown[]) {
    super(...options);
    const set = this.config.set.bind(this.config);
    this.config.set = (input, ...rest) =>
      set({ ...input, dev: { ...input.dev, outboundService: undefined } }, ...rest);
  }
}
wrangler.unstable_DevEnv = DirectEnvironment;

export const { createTestHarness } = wrangler;
