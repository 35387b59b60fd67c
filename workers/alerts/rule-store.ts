/** Alert rules in D1. Built-in ones are inserted by code, so that a deploy may add some. */
import { asc, eq, isNull, sql } from "drizzle-orm";
import { MAX_RULES } from "../../shared/contracts/alert.ts";
import { BUILT_IN_RULES } from "../../shared/domain/alerts/built-in-rules.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { fieldConflict } from "../../shared/errors/validation.ts";
import { type AlertRule, alertRules } from "../db/alert-schema.ts";
import { assertInBatch, isListed } from "../db/conditions.ts";
import type { Database } from "../db/run-batch.ts";
import { type Queries, writeBatch } from "../db/write-batch.ts";

export type RuleFields = Omit<AlertRule, "id" | "builtIn" | "createdAt" | "updatedAt" | "deletedAt">;

export interface RuleStore {
  /** All rules that are not deleted, by id; the built-in ones that are missing are made. */
  all(now: number): Promise<AlertRule[]>;
  list(includeDeleted: boolean, limit: number, afterId?: string): Promise<AlertRule[]>;
  /** @throws ApiError not_found */
  get(id: string): Promise<AlertRule>;
  /** @throws ApiError conflict when the name is taken, or there are as many as there may be */
  create(rule: AlertRule): Promise<void>;
  /** @throws ApiError conflict as `create` */
  update(rule: AlertRule, change: Partial<RuleFields> & Pick<AlertRule, "updatedAt">): Promise<AlertRule>;
  /** @throws ApiError conflict as `create` */
  setDeleted(rule: AlertRule, at: number, deletedAt: number | null): Promise<AlertRule>;
}

/** The fields of a built-in rule as a deploy makes them. @returns null for a rule of people */
export function builtInFields(name: string | null): RuleFields | null {
  const rule = name === null ? undefined : BUILT_IN_RULES[name as keyof typeof BUILT_IN_RULES];
  if (!rule) return null;
  const { en, zh: _, ...fields } = rule;
  return { ...fields, name: en, enabled: true, mutedUntil: null, userIds: [], channelIds: [] };
}

export function createRuleStore(db: Database): RuleStore {
  const notTooMany = assertInBatch(
    sql`(select count(*) from alert_rules where deleted_at is null) <= ${MAX_RULES}`,
  );
  const write = (query: Queries[number]): Promise<void> =>
    writeBatch(db, [query, notTooMany], {
      taken: () => fieldConflict("name", "is taken by another rule"),
      asserted: () => new ApiError("conflict", `there are ${MAX_RULES} rules already; delete one first`),
    });
  async function get(id: string): Promise<AlertRule> {
    const row = await db.select().from(alertRules).where(eq(alertRules.id, id)).get();
    if (!row) throw new ApiError("not_found", `no alert rule ${id}`);
    return row;
  }

  return {
    async all(now) {
      const read = () =>
        db.select().from(alertRules).where(isNull(alertRules.deletedAt)).orderBy(asc(alertRules.id)).all();
      const rules = await read();
      const known = new Set(rules.map(({ builtIn }) => builtIn));
      const missing = Object.keys(BUILT_IN_RULES).filter((name) => !known.has(name));
      for (const builtIn of missing) {
        const fields = builtInFields(builtIn);
        if (fields === null) continue;
        const row = { ...fields, builtIn, createdAt: now, updatedAt: now };
        // A person's rule may have taken the name, and another caller may have inserted the rule meanwhile.
        const { meta } = await db.insert(alertRules).values(row).onConflictDoNothing().run();
        if (meta.changes === 0)
          await db
            .insert(alertRules)
            .values({ ...row, name: `${row.name} (${builtIn})` })
            .onConflictDoNothing();
      }
      return missing.length === 0 ? rules : read();
    },
    list: (includeDeleted, limit, afterId) =>
      db
        .select()
        .from(alertRules)
        .where(isListed(alertRules, includeDeleted, afterId))
        .orderBy(asc(alertRules.id))
        .limit(limit)
        .all(),
    get,
    create: (rule) => write(db.insert(alertRules).values(rule)),
    async update(rule, change) {
      await write(db.update(alertRules).set(change).where(eq(alertRules.id, rule.id)));
      return get(rule.id);
    },
    async setDeleted(rule, at, deletedAt) {
      await write(db.update(alertRules).set({ deletedAt, updatedAt: at }).where(eq(alertRules.id, rule.id)));
      return get(rule.id);
    },
  };
}
