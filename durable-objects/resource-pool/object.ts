import { DurableObject } from "cloudflare:workers";
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
import { find, shown } from "./table.ts";

/**
 * Proxies, or platform tokens: the only place where their records and their live state are kept, so that a lease and
 * a deletion can't miss each other. Secrets are sealed before they come here. Leases end by the clock when someone
 * looks: there is no alarm.
 */
export class ResourcePool extends DurableObject<Env> implements ResourcePoolApi {
  /** Unix ms; tests put their own here. */
  now: () => number = Date.now;
  readonly #sql: SqlStorage;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#sql = state.storage.sql;
    migrate(state.storage, MIGRATIONS);
  }

  async create(items: NewResource[]): Promise<{ id: string; result: "created" | "exists" }[]> {
    return this.#together(items, (item, now) => records.create(this.#sql, item, now));
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
    return entry && shown(entry, this.now());
  }

  async reveal(id: string): Promise<{ resource: Resource; sealed: string | null } | null> {
    const entry = find(this.#sql, id);
    return entry && { resource: shown(entry, this.now()), sealed: entry.sealed };
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

  async free(id: string): Promise<PoolResult<Resource>> {
    return records.free(this.#sql, id, this.now());
  }

  async lease(node: string, platform: Platform, ttlMs: number): Promise<LeaseAnswer> {
    return this.ctx.storage.transactionSync(() => leases.lease(this.#sql, node, platform, ttlMs, this.now()));
  }

  async renew(node: string, items: Held[], ttlMs: number): Promise<HeldState[]> {
    return this.#together(items, (item, now) => leases.renew(this.#sql, node, item, ttlMs, now));
  }

  async report(node: string, items: (Held & UseReport)[]): Promise<HeldState[]> {
    return this.#together(items, (item, now) => leases.report(this.#sql, node, item, now));
  }

  async release(node: string, items: Held[]): Promise<HeldState[]> {
    return this.#together(items, (item, now) => leases.release(this.#sql, node, item, now));
  }

  async note(id: string, use: UseReport): Promise<void> {
    leases.note(this.#sql, id, use, this.now());
  }

  async sealedOtherwise(keyId: string, limit: number, afterSeq: number): Promise<SealedSecret[]> {
    return records.sealedOtherwise(this.#sql, keyId, limit, afterSeq);
  }

  async reseal(items: { id: string; from: string; to: string }[]): Promise<number> {
    const moved = this.#together(items, ({ id, from, to }) => records.reseal(this.#sql, id, from, to));
    return moved.reduce((sum, one) => sum + one, 0);
  }

  /** All items or none, in their order, at one time. */
  #together<T, R>(items: T[], work: (item: T, now: number) => R): R[] {
    const now = this.now();
    return this.ctx.storage.transactionSync(() => items.map((item) => work(item, now)));
  }
}
