/** Calls of ResourcePool: proxies, or platform tokens, and who may use which of them now. */
import { z } from "zod";
import type { Refusal, Result } from "../result.ts";
import type { Outcome, Platform } from "./platform.ts";
import type { HELD_STATES, NO_LEASE_REASONS, ProxyProtocol, TokenKind } from "./resources.ts";

/** `exhausted`: today's budget is used up. */
export const RESOURCE_STATES = ["free", "leased", "quarantined", "exhausted", "expired", "disabled"] as const;
export const ResourceState = z.enum(RESOURCE_STATES);
export type ResourceState = z.infer<typeof ResourceState>;

export interface ProxySpec {
  protocol: ProxyProtocol;
  /** As a URL has it: lower case, IPv6 in brackets. */
  host: string;
  port: number;
}

export interface TokenSpec {
  sentAs: TokenKind;
  /** Lower case; `cookie` for a cookie. */
  headerName: string;
}

/** What a person says of a resource. Times in Unix ms. */
export interface ResourceFields {
  name: string;
  /** Empty: all. */
  platforms: Platform[];
  spec: ProxySpec | TokenSpec;
  /** Of credentials or value, see `workers/vault/vault.ts`; null: none. */
  sealed: string | null;
  /** What may be shown of the secret. */
  hint: string | null;
  /** Keyed hash by which a double is recognised. */
  fingerprint: string;
  /** Requests a day in China; 0: no limit. */
  dailyBudget: number;
  enabled: boolean;
  expiresAt: number | null;
  note: string;
}

export interface NewResource extends ResourceFields {
  id: string;
}

export interface Resource extends Omit<NewResource, "sealed" | "fingerprint"> {
  /** Position in the list. */
  seq: number;
  state: ResourceState;
  hasSecret: boolean;
  lease: { node: string; fence: number; until: number } | null;
  usedToday: number;
  successes: number;
  failures: number;
  /** Requests reported by who no longer held it: in no other figure. */
  staleRequests: number;
  /** 0 to 1. */
  health: number;
  quarantine: { reason: string; until: number } | null;
  /** Quarantines since it last did well; each doubles the next. */
  strikes: number;
  lastOutcome: Outcome | null;
  lastError: string | null;
  lastUsedAt: number | null;
  createdAt: number;
  updatedAt: number;
  deletedAt: number | null;
}

export interface ResourceFilter {
  platform?: Platform;
  state?: ResourceState;
  /** Part of name, host or note, in any letter case. */
  search?: string;
  includeDeleted: boolean;
}

export type PoolResult<T> = Result<T, Refusal<"not_found" | "invalid_state" | "conflict">>;

export interface Held {
  id: string;
  fence: number;
}

/** What requests made with a resource came to. */
export interface UseReport {
  outcome: Outcome;
  requests: number;
  error?: string;
}

export interface HeldState {
  state: (typeof HELD_STATES)[number];
  until: number | null;
  budgetLeft: number | null;
  reason: string | null;
}

export interface Granted {
  id: string;
  fence: number;
  until: number;
  budgetLeft: number | null;
  spec: ProxySpec | TokenSpec;
  sealed: string | null;
}

export type LeaseAnswer =
  | { granted: Granted }
  | { granted: null; waitMs: number; reason: (typeof NO_LEASE_REASONS)[number] };

export interface SealedSecret {
  seq: number;
  id: string;
  sealed: string;
}

export interface ResourcePoolApi {
  /** In their order. `exists`: one of the same fingerprint was there, whose id is answered. */
  create(items: NewResource[]): Promise<{ id: string; result: "created" | "exists" }[]>;
  /** Newest first, below `beforeSeq` when given. */
  list(filter: ResourceFilter, limit: number, beforeSeq?: number): Promise<Resource[]>;
  get(id: string): Promise<Resource | null>;
  /** With its sealed secret. */
  reveal(id: string): Promise<{ resource: Resource; sealed: string | null } | null>;
  /** A change of address or secret begins a new life: no lease, no quarantine, full health. */
  update(id: string, change: Partial<ResourceFields>): Promise<PoolResult<Resource>>;
  /** Ends its lease. */
  delete(id: string): Promise<PoolResult<Resource>>;
  restore(id: string): Promise<PoolResult<Resource>>;
  /** Ends lease and quarantine. */
  free(id: string): Promise<PoolResult<Resource>>;

  lease(node: string, platform: Platform, ttlMs: number): Promise<LeaseAnswer>;
  renew(node: string, items: Held[], ttlMs: number): Promise<HeldState[]>;
  report(node: string, items: (Held & UseReport)[]): Promise<HeldState[]>;
  release(node: string, items: Held[]): Promise<HeldState[]>;
  /** As a report of nobody's lease: of a test by a person, or a secret that can't be opened. */
  note(id: string, use: UseReport): Promise<void>;

  /** Secrets not sealed with this key, in order of `seq`, above `afterSeq`. */
  sealedOtherwise(keyId: string, limit: number, afterSeq: number): Promise<SealedSecret[]>;
  /** Puts `to` in the place of `from`; one that a person changed meanwhile stays. @returns how many */
  reseal(items: { id: string; from: string; to: string }[]): Promise<number>;
}
