/**
 * Content hash of a raw row: equal content gives an equal hash, regardless of the order of the fields and of the
 * values of volatile fields (tokens, online flags). SHA-256 over canonical JSON (sorted keys, no spaces, similar to
 * RFC 8785), cut to 128 bits, which is ample to distinguish the versions of one posting.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { BoundedMap } from "../bounded-map.ts";

export const HASH_BYTES = 16;
/** Deeper values are ignored, so that no input overflows the stack. */
const MAX_DEPTH = 64;
/** Number of object shapes cached for each list of volatile fields. */
const MAX_SHAPES = 500;
/** A shape with at most this many names is found again without joining them. */
const MAX_NAMES = 200;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON must escape
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

/** The hashed fields of one object, sorted, each with its quoted name and colon. */
type Shape = readonly (readonly [name: string, prefix: string])[];

/** Rows of one platform have few shapes, so sorting and quoting their names once saves most of the time. */
class Shapes {
  readonly #volatile: ReadonlySet<string>;
  readonly #known = new BoundedMap<string, Shape>(MAX_SHAPES);
  /** The last shape by its number of names: comparing the names one by one is cheaper than joining them. */
  readonly #last: { names: string[]; shape: Shape }[] = [];

  constructor(volatileFields: readonly string[]) {
    this.#volatile = new Set(volatileFields);
  }

  of(names: string[]): Shape {
    const last = this.#last[names.length];
    if (last?.names.every((name, index) => name === names[index])) return last.shape;
    const shape = this.#find(names);
    if (names.length <= MAX_NAMES) this.#last[names.length] = { names, shape };
    return shape;
  }

  #find(names: string[]): Shape {
    // The number of names is part of the key: a name that contains a NUL cannot be mistaken for several.
    const id = `${names.length}\u0000${names.join("\u0000")}`;
    const known = this.#known.get(id);
    if (known) return known;
    const shape = names
      .filter((name) => !this.#volatile.has(name))
      .sort()
      .map((name) => [name, `${quote(name)}:`] as const);
    this.#known.set(id, shape);
    return shape;
  }
}

const byList = new WeakMap<readonly string[], Shapes>();
const encoder = new TextEncoder();

function quote(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function canonical(value: unknown, shapes: Shapes, depth: number): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (depth > MAX_DEPTH) return "null";
  let json = "";
  if (Array.isArray(value)) {
    for (const item of value) json += (json === "" ? "" : ",") + canonical(item, shapes, depth + 1);
    return `[${json}]`;
  }
  const fields = value as Record<string, unknown>;
  for (const [name, prefix] of shapes.of(Object.keys(fields))) {
    const field = fields[name];
    if (field !== undefined) json += (json === "" ? "" : ",") + prefix + canonical(field, shapes, depth + 1);
  }
  return `{${json}}`;
}

/**
 * The text that is hashed.
 * @param value any JSON value
 * @param volatileFields names ignored at any depth; pass the same list object each time, because results are cached by it
 */
export function canonicalJson(value: unknown, volatileFields: readonly string[]): string {
  let shapes = byList.get(volatileFields);
  if (!shapes) {
    shapes = new Shapes(volatileFields);
    byList.set(volatileFields, shapes);
  }
  return canonical(value, shapes, 0);
}

/**
 * @param value any JSON value
 * @param volatileFields as `canonicalJson` takes them
 * @returns 32 hex characters
 */
export function contentHash(value: unknown, volatileFields: readonly string[]): string {
  const bytes = encoder.encode(canonicalJson(value, volatileFields));
  return bytesToHex(sha256(bytes).subarray(0, HASH_BYTES));
}
