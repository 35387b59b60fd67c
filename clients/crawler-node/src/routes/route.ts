/** How one request reaches a site: directly or through a proxy, with or without a token. */
import type { Dispatcher } from "undici";
import type { Outcome, Platform } from "../../../../shared/contracts/platform.ts";
import type { ProxyUrl } from "../../../../shared/domain/proxy-address.ts";

export interface HeldToken {
  /** Names it in logs. */
  id: string;
  sentAs: "cookie" | "header";
  headerName: string;
  value: string;
}

export interface HeldProxy {
  /** Names it in logs: the pool's id, or `file-` and the place in the list. */
  id: string;
  address: ProxyUrl;
}

export interface Route {
  proxy: HeldProxy | null;
  token: HeldToken | null;
  dispatcher: Dispatcher;
}

/** `none`: this source has nothing for the platform, so a request may go without; `busy`: it has, but not now. */
export type Acquired<T> =
  | { state: "held"; value: T }
  | { state: "none" }
  | { state: "busy"; waitMs: number; reason: string };

/** What a request through a proxy or with a token came to. */
export interface UseReport {
  platform: Platform;
  outcome: Outcome;
  error?: string;
}
