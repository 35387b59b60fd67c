/** The fields of a form, made from the JSON Schema of a kind's input, and the input made from what was entered. */
import { readJsonObject } from "../../format/json-object.ts";

export interface InputField {
  /** Names of the members from the outside in. */
  path: readonly string[];
  control: "choice" | "flag" | "number" | "date" | "text" | "long-text" | "file" | "filter" | "json";
  required: boolean;
  /** Values of a choice. */
  choices: readonly string[];
  /** Shown at first; empty where the schema has no default. */
  initial: string;
  /** What the schema says of it, in English. */
  description: string | null;
}

/** What was entered, by the field's name: text, also of numbers; `true` and `false` of flags. */
export type Entered = Readonly<Record<string, string>>;

interface Schema {
  type?: string;
  enum?: readonly unknown[];
  anyOf?: readonly Schema[];
  properties?: Record<string, Schema>;
  required?: readonly string[];
  default?: unknown;
  format?: string;
  description?: string;
  maxLength?: number;
  control?: string;
}

export const nameOf = ({ path }: Pick<InputField, "path">): string => path.join(".");

/** Texts that are longer than this get more than a line. */
const LONG_TEXT = 200;

function controlOf(name: string, schema: Schema): InputField["control"] {
  if (schema.control === "task-file") return "file";
  if (schema.enum) return "choice";
  if (schema.type === "boolean") return "flag";
  if (schema.type === "number" || schema.type === "integer") return "number";
  if (schema.type === "string") {
    if (schema.format === "date") return "date";
    return (schema.maxLength ?? 0) > LONG_TEXT ? "long-text" : "text";
  }
  return schema.type === "object" && name === "filter" ? "filter" : "json";
}

/** A value that may be null as well is left out when nothing is entered: the schema without null. */
function withoutNull(schema: Schema): Schema {
  const rest = schema.anyOf?.filter(({ type }) => type !== "null");
  const [only] = rest ?? [];
  return only && rest?.length === 1 && schema.anyOf?.length === 2 ? { ...schema, ...only } : schema;
}

/** @param schema JSON Schema of an object */
export function fieldsOf(
  schema: Record<string, unknown>,
  path: readonly string[] = [],
  isNeeded = true,
): InputField[] {
  const { properties = {}, required = [] } = schema as Schema;
  return Object.entries(properties).flatMap(([name, given]) => {
    const own = withoutNull(given);
    const needed = isNeeded && required.includes(name);
    if (own.type === "object" && own.properties)
      return fieldsOf(own as Record<string, unknown>, [...path, name], needed);
    const initial = own.default;
    return [
      {
        path: [...path, name],
        control: controlOf(name, own),
        required: needed,
        choices: (own.enum ?? []).map(String),
        initial: typeof initial === "object" || initial === undefined ? "" : String(initial),
        description: own.description ?? null,
      },
    ];
  });
}

/** A filter is entered as JSON, or as the query of a search's address; null when it is neither. */
function readFilter(text: string): Record<string, unknown> | null {
  if (text.startsWith("{")) return readJsonObject(text);
  const query = text.slice(text.indexOf("?") + 1);
  if (!query.includes("=")) return null;
  const filter: Record<string, unknown> = {};
  for (const name of new Set(new URLSearchParams(query).keys())) {
    const values = new URLSearchParams(query).getAll(name);
    filter[name] = values.length === 1 ? values[0] : values;
  }
  return filter;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function enteredValue({ control }: InputField, text: string): unknown {
  switch (control) {
    case "flag":
      return text === "true";
    case "number":
      return Number.isFinite(Number(text)) ? Number(text) : undefined;
    case "filter":
      return readFilter(text) ?? undefined;
    case "json":
      return readJson(text);
    default:
      return text;
  }
}

/**
 * @returns the input, with fields left out where nothing was entered; `wrong` names the fields that cannot be read, `missing`
 * those that must be there
 */
export function readInput(
  fields: readonly InputField[],
  entered: Entered,
): { input: Record<string, unknown>; wrong: string[]; missing: string[] } {
  const input: Record<string, unknown> = {};
  const wrong: string[] = [];
  const missing: string[] = [];
  for (const field of fields) {
    const name = nameOf(field);
    const text = (entered[name] ?? field.initial).trim();
    if (text === "") {
      if (field.required) missing.push(name);
      continue;
    }
    const value = enteredValue(field, text);
    if (value === undefined) {
      wrong.push(name);
      continue;
    }
    let target = input;
    for (const part of field.path.slice(0, -1)) {
      const inner = (target[part] ?? {}) as Record<string, unknown>;
      target[part] = inner;
      target = inner;
    }
    target[field.path.at(-1) ?? ""] = value;
  }
  return { input, wrong, missing };
}
