/** Fields that many routes share. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ApiEnv, AuditNote } from "./context.ts";
import { audit } from "./context.ts";

export const Id = z.uuid("is not a UUID");
export const IdParam = z.object({ id: Id });

/**
 * Text of one line for people: trimmed and without control characters, so that it is safe in mails, headers
 * and logs.
 */
export const SingleLineText = z
  .string()
  .trim()
  .min(1, "is empty")
  .max(100, "is longer than 100 characters")
  .regex(/^\P{Cc}*$/u, "holds control characters");

/** 100 million days from 1970 on, which no `Date` of JavaScript passes. */
const MAX_AT = 8.64e15;
/** A time in a body, Unix ms. */
export const At = z.number().int().min(0).max(MAX_AT);
/** A time in a query, Unix ms. */
export const QueryAt = z.coerce.number<string>().int().min(0).max(MAX_AT);

export const Search = z.string().trim().min(1, "is empty").max(100, "is longer than 100 characters");

/** A query's `true` or `false`. */
export const Flag = z.enum(["true", "false"]).default("false");

export const Position = z.number().int().min(0).max(1_000_000).describe("Among its siblings, smallest first");

/** Duplicates are removed. */
export const Ids = z
  .array(Id)
  .max(1000)
  .transform((ids) => [...new Set(ids)]);

/** When a record was created, changed and deleted. */
export const lifetime = {
  created_at: z.number().int().describe("Unix time in milliseconds"),
  updated_at: z.number().int(),
  deleted_at: z.number().int().nullable(),
};

export const lifetimeOf = (row: { createdAt: number; updatedAt: number; deletedAt: number | null }) => ({
  created_at: row.createdAt,
  updated_at: row.updatedAt,
  deleted_at: row.deletedAt,
});

export const Restore = z
  .object({ method: z.literal("POST"), path: z.string() })
  .describe("The call that brings it back");

export const restoreOf = (noun: string, id: string) => ({
  method: "POST" as const,
  path: `/api/v1/${noun}/${id}/restore`,
});

/**
 * Must follow every write about users or permissions: it fills the audit line and drops the cached
 * principals.
 */
export function recordAccessChange(c: Context<ApiEnv>, note: AuditNote): void {
  c.get("services").identity.forgetPrincipals();
  audit(c, note);
}
