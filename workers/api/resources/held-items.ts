/** Sends the items of a node's call to the pool of their kind and answers in their order. */
import type { z } from "@hono/zod-openapi";
import type { HeldState, ResourcePoolApi } from "../../../shared/contracts/resource-pool.ts";
import {
  type HeldItemsAnswer,
  RESOURCE_KINDS,
  type ResourceKind,
} from "../../../shared/contracts/resources.ts";
import { createRedactor } from "../../../shared/log.ts";
import type { Services } from "../services.ts";

interface Item {
  id: string;
  kind: ResourceKind;
  fence: number;
  error?: string;
}

/** The error text of a node may hold the proxy's URL with its password. */
const redact = createRedactor([]);

export async function forHeldItems<T extends Item>(
  { pool }: Pick<Services, "pool">,
  items: T[],
  call: (pool: ResourcePoolApi, held: T[]) => Promise<HeldState[]>,
): Promise<z.infer<typeof HeldItemsAnswer>> {
  const states = new Array<HeldState>(items.length);
  for (const kind of RESOURCE_KINDS) {
    const places = [...items.keys()].filter((at) => items[at]?.kind === kind);
    if (places.length === 0) continue;
    const held = places.map((at) => items[at] as T);
    const clean = held.map((item) =>
      item.error === undefined ? item : { ...item, error: redact(item.error) },
    );
    const answers = await call(pool(kind), clean);
    places.forEach((at, index) => {
      states[at] = answers[index] as HeldState;
    });
  }
  return {
    items: items.map(({ id, kind, fence }, at) => {
      const { state, until, budget_left: budgetLeft, reason } = states[at] as HeldState;
      return { id, kind, fence, state, until, budget_left: budgetLeft, reason };
    }),
  };
}
