/** The API over HTTP: the dashboard's typed client, with a key in place of its cookie. */

import { readAnswer } from "../../../../pages/src/api/answer.ts";
import { ApiFailure } from "../../../../pages/src/api/failure.ts";
import { createApiClient } from "../../../../workers/api/client-type.ts";
import { skewFrom } from "../../../http/clock-skew.ts";
import { messageWithCause } from "../../../http/message-with-cause.ts";
import type { Io } from "../io.ts";
import { VERSION } from "../version.ts";
import type { Connection } from "./connection.ts";
import { proxiedFetch } from "./proxy.ts";

type Fetch = typeof fetch;
const TIMEOUT_MS = 60_000;

export type Server = ReturnType<typeof connectTo>;
export type Api = Server["api"];

/** The `data` of a successful answer. */
export type DataOf<R> = R extends { json(): Promise<infer Body> }
  ? Extract<Body, { code: 0; data: unknown }>["data"]
  : never;
type AnyCall = (...args: never[]) => Promise<unknown>;
export type AnswerOf<Call extends AnyCall> = DataOf<Awaited<ReturnType<Call>>>;
/** The rows of a list. */
export type ItemOf<Call extends AnyCall> = AnswerOf<Call> extends { items: (infer Item)[] } ? Item : never;

type Answer = Pick<Response, "status" | "headers" | "text">;

/** @throws ApiFailure */
export async function dataOf<R extends Answer>(call: Promise<R>): Promise<DataOf<R>> {
  const response = await call;
  const text = await response.text().catch((error: unknown) => {
    throw new ApiFailure("network", 0, `the answer broke off: ${messageWithCause(error)}`);
  });
  return readAnswer<DataOf<R>>(response.status, text, response.headers as unknown as Headers);
}

/** @param key null for routes that are open to all */
export function connectTo({ url, key }: Pick<Connection, "url"> & { key: string | null }, io: Io) {
  let skewMs: number | null = null;
  const send: Fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("accept", "application/json");
    headers.set("user-agent", `jobdata-cli/${VERSION}`);
    if (key !== null) headers.set("authorization", `Bearer ${key}`);
    const sentAt = io.now();
    try {
      const own: Fetch = await proxiedFetch(new URL(url), io.env);
      const response = await own(input, {
        ...init,
        headers,
        // The key must not follow to another place.
        redirect: "manual",
        signal: init?.signal ?? AbortSignal.timeout(TIMEOUT_MS),
      });
      const date = Date.parse(response.headers.get("date") ?? "");
      if (!Number.isNaN(date)) skewMs = skewFrom(date, sentAt, io.now());
      if (response.status >= 300 && response.status < 400)
        throw new ApiFailure(
          "bad_answer",
          response.status,
          `${url} sends requests to another address: is it the API?`,
        );
      return response;
    } catch (error) {
      if (error instanceof ApiFailure) throw error;
      throw new ApiFailure("network", 0, `${url} does not answer: ${messageWithCause(error)}`);
    }
  };
  return {
    url,
    api: createApiClient(url, { fetch: send }).api.v1,
    /** Lead of the server's clock over ours at its last answer, milliseconds; null before the first. */
    skewMs: () => skewMs,
  };
}
