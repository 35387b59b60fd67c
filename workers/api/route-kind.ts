/** The kind of a request, for the metrics: from the route that took it, never from what the caller wrote. */
import type { RouteKind } from "../../shared/contracts/request-meter.ts";
import { isMachine, isRoute, isSignIn } from "./access-tables.ts";

/** Nouns whose routes read ClickHouse. */
const SEARCHED = [
  "analytics",
  "companies",
  "company-pairs",
  "coverage",
  "job-pairs",
  "jobs",
  "quality",
  "skills",
  "uploads",
];

/** @param pattern the route's path, as `routePath` of hono gives it */
export function routeKindOf(method: string, pattern: string): RouteKind {
  if (!isRoute(method, pattern)) return "other";
  if (isMachine(method, pattern)) return "machine";
  if (isSignIn(pattern)) return "sign_in";
  const noun = pattern.split("/")[3] ?? "";
  const isRead = method === "GET" || method === "HEAD";
  if (isRead && SEARCHED.includes(noun)) return "search";
  return isRead ? "read" : "write";
}
