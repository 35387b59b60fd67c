import { DurableObject } from "cloudflare:workers";
import { systemClock } from "../../shared/clock.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type {
  Held,
  HeldState,
  LeaseAnswer,
  NewResource,
  PoolResult,
  Resource,
  ResourceFields,
  ResourceFilter,
  ResourcePoolApi,
  SealedSecret,
  UseReport,
} from "../../shared/contracts/resource-pool.ts";
import { migrate } from "../base/migrate.ts";
import * as leases from "./leases.ts";
import { MIGRATIONS } from "./migrations.ts";
import * as records from "./records.ts";
import { find, toResource } from "./table.ts";

/**
 * Holds proxies, or platform tokens: their records and their live state in one place, so that a lease and a deletion
 * cannot race. Secrets are sealed before they come here. There is no alarm: a call compares the end of a lease with the
 * clock.
 */
export class ResourcePool extends DurableObject<Env> implements ResourcePoolApi {
  /** Unix ms; tests set their own. */
  now: () => number = systemClock.now;
  readonly #sql: SqlStorage;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#sql = state.storage.sql;
    migrate(state.storage, MIGRATIONS);
  }

  async create(items: NewResource[]): Promise<{ id: string; result: "created" | "exists" }[]> {
    return this.#inOneTransaction(items, (item, now) => records.create(this.#sql, item, now));
  }

  async list(
    filter: ResourceFilter,
    limit: number,
    beforeSeq = Number.MAX_SAFE_INTEGER,
  ): Promise<Resource[]> {
    return records.list(this.#sql, filter, limit, beforeSeq, this.now());
  }

  async get(id: string): Promise<Resource | null> {
    const entry = find(this.#sql, id);
    return entry && toResource(entry, this.now());
  }

  async reveal(id: string): Promise<{ resource: Resource; sealed: string | null } | null> {
    const entry = find(this.#sql, id);
    return entry && { resource: toResource(entry, this.now()), sealed: entry.sealed };
  }

  async update(id: string, change: Partial<ResourceFields>): Promise<PoolResult<Resource>> {
    return records.update(this.#sql, id, change, this.now());
  }

  async delete(id: string): Promise<PoolResult<Resource>> {
    return records.remove(this.#sql, id, this.now());
  }

  async restore(id: string): Promise<PoolResult<Resource>> {
    return records.restore(this.#sql, id, this.now());
  }

  async unquarantine(id: string): Promise<PoolResult<Resource>> {
    return records.unquarantine(this.#sql, id, this.now());
  }

  async lease(node: string, platform: Platform, ttlMs: number): Promise<LeaseAnswer> {
    return this.ctx.storage.transactionSync(() => leases.lease(this.#sql, node, platform, ttlMs, this.now()));
  }

  async renew(node: string, items: Held[], ttlMs: number): Promise<HeldState[]> {
    return this.#inOneTransaction(items, (item, now) => leases.renew(this.#sql, node, item, ttlMs, now));
  }

  async report(node: string, items: (Held & UseReport)[]): Promise<HeldState[]> {
    return this.#inOneTransaction(items, (item, now) => leases.report(this.#sql, node, item, now));
  }

  async release(node: string, items: Held[]): Promise<HeldState[]> {
    return this.#inOneTransaction(items, (item, now) => leases.release(this.#sql, node, item, now));
  }

  async note(id: string, use: UseReport): Promise<void> {
    leases.note(this.#sql, id, use, this.now());
  }

  async notSealedWith(keyId: string, limit: number, afterSeq: number): Promise<SealedSecret[]> {
    return records.notSealedWith(this.#sql, keyId, limit, afterSeq);
  }

  async reseal(items: { id: string; from: string; to: string }[]): Promise<number> {
    const moved = this.#inOneTransaction(items, ({ id, from, to }) =>
      records.reseal(this.#sql, id, from, to),
    );
    return moved.reduce((sum, one) => sum + one, 0);
  }

  /** Applies `work` to all items or none, in order, at one time. */
  #inOneTransaction<T, R>(items: T[], work: (item: T, now: number) => R): R[] {
    const now = this.now();
    return this.ctx.storage.transactionSync(() => items.map((item) => work(item, now)));
  }
}
