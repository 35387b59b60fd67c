/**
 * Content hash of a raw row: equal content gives an equal hash, whatever the order of its fields and whatever
 * its volatile ones (tokens, online flags) say. SHA-256 over canonical JSON (sorted keys, no spaces, in the
 * spirit of RFC 8785), cut to 128 bits: ample for telling versions of one posting apart.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

const HASH_BYTES = 16;
/** Deeper values are left out, so that no input overflows the stack. */
const MAX_DEPTH = 64;

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

function setOf(names: readonly string[]): ReadonlySet<string> {
  const known = sets.get(names);
  if (known) return known;
  const made = new Set(names);
  sets.set(names, made);
  return made;
}

function canonical(value: unknown, volatile: ReadonlySet<string>, depth: number): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (depth > MAX_DEPTH) return "null";
  if (Array.isArray(value)) {
    return `[${value.map((item) => canonical(item, volatile, depth + 1)).join(",")}]`;
  }
  const fields = value as Record<string, unknown>;
  let json = "";
  for (const name of Object.keys(fields).sort()) {
    const field = fields[name];
    if (field === undefined || volatile.has(name)) continue;
    json += `${json === "" ? "" : ","}${JSON.stringify(name)}:${canonical(field, volatile, depth + 1)}`;
  }
  return `{${json}}`;
}

/**
 * @param value any JSON value
 * @param volatileFields names left out at any depth
 * @returns 32 hex characters
 */
export function contentHash(value: unknown, volatileFields: readonly string[]): string {
  const json = canonical(value, setOf(volatileFields), 0);
  return bytesToHex(sha256(utf8ToBytes(json)).subarray(0, HASH_BYTES));
}
