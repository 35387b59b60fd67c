/** Management of push targets. */
import type { Clock } from "../../shared/clock.ts";
import type { DataType } from "../../shared/contracts/platform.ts";
import type { DeliveryLedgerApi } from "../../shared/contracts/push.ts";
import type { PushTarget } from "../db/push-schema.ts";
import { newWebhookSecret, secretsInForce, withPrevious } from "../outgoing/sign-webhook.ts";
import type { SealedStore } from "../resources/rotate.ts";
import type { Vault } from "../vault/vault.ts";
import type { OpenTarget } from "./consume.ts";
import type { Delivery, Sender } from "./deliver.ts";
import { forgetPushTargets } from "./target-cache.ts";
import type { TargetStore } from "./target-store.ts";

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
    DeliveryLedgerApi,
    "endpointStates" | "listDeadDeliveries" | "deadDelivery" | "replayDeliveries" | "discardDeliveries"
  > {
  list: TargetStore["list"];
  get: TargetStore["get"];
  /** @returns the target and its secret, which is shown only this once @throws ApiError conflict */
  create(fields: TargetFields): Promise<{ target: PushTarget; secret: string }>;
  /** @throws ApiError conflict */
  update(target: PushTarget, change: Partial<TargetFields>): Promise<PushTarget>;
  /** Deletes the target; its waiting pushes fail. */
  delete(target: PushTarget): Promise<PushTarget>;
  /** @throws ApiError conflict */
  restore(target: PushTarget): Promise<PushTarget>;
  /**
   * @param overlapMs for so long the secret before signs too
   * @returns the target and the new secret, which signs all pushes from now on
   */
  rotate(target: PushTarget, overlapMs: number): Promise<{ target: PushTarget; secret: string }>;
  sealed: SealedStore;
  /** Sends a signed ping to the target. */
  test(target: PushTarget): Promise<Delivery>;
}

interface AdminParts {
  targets: TargetStore;
  vault: Vault;
  ledger: DeliveryLedgerApi;
  sender: Sender;
  clock: Clock;
}

/** @returns the target with its secret decrypted; null when no such target ever existed */
export async function openTarget(
  targets: Pick<TargetStore, "find">,
  vault: Vault,
  id: string,
  now: number,
): Promise<OpenTarget | null> {
  const row = await targets.find(id);
  return row && { ...row, secret: await secretOf(vault, row, now) };
}

/** @returns the secrets that sign now, divided by a space */
async function secretOf(
  vault: Vault,
  { id, secret, overlapUntil }: PushTarget,
  now: number,
): Promise<string> {
  return secretsInForce(await vault.open(KIND, id, secret), overlapUntil, now).join(" ");
}

export function createPushAdmin({ targets, vault, ledger, sender, clock }: AdminParts): PushAdmin {
  async function change(
    target: PushTarget,
    fields: Partial<Omit<PushTarget, "id" | "createdAt">>,
  ): Promise<PushTarget> {
    await targets.update(target, { ...fields, updatedAt: clock.now() });
    forgetPushTargets();
    const after = await targets.get(target.id);
    // After a crash before this call, the next batch or wake-up makes the same call.
    if (after.deletedAt !== null) await ledger.stopEndpoint(after.id, "the target is deleted");
    else if (!after.enabled) await ledger.stopEndpoint(after.id, null);
    else await ledger.resumeEndpoint(after.id);
    return after;
  }

  return {
    list: targets.list,
    get: targets.get,
    async create(fields) {
      const now = clock.now();
      const id = crypto.randomUUID();
      const secret = newWebhookSecret();
      const sealed = await vault.seal(KIND, id, secret);
      const target = {
        ...fields,
        id,
        secret: sealed,
        overlapUntil: null,
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
      };
      await targets.create(target);
      forgetPushTargets();
      return { target, secret };
    },
    update: change,
    delete: (target) => change(target, { deletedAt: clock.now() }),
    restore: (target) => change(target, { deletedAt: null }),
    async rotate(target, overlapMs) {
      const secret = newWebhookSecret();
      const stored =
        overlapMs > 0 ? withPrevious(secret, await vault.open(KIND, target.id, target.secret)) : secret;
      const overlapUntil = overlapMs > 0 ? clock.now() + overlapMs : null;
      const sealed = await vault.seal(KIND, target.id, stored);
      return { target: await change(target, { secret: sealed, overlapUntil }), secret };
    },
    async test(target) {
      const { url, secret } = { ...target, secret: await secretOf(vault, target, clock.now()) };
      const body = JSON.stringify({ ping: true, target_id: target.id, data_type: target.dataType });
      return sender.post({ url, secret }, body, `ping-${crypto.randomUUID()}`);
    },
    sealed: targets.sealed,
    endpointStates: () => ledger.endpointStates(),
    listDeadDeliveries: (...all) => ledger.listDeadDeliveries(...all),
    deadDelivery: (...all) => ledger.deadDelivery(...all),
    replayDeliveries: (...all) => ledger.replayDeliveries(...all),
    discardDeliveries: (...all) => ledger.discardDeliveries(...all),
  };
}
