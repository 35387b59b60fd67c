/**
 * Encrypts secrets at rest with AES-256-GCM. A sealed text is `v1.<keyId>.<iv>.<data>` in base64url. The kind and id
 * of its record are authenticated with it, so that it can't be opened for another record.
 */
import { type KeyringEntry, parseKeyring } from "../../shared/domain/keyring.ts";
import { ConfigError } from "../../shared/errors/config-error.ts";

/** Thrown for a sealed text that was changed, truncated, or moved from another record. */
export class VaultError extends Error {
  override readonly name = "VaultError";
}

export interface Vault {
  /** Id of the key that seals; null when VAULT_KEYS is missing, and nothing can be sealed. */
  readonly currentKeyId: string | null;
  /**
   * @param kind kind of the record, for example `proxy`
   * @throws ConfigError without VAULT_KEYS
   */
  seal(kind: string, id: string, plain: string): Promise<string>;
  /**
   * @throws ConfigError when VAULT_KEYS lacks the key it was sealed with
   * @throws VaultError when the text is damaged or was sealed for another record
   */
  open(kind: string, id: string, sealed: string): Promise<string>;
}

const VERSION = "v1";
/** 96 random bits, as NIST SP 800-38D recommends. */
const IV_BYTES = 12;
const SEALED = /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22,})$/;

const toBase64Url = (bytes: Uint8Array): string =>
  bytes.toBase64({ alphabet: "base64url", omitPadding: true });
const fromBase64Url = (text: string) => Uint8Array.fromBase64(text, { alphabet: "base64url" });

/** JSON, so that two different pairs of kind and id never give the same bytes. */
const recordOf = (kind: string, id: string) => new TextEncoder().encode(JSON.stringify([VERSION, kind, id]));

/** @param keys VAULT_KEYS; undefined: every use throws a ConfigError that names it */
export function createVault(keys: string | undefined): Vault {
  const ring = keys === undefined ? [] : parseKeyring(keys);
  const [current] = ring;
  const imported = new Map<string, Promise<CryptoKey>>();
  const keyOf = ({ id, key }: KeyringEntry): Promise<CryptoKey> => {
    const known =
      imported.get(id) ??
      crypto.subtle.importKey("raw", Uint8Array.fromBase64(key), "AES-GCM", false, ["encrypt", "decrypt"]);
    imported.set(id, known);
    return known;
  };

  return {
    currentKeyId: current?.id ?? null,
    async seal(kind, id, plain) {
      if (!current) throw new ConfigError("VAULT_KEYS", "is missing: no secret can be stored");
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const data = await crypto.subtle.encrypt(
        { name: "AES-GCM", iv, additionalData: recordOf(kind, id) },
        await keyOf(current),
        new TextEncoder().encode(plain),
      );
      return [VERSION, current.id, toBase64Url(iv), toBase64Url(new Uint8Array(data))].join(".");
    },
    async open(kind, id, sealed) {
      const [, keyId, iv, data] = SEALED.exec(sealed) ?? [];
      if (keyId === undefined || iv === undefined || data === undefined)
        throw new VaultError(`the secret of ${kind} ${id} is no sealed text`);
      const entry = ring.find((known) => known.id === keyId);
      if (!entry) {
        const reason = `lacks the key ${keyId}, with which the secret of ${kind} ${id} was sealed`;
        throw new ConfigError("VAULT_KEYS", ring.length === 0 ? "is missing" : reason);
      }
      try {
        const plain = await crypto.subtle.decrypt(
          { name: "AES-GCM", iv: fromBase64Url(iv), additionalData: recordOf(kind, id) },
          await keyOf(entry),
          fromBase64Url(data),
        );
        return new TextDecoder().decode(plain);
      } catch {
        throw new VaultError(`the secret of ${kind} ${id} was changed or belongs to another record`);
      }
    },
  };
}
