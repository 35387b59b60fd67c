/** Reads the JSON that a platform sent: every reader accepts any JSON value and never throws. */
import { plainText } from "./plain-text.ts";

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @returns the object under `name`, or an empty one */
export function child(fields: Fields, name: string): Fields {
  const value = own(fields, name);
  return isFields(value) ? value : {};
}

/** The object under `name` when it has fields, else `fields` itself: a detail nests what a list row holds flat. */
export function nestedOr(fields: Fields, name: string): Fields {
  const value = child(fields, name);
  return Object.keys(value).length > 0 ? value : fields;
}

/** Reads own properties only: a method of Object is not a value that the platform sent. */
function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function asText(value: unknown): string | null {
  // A lone surrogate cannot be written as UTF-8.
  if (typeof value === "string") return plainText(value).trim().toWellFormed() || null;
  return typeof value === "number" && Number.isFinite(value) ? String(value) : null;
}

/** @returns the first of the named fields that is a text or a number, trimmed; null when none is */
export function text(fields: Fields, ...names: string[]): string | null {
  for (const name of names) {
    const value = asText(own(fields, name));
    if (value !== null) return value;
  }
  return null;
}

/** A longer text is not a key, and neither are the words that the sites write for "none". */
const MAX_KEY_LENGTH = 128;
const NO_KEY = /^(?:0|-1|null|undefined|none|nan)$/i;

/** @returns the first of the named fields that is a key: a short text without white space, or a safe integer */
export function key(fields: Fields, ...names: string[]): string | null {
  for (const name of names) {
    const value = own(fields, name);
    if (typeof value === "number" ? !Number.isSafeInteger(value) : typeof value !== "string") continue;
    const found = String(value).trim();
    if (found === "" || found.length > MAX_KEY_LENGTH || NO_KEY.test(found)) continue;
    if (/[\s\p{Cc}]/u.test(found) || !found.isWellFormed()) continue;
    return found;
  }
  return null;
}

const LABEL_NAMES = ["name", "itemValue", "value"];

/** Like `text`, and also reads the `{code, name}` objects that some answers contain instead of the name. */
export function label(fields: Fields, ...names: string[]): string | null {
  for (const name of names) {
    const value = asText(own(fields, name)) ?? text(child(fields, name), ...LABEL_NAMES);
    if (value !== null) return value;
  }
  return null;
}

/** A value of an unexpected type is stored as JSON cut to this length. */
const MAX_UNEXPECTED_LENGTH = 200;

/** True for no value, an empty one, or a `{code, name}` without a name. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.length === 0;
  if (!isFields(value)) return false;
  const names = Object.keys(value);
  const labels = names.filter((name) => LABEL_NAMES.includes(name));
  return (labels.length > 0 ? labels : names).every((name) => value[name] === null || value[name] === "");
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value).slice(0, MAX_UNEXPECTED_LENGTH).toWellFormed();
  } catch {
    return Array.isArray(value) ? "[nested too deeply]" : "{nested too deeply}";
  }
}

/** @returns the JSON, cut, of the first named field that is not empty; for fields that no reader could read */
export function unexpectedType(fields: Fields, ...names: string[]): string | null {
  const value = names.map((name) => own(fields, name)).find((found) => !isEmpty(found));
  return value === undefined ? null : asJson(value);
}

/** Like `label`, but returns a value of any other type as JSON, so that it is reported as unread. */
export function labelOrUnexpected(fields: Fields, ...names: string[]): string | null {
  return label(fields, ...names) ?? unexpectedType(fields, ...names);
}

/** @returns the first of the named fields that is a finite number, also one written as text */
export function number(fields: Fields, ...names: string[]): number | null {
  for (const name of names) {
    const value = own(fields, name);
    if (typeof value === "number" && Number.isFinite(value)) return value;
    if (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value.trim())) return Number(value);
  }
  return null;
}

/** @returns the first of the named fields that is a whole number not below zero */
export function count(fields: Fields, ...names: string[]): number | null {
  for (const name of names) {
    const value = number(fields, name);
    if (value !== null && Number.isSafeInteger(value) && value >= 0) return value;
  }
  return null;
}

/** Reads a boolean in the forms of the platforms: true, 1, "1", "true" and their opposites. */
export function flag(fields: Fields, name: string): boolean | null {
  const value = own(fields, name);
  if (value === true || value === 1 || value === "1" || value === "true") return true;
  if (value === false || value === 0 || value === "0" || value === "false") return false;
  return null;
}

const TAG_NAMES = ["name", "value", "tag", "skill", "title", "itemValue", "chineseTitle"];

export interface TextList {
  texts: string[];
  /** True when an item, or the whole value, had an unexpected type; its JSON is among the texts. */
  hasUnexpectedType: boolean;
}

/**
 * Reads the first of the named fields that is a list, as texts without repeats. The platforms send lists of texts, lists
 * of `{name}` objects, and sometimes one text with commas.
 */
export function texts(fields: Fields, ...names: string[]): TextList {
  for (const name of names) {
    const value = own(fields, name);
    if (isEmpty(value)) continue;
    const items =
      typeof value === "string"
        ? plainText(value).split(/[,，;；、]/)
        : Array.isArray(value)
          ? value
          : [value];
    const read = items.filter((item) => !isEmpty(item)).map((item) => textOf(item) ?? { json: asJson(item) });
    const found = read.map((item) => (typeof item === "string" ? item : item.json));
    if (found.length > 0)
      return { texts: [...new Set(found)], hasUnexpectedType: read.some((item) => typeof item !== "string") };
  }
  return { texts: [], hasUnexpectedType: false };
}

function textOf(item: unknown): string | null {
  return isFields(item) ? text(item, ...TAG_NAMES) : asText(item);
}

/**
 * The postings of a list page: null under the name counts as an empty list when the site reports a total of 0.
 * @returns null when the list is missing, or is no list
 */
export function listItems(fields: Fields, name: string, total: number | null): unknown[] | null {
  return items(fields, name) ?? (own(fields, name) === null && total === 0 ? [] : null);
}

/** @returns the list under `name`; null when it is missing or not a list */
export function items(fields: Fields, name: string): unknown[] | null {
  const value = own(fields, name);
  return Array.isArray(value) ? value : null;
}
