/** How one request reaches a site: straight or through a proxy, with or without a token. */
import type { Dispatcher } from "undici";
import type { Outcome, Platform } from "../../../../shared/contracts/platform.ts";
import type { ProxyAddress } from "./proxy-address.ts";

export interface HeldToken {
  /** For logs. */
  id: string;
  sentAs: "cookie" | "header";
  headerName: string;
  value: string;
}

export interface HeldProxy {
  /** For logs: the pool's id, or the place in the file. */
  id: string;
  address: ProxyAddress;
}

export interface Route {
  proxy: HeldProxy | null;
  token: HeldToken | null;
  dispatcher: Dispatcher;
}

/** `none`: this source has nothing for the platform, so that the request may do without; `busy`: it has, and not now. */
export type Taken<T> =
  | { state: "held"; value: T }
  | { state: "none" }
  | { state: "busy"; waitMs: number; reason: string };

/** Of a proxy or token. */
export interface UseReport {
  platform: Platform;
  outcome: Outcome;
  error?: string;
}
