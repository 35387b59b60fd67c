/** Reads the entries of a dictionary's answer, whatever the site sends, and says how much of it could not be read. */
import { z } from "zod";
import type { DictionaryEntry, DictionaryKind } from "../../contracts/dictionary.ts";
import { WHOLE_COUNTRY } from "../../domain/city.ts";
import type { DictionaryAnswer, RawAnswer } from "../adapter.ts";
import { type Checked, type Failure, fail, missing, readJson } from "../answer.ts";
import { plainText } from "../plain-text.ts";
import { type Fields, isFields } from "../read.ts";

/** Codes become parts of requests; those of the salaries on Zhilian have a comma (`0000,4000`). */
const Code = z
  .union([z.string(), z.number().int().nonnegative()])
  .transform((code) => String(code).trim())
  .pipe(z.string().regex(/^-?[A-Za-z0-9][A-Za-z0-9,._-]{0,39}$/));
const Name = z
  .string()
  .transform((name) => plainText(name).normalize("NFKC").replace(/\s+/g, " ").trim())
  .pipe(
    z
      .string()
      .min(1)
      .max(60)
      .regex(/^[^\p{C}]+$/u),
  );

/** No dictionary of a site has so many entries of a kind. */
export const MAX_ENTRIES = 10_000;
/** More unread entries than this share are a format that changed. */
const MAX_UNREAD_SHARE = 0.05;

export const failedDictionary = (failure: Failure): DictionaryAnswer => ({
  ...failure,
  entries: {},
  unread: 0,
});

/** A dictionary that is gone from its address has moved: that is for a developer, and no refusal of the crawler. */
export function readDictionaryJson(answer: RawAnswer): Checked<Fields> {
  if (answer.status === 404 || answer.status === 410)
    return { ok: false, failure: fail("schema-drift", `HTTP ${answer.status}: the dictionary has moved`) };
  return readJson(answer);
}

/** Fields of an entry that hold its code and its name. */
export interface EntryFields {
  code: string;
  name: string;
}

/** @returns null for an entry without a usable code or name */
export function readEntry(raw: unknown, fields: EntryFields): { code: string; name: string } | null {
  if (!isFields(raw)) return null;
  const code = Code.safeParse(raw[fields.code]);
  const name = Name.safeParse(raw[fields.name]);
  return code.success && name.success ? { code: code.data, name: name.data } : null;
}

/** Collects the entries of an answer. An entry that stands there twice (popular cities) counts once. */
export class DictionaryReader {
  readonly #kinds: readonly DictionaryKind[];
  readonly #fields: EntryFields;
  readonly #found = new Map<DictionaryKind, Map<string, DictionaryEntry>>();
  readonly #codes = new Map<DictionaryKind, Set<string>>();
  #unread = 0;

  constructor(kinds: readonly DictionaryKind[], fields: EntryFields) {
    this.#kinds = kinds;
    this.#fields = fields;
  }

  /** @returns the entry's code; null when it could not be read */
  add(kind: DictionaryKind, raw: unknown, parent: string | null = null): string | null {
    const read = readEntry(raw, this.#fields);
    if (read) return this.#put(kind, { ...read, parent });
    this.#unread++;
    return null;
  }

  #put(kind: DictionaryKind, entry: DictionaryEntry): string {
    const found = this.#found.get(kind) ?? new Map<string, DictionaryEntry>();
    const codes = this.#codes.get(kind) ?? new Set<string>();
    this.#found.set(kind, found);
    this.#codes.set(kind, codes);
    const key = `${entry.parent ?? ""}\n${entry.name}`;
    const known = found.get(key);
    if (known?.code === entry.code) return entry.code;
    // One name under two codes, or one code under two names: which of them is meant, nobody can say.
    const codeKey = `${entry.parent ?? ""}\n${entry.code}`;
    if (known || codes.has(codeKey)) {
      this.#unread++;
      return known?.code ?? entry.code;
    }
    found.set(key, entry);
    codes.add(codeKey);
    return entry.code;
  }

  /** Adds the whole country to the cities where the site lists only cities. @param shipped codes by city name */
  addWholeCountry(shipped: Readonly<Record<string, string>>): void {
    const cities = this.#found.get("city");
    if (!cities || cities.has(`\n${WHOLE_COUNTRY}`)) return;
    this.#put("city", { code: shipped[WHOLE_COUNTRY] ?? "", name: WHOLE_COUNTRY, parent: null });
  }

  answer(): DictionaryAnswer {
    const entries: DictionaryAnswer["entries"] = {};
    let count = 0;
    for (const kind of this.#kinds) {
      const found = [...(this.#found.get(kind)?.values() ?? [])];
      if (found.length === 0) return failedDictionary(missing(`every entry of the kind ${kind}`));
      if (found.length > MAX_ENTRIES)
        return failedDictionary(fail("schema-drift", `${found.length} entries of the kind ${kind}`));
      count += found.length;
      entries[kind] = found;
    }
    if (this.#unread > MAX_UNREAD_SHARE * (count + this.#unread)) {
      const reason = `${this.#unread} of ${count + this.#unread} entries cannot be read`;
      return { ...failedDictionary(fail("schema-drift", reason)), unread: this.#unread };
    }
    return { outcome: "ok", reason: null, retryAfterMs: null, entries, unread: this.#unread };
  }
}

/** @returns the items of a list; none for anything else */
export const itemsOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
