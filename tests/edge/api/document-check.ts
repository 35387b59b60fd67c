/**
 * Compares real answers with the OpenAPI document: an undescribed status, type or field fails the test that
 * saw it.
 */
import { Validator } from "@cfworker/json-schema";
import { encodeKey } from "../../../workers/api/http/slash-keys.ts";
import type { OpenApiDocument } from "../../../workers/api/openapi/describe-api.ts";

type Schema = Record<string, unknown>;
interface OperationObject {
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

const isObject = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Forbids fields that are not described; an object described as open stays open. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  if (typeof schema.$ref === "string")
    return { ...schema, $ref: schema.$ref.replace("#/components/schemas/", "#/$defs/") };
  // Each part of an `allOf` describes some of the fields only.
  if ("allOf" in schema) return { ...schema, unevaluatedProperties: false };
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const open = !("properties" in copy) || "additionalProperties" in copy;
  return open ? copy : { ...copy, additionalProperties: false };
}

/** `/keywords/{id}` matches `/keywords/x`; when two match, the one with fewer parameters is chosen. */
function findOperation(document: OpenApiDocument, method: string, path: string) {
  const matching = Object.entries(document.paths ?? {})
    .filter(([pattern]) => new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path))
    .filter(([, item]) => method.toLowerCase() in item)
    .sort(([a], [b]) => a.split("{").length - b.split("{").length);
  const [pattern, item] = matching[0] ?? [];
  if (!pattern || !item) return null;
  return { name: `${method} ${pattern}`, operation: item[method.toLowerCase() as "get"] as OperationObject };
}

/** A problem of code `other` can't be translated: its reason lacks a template in `shared/errors/reasons.ts`. */
function assertCoded(name: string, body: unknown): void {
  const data = isObject(body) && isObject(body.data) ? body.data : {};
  for (const problem of Array.isArray(data.problems) ? data.problems : []) {
    if (isObject(problem) && problem.code === "other")
      throw new Error(`${name} answers a problem without a code: ${String(problem.reason)}`);
  }
}

export function documentCheck(document: OpenApiDocument) {
  const $defs = closed(document.components?.schemas ?? {}) as Schema;
  /** By schema: a new validator walks through every schema of the document, which takes longer than the check. */
  const validators = new Map<string, Validator>();
  const validatorOf = (schema: unknown): Validator => {
    const key = JSON.stringify(schema);
    const known = validators.get(key);
    if (known) return known;
    const made = new Validator({ ...(closed(schema) as Schema), $defs }, "2020-12", false);
    validators.set(key, made);
    return made;
  };
  const validate = (name: string, schema: unknown, body: unknown) => {
    const { valid, errors } = validatorOf(schema).validate(body);
    if (valid) return;
    const reasons = errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`).join("\n");
    throw new Error(`${name} answers what the document does not describe:\n${reasons}`);
  };

  /**
   * @param path without the query
   * @throws Error naming the operation and what the document does not describe
   */
  return async (method: string, path: string, response: Response): Promise<void> => {
    const found = findOperation(document, method, encodeKey(path));
    const type = (response.headers.get("content-type") ?? "").split(";")[0]?.toLowerCase() ?? "";
    // The route does not exist, or not for this method: the answer has the common shape of errors.
    if (!found) {
      if (response.status !== 404 && response.status !== 405 && response.status !== 401)
        throw new Error(`${method} ${path} answered ${response.status} and is not in the document`);
      return validate(`${method} ${path}`, { $ref: "#/components/schemas/Error" }, await response.json());
    }
    const { name, operation } = found;
    const described = operation.responses[response.status];
    if (!described) throw new Error(`${name}: status ${response.status} is not in the document`);
    const media = described.content?.[type];
    if (!media) throw new Error(`${name}: ${response.status} of type ${type} is not in the document`);
    const body = /^application\/(\w+\+)?json$/.test(type) ? await response.json() : await response.text();
    validate(`${name} ${response.status}`, media.schema, body);
    assertCoded(name, body);
  };
}
