/** Careful reading of what a platform sent: every reader takes any JSON value and never throws. */
export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object under `name`, or an empty one. */
export function child(fields: Fields, name: string): Fields {
  const value = own(fields, name);
  return isFields(value) ? value : {};
}

/** Own properties only: a field named like a method of Object is not a value the platform sent. */
function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function asText(value: unknown): string | null {
  if (typeof value === "string") return value.trim() || null;
  return typeof value === "number" && Number.isFinite(value) ? String(value) : null;
}

/** First of the named fields that holds a text or a number, trimmed; null when none does. */
export function text(fields: Fields, ...names: string[]): string | null {
  for (const name of names) {
    const value = asText(own(fields, name));
    if (value !== null) return value;
  }
  return null;
}

const LABEL_NAMES = ["name", "itemValue", "value"];

/** Like `text`, and reads the `{code, name}` objects that some answers send in place of the name. */
export function label(fields: Fields, ...names: string[]): string | null {
  for (const name of names) {
    const value = asText(own(fields, name)) ?? text(child(fields, name), ...LABEL_NAMES);
    if (value !== null) return value;
  }
  return null;
}

/** Texts longer than this are cut where a value of another type is kept as text. */
const ODD_LENGTH = 200;

/** Like `label`, but a value of any other type is kept as its JSON, so that it shows up as unread. */
export function labelOrOdd(fields: Fields, ...names: string[]): string | null {
  const found = label(fields, ...names);
  if (found !== null) return found;
  const odd = names.map((name) => own(fields, name)).find((value) => value !== undefined && value !== null);
  if (odd === undefined || odd === "" || (typeof odd === "string" && odd.trim() === "")) return null;
  return JSON.stringify(odd).slice(0, ODD_LENGTH);
}

/** First of the named fields that holds a finite number, also when it is written as text. */
export function number(fields: Fields, ...names: string[]): number | null {
  for (const name of names) {
    const value = own(fields, name);
    if (typeof value === "number" && Number.isFinite(value)) return value;
    if (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value.trim())) return Number(value);
  }
  return null;
}

/** A yes/no field in the spellings the platforms use: true, 1, "1", "true" and their opposites. */
export function flag(fields: Fields, name: string): boolean | null {
  const value = own(fields, name);
  if (value === true || value === 1 || value === "1" || value === "true") return true;
  if (value === false || value === 0 || value === "0" || value === "false") return false;
  return null;
}

const TAG_NAMES = ["name", "value", "tag", "skill", "title", "itemValue", "chineseTitle"];

/**
 * First of the named fields that holds a list, as texts without repeats. The platforms send lists of texts,
 * lists of `{name}` objects, and now and then one text with commas.
 */
export function texts(fields: Fields, ...names: string[]): string[] {
  for (const name of names) {
    const value = own(fields, name);
    const items = typeof value === "string" ? value.split(/[,，;；]/) : Array.isArray(value) ? value : [];
    const found = items.flatMap((item) => asText(isFields(item) ? text(item, ...TAG_NAMES) : item) ?? []);
    if (found.length > 0) return [...new Set(found)];
  }
  return [];
}

/** The list under `name`; null when it is missing or no list. */
export function items(fields: Fields, name: string): unknown[] | null {
  const value = own(fields, name);
  return Array.isArray(value) ? value : null;
}
