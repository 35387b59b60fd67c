/** Push targets as people manage them. */
import type { Clock } from "../../shared/clock.ts";
import type { DataType } from "../../shared/contracts/platform.ts";
import type { PushLedgerApi } from "../../shared/contracts/push.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import type { Database } from "../db/one-batch.ts";
import type { PushTarget } from "../db/push-schema.ts";
import type { SealedStore } from "../resources/rotate.ts";
import type { Vault } from "../vault/vault.ts";
import type { OpenTarget } from "./consume.ts";
import type { Delivery, Sender } from "./deliver.ts";
import { sealedTargets } from "./sealed-targets.ts";
import { newSecret } from "./sign.ts";
import { forgetPushTargets } from "./target-cache.ts";
import { findTargetRow, insertTarget, listTargetRows, updateTarget } from "./target-store.ts";

/** Kind of the record in the vault. */
export const KIND = "push-target";

export interface TargetFields {
  name: string;
  dataType: DataType;
  url: string;
  enabled: boolean;
}

export interface PushAdmin
  extends Pick<
    PushLedgerApi,
    "pushCounts" | "listFailedPushes" | "failedPush" | "replayPushes" | "discardPushes"
  > {
  /** In the order of their ids. */
  list(includeDeleted: boolean, limit: number, afterId?: string): Promise<PushTarget[]>;
  /** @throws ApiError not_found */
  find(id: string): Promise<PushTarget>;
  /** @returns the secret too, the only time it is shown @throws ApiError conflict */
  create(fields: TargetFields): Promise<{ target: PushTarget; secret: string }>;
  /** @throws ApiError conflict */
  update(target: PushTarget, change: Partial<TargetFields>): Promise<PushTarget>;
  /** Its waiting pushes become failures. */
  delete(target: PushTarget): Promise<PushTarget>;
  /** @throws ApiError conflict */
  restore(target: PushTarget): Promise<PushTarget>;
  /** @returns the new secret; the old one signs nothing any more */
  rotate(target: PushTarget): Promise<{ target: PushTarget; secret: string }>;
  sealed: SealedStore;
  /** Sends a signed ping. */
  test(target: PushTarget): Promise<Delivery>;
}

interface AdminParts {
  db: Database;
  vault: Vault;
  ledger: PushLedgerApi;
  sender: Sender;
  clock: Clock;
}

/** @returns null when there never was such a target */
export async function openTarget(db: Database, vault: Vault, id: string): Promise<OpenTarget | null> {
  const row = await findTargetRow(db, id);
  return row && { ...row, secret: await vault.open(KIND, id, row.secret) };
}

export function createPushAdmin({ db, vault, ledger, sender, clock }: AdminParts): PushAdmin {
  async function find(id: string): Promise<PushTarget> {
    const row = await findTargetRow(db, id);
    if (!row) throw new ApiError("not_found", `no push target ${id}`);
    return row;
  }

  async function change(
    target: PushTarget,
    fields: Partial<Omit<PushTarget, "id" | "createdAt">>,
  ): Promise<PushTarget> {
    await updateTarget(db, target, { ...fields, updatedAt: clock.now() });
    forgetPushTargets();
    const after = await find(target.id);
    // A crash before this call: the next batch, or the next wake-up, tells the ledger the same.
    if (after.deletedAt !== null) await ledger.stopPushes(after.id, "the target is deleted");
    else if (!after.enabled) await ledger.stopPushes(after.id, null);
    else await ledger.resumePushes(after.id);
    return after;
  }

  return {
    list: (includeDeleted, limit, afterId) => listTargetRows(db, includeDeleted, limit, afterId),
    find,
    async create(fields) {
      const now = clock.now();
      const id = crypto.randomUUID();
      const secret = newSecret();
      const sealed = await vault.seal(KIND, id, secret);
      const target = { ...fields, id, secret: sealed, createdAt: now, updatedAt: now, deletedAt: null };
      await insertTarget(db, target);
      forgetPushTargets();
      return { target, secret };
    },
    update: change,
    delete: (target) => change(target, { deletedAt: clock.now() }),
    restore: (target) => change(target, { deletedAt: null }),
    async rotate(target) {
      const secret = newSecret();
      return {
        target: await change(target, { secret: await vault.seal(KIND, target.id, secret) }),
        secret,
      };
    },
    async test(target) {
      const { url, secret } = { ...target, secret: await vault.open(KIND, target.id, target.secret) };
      const body = JSON.stringify({ ping: true, target_id: target.id, data_type: target.dataType });
      return sender.post({ url, secret }, body, `ping-${crypto.randomUUID()}`);
    },
    sealed: sealedTargets(db),
    pushCounts: () => ledger.pushCounts(),
    listFailedPushes: (...all) => ledger.listFailedPushes(...all),
    failedPush: (...all) => ledger.failedPush(...all),
    replayPushes: (...all) => ledger.replayPushes(...all),
    discardPushes: (...all) => ledger.discardPushes(...all),
  };
}
