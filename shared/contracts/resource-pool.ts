/** Calls of ResourcePool: proxies, or platform tokens, and which node may use which of them now. */
import { z } from "zod";
import type { Refusal, Result } from "../result.ts";
import type { Outcome, Platform } from "./platform.ts";
import type { HELD_STATES, NO_LEASE_REASONS, ProxyProtocol, TokenKind } from "./resources.ts";

/** `exhausted`: the budget of today is used up. */
const RESOURCE_STATES = ["free", "leased", "quarantined", "exhausted", "expired", "disabled"] as const;
export const ResourceState = z.enum(RESOURCE_STATES);
export type ResourceState = z.infer<typeof ResourceState>;

export interface ProxySpec {
  protocol: ProxyProtocol;
  /** As a URL has it: lower case, IPv6 in brackets. */
  host: string;
  port: number;
}

export interface TokenSpec {
  sent_as: TokenKind;
  /** Lower case; `cookie` for a cookie. */
  header_name: string;
}

/** The fields that a person sets. Times in Unix ms. */
export interface ResourceFields {
  name: string;
  /** An empty list means all platforms. */
  platforms: Platform[];
  spec: ProxySpec | TokenSpec;
  /** Encrypted credentials or value, see `workers/vault/vault.ts`; null when there is no secret. */
  sealed: string | null;
  /** The part of the secret that may be shown. */
  hint: string | null;
  /** Keyed hash that recognises a duplicate. */
  fingerprint: string;
  /** Maximum requests in a day of China Standard Time; 0 means no limit. */
  daily_budget: number;
  enabled: boolean;
  expires_at: number | null;
  note: string;
}

export interface NewResource extends ResourceFields {
  id: string;
}

export interface Resource extends Omit<NewResource, "sealed" | "fingerprint"> {
  /** Position in the list. */
  seq: number;
  state: ResourceState;
  has_secret: boolean;
  lease: { node: string; fence: number; until: number } | null;
  used_today: number;
  successes: number;
  failures: number;
  /** Requests reported after the lease ended; no other counter includes them. */
  stale_requests: number;
  /** 0 to 1. */
  health: number;
  quarantine: { reason: string; until: number } | null;
  /** Quarantines in a row; each one doubles the next. */
  quarantine_count: number;
  last_outcome: Outcome | null;
  last_error: string | null;
  last_used_at: number | null;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
}

export interface ResourceFilter {
  platform?: Platform;
  state?: ResourceState;
  /** A part of name, host or note, in any case. */
  search?: string;
  include_deleted: boolean;
}

export type PoolResult<T> = Result<T, Refusal<"not_found" | "invalid_state" | "conflict">>;

export interface Held {
  id: string;
  fence: number;
}

/** The outcome of requests that were made with a resource. */
export interface UseReport {
  outcome: Outcome;
  requests: number;
  error?: string;
}

export interface HeldState {
  state: (typeof HELD_STATES)[number];
  until: number | null;
  budget_left: number | null;
  reason: string | null;
}

export interface Granted {
  id: string;
  fence: number;
  until: number;
  budget_left: number | null;
  spec: ProxySpec | TokenSpec;
  sealed: string | null;
}

export type LeaseAnswer =
  | { granted: Granted }
  | { granted: null; wait_ms: number; reason: (typeof NO_LEASE_REASONS)[number] };

export interface SealedSecret {
  seq: number;
  id: string;
  sealed: string;
}

export interface ResourcePoolApi {
  /** Results in the order of the items. `exists`: a resource with the same fingerprint is there already, and its id is returned. */
  create(items: NewResource[]): Promise<{ id: string; result: "created" | "exists" }[]>;
  /** Newest first, below `beforeSeq` when given. */
  list(filter: ResourceFilter, limit: number, beforeSeq?: number): Promise<Resource[]>;
  get(id: string): Promise<Resource | null>;
  /** The resource with its encrypted secret. */
  reveal(id: string): Promise<{ resource: Resource; sealed: string | null } | null>;
  /** A change of address or secret resets lease, quarantine and health. */
  update(id: string, change: Partial<ResourceFields>): Promise<PoolResult<Resource>>;
  /** Deletes the resource and ends its lease. */
  delete(id: string): Promise<PoolResult<Resource>>;
  restore(id: string): Promise<PoolResult<Resource>>;
  /** Ends the lease and the quarantine. */
  unquarantine(id: string): Promise<PoolResult<Resource>>;

  lease(node: string, platform: Platform, ttlMs: number): Promise<LeaseAnswer>;
  renew(node: string, items: Held[], ttlMs: number): Promise<HeldState[]>;
  report(node: string, items: (Held & UseReport)[]): Promise<HeldState[]>;
  release(node: string, items: Held[]): Promise<HeldState[]>;
  /** A report without a lease: of a test by a person, or of a secret that can't be decrypted. */
  note(id: string, use: UseReport): Promise<void>;

  /** Secrets that are encrypted with another key, in order of `seq`, above `afterSeq`. */
  notSealedWith(keyId: string, limit: number, afterSeq: number): Promise<SealedSecret[]>;
  /** Replaces each `from` by its `to`, except a secret that a person changed meanwhile. @returns the number of replaced secrets */
  reseal(items: { id: string; from: string; to: string }[]): Promise<number>;
}
