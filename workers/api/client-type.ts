/** The typed client of the API for `pages` and `clients`: one type, worked out once. */
import { hc } from "hono/client";
import type { createApp } from "./app.ts";

type Api = ReturnType<typeof createApp>;

export type ApiClient = ReturnType<typeof hc<Api>>;

/**
 * @param base origin of the API, or `""` on the same origin
 * @param options headers (Authorization), fetch
 */
export const createApiClient = (...args: Parameters<typeof hc>): ApiClient => hc<Api>(...args);
