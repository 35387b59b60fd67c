/** What objects and consumers import from `cloudflare:workers`, in plain Node. */
export class DurableObject<Bindings = unknown> {
  protected readonly ctx: unknown;
  protected readonly env: Bindings;

  constructor(ctx: unknown, env: Bindings) {
    this.ctx = ctx;
    this.env = env;
  }
}

/** Nothing of the simulation runs after its answer. */
export const waitUntil = (): void => {};
