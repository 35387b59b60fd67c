/**
 * Handles a wake-up of a bulk action: takes its steps one by one until none is left, its rate makes it wait, or the time
 * budget ends. What its creator may do is read anew with each wake-up and then every few seconds: who lost a permission
 * acts no more.
 */
import type { SleepingClock } from "../../shared/clock.ts";
import type { BulkActionApi, BulkClaim, BulkNoun, BulkReport } from "../../shared/contracts/bulk.ts";
import type { BulkWake } from "../../shared/contracts/queues.ts";
import type { Logger } from "../../shared/log.ts";
import { SECOND_MS } from "../../shared/time.ts";
import type { PrincipalRecord } from "../iam/permissions/principal-store.ts";
import type { RouteNeed } from "../iam/permissions/route-need.ts";
import type { BulkCaller, BulkNounRules } from "./bulk-noun.ts";
import type { BulkStore } from "./bulk-store.ts";

export interface BulkRuntime {
  open(id: string): BulkActionApi;
  nouns: Readonly<Record<BulkNoun, BulkNounRules>>;
  store: Pick<BulkStore, "find" | "ended">;
  /** What a user may do now; null for one who is disabled or deleted. */
  rightsOf(userId: string): Promise<PrincipalRecord | null>;
  clock: SleepingClock;
  logger: Logger;
}

/** A wake-up may last minutes: whoever loses a right meanwhile acts on for no longer than this. */
const RIGHTS_MS = 10 * SECOND_MS;

/** @param budgetMs must be far below the 15 minutes a queue consumer may take; a new wake-up goes on afterwards */
export async function consumeBulk(
  runtime: BulkRuntime,
  { action: id }: BulkWake,
  budgetMs: number,
): Promise<void> {
  const { open, store, clock, logger } = runtime;
  // A message must not create a Durable Object.
  if (!(await store.find(id))) {
    logger.warn("bulk.unknown", { action: id });
    return;
  }
  const object = open(id);
  const deadline = clock.now() + budgetMs;
  let caller: BulkCaller | string | null = null;
  let rightsReadAt = 0;
  let report: BulkReport | null = null;
  for (;;) {
    const claim: BulkClaim | null = await object.next(report, clock.now() < deadline);
    if (!claim) break;
    if (caller === null || clock.now() - rightsReadAt >= RIGHTS_MS) {
      rightsReadAt = clock.now();
      caller = await callerOf(runtime, claim, id);
    }
    report = await stepOf(runtime, claim, caller, id);
  }
  const after = await object.status();
  if (after && after.ended_at !== null) await store.ended(id, after);
}

/** @returns why the creator may not act any more, or the caller that steps run for */
async function callerOf(
  { nouns, rightsOf }: BulkRuntime,
  { request, user_id, scopes, label }: BulkClaim,
  id: string,
): Promise<BulkCaller | string> {
  const rights = await rightsOf(user_id);
  if (!rights) return `the account of ${label} is closed`;
  const needed = nouns[request.noun].need(request.action);
  const may = ({ route, scope }: RouteNeed) =>
    (scopes === null || scopes.includes(scope)) && (rights.superuser || rights.permissions.has(route));
  if (!may(needed)) return `${label} may no longer do this: ${needed.route}`;
  return { actor: `${label}:bulk:${id}`, label, reach: rights.reach, may };
}

async function stepOf(
  { nouns, logger }: BulkRuntime,
  { fence, request, step }: BulkClaim,
  caller: BulkCaller | string,
  id: string,
): Promise<BulkReport> {
  if (typeof caller === "string") return { fence, kind: "failed", message: caller, final: true };
  const noun = nouns[request.noun];
  try {
    if (step.kind === "select") {
      const { ids, cursor } = await noun.select(request, caller, step.cursor, step.limit);
      return { fence, kind: "selected", ids, cursor };
    }
    return { fence, kind: "acted", results: await noun.act(request, caller, step.ids, id) };
  } catch (error) {
    logger.warn("bulk.step-failed", { action: id, step: step.kind, error });
    // What went wrong inside is in the log; the answer shows no inner detail.
    return { fence, kind: "failed", message: "a step failed; see the log", final: false };
  }
}
