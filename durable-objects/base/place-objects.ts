/**
 * Says where objects are created: near the sites and ClickHouse, instead of near whoever happens to call first. An
 * object that exists stays where it is.
 */
import type { ObjectLocation } from "../../shared/config.ts";

const NAMESPACES = [
  "KEYWORD_LEDGER",
  "COMPANY_LEDGER",
  "PLATFORM_GATE",
  "LOCK",
  "SEEN_INDEX",
  "BROWSER_BROKER",
  "INGEST_LEDGER",
  "NODE_FLEET",
  "RESOURCE_POOL",
  "TASK_LEDGER",
  "BULK_ACTION",
  "LIVE_FEED",
  "REQUEST_METER",
] as const satisfies (keyof Env)[];

/** @returns `env` with namespaces that give the hint to every object */
export function placeObjects(env: Env, location: ObjectLocation | undefined): Env {
  if (location === undefined) return env;
  const placed = NAMESPACES.map((name) => [
    name,
    placeNamespace(env[name] as DurableObjectNamespace, location),
  ]);
  return { ...env, ...Object.fromEntries(placed) };
}

function placeNamespace(namespace: DurableObjectNamespace, locationHint: ObjectLocation) {
  return new Proxy(namespace, {
    get(target, name) {
      if (name === "get") return (id: DurableObjectId) => target.get(id, { locationHint });
      if (name === "getByName") return (objectName: string) => target.getByName(objectName, { locationHint });
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
