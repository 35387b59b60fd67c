import type { Scope } from "../../../shared/contracts/access.ts";

/** A permission that a caller must have, with the scope that an API key needs for it. */
export interface RouteNeed {
  /** `METHOD /path/{pattern}`. */
  route: string;
  scope: Scope;
}
