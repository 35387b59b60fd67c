/** The text form of a keyring: `id:base64(32 bytes)[,id:base64…]`. The first key encrypts, all keys decrypt. */

export interface KeyringEntry {
  id: string;
  /** 32 bytes, in standard base64. */
  key: string;
}

const ENTRY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/;

/**
 * @throws Error that names the problem and the number of the entry (from 1), never a key
 */
export function parseKeyring(text: string): KeyringEntry[] {
  const entries = text.split(",").map((entry, index) => {
    const [, id, key] = ENTRY.exec(entry.trim()) ?? [];
    if (id === undefined || key === undefined)
      throw new Error(`entry ${index + 1} is not id:key with a key of 32 bytes in base64`);
    return { id, key };
  });
  const double = entries.find(({ id }, index) => entries.findIndex((other) => other.id === id) !== index);
  if (double) throw new Error(`names the key ${double.id} twice`);
  return entries;
}
