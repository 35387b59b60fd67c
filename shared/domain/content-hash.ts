/**
 * Content hash of a raw row: equal content gives an equal hash, whatever the order of its fields and whatever
 * its volatile ones (tokens, online flags) say. SHA-256 over canonical JSON (sorted keys, no spaces, in the
 * spirit of RFC 8785), cut to 128 bits: ample for telling versions of one posting apart.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { BoundedMap } from "../bounded-map.ts";

export const HASH_BYTES = 16;
/** Deeper values are left out, so that no input overflows the stack. */
const MAX_DEPTH = 64;
/** Shapes of objects remembered per list of volatile fields. */
const MAX_SHAPES = 500;
/** Of a shape that is found again without joining its names. */
const MAX_NAMES = 200;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON must escape
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Fields of one object that count, in order, each with its quoted name and colon. */
type Shape = readonly (readonly [name: string, prefix: string])[];

/** Rows of one platform have few shapes: sorting and quoting their names once is most of the speed. */
class Shapes {
  readonly #volatile: ReadonlySet<string>;
  readonly #known = new BoundedMap<string, Shape>(MAX_SHAPES);
  /** The last shape of so many names: a look at each is far less than joining them. */
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
    // With the number of names, one that holds a NUL itself cannot pass for several.
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
 * What is hashed.
 * @param value any JSON value
 * @param volatileFields names left out at any depth; pass the same list each time, it is remembered
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
