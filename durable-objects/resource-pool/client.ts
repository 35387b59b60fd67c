import type { ResourcePoolApi } from "../../shared/contracts/resource-pool.ts";
import type { ResourceKind } from "../../shared/contracts/resources.ts";

/** All proxies, or all platform tokens. */
export function resourcePool(env: Env, kind: ResourceKind): ResourcePoolApi {
  return env.RESOURCE_POOL.getByName(kind);
}
