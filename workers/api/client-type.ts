/** The typed client of the API for `pages` and `clients`: one type, computed once. */
import type { Hono } from "hono";
import { hc } from "hono/client";
import type { Env, Schema } from "hono/types";
import type { createApp } from "./app.ts";

type Api = ReturnType<typeof createApp>;

export type ApiClient = ReturnType<typeof hc<Api>>;

/**
 * @param base origin of the API, or `""` on the same origin
 * @param options headers (Authorization), fetch
 */
export const createApiClient = (...args: Parameters<typeof hc>): ApiClient => keepIndex(hc<Api>(...args));

/**
 * `hc` drops a last segment `index`, which it takes for the page of a folder (`removeIndexString`), but the API has a
 * route of that name. Here it goes through as a parameter with the value `index`.
 */
function keepIndex<Node extends object>(node: Node): Node {
  return new Proxy(node, {
    get(target, key) {
      const next: unknown = Reflect.get(target, key === "index" ? ":index" : key);
      return typeof next === "function" ? keepIndex(next) : next;
    },
    apply: (target, _self, [input, ...rest]) =>
      Reflect.apply(target as (...args: unknown[]) => unknown, undefined, [
        { ...input, param: { index: "index", ...input?.param } },
        ...rest,
      ]),
  });
}

type SchemaOf<App> =
  App extends Hono<infer _E extends Env, infer S extends Schema, infer _B extends string> ? S : never;
type InBraces<Path extends string> = Path extends `${infer Head}:${infer Name}/${infer Tail}`
  ? `${Head}{${Name}}/${InBraces<Tail>}`
  : Path extends `${infer Head}:${infer Name}`
    ? `${Head}{${Name}}`
    : Path;
type RoutesOf<S> = {
  [Path in keyof S & string]: {
    [Method in keyof S[Path] & string]: Method extends `$${infer Verb}`
      ? `${Uppercase<Verb>} ${InBraces<Path>}`
      : never;
  }[keyof S[Path] & string];
}[keyof S & string];

/** Names of all routes as permissions are named: `GET /api/v1/keywords/{id}`. */
export type ApiRoute = RoutesOf<SchemaOf<Api>>;
