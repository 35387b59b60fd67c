import type { LedgerResult } from "../../shared/contracts/keyword-ledger.ts";

export function refused(id: string, code: "stale_lease" | "not_found"): LedgerResult<never> {
  const message = code === "not_found" ? `no keyword ${id}` : `the lease of keyword ${id} is held no longer`;
  return { ok: false, code, message };
}

export function notFound(id: string): LedgerResult<never> {
  return refused(id, "not_found");
}
