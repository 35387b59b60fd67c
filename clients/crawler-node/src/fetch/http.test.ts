import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import { afterEach, expect, test } from "vitest";
import { fetchByHttp } from "./http.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

test("a page in GBK is read by the charset that it declares", async () => {
  const gbk = Buffer.from([0xd6, 0xb0, 0xce, 0xbb]);
  const server = createServer((request, response) =>
    request.url === "/json"
      ? response.writeHead(200, { "content-type": "application/json;charset=GBK" }).end(gbk)
      : response.end(Buffer.concat([Buffer.from("<meta charset=gbk>"), gbk])),
  ).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const dispatcher = new Agent();
  closers.push(
    () => dispatcher.close(),
    () => server.close(),
  );
  const { port } = server.address() as AddressInfo;
  const bodyOf = (path: string) =>
    fetchByHttp({
      spec: { method: "GET", url: `http://127.0.0.1:${port}${path}`, headers: {} },
      timeoutMs: 60_000,
      signal: new AbortController().signal,
      dispatcher,
      headers: {},
    });
  expect(await bodyOf("/json")).toMatchObject({ ok: true, answer: { body: "职位" } });
  expect(await bodyOf("/page")).toMatchObject({ ok: true, answer: { body: "<meta charset=gbk>职位" } });
});
