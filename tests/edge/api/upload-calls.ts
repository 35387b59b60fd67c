/** Bodies of uploads, and calls that send them as programs do. */
import { env } from "cloudflare:workers";
import type { testApi } from "./test-api.ts";

export const ASYNC = "/universal/data/batch-store-async";
/** The fields of an NDJSON upload. */
export const LINES = "?platform_type=boss&data_type=job";

export const row = (n: number, over: object = {}) => ({
  encryptJobId: `job-${n}`,
  jobName: `工程师 ${n}`,
  ...over,
});
export const rows = (count: number) => Array.from({ length: count }, (_, n) => row(n));
export const body = (data_list: unknown, over: object = {}) => ({
  platform_type: "boss",
  channel: "web",
  data_type: "job",
  check_duplicate: true,
  ...over,
  data_list,
});
export const gzip = async (text: string) =>
  new Uint8Array(
    await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer(),
  );
/** Bytes of a text of Latin-1 characters. */
export const gbk = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
/** 工程师 in GBK. */
export const GBK_WORD = "\xb9\xa4\xb3\xcc\xca\xa6";

/** Counts the objects that wait for ClickHouse. */
export const stored = async () => (await env.SPOOL.list({ prefix: "spool/" })).objects.length;

interface Counts {
  batch_id: string;
  state: string;
  replayed: boolean;
  received: number;
  invalid: number;
  problems: object[];
}

/** @param api is asked at each call, because a test may replace it */
export function uploadCalls(api: () => ReturnType<typeof testApi>) {
  return {
    post: (json: unknown, headers: Record<string, string> = {}) =>
      api().call<Counts>("POST", ASYNC, { json, headers }),
    send: (bytes: BodyInit, type: string, headers: Record<string, string> = {}, query = "") =>
      api().call<Counts>("POST", ASYNC + query, {
        body: bytes,
        headers: { "content-type": type, ...headers },
      }),
  };
}
