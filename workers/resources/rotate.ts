/** Seals stored secrets again with the current key. */
import type { ResourcePoolApi } from "../../shared/contracts/resource-pool.ts";
import { type Vault, VaultError } from "../vault/vault.ts";

/** A store of sealed secrets of one kind. */
export type SealedStore = Pick<ResourcePoolApi, "notSealedWith" | "reseal">;

export interface Rotation {
  moved: number;
  /** Changed by a user in the meantime, and so already sealed with the current key. */
  overtaken: number;
  /** Ids whose secret can't be read. */
  unreadable: string[];
}

const PER_CALL = 100;

/**
 * Safe to run again at any time.
 * @throws ConfigError when VAULT_KEYS lacks a key that is still in use; secrets not moved before stay as they are
 */
export async function rotate(
  vault: Vault,
  kind: string,
  store: SealedStore,
  keyId: string,
): Promise<Rotation> {
  const done: Rotation = { moved: 0, overtaken: 0, unreadable: [] };
  for (let after = 0; ; ) {
    const secrets = await store.notSealedWith(keyId, PER_CALL, after);
    const last = secrets.at(-1);
    if (!last) return done;
    after = last.seq;
    const items: { id: string; from: string; to: string }[] = [];
    for (const { id, sealed } of secrets) {
      try {
        items.push({ id, from: sealed, to: await vault.seal(kind, id, await vault.open(kind, id, sealed)) });
      } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        done.unreadable.push(id);
      }
    }
    const moved = await store.reseal(items);
    done.moved += moved;
    done.overtaken += items.length - moved;
  }
}
